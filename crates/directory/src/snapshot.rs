//! A directory as it was at one moment, compiled.

use std::{collections::HashMap, sync::Arc};

use common_types::{AccountId, Arn, Principal, Tag, Tags};
use policy_eval::{
    CompiledPolicy, Policy, PolicyKind, PolicySet,
    directory::{CompiledDirectory, Directory, GatheredPolicies, RoleDetail, UserDetail},
};
use service_kit::{Membership, PrincipalPolicies};

use crate::{Error, Result, limits};

/// A directory as it was at one moment, compiled: what calls are decided by.
#[derive(Debug)]
pub(crate) struct Snapshot {
    /// Which one: it grows.
    pub(crate) revision: u64,
    source: Directory,
    compiled: CompiledDirectory,
    principals: HashMap<Arn, Known>,
    resource_control: HashMap<AccountId, Arc<[PolicySet]>>,
    no_control: Arc<[PolicySet]>,
    memberships: HashMap<AccountId, Arc<Membership>>,
    /// Over those who are not here.
    none: Arc<PrincipalPolicies>,
    /// Of roles that are not here.
    trusts_nobody: CompiledPolicy,
}

/// A user, role or root user.
#[derive(Debug)]
struct Known {
    id: Option<String>,
    policies: Arc<PrincipalPolicies>,
}

impl Snapshot {
    /// Compiles a directory.
    ///
    /// # Errors
    ///
    /// [`Error::Directory`] if something is attached that is not there; [`Error::MaxSessionDuration`].
    pub(crate) fn new(source: Directory, revision: u64) -> Result<Self> {
        let compiled = source.compile()?;
        source
            .roles()
            .try_for_each(|role| max_session_seconds(role).map(|_| ()))?;
        let principals = compiled.principals().filter_map(|(principal, policies)| {
            let known = Known {
                id: principal.unique_id().map(str::to_owned),
                policies: Arc::new(policies_of(policies, revision)),
            };
            Some((principal.principal_arn()?.clone(), known))
        });
        let resource_control = source.accounts().into_iter().map(|account| {
            let levels = compiled.resource_control_of(account);
            (account, Arc::from(levels))
        });
        let nobody =
            Policy::parse(r#"{"Statement": []}"#, PolicyKind::Trust).map_err(Error::broken)?;
        Ok(Self {
            revision,
            trusts_nobody: CompiledPolicy::compile("trust policy", &nobody),
            principals: principals.collect(),
            resource_control: resource_control.collect(),
            no_control: Arc::new([]),
            memberships: memberships(&source),
            none: Arc::new(PrincipalPolicies::none().at_revision(revision)),
            compiled,
            source,
        })
    }

    /// The policies over a principal; over a federated session, those of the user who made it. One who is not here has none, nor
    /// has one with the name of somebody who is: a user or role that was made anew has another id.
    pub(crate) fn policies_of(&self, principal: &Principal) -> &Arc<PrincipalPolicies> {
        let found = match principal {
            Principal::AssumedRole { role, .. } => self
                .principals
                .get(role)
                .or_else(|| self.principals.get(&self.role_named(role)?.arn)),
            _ => principal
                .identity_arn()
                .and_then(|arn| self.principals.get(arn)),
        };
        match (found, principal.unique_id()) {
            (Some(known), Some(id)) if known.id.as_deref() != Some(id) => &self.none,
            (Some(known), _) => &known.policies,
            (None, _) => &self.none,
        }
    }

    /// The resource control policies over the resources of an account.
    pub(crate) fn over_resources_of(&self, owner: AccountId) -> &Arc<[PolicySet]> {
        self.resource_control
            .get(&owner)
            .unwrap_or(&self.no_control)
    }

    /// Where an account is in the organisation.
    pub(crate) fn membership_of(&self, account: AccountId) -> Option<&Arc<Membership>> {
        self.memberships.get(&account)
    }

    /// A user by its ARN.
    pub(crate) fn user(&self, arn: &Arn) -> Option<&UserDetail> {
        let name = arn.resource().rsplit('/').next()?;
        let user = self.source.user(arn.account_id()?, name)?;
        (user.arn == *arn).then_some(user)
    }

    /// A role by its ARN.
    pub(crate) fn role(&self, arn: &Arn) -> Option<&RoleDetail> {
        self.role_named(arn).filter(|role| role.arn == *arn)
    }

    /// The trust policy of a role; of one that is not here, one that trusts nobody.
    pub(crate) fn trust_policy(&self, role: &Arn) -> &CompiledPolicy {
        let policy = self
            .role(role)
            .and_then(|_| self.compiled.resource_policy(role));
        policy.map_or(&self.trusts_nobody, |(policy, _)| policy)
    }

    /// A managed policy, as a session policy.
    pub(crate) fn managed_session_policy(&self, arn: &Arn) -> Option<CompiledPolicy> {
        let detail = self.source.managed_policy(arn)?;
        let document = &detail.default_version()?.document;
        let policy = Policy::parse(document.as_str(), PolicyKind::Session).ok()?;
        Some(CompiledPolicy::compile(
            detail.policy_name.as_str(),
            &policy,
        ))
    }

    /// All that was read.
    pub(crate) fn source(&self) -> &Directory {
        &self.source
    }

    fn role_named(&self, arn: &Arn) -> Option<&RoleDetail> {
        let name = arn.resource().rsplit('/').next()?;
        self.source.role(arn.account_id()?, name)
    }
}

/// How long a session of a role may last.
///
/// AWS tells it in `get-role`, and leaves it out of `get-account-authorization-details`: whoever needs another than the default
/// adds the member `MaxSessionDuration` to the role.
///
/// # Errors
///
/// [`Error::MaxSessionDuration`] if what is there is none.
pub(crate) fn max_session_seconds(role: &RoleDetail) -> Result<u32> {
    let Some(seconds) = role.other.get("MaxSessionDuration") else {
        return Ok(limits::DEFAULT_SESSION_SECONDS);
    };
    seconds
        .as_u64()
        .and_then(|seconds| u32::try_from(seconds).ok())
        .filter(|seconds| limits::ROLE_MAX_SESSION_SECONDS.contains(seconds))
        .ok_or_else(|| Error::MaxSessionDuration {
            role: role.arn.clone(),
        })
}

/// The tags of a user or role. AWS has checked them; what it would not have taken is left out.
pub(crate) fn tags(of: &[Tag]) -> Tags {
    let mut tags = Tags::new();
    for tag in of {
        let _ = tags.set(tag.clone());
    }
    tags
}

fn memberships(source: &Directory) -> HashMap<AccountId, Arc<Membership>> {
    let Some(organization) = source.organization() else {
        return HashMap::new();
    };
    let membership = |account: AccountId| {
        let path = organization.path(account)?;
        let membership = Membership::new(organization.id.as_str(), path);
        Some((account, Arc::new(membership)))
    };
    organization
        .accounts()
        .filter_map(|account| membership(account.id))
        .collect()
}

fn policies_of(gathered: &GatheredPolicies, revision: u64) -> PrincipalPolicies {
    let policies = PrincipalPolicies::none()
        .identity(gathered.identity().clone())
        .service_control(gathered.service_control().to_vec())
        .at_revision(revision);
    match gathered.boundary() {
        Some(boundary) => policies.boundary(boundary.clone()),
        None => policies,
    }
}
