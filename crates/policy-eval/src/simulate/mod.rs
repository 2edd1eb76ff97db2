//! IAM's policy simulator: what would become of these actions on these resources?
//!
//! Sources: [SimulateCustomPolicy](https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulateCustomPolicy.html),
//! [SimulatePrincipalPolicy](https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html),
//! [GetContextKeysForCustomPolicy](https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetContextKeysForCustomPolicy.html),
//! [GetContextKeysForPrincipalPolicy](https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetContextKeysForPrincipalPolicy.html).
//!
//! ```
//! use policy_eval::simulate::{
//!     ContextEntry, ContextKeyType, EvalDecision, SimulateCustomPolicyRequest, simulate_custom_policy,
//! };
//!
//! // The example of the `aws` command line's own documentation.
//! let policy = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"dynamodb:*","Resource":"*",
//!     "Condition":{"DateGreaterThan":{"aws:CurrentTime":"2018-08-16T12:00:00Z"}}}]}"#;
//! let mut request = SimulateCustomPolicyRequest::new([policy], ["dynamodb:CreateBackup"]);
//! let response = simulate_custom_policy(&request)?;
//! let result = &response.evaluation_results[0];
//! assert_eq!(result.eval_decision, EvalDecision::ImplicitDeny);
//! assert_eq!(result.missing_context_values, ["aws:CurrentTime"]);
//!
//! let time = ContextEntry::new("aws:CurrentTime", ContextKeyType::Date, ["2019-04-25T11:00:00Z"]);
//! request.scenario.context_entries.push(time);
//! let response = simulate_custom_policy(&request)?;
//! assert_eq!(response.evaluation_results[0].eval_decision, EvalDecision::Allowed);
//! # Ok::<(), policy_eval::simulate::SimulateError>(())
//! ```

mod attached;
mod constraints;
mod context;
mod context_keys;
mod custom;
mod ec2;
mod error;
mod evaluate;
mod exclude;
mod inputs;
mod principal;
mod request;
mod response;
mod simulator;
mod source;

pub use context_keys::context_keys_for_custom_policy;
pub use error::SimulateError;
pub use exclude::{AttachmentType, InlinePolicyIdentifier, PolicyIdentifier, PolicyIdentifierType};
pub use request::{
    ContextEntry, ContextKeyType, GetContextKeysForCustomPolicyRequest,
    GetContextKeysForPrincipalPolicyRequest, OrderedOrganizationPolicy, Scenario,
    SimulateCustomPolicyRequest, SimulatePrincipalPolicyRequest,
};
pub use response::{
    EvalDecision, EvaluationResult, GetContextKeysForPolicyResponse, MatchedStatement,
    OrganizationsDecisionDetail, PermissionsBoundaryDecisionDetail, PolicySourceType,
    ResourceSpecificResult, SimulatePolicyResponse, TextPosition,
};
pub use simulator::{Simulator, simulate_custom_policy};
