//! All policies that have a say in one request.

use crate::compile::{CompiledPolicy, PolicySet};

/// The policies that apply to a request, gathered by who decides it.
///
/// What is not given does not apply, with one exception: without identity policies nothing is allowed by them.
///
/// ```
/// use policy_eval::{CompiledPolicy, Policies, PolicySet, ResourcePolicyMode};
///
/// fn of_a_key<'a>(caller: &'a PolicySet, key_policy: &'a CompiledPolicy) -> Policies<'a> {
///     Policies::new().identity(caller).resource(key_policy, ResourcePolicyMode::Mandatory)
/// }
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct Policies<'a> {
    pub(crate) identity: Option<&'a PolicySet>,
    pub(crate) resource: Option<(&'a CompiledPolicy, ResourcePolicyMode)>,
    pub(crate) boundary: Option<&'a PolicySet>,
    pub(crate) session: Option<&'a PolicySet>,
    pub(crate) service_control: &'a [PolicySet],
    pub(crate) resource_control: &'a [PolicySet],
    pub(crate) vpc_endpoint: Option<&'a CompiledPolicy>,
    pub(crate) grant: Option<&'a str>,
}

/// What the policy of a resource is to callers of the resource's own account.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum ResourcePolicyMode {
    /// One of two ways in: it or an identity policy must allow. Most services.
    #[default]
    Standard,
    /// The only way in: it must allow the caller, or the caller's account and then an identity policy the caller. KMS keys,
    /// and the trust policies of roles.
    ///
    /// Source: [key policies](https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html),
    /// [default key policy](https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html).
    Mandatory,
}

impl ResourcePolicyMode {
    /// What the policy of a resource is to an action on it: [`Mandatory`](Self::Mandatory) of KMS keys, and of roles that are
    /// to be assumed.
    pub fn of(action: &str, resource: &str) -> Self {
        let mut parts = resource.splitn(6, ':').skip(2);
        let (service, resource) = (parts.next(), parts.nth(2).unwrap_or_default());
        let is_sts = action
            .get(..4)
            .is_some_and(|prefix| prefix.eq_ignore_ascii_case("sts:"));
        match service {
            Some("kms") if resource.starts_with("key/") => Self::Mandatory,
            Some("iam") if is_sts && resource.starts_with("role/") => Self::Mandatory,
            _ => Self::Standard,
        }
    }
}

impl<'a> Policies<'a> {
    /// No policies: nothing is allowed but what a root user does in its own account.
    pub fn new() -> Self {
        Self::default()
    }

    /// The policies of the user (its groups' among them) or role that calls.
    #[must_use]
    pub fn identity(self, policies: &'a PolicySet) -> Self {
        Self {
            identity: Some(policies),
            ..self
        }
    }

    /// The policy of the resource.
    #[must_use]
    pub fn resource(self, policy: &'a CompiledPolicy, mode: ResourcePolicyMode) -> Self {
        Self {
            resource: Some((policy, mode)),
            ..self
        }
    }

    /// The permissions boundary of the user or role that calls.
    #[must_use]
    pub fn boundary(self, policies: &'a PolicySet) -> Self {
        Self {
            boundary: Some(policies),
            ..self
        }
    }

    /// The policies that were passed when the session was made.
    #[must_use]
    pub fn session(self, policies: &'a PolicySet) -> Self {
        Self {
            session: Some(policies),
            ..self
        }
    }

    /// The service control policies over the caller's account: one set for each level from the organisation's root to the
    /// account. None for accounts without an organisation, and for the management account.
    #[must_use]
    pub fn service_control(self, levels: &'a [PolicySet]) -> Self {
        Self {
            service_control: levels,
            ..self
        }
    }

    /// The resource control policies over the resource's account, by level. None for what they do not apply to: the
    /// management account, and AWS managed KMS keys.
    #[must_use]
    pub fn resource_control(self, levels: &'a [PolicySet]) -> Self {
        Self {
            resource_control: levels,
            ..self
        }
    }

    /// The policy of the VPC endpoint that the request came through.
    #[must_use]
    pub fn vpc_endpoint(self, policy: &'a CompiledPolicy) -> Self {
        Self {
            vpc_endpoint: Some(policy),
            ..self
        }
    }

    /// Something beside policies that allows the request, by its name: a KMS grant. Denials still deny.
    #[must_use]
    pub fn grant(self, name: &'a str) -> Self {
        Self {
            grant: Some(name),
            ..self
        }
    }
}
