//! Where the policies of those who call come from.

use std::{
    collections::HashMap,
    fmt::Debug,
    sync::{Arc, RwLock},
};

use common_types::{AccountId, Arn, Caller};
use policy_eval::PolicySet;

use crate::sync::{read, write};

/// Knows the policies of principals and accounts: an application's own directory, or Strongroom's.
///
/// It is asked on every call, so it answers at once, from memory. Whoever takes a permission away can rely on it from the
/// next call on: an implementation that caches must not answer with what it knows to be replaced.
pub trait PolicySource: Debug + Send + Sync + 'static {
    /// The policies over a caller, those of its [session](Caller::session) among them; [`PrincipalPolicies::none`] for one that
    /// is not known.
    ///
    /// A source that knows no session policies leaves them out: a caller who is limited by some is then denied everything.
    ///
    /// # Errors
    ///
    /// [`Unavailable`] if they cannot be told now: the call is denied.
    fn of_caller(&self, caller: &Caller) -> Result<Arc<PrincipalPolicies>, Unavailable>;

    /// The resource control policies over the resources of an account, by level of its organisation.
    ///
    /// # Errors
    ///
    /// [`Unavailable`] if they cannot be told now: the call is denied.
    fn over_resources_of(&self, owner: AccountId) -> Result<Arc<[PolicySet]>, Unavailable>;

    /// Where an account is in its organisation: for `aws:PrincipalOrgID`, `aws:ResourceOrgID` and their kin. By default it is in
    /// none. Asked only when a policy asks.
    fn membership_of(&self, _account: AccountId) -> Option<Arc<Membership>> {
        None
    }
}

/// Where an account is in its organisation.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Membership {
    /// `o-…`
    pub organization: String,
    /// `o-…/r-…/ou-…/`: the one value of `aws:PrincipalOrgPaths`, as the list that it is.
    pub paths: Vec<String>,
}

impl Membership {
    /// In this organisation, at this path.
    pub fn new(organization: impl Into<String>, path: impl Into<String>) -> Self {
        Self {
            organization: organization.into(),
            paths: vec![path.into()],
        }
    }
}

/// The policies cannot be told now.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("the policies cannot be read at this moment")]
#[non_exhaustive]
pub struct Unavailable;

impl Unavailable {
    /// For implementations of [`PolicySource`].
    pub const fn new() -> Self {
        Self
    }
}

impl Default for Unavailable {
    fn default() -> Self {
        Self::new()
    }
}

/// All policies over one principal, compiled.
///
/// ```
/// use policy_eval::{CompiledPolicy, Policy, PolicyKind};
/// use service_kit::PrincipalPolicies;
///
/// let json = r#"{"Statement": {"Effect": "Allow", "Action": "kms:Decrypt", "Resource": "*"}}"#;
/// let policy = CompiledPolicy::compile("decrypt", &Policy::parse(json, PolicyKind::Identity)?);
/// let policies = PrincipalPolicies::none().identity(policy.into());
/// # Ok::<(), policy_eval::ParseError>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct PrincipalPolicies {
    pub(super) identity: PolicySet,
    pub(super) boundary: Option<PolicySet>,
    pub(super) session: Option<PolicySet>,
    pub(super) service_control: Vec<PolicySet>,
    pub(super) revision: u64,
}

impl PrincipalPolicies {
    /// No policies: they allow nothing.
    pub fn none() -> Self {
        Self::default()
    }

    /// Those of the user (its groups' among them) or role.
    #[must_use]
    pub fn identity(self, policies: PolicySet) -> Self {
        Self {
            identity: policies,
            ..self
        }
    }

    /// The permissions boundary.
    #[must_use]
    pub fn boundary(self, policies: PolicySet) -> Self {
        Self {
            boundary: Some(policies),
            ..self
        }
    }

    /// Those that were passed when the session was made.
    #[must_use]
    pub fn session(self, policies: PolicySet) -> Self {
        Self {
            session: Some(policies),
            ..self
        }
    }

    /// The service control policies, one set for each level of the organisation.
    #[must_use]
    pub fn service_control(self, levels: Vec<PolicySet>) -> Self {
        Self {
            service_control: levels,
            ..self
        }
    }

    /// Which state of the source they are: it grows with every change. For those who keep something that they made of them.
    #[must_use]
    pub fn at_revision(self, revision: u64) -> Self {
        Self { revision, ..self }
    }

    /// Which state of the source they are.
    pub fn revision(&self) -> u64 {
        self.revision
    }
}

/// Policies that the application sets by itself, in memory. Who is not in it has none. It knows no session policies.
///
/// A change is in force from the next call on, on every thread.
///
/// ```
/// use common_types::Principal;
/// use service_kit::{PolicySource, PrincipalPolicies, StaticPolicySource};
///
/// let source = StaticPolicySource::new();
/// source.set("arn:aws:iam::111122223333:role/app".parse()?, PrincipalPolicies::none());
/// # Ok::<(), common_types::ParseError>(())
/// ```
#[derive(Debug)]
pub struct StaticPolicySource {
    state: RwLock<State>,
    none: Arc<PrincipalPolicies>,
}

#[derive(Debug)]
struct State {
    revision: u64,
    principals: HashMap<Arn, Arc<PrincipalPolicies>>,
    resource_control: HashMap<AccountId, Arc<[PolicySet]>>,
    no_control: Arc<[PolicySet]>,
}

impl StaticPolicySource {
    /// One without policies: only key policies and the like allow, and root users in their own account.
    pub fn new() -> Self {
        Self {
            state: RwLock::new(State {
                revision: 0,
                principals: HashMap::new(),
                resource_control: HashMap::new(),
                no_control: Arc::new([]),
            }),
            none: Arc::new(PrincipalPolicies::none()),
        }
    }

    /// Sets the policies of a principal: the ARN of a user, a role, a federated session or an account's root, as in
    /// `aws:PrincipalArn`.
    pub fn set(&self, principal: Arn, policies: PrincipalPolicies) {
        let mut state = write(&self.state);
        state.revision = state.revision.saturating_add(1);
        let policies = policies.at_revision(state.revision);
        state.principals.insert(principal, Arc::new(policies));
    }

    /// Takes all policies of a principal away.
    pub fn remove(&self, principal: &Arn) {
        let mut state = write(&self.state);
        state.revision = state.revision.saturating_add(1);
        state.principals.remove(principal);
    }

    /// Sets the resource control policies over an account's resources, by level of its organisation.
    pub fn set_over_resources_of(&self, owner: AccountId, levels: Vec<PolicySet>) {
        let mut state = write(&self.state);
        state.revision = state.revision.saturating_add(1);
        state.resource_control.insert(owner, levels.into());
    }
}

impl Default for StaticPolicySource {
    fn default() -> Self {
        Self::new()
    }
}

impl PolicySource for StaticPolicySource {
    fn of_caller(&self, caller: &Caller) -> Result<Arc<PrincipalPolicies>, Unavailable> {
        let state = read(&self.state);
        let found = caller
            .principal()
            .principal_arn()
            .and_then(|arn| state.principals.get(arn));
        Ok(Arc::clone(found.unwrap_or(&self.none)))
    }

    fn over_resources_of(&self, owner: AccountId) -> Result<Arc<[PolicySet]>, Unavailable> {
        let state = read(&self.state);
        let found = state.resource_control.get(&owner);
        Ok(Arc::clone(found.unwrap_or(&state.no_control)))
    }
}
