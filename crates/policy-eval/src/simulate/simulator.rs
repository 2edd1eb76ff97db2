//! The simulator, and what it knows of services.

use super::{SimulateCustomPolicyRequest, SimulateError, SimulatePolicyResponse};
use crate::services::ServiceReference;

/// IAM's policy simulator with the services that it knows, whose tables say what kind of resource an action is about.
///
/// ```
/// use policy_eval::{ServiceReference, simulate::{SimulateCustomPolicyRequest, Simulator}};
///
/// // As downloaded from https://servicereference.us-east-1.amazonaws.com/v1/sqs/sqs.json
/// let services = ServiceReference::built_in().load(
///     r#"{"Name": "sqs", "Actions": [{"Name": "SendMessage", "Resources": [{"Name": "queue"}]}],
///         "Resources": [{"Name": "queue", "ARNFormats": ["arn:${Partition}:sqs:${Region}:${Account}:${QueueName}"]}]}"#,
/// )?;
/// let policy = r#"{"Statement": {"Effect": "Allow", "Action": "sqs:*", "Resource": "*"}}"#;
/// let request = SimulateCustomPolicyRequest::new([policy], ["sqs:SendMessage"]);
/// let response = Simulator::new().services(services).custom_policy(&request)?;
/// let result = &response.evaluation_results[0];
/// assert_eq!(result.eval_resource_name, "arn:${Partition}:sqs:${Region}:${Account}:${QueueName}");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Simulator {
    services: ServiceReference,
}

impl Simulator {
    /// A simulator that knows the [built-in](ServiceReference::built_in) services.
    pub fn new() -> Self {
        Self::default()
    }

    /// Knows these services instead.
    #[must_use]
    pub fn services(self, services: ServiceReference) -> Self {
        Self { services }
    }

    /// The form of the ARNs that an action is about, or `*`.
    pub(super) fn resource_form(&self, action: &str, resources: &[String]) -> &str {
        let form = match self.services.find_action(action) {
            Some((service, Some(action))) => service.arn_format(action, resources),
            Some((_, None)) | None => None,
        };
        form.unwrap_or("*")
    }
}

/// Simulates actions under policies that are given, as IAM's `SimulateCustomPolicy` does: a [`Simulator`] that knows the
/// built-in services.
///
/// # Errors
///
/// As those of [`Simulator::custom_policy`].
pub fn simulate_custom_policy(
    request: &SimulateCustomPolicyRequest,
) -> Result<SimulatePolicyResponse, SimulateError> {
    Simulator::new().custom_policy(request)
}
