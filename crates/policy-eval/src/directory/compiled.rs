//! A directory, compiled: the policies over everybody, ready to decide by.

use std::{collections::BTreeMap, sync::Arc};

use common_types::{AccountId, Arn, Principal};

use super::{
    Directory, DirectoryError, GatheredPolicies, OrganizationPolicyType, PrincipalKeys,
    gather::Gatherer, load, resource_policy,
};
use crate::{CompiledPolicy, PolicyKind, PolicySet, ResourcePolicyMode};

/// The policies over all principals and resources of a directory, compiled. Looking them up costs nothing.
#[derive(Clone, Debug, Default)]
pub struct CompiledDirectory {
    /// By `aws:PrincipalArn`.
    principals: BTreeMap<Arn, Member>,
    /// By account and name of the role: the ARN of a session has no path.
    roles: BTreeMap<(AccountId, String), Arn>,
    resource_policies: BTreeMap<Arn, (CompiledPolicy, ResourcePolicyMode)>,
    resource_control: BTreeMap<AccountId, Arc<[PolicySet]>>,
}

/// Somebody in a directory.
#[derive(Clone, Debug)]
pub(crate) struct Member {
    pub(crate) principal: Principal,
    pub(crate) policies: Arc<GatheredPolicies>,
    pub(crate) keys: PrincipalKeys,
}

impl Directory {
    /// Gathers and compiles the policies over everybody.
    ///
    /// # Errors
    ///
    /// [`DirectoryError::NoSuchPolicy`] or [`DirectoryError::NoSuchGroup`] if something is attached that is not here: no
    /// decision could be relied on.
    pub fn compile(&self) -> Result<CompiledDirectory, DirectoryError> {
        let mut gatherer = Gatherer::new(self);
        let mut compiled = CompiledDirectory::default();
        for principal in self.principals() {
            let Some(arn) = principal.principal_arn().cloned() else {
                continue;
            };
            let member = Member {
                policies: Arc::new(gatherer.of_principal(&principal)?),
                keys: self.keys_of(&principal),
                principal,
            };
            compiled.principals.insert(arn, member);
        }
        for (named, role) in &self.roles {
            let trust = &role.assume_role_policy_document;
            let policy = load::policy(&role.arn, "trust policy", trust, PolicyKind::Trust)?;
            let policy = CompiledPolicy::compile("trust policy", &policy);
            compiled.roles.insert(named.clone(), role.arn.clone());
            compiled
                .resource_policies
                .insert(role.arn.clone(), (policy, ResourcePolicyMode::Mandatory));
        }
        for (resource, policy) in self.resource_policies.iter() {
            let policy = resource_policy::compile(resource, policy)?;
            let mode = ResourcePolicyMode::of("", resource.as_str());
            compiled
                .resource_policies
                .insert(resource.clone(), (policy, mode));
        }
        for account in self.accounts() {
            let levels = gatherer.levels(account, OrganizationPolicyType::ResourceControlPolicy)?;
            compiled.resource_control.insert(account, levels.into());
        }
        Ok(compiled)
    }
}

impl CompiledDirectory {
    /// The policies over a user (and the sessions that this user federated), a role's session or a root user; `None` for one
    /// that is not here.
    pub fn policies_of(&self, principal: &Principal) -> Option<&Arc<GatheredPolicies>> {
        let arn = principal.identity_arn()?;
        if let Some(member) = self.principals.get(arn) {
            return Some(&member.policies);
        }
        let Principal::AssumedRole { role, .. } = principal else {
            return None;
        };
        let name = role.resource().rsplit('/').next()?;
        let arn = self.roles.get(&(role.account_id()?, name.to_owned()))?;
        self.principals.get(arn).map(|member| &member.policies)
    }

    /// All who may call, with the policies over them.
    pub fn principals(&self) -> impl Iterator<Item = (&Principal, &Arc<GatheredPolicies>)> {
        self.principals
            .values()
            .map(|member| (&member.principal, &member.policies))
    }

    pub(crate) fn members(&self) -> impl Iterator<Item = &Member> {
        self.principals.values()
    }

    /// The policy of a resource: of a role its trust policy.
    pub fn resource_policy(&self, resource: &Arn) -> Option<(&CompiledPolicy, ResourcePolicyMode)> {
        let (policy, mode) = self.resource_policies.get(resource)?;
        Some((policy, *mode))
    }

    /// The resource control policies over the resources of an account, by level of its organisation.
    pub fn resource_control_of(&self, owner: AccountId) -> &[PolicySet] {
        self.resource_control
            .get(&owner)
            .map_or(&[], |levels| levels)
    }
}
