//! What a call is about, as authorisation needs to know it.

use common_types::{AccountId, Arn, Tags};
use policy_eval::{
    CompiledPolicy, ConditionKeys, Policies, PolicySet, Resource, ResourcePolicyMode,
};

use super::PrincipalPolicies;

/// The resource of a call with all that it brings to the decision.
///
/// ```
/// use common_types::Arn;
/// use policy_eval::{CompiledPolicy, ResourcePolicyMode};
/// use service_kit::Target;
///
/// fn of_a_key<'a>(key: &'a Arn, policy: &'a CompiledPolicy) -> Target<'a> {
///     Target::new(key).policy(policy, ResourcePolicyMode::Mandatory)
/// }
/// ```
#[derive(Clone, Copy)]
pub struct Target<'a> {
    pub(super) arn: Option<&'a Arn>,
    pub(super) owner: Option<AccountId>,
    pub(super) policy: Option<(&'a CompiledPolicy, ResourcePolicyMode)>,
    pub(super) grant: Option<&'a str>,
    pub(super) tags: Option<&'a Tags>,
    pub(super) keys: &'a (dyn ConditionKeys + Sync),
}

impl<'a> Target<'a> {
    /// A resource, owned by the account that its ARN names.
    pub fn new(arn: &'a Arn) -> Self {
        Self {
            arn: Some(arn),
            owner: arn.account_id(),
            ..Self::any()
        }
    }

    /// No resource in particular: for actions such as `kms:ListKeys`. Policies must say `*`.
    pub fn any() -> Self {
        Self {
            arn: None,
            owner: None,
            policy: None,
            grant: None,
            tags: None,
            keys: &(),
        }
    }

    /// Says who owns it, where the ARN does not.
    #[must_use]
    pub fn owned_by(self, account: AccountId) -> Self {
        Self {
            owner: Some(account),
            ..self
        }
    }

    /// The resource's own policy. A resource that must have one and is given without is open to its account's identity
    /// policies alone: give it.
    #[must_use]
    pub fn policy(self, policy: &'a CompiledPolicy, mode: ResourcePolicyMode) -> Self {
        Self {
            policy: Some((policy, mode)),
            ..self
        }
    }

    /// Something beside policies that allows the call, by its name: a KMS grant. Denials still deny.
    #[must_use]
    pub fn grant(self, name: &'a str) -> Self {
        Self {
            grant: Some(name),
            ..self
        }
    }

    /// The resource's tags: `aws:ResourceTag/…`.
    #[must_use]
    pub fn tags(self, tags: &'a Tags) -> Self {
        Self {
            tags: Some(tags),
            ..self
        }
    }

    /// The service's own condition keys, such as `kms:EncryptionContext:…`; they are asked before the global ones.
    #[must_use]
    pub fn keys(self, keys: &'a (dyn ConditionKeys + Sync)) -> Self {
        Self { keys, ..self }
    }

    /// All policies that have a say in what this caller does to it.
    pub(super) fn policies<'b>(
        &self,
        caller: &'b PrincipalPolicies,
        resource_control: &'b [PolicySet],
    ) -> Policies<'b>
    where
        'a: 'b,
    {
        let PrincipalPolicies {
            identity,
            boundary,
            session,
            service_control,
            revision: _,
        } = caller;
        let mut policies = Policies::new()
            .identity(identity)
            .service_control(service_control)
            .resource_control(resource_control);
        if let Some(boundary) = boundary {
            policies = policies.boundary(boundary);
        }
        if let Some(session) = session {
            policies = policies.session(session);
        }
        if let Some((policy, mode)) = self.policy {
            policies = policies.resource(policy, mode);
        }
        if let Some(grant) = self.grant {
            policies = policies.grant(grant);
        }
        policies
    }

    pub(super) fn resource(&self) -> Resource<'a> {
        let resource = self.arn.map_or_else(Resource::any, Resource::from);
        match self.owner {
            Some(owner) => resource.owned_by(owner),
            None => resource,
        }
    }
}

/// The condition keys are left out: they are computed when asked for.
impl std::fmt::Debug for Target<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self {
            arn,
            owner,
            policy,
            grant,
            tags,
            keys: _,
        } = self;
        f.debug_struct("Target")
            .field("arn", arn)
            .field("owner", owner)
            .field("policy", policy)
            .field("grant", grant)
            .field("tags", tags)
            .finish_non_exhaustive()
    }
}
