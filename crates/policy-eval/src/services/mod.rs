//! What services there are: their actions, resource types and condition keys.

mod load;
mod service;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, LazyLock},
};

pub use load::InvalidServiceReference;
pub use service::Service;

pub(crate) use service::Action;

/// The services that validation knows.
///
/// [`ServiceReference::built_in`] knows all of `kms`, `ssm`, `secretsmanager`, `wafv2`, `acm`, `acm-pca`, `sts` and `iam`, and of
/// AWS's other services that they exist. More come in from AWS's own files, and from the application:
///
/// ```
/// use policy_eval::{PolicyType, Service, ServiceReference, Validator};
///
/// let services = ServiceReference::built_in()
///     // As downloaded from https://servicereference.us-east-1.amazonaws.com/v1/sqs/sqs.json
///     .load(r#"{"Name": "sqs", "Actions": [{"Name": "SendMessage", "ActionConditionKeys": []}]}"#)?
///     .with(Service::new("orders").action("Ship").action("Cancel"));
/// let findings = Validator::new(PolicyType::Identity).services(services).validate(
///     br#"{"Version": "2012-10-17", "Statement":
///       {"Effect": "Allow", "Action": ["orders:Ship", "orders:Shop", "sqs:SendMessage"], "Resource": "*"}}"#,
/// )?;
/// let findings: Vec<String> = findings.iter().map(ToString::to_string).collect();
/// assert_eq!(
///     findings,
///     ["2:53: ERROR INVALID_ACTION: The action orders:Shop does not exist. Did you mean orders:Ship?"]
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Source: [Service Authorization Reference](https://docs.aws.amazon.com/service-authorization/latest/reference/service-reference.html).
#[derive(Clone, Debug)]
pub struct ServiceReference {
    services: BTreeMap<String, Arc<Service>>,
    /// Services of which no more is known.
    others: Arc<BTreeSet<String>>,
}

/// What is known of a service prefix.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Known<'a> {
    /// All of it.
    Service(&'a Service),
    /// That it exists.
    Exists,
    /// Nothing: there is no such service.
    Nothing,
}

impl ServiceReference {
    /// The services that Strongroom has, whole, and the names of AWS's others.
    pub fn built_in() -> Self {
        static BUILT_IN: LazyLock<ServiceReference> = LazyLock::new(|| {
            let empty = ServiceReference {
                services: BTreeMap::new(),
                others: Arc::new(load::PREFIXES.lines().map(str::to_owned).collect()),
            };
            load::BUILT_IN
                .iter()
                .filter_map(|json| Service::parse(json).ok())
                .fold(empty, ServiceReference::with)
        });
        BUILT_IN.clone()
    }

    /// Adds services from a file of AWS's Service Authorization Reference: one service, or a list of them. A service that
    /// is known already is replaced.
    ///
    /// # Errors
    ///
    /// [`InvalidServiceReference`] if that is no such file.
    pub fn load(self, json: &str) -> Result<Self, InvalidServiceReference> {
        let services = Service::parse_all(json)?;
        Ok(services.into_iter().fold(self, Self::with))
    }

    /// Adds a service.
    #[must_use]
    pub fn with(mut self, service: Service) -> Self {
        self.services
            .insert(service.prefix().to_owned(), Arc::new(service));
        self
    }

    /// The service of this prefix, in any case, if more is known of it than that it exists.
    pub fn service(&self, prefix: &str) -> Option<&Service> {
        self.services
            .get(&prefix.to_ascii_lowercase())
            .map(|service| &**service)
    }

    pub(crate) fn known(&self, prefix: &str) -> Known<'_> {
        match self.service(prefix) {
            Some(service) => Known::Service(service),
            None if self.others.contains(&prefix.to_ascii_lowercase()) => Known::Exists,
            None => Known::Nothing,
        }
    }

    /// What is known of an action, in any case: of the services that are known whole.
    pub(crate) fn find_action(&self, action: &str) -> Option<(&Service, Option<&Action>)> {
        let (prefix, name) = action.split_once(':')?;
        let service = self.service(prefix)?;
        Some((service, service.find_action(name)))
    }

    /// The services that are known whole.
    pub(crate) fn services(&self) -> impl Iterator<Item = &Service> {
        self.services.values().map(|service| &**service)
    }

    /// All prefixes that are known.
    pub(crate) fn prefixes(&self) -> impl Iterator<Item = &str> {
        let others = self.others.iter().map(String::as_str);
        self.services.keys().map(String::as_str).chain(others)
    }
}

impl Default for ServiceReference {
    fn default() -> Self {
        Self::built_in()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_that_is_built_in_is_read() {
        let built_in = ServiceReference::built_in();
        assert_eq!(built_in.services.len(), load::BUILT_IN.len());
        let kms = built_in.service("KMS").unwrap();
        assert!(kms.find_action("decrypt").is_some() && kms.find_action("ReEncrypt").is_none());
        assert!(matches!(built_in.known("s3"), Known::Exists));
        assert!(matches!(built_in.known("s33"), Known::Nothing));
    }
}
