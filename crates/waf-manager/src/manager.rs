//! The service itself: shared by all who call it.

use std::sync::Arc;

use common_types::{AccountId, Caller, ParseError, Partition, ServiceName};
use crypto::random::{self, Random};
use service_kit::{Guard, Identity, PageTokens};
use store::{Key, Store, StoreKeys, Versioned};
use waf_rules::{BuiltInRuleGroups, ManagedRuleGroups};

use crate::{
    Error, Result, WafHandle,
    api_key::ApiKeys,
    call::Authority,
    scope::Home,
    serve::{Compiled, Logs, Memories},
};

/// AWS WAFv2 over one store: shared, cheap to clone.
///
/// Bind it to a [`caller`](Self::caller) and a [`region`](CallerBound::region) to call it.
#[derive(Clone, Debug)]
pub struct WafManager(Arc<Shared>);

/// What all handles share.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) guard: Guard,
    pub(crate) random: Arc<dyn Random>,
    pub(crate) tokens: PageTokens,
    pub(crate) managed: Arc<dyn ManagedRuleGroups>,
    pub(crate) api_keys: ApiKeys,
    pub(crate) compiled: Compiled,
    pub(crate) memories: Memories,
    pub(crate) logs: Arc<Logs>,
}

impl WafManager {
    /// WAF over this store, whose keys protect page tokens, with the managed rule groups that Strongroom brings. Who may do what, and what
    /// is recorded of it, is the guard's.
    pub fn new(
        store: Arc<dyn Store>,
        keys: StoreKeys,
        guard: Guard,
        random: Arc<dyn Random>,
    ) -> Self {
        Self::with_managed_rule_groups(
            store,
            keys,
            guard,
            random,
            Arc::new(BuiltInRuleGroups::new()),
        )
    }

    /// The same with managed rule groups of the application's choice.
    pub fn with_managed_rule_groups(
        store: Arc<dyn Store>,
        keys: StoreKeys,
        guard: Guard,
        random: Arc<dyn Random>,
        managed: Arc<dyn ManagedRuleGroups>,
    ) -> Self {
        Self(Arc::new(Shared {
            tokens: PageTokens::new(keys.clone(), Arc::clone(&random)),
            api_keys: ApiKeys::new(keys, Arc::clone(&random)),
            compiled: Compiled::new(&store),
            memories: Memories::new(),
            logs: Arc::new(Logs::new()),
            store,
            guard,
            random,
            managed,
        }))
    }

    /// Says who calls. Say next where: [`CallerBound::region`].
    pub fn caller(&self, caller: impl Into<Arc<Caller>>) -> CallerBound {
        let caller = caller.into();
        CallerBound {
            waf: self.clone(),
            account: caller.account(),
            caller,
            authority: Authority::Policies,
        }
    }

    /// Says that a service of ours calls in an account, such as `fms` as `AWSServiceRoleForFMS`: what it does is recorded as that role's.
    ///
    /// Never for a caller. As on AWS, an account that has the role has agreed to what the service does, and service control policies do not
    /// apply to it: no policy is asked. Say next where: [`CallerBound::region`].
    ///
    /// # Errors
    ///
    /// [`Error::InvalidOperation`] if that is no name of a role.
    ///
    /// # Source
    ///
    /// [Service-linked roles](https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create-service-linked-role.html).
    pub fn service_linked_role(
        &self,
        role: &str,
        service: &ServiceName,
        partition: &Partition,
        account: AccountId,
    ) -> Result<CallerBound> {
        let principal = service.principal(partition);
        let role =
            format!("arn:{partition}:iam::{account}:role/aws-service-role/{principal}/{role}");
        let caller = Caller::role(&role).map_err(|error| Error::InvalidOperation {
            reason: error.to_string(),
        })?;
        Ok(CallerBound {
            waf: self.clone(),
            account: Some(account),
            caller: Arc::new(caller),
            authority: Authority::ServiceLinkedRole,
        })
    }

    pub(crate) fn shared(&self) -> &Shared {
        &self.0
    }
}

/// [`WafManager`] for one caller, not bound to a region yet.
#[derive(Clone, Debug)]
#[must_use = "say in which region"]
pub struct CallerBound {
    waf: WafManager,
    caller: Arc<Caller>,
    account: Option<AccountId>,
    authority: Authority,
}

impl CallerBound {
    /// Binds the handle to a region. What is for CloudFront is called in `us-east-1`.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidOperation`] if that is no region, or the caller belongs to no account.
    pub fn region(self, region: &str) -> Result<WafHandle> {
        let refused = |reason: &str| Error::InvalidOperation {
            reason: reason.to_owned(),
        };
        let region = region
            .parse()
            .map_err(|error: ParseError| refused(error.reason()))?;
        let account = self
            .account
            .ok_or_else(|| refused("the caller belongs to no account"))?;
        let identity = Identity::new(self.caller, region);
        let home = Home {
            partition: identity.partition().clone(),
            account,
            region: identity.region().clone(),
        };
        Ok(WafHandle::new(self.waf, identity, home, self.authority))
    }
}

impl Shared {
    /// Reads one record.
    pub(crate) async fn read(&self, key: Key) -> Result<Option<Versioned>> {
        Ok(self.store.read(&[key]).await?.pop().flatten())
    }

    /// A UUID of version 4: ids and lock tokens.
    pub(crate) fn uuid(&self) -> Result<String> {
        let bytes: [u8; 16] = random::bytes(&*self.random)?;
        let uuid = uuid::Builder::from_random_bytes(bytes).into_uuid();
        Ok(uuid.hyphenated().to_string())
    }
}
