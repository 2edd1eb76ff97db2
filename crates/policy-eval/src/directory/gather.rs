//! All policies over one principal, gathered and compiled.

use std::collections::HashMap;

use common_types::{AccountId, Arn, Principal};

use super::{
    AttachedPermissionsBoundary, AttachedPolicy, Directory, DirectoryError, Organization,
    OrganizationPolicy, OrganizationPolicyType, PolicyDetail, load,
};
use crate::{CompiledPolicy, Policies, PolicyKind, PolicySet};

/// All policies over one principal, compiled.
#[derive(Clone, Debug, Default)]
pub struct GatheredPolicies {
    identity: PolicySet,
    boundary: Option<PolicySet>,
    session: Option<PolicySet>,
    service_control: Vec<PolicySet>,
}

impl GatheredPolicies {
    /// No policies: they allow nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// Replaces those of the user or role.
    pub(crate) fn with_identity(self, identity: PolicySet) -> Self {
        Self { identity, ..self }
    }

    /// Adds the policies that were passed when the session was made.
    #[must_use]
    pub fn with_session(self, policies: PolicySet) -> Self {
        Self {
            session: Some(policies),
            ..self
        }
    }

    /// Those of the user (its groups' among them) or role: inline and managed.
    pub fn identity(&self) -> &PolicySet {
        &self.identity
    }

    /// The permissions boundary.
    pub fn boundary(&self) -> Option<&PolicySet> {
        self.boundary.as_ref()
    }

    /// Those that were passed when the session was made.
    pub fn session(&self) -> Option<&PolicySet> {
        self.session.as_ref()
    }

    /// The service control policies, one set for each level of the organisation, from the root to the account. Empty where
    /// none apply.
    pub fn service_control(&self) -> &[PolicySet] {
        &self.service_control
    }

    /// They as the caller's part of what a request is decided by.
    pub fn policies(&self) -> Policies<'_> {
        let Self {
            identity,
            boundary,
            session,
            service_control,
        } = self;
        let mut policies = Policies::new()
            .identity(identity)
            .service_control(service_control);
        if let Some(boundary) = boundary {
            policies = policies.boundary(boundary);
        }
        if let Some(session) = session {
            policies = policies.session(session);
        }
        policies
    }
}

impl Directory {
    /// Gathers and compiles the policies over one principal. Services and the anonymous have none. A federated user has
    /// those of the IAM user who made the session, where it [is known](Principal::federating_user).
    ///
    /// # Errors
    ///
    /// [`DirectoryError::NoSuchEntity`] if the user or role is not here, [`DirectoryError::NoSuchPolicy`] or
    /// [`DirectoryError::NoSuchGroup`] if something that is attached to it is not.
    pub fn policies_of(&self, principal: &Principal) -> Result<GatheredPolicies, DirectoryError> {
        Gatherer::new(self).of_principal(principal)
    }

    /// Compiles the resource control policies over the resources of an account: one set for each level of its organisation.
    /// None for accounts without an organisation and for the management account.
    ///
    /// # Errors
    ///
    /// [`DirectoryError::NoSuchPolicy`] if one that is attached is not here.
    pub fn resource_control_of(&self, owner: AccountId) -> Result<Vec<PolicySet>, DirectoryError> {
        Gatherer::new(self).levels(owner, OrganizationPolicyType::ResourceControlPolicy)
    }
}

impl Directory {
    /// The service control policies over the principals of an account, level by level.
    pub(crate) fn service_control_of(
        &self,
        account: AccountId,
    ) -> Result<Vec<PolicySet>, DirectoryError> {
        Gatherer::new(self).levels(account, OrganizationPolicyType::ServiceControlPolicy)
    }

    /// The permissions boundary of an entity.
    pub(crate) fn boundary_of(
        &self,
        entity: &Arn,
        boundary: &AttachedPermissionsBoundary,
    ) -> Result<PolicySet, DirectoryError> {
        Gatherer::new(self).boundary(entity, boundary)
    }
}

/// Compiles each policy once, however many it is attached to.
pub(super) struct Gatherer<'a> {
    directory: &'a Directory,
    managed: HashMap<(&'a Arn, PolicyKind), CompiledPolicy>,
    controls: HashMap<(AccountId, OrganizationPolicyType), Vec<PolicySet>>,
}

impl<'a> Gatherer<'a> {
    pub(super) fn new(directory: &'a Directory) -> Self {
        Self {
            directory,
            managed: HashMap::new(),
            controls: HashMap::new(),
        }
    }

