//! The service itself: shared by all who call it.

use std::{sync::Arc, time::Duration};

use common_types::{AccountId, Caller, ParseError, ServiceName};
use crypto::random::{self, Random};
use service_kit::{DueIndex, Guard, Identity, PageTokens, Paginator};
use store::{Key, Store, StoreKeys, Versioned};
use waf_manager::WafManager;

use crate::{
    Error, FirewallManagerHandle, Inventory, Result, limits,
    record::{Home, SERVICE},
};

/// AWS Firewall Manager over one store and one WAF: shared, cheap to clone.
///
/// Bind it to a [`caller`](Self::caller) and a [`region`](CallerBound::region) to call it, and let [`run_due`](Self::run_due) do its work.
#[derive(Clone, Debug)]
pub struct FirewallManager(Arc<Shared>);

/// What all handles share.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) guard: Guard,
    pub(crate) random: Arc<dyn Random>,
    pub(crate) paginator: Paginator,
    pub(crate) due: DueIndex,
    pub(crate) waf: WafManager,
    pub(crate) administrator: AccountId,
    pub(crate) inventory: Arc<dyn Inventory>,
    pub(crate) service: ServiceName,
    pub(crate) every: Duration,
}

impl FirewallManager {
    /// Firewall Manager over this store, whose keys protect page tokens. It changes what this WAF keeps, in the accounts and for the resources
    /// that the inventory tells of; `administrator` is the one account that may call it.
    ///
    /// # Errors
    ///
    /// [`Error::Internal`] never, unless of a bug.
    pub fn new(
        store: Arc<dyn Store>,
        keys: StoreKeys,
        guard: Guard,
        random: Arc<dyn Random>,
        waf: WafManager,
        administrator: AccountId,
        inventory: Arc<dyn Inventory>,
    ) -> Result<Self> {
        let tokens = PageTokens::new(keys, Arc::clone(&random));
        Ok(Self(Arc::new(Shared {
            paginator: Paginator::new(Arc::clone(&store), tokens),
            due: DueIndex::new(Arc::clone(&store), Arc::clone(&random), SERVICE),
            store,
            guard,
            random,
            waf,
            administrator,
            inventory,
            service: SERVICE.parse().map_err(Error::broken)?,
            every: limits::EVALUATION,
        })))
    }

    /// Says who calls. Say next where: [`CallerBound::region`].
    pub fn caller(&self, caller: impl Into<Arc<Caller>>) -> CallerBound {
        CallerBound {
            firewall_manager: self.clone(),
            caller: caller.into(),
        }
    }

    pub(crate) fn shared(&self) -> &Shared {
        &self.0
    }
}

/// [`FirewallManager`] for one caller, not bound to a region yet.
#[derive(Clone, Debug)]
#[must_use = "say in which region"]
pub struct CallerBound {
    firewall_manager: FirewallManager,
    caller: Arc<Caller>,
}

impl CallerBound {
    /// Binds the handle to a region: its policies are over the resources there.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidInput`] if that is no region; [`Error::NotAdministrator`] if the caller is of another account than the administrator's.
    pub fn region(self, region: &str) -> Result<FirewallManagerHandle> {
        let region = region
            .parse()
            .map_err(|error: ParseError| Error::invalid(error.to_string()))?;
        let identity = Identity::new(self.caller, region);
        let shared = self.firewall_manager.shared();
        match identity.account() {
            Some(account) if *account == shared.administrator => {}
            Some(account) => {
                return Err(Error::NotAdministrator {
                    account: *account,
                    region: identity.region().clone(),
                });
            }
            None => return Err(Error::invalid("the caller belongs to no account")),
        }
        let home = Home {
            partition: identity.partition().clone(),
            administrator: shared.administrator,
            region: identity.region().clone(),
        };
        Ok(FirewallManagerHandle::new(
            self.firewall_manager,
            identity,
            home,
        ))
    }
}

impl Shared {
    /// Reads one record.
    pub(crate) async fn read(&self, key: Key) -> Result<Option<Versioned>> {
        Ok(self.store.read(&[key]).await?.pop().flatten())
    }

    /// A UUID of version 4: ids and update tokens.
    pub(crate) fn uuid(&self) -> Result<String> {
        let bytes: [u8; 16] = random::bytes(&*self.random)?;
        let uuid = uuid::Builder::from_random_bytes(bytes).into_uuid();
        Ok(uuid.hyphenated().to_string())
    }
}
