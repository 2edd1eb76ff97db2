//! The service itself: shared by all who call it, and by all who watch.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use common_types::{Arn, Caller, ParseError, ServiceName};
use crypto::random::{self, Random};
use service_kit::{DueIndex, Guard, Identity};
use shield::{Settings, Shield};
use store::{Key, Store, Transaction, TransactionId, Versioned};
use waf_manager::{WafHandle, WafManager};

use crate::{
    Error, Result, ShieldHandle, Watch,
    record::{Home, SERVICE},
};

/// Automatic mitigation over one store and one WAF: shared, cheap to clone.
///
/// Bind it to a [`caller`](Self::caller) and a [`region`](CallerBound::region) to enable it for a resource; [`watch`](Self::watch) the resource where its
/// requests are served; and let [`run_due`](Self::run_due) do its work every few seconds.
#[derive(Clone, Debug)]
pub struct ShieldManager(Arc<Shared>);

#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) guard: Guard,
    pub(crate) random: Arc<dyn Random>,
    pub(crate) due: DueIndex,
    pub(crate) waf: WafManager,
    pub(crate) service: ServiceName,
    /// Tells this process from others.
    process: String,
    watched: Mutex<HashMap<Arn, Watched>>,
}

/// A resource that is watched here.
#[derive(Clone, Debug)]
pub(crate) struct Watched {
    pub(crate) shield: Arc<Shield>,
    /// Tells its rules from those of other resources and other processes.
    pub(crate) tag: String,
}

impl ShieldManager {
    /// Shield over this store. It puts rules on the web ACLs that this WAF keeps.
    ///
    /// # Errors
    ///
    /// [`Error::Internal`] if the source of randomness fails.
    pub fn new(
        store: Arc<dyn Store>,
        guard: Guard,
        random: Arc<dyn Random>,
        waf: WafManager,
    ) -> Result<Self> {
        let process: [u8; 4] = random::bytes(&*random)?;
        Ok(Self(Arc::new(Shared {
            due: DueIndex::new(Arc::clone(&store), Arc::clone(&random), SERVICE),
            store,
            guard,
            random,
            waf,
            service: SERVICE.parse().map_err(Error::broken)?,
            process: format!("{:08x}", u32::from_be_bytes(process)),
            watched: Mutex::default(),
        })))
    }

    /// Says who calls. Say next where: [`CallerBound::region`].
    pub fn caller(&self, caller: impl Into<Arc<Caller>>) -> CallerBound {
        CallerBound {
            shield: self.clone(),
            caller: caller.into(),
        }
    }

    /// Watches a resource whose requests are served here, from now on: what is usual is learnt from these requests. Rules come only once automatic
    /// mitigation is enabled for it, and do what was said then: [`Settings::response`] does not count.
    ///
    /// What was learnt is in memory, and is learnt anew after a restart. A resource that is watched again goes on where it was, with the settings that
    /// it had.
    pub fn watch(&self, resource: Arn, settings: Settings) -> Watch {
        let mut watched = self
            .0
            .watched
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let number = watched.len();
        let watched = watched.entry(resource).or_insert_with(|| Watched {
            shield: Arc::new(Shield::new(settings)),
            tag: format!("{}-{number}", self.0.process),
        });
        Watch::new(
            Arc::clone(&watched.shield),
            Arc::clone(self.0.guard.clock()),
        )
    }

    pub(crate) fn shared(&self) -> &Shared {
        &self.0
    }
}

/// [`ShieldManager`] for one caller, not bound to a region yet.
#[derive(Clone, Debug)]
#[must_use = "say in which region"]
pub struct CallerBound {
    shield: ShieldManager,
    caller: Arc<Caller>,
}

impl CallerBound {
    /// Binds the handle to a region.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidParameter`] if that is no region.
    pub fn region(self, region: &str) -> Result<ShieldHandle> {
        let region = region
            .parse()
            .map_err(|error: ParseError| Error::InvalidParameter {
                reason: error.to_string(),
            })?;
        let identity = Identity::new(self.caller, region);
        Ok(ShieldHandle::new(self.shield, identity))
    }
}

impl Shared {
    /// Reads one record.
    pub(crate) async fn read(&self, key: Key) -> Result<Option<Versioned>> {
        Ok(self.store.read(&[key]).await?.pop().flatten())
    }

    /// The resources that are watched here.
    pub(crate) fn watched(&self) -> Vec<(Arn, Watched)> {
        let watched = self.watched.lock().unwrap_or_else(PoisonError::into_inner);
        let watched = watched.iter();
        watched
            .map(|(arn, watched)| (arn.clone(), watched.clone()))
            .collect()
    }

    /// WAF in an account, as the role that it has given Shield.
    pub(crate) fn waf_of(&self, home: &Home) -> Result<WafHandle> {
        let Home {
            partition,
            account,
            region,
        } = home;
        self.waf
            .service_linked_role(ROLE, &self.service, partition, *account)
            .and_then(|role| role.region(region.as_str()))
            .map_err(Error::broken)
    }

    pub(crate) fn transaction(&self) -> Result<Transaction> {
        Ok(Transaction::new(TransactionId::random(&*self.random)?))
    }

    /// Commits; whether nobody else was faster.
    pub(crate) async fn commit(&self, transaction: Transaction) -> Result<bool> {
        match self.store.commit(transaction).await {
            Ok(_) => Ok(true),
            Err(store::Error::Conflict { .. }) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// A UUID of version 4, for names.
    pub(crate) fn uuid(&self) -> Result<String> {
        let bytes: [u8; 16] = random::bytes(&*self.random)?;
        let uuid = uuid::Builder::from_random_bytes(bytes).into_uuid();
        Ok(uuid.hyphenated().to_string())
    }
}

/// The role of Shield in each account.
///
/// Source: [Service-linked roles for Shield Advanced](https://docs.aws.amazon.com/waf/latest/developerguide/shd-using-service-linked-roles.html).
const ROLE: &str = "AWSServiceRoleForAWSShield";