    pub(super) fn of_principal(
        &mut self,
        principal: &Principal,
    ) -> Result<GatheredPolicies, DirectoryError> {
        let directory = self.directory;
        let Some((account, arn)) = principal.account().zip(principal.identity_arn()) else {
            return Ok(GatheredPolicies::new());
        };
        let nobody = || DirectoryError::NoSuchEntity {
            arn: arn.to_string(),
        };
        let (mut identity, mut bound) = (Vec::new(), None);
        match arn.resource_type() {
            "user" => {
                let user = directory.user_of(principal).ok_or_else(nobody)?;
                self.inline(&user.arn, &user.user_policy_list, &mut identity)?;
                self.attached(&user.arn, &user.attached_managed_policies, &mut identity)?;
                for name in &user.group_list {
                    let missing = || DirectoryError::NoSuchGroup {
                        group: name.clone(),
                        user: user.arn.clone(),
                    };
                    let group = directory.group(account, name).ok_or_else(missing)?;
                    self.inline(&group.arn, &group.group_policy_list, &mut identity)?;
                    self.attached(&group.arn, &group.attached_managed_policies, &mut identity)?;
                }
                bound = user.permissions_boundary.as_ref();
            }
            "role" => {
                let role = directory.role_of(principal).ok_or_else(nobody)?;
                self.inline(&role.arn, &role.role_policy_list, &mut identity)?;
                self.attached(&role.arn, &role.attached_managed_policies, &mut identity)?;
                bound = role.permissions_boundary.as_ref();
            }
            // A root user, or a federated one of whom nobody knows who made the session.
            _ => {}
        }
        Ok(GatheredPolicies {
            identity: identity.into_iter().collect(),
            boundary: bound.map(|bound| self.boundary(arn, bound)).transpose()?,
            session: None,
            service_control: self.levels(account, OrganizationPolicyType::ServiceControlPolicy)?,
        })
    }

    fn inline(
        &self,
        of: &Arn,
        policies: &[PolicyDetail],
        into: &mut Vec<CompiledPolicy>,
    ) -> Result<(), DirectoryError> {
        for detail in policies {
            let name = &*detail.policy_name;
            let policy = load::policy(of, name, &detail.policy_document, PolicyKind::Identity)?;
            into.push(CompiledPolicy::compile(name, &policy));
        }
        Ok(())
    }

    fn attached(
        &mut self,
        to: &Arn,
        policies: &'a [AttachedPolicy],
        into: &mut Vec<CompiledPolicy>,
    ) -> Result<(), DirectoryError> {
        for attached in policies {
            into.push(self.managed(to, &attached.policy_arn, PolicyKind::Identity)?);
        }
        Ok(())
    }

    fn boundary(
        &mut self,
        of: &Arn,
        boundary: &'a AttachedPermissionsBoundary,
    ) -> Result<PolicySet, DirectoryError> {
        let arn = &boundary.permissions_boundary_arn;
        self.managed(of, arn, PolicyKind::Boundary)
            .map(PolicySet::from)
    }

    fn managed(
        &mut self,
        to: &Arn,
        arn: &'a Arn,
        kind: PolicyKind,
    ) -> Result<CompiledPolicy, DirectoryError> {
        if let Some(compiled) = self.managed.get(&(arn, kind)) {
            return Ok(compiled.clone());
        }
        let missing = || DirectoryError::NoSuchPolicy {
            policy: arn.to_string(),
            to: to.to_string(),
        };
        let detail = self.directory.managed_policy(arn).ok_or_else(missing)?;
        let version = detail.default_version().ok_or_else(missing)?;
        let policy = load::policy(arn, &detail.policy_name, &version.document, kind)?;
        let compiled = CompiledPolicy::compile(&*detail.policy_name, &policy);
        self.managed.insert((arn, kind), compiled.clone());
        Ok(compiled)
    }

    /// The policies of one type over an account, level by level.
    pub(super) fn levels(
        &mut self,
        account: AccountId,
        policy_type: OrganizationPolicyType,
    ) -> Result<Vec<PolicySet>, DirectoryError> {
        if let Some(levels) = self.controls.get(&(account, policy_type)) {
            return Ok(levels.clone());
        }
        let levels = match self.directory.organization() {
            Some(organization) if organization.binds(account, policy_type) => {
                self.compile_levels(organization, account, policy_type)?
            }
            Some(_) | None => Vec::new(),
        };
        self.controls.insert((account, policy_type), levels.clone());
        Ok(levels)
    }

    fn compile_levels(
        &self,
        organization: &Organization,
        account: AccountId,
        policy_type: OrganizationPolicyType,
    ) -> Result<Vec<PolicySet>, DirectoryError> {
        let levels = organization.levels(account).unwrap_or_default();
        let compile = |level: super::organization::Level<'_>| {
            let mut policies = Vec::new();
            // AWS attaches it to everything, and nobody can take it away.
            if policy_type == OrganizationPolicyType::ResourceControlPolicy {
                policies.extend(OrganizationPolicy::of_aws("p-RCPFullAWSAccess"));
            }
            for id in level.policies {
                let found = self.directory.organization_policies.get(id).cloned();
                let policy = found.or_else(|| OrganizationPolicy::of_aws(id));
                policies.push(policy.ok_or_else(|| DirectoryError::NoSuchPolicy {
                    policy: id.clone(),
                    to: level.id.to_owned(),
                })?);
            }
            policies
                .iter()
                .filter(|policy| policy.policy_summary.policy_type == policy_type)
                .map(OrganizationPolicy::compile)
                .collect()
        };
        levels.into_iter().map(compile).collect()
    }
}
