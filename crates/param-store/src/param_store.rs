//! The service itself: shared by all who call it.

use std::sync::Arc;

use common_types::{AccountId, Caller, KeyServices, ParseError, SecretReader, ServiceName};
use crypto::random::Random;
use envelope::Client;
use service_kit::{Cache, DueIndex, Guard, Identity, Lookup, PageTokens};
use store::{Key, Store, StoreKeys, Versioned};

use crate::{
    Error, ParamStoreHandle, Result,
    call::Level,
    cipher,
    count::Shards,
    limits,
    name::ParameterName,
    parameter::Loaded,
    scope::{SERVICE, Scope},
    setting::SettingRecord,
    throughput::{Throttle, ThroughputQuotas},
};

/// SSM Parameter Store over one store: shared, cheap to clone.
///
/// Bind it to a [`caller`](Self::caller) and a [`region`](CallerBound::region) to call it.
#[derive(Clone, Debug)]
pub struct ParamStore(Arc<Shared>);

/// What all handles share.
#[derive(Clone, Debug)]
pub(crate) struct Shared {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) guard: Guard,
    pub(crate) random: Arc<dyn Random>,
    pub(crate) keys: Arc<dyn KeyServices>,
    pub(crate) secrets: Option<Arc<dyn SecretReader>>,
    pub(crate) service: ServiceName,
    pub(crate) envelopes: Client,
    pub(crate) due: DueIndex,
    pub(crate) tokens: PageTokens,
    pub(crate) shards: Arc<Shards>,
    pub(crate) throttle: Option<Arc<Throttle>>,
    pub(crate) parameters: Arc<Cache<Key, Arc<Loaded>>>,
    pub(crate) levels: Arc<Cache<Key, Level>>,
    /// Nothing for settings that are as AWS provides them.
    pub(crate) settings: Arc<Cache<Key, Option<Arc<SettingRecord>>>>,
}

impl ParamStore {
    /// Parameter Store over this store, whose keys protect page tokens. `kms` encrypts and decrypts what is a `SecureString`. Who may do
    /// what, and what is recorded of it, is the guard's.
    pub fn new(
        store: Arc<dyn Store>,
        keys: StoreKeys,
        guard: Guard,
        random: Arc<dyn Random>,
        kms: Arc<dyn KeyServices>,
    ) -> Self {
        let (for_parameters, for_levels) = shares(limits::CACHE_BYTES);
        let parameters = Cache::new(for_parameters, |key: &Key| {
            Scope::is_parameter_record(key).then(|| key.clone())
        });
        let parameters = parameters.weighing(|_, parameter: &Arc<Loaded>| parameter.bytes);
        let levels = Cache::new(for_levels, Scope::level_of);
        let levels = levels.weighing(|key, level: &Level| level.bytes(key));
        let (parameters, levels) = (parameters.follow(&store), levels.follow(&store));
        let settings = Cache::observing(&store, limits::CACHED_SETTINGS, |key: &Key| {
            Scope::is_setting_record(key).then(|| key.clone())
        });
        Self(Arc::new(Shared {
            due: DueIndex::new(Arc::clone(&store), Arc::clone(&random), SERVICE),
            tokens: PageTokens::new(keys, Arc::clone(&random)),
            shards: Arc::new(Shards::new(&*random)),
            throttle: None,
            store,
            guard,
            random,
            keys: kms,
            secrets: None,
            service: ssm(),
            envelopes: cipher::client(),
            parameters,
            levels,
            settings,
        }))
    }

    /// About how many bytes of memory what was read may take: [`limits::CACHE_BYTES`] if nothing is said.
    ///
    /// Four fifths are for parameters in their newest version, ready for use; one fifth is for what is directly under a path. Memory is taken
    /// as it is needed. What is not there any more is read from the store, opened and decoded, which takes several times as long.
    #[must_use]
    pub fn with_cache_bytes(self, bytes: usize) -> Self {
        let (for_parameters, for_levels) = shares(bytes);
        self.0.parameters.set_capacity(for_parameters);
        self.0.levels.set_capacity(for_levels);
        self
    }

    /// Lets `/aws/reference/secretsmanager/…` read secrets. Say it before the first handle is made: those that are there do not learn of it.
    #[must_use]
    pub fn with_secrets(mut self, secrets: Arc<dyn SecretReader>) -> Self {
        Arc::make_mut(&mut self.0).secrets = Some(secrets);
        self
    }

    /// Throttles calls. Say it before the first handle is made: those that are there do not learn of it.
    #[must_use]
    pub fn with_throughput_quotas(mut self, quotas: ThroughputQuotas) -> Self {
        Arc::make_mut(&mut self.0).throttle = Some(Arc::new(Throttle::new(quotas)));
        self
    }

    /// Says who calls. Say next where: [`CallerBound::region`].
    pub fn caller(&self, caller: impl Into<Arc<Caller>>) -> CallerBound {
        let caller = caller.into();
        CallerBound {
            params: self.clone(),
            account: caller.account(),
            caller,
        }
    }

    pub(crate) fn shared(&self) -> &Shared {
        &self.0
    }
}

/// [`ParamStore`] for one caller, not bound to a region yet.
#[derive(Clone, Debug)]
#[must_use = "say in which region"]
pub struct CallerBound {
    params: ParamStore,
    caller: Arc<Caller>,
    account: Option<AccountId>,
}

impl CallerBound {
    /// Binds the handle to a region: the parameters of other regions cannot be seen through it.
    ///
    /// # Errors
    ///
    /// [`Error::Validation`] if that is no region, or the caller belongs to no account.
    pub fn region(self, region: &str) -> Result<ParamStoreHandle> {
        let region = region.parse().map_err(|error: ParseError| {
            Error::validation(format!("the Region is not valid: {}", error.reason()))
        })?;
        let account = self
            .account
            .ok_or_else(|| Error::validation("the caller belongs to no account"))?;
        Ok(ParamStoreHandle::new(
            self.params,
            Identity::new(self.caller, region),
            account,
        ))
    }
}

impl Shared {
    /// A parameter, out of memory or the store.
    pub(crate) async fn parameter(
        &self,
        scope: &Scope,
        name: &ParameterName,
    ) -> Result<Option<Arc<Loaded>>> {
        let key = scope.parameter_record(name)?;
        let ticket = match self.parameters.look_up(&key) {
            Lookup::Hit(parameter) => return Ok(Some(parameter)),
            Lookup::Miss(ticket) => ticket,
        };
        let Some(found) = self.read(key.clone()).await? else {
            return Ok(None);
        };
        let parameter = Arc::new(Loaded::new(scope.clone(), key.clone(), &found)?);
        ticket.fill(key, Arc::clone(&parameter));
        Ok(Some(parameter))
    }

    /// Several parameters, out of memory, and all others by one read of the store.
    pub(crate) async fn parameters(
        &self,
        wanted: &[&(Scope, Key)],
    ) -> Result<Vec<Option<Arc<Loaded>>>> {
        let mut found = vec![None; wanted.len()];
        let mut missing = Vec::new();
        for (slot, (scope, key)) in found.iter_mut().zip(wanted) {
            match self.parameters.look_up(key) {
                Lookup::Hit(parameter) => *slot = Some(parameter),
                Lookup::Miss(ticket) => missing.push((slot, scope, key, ticket)),
            }
        }
        if missing.is_empty() {
            return Ok(found);
        }
        let keys: Vec<_> = missing
            .iter()
            .map(|(_, _, key, _)| (*key).clone())
            .collect();
        let read = self.store.read(&keys).await?;
        for ((slot, scope, key, ticket), read) in missing.into_iter().zip(read) {
            if let Some(read) = read {
                let parameter = Arc::new(Loaded::new(scope.clone(), key.clone(), &read)?);
                ticket.fill(key.clone(), Arc::clone(&parameter));
                *slot = Some(parameter);
            }
        }
        Ok(found)
    }

    /// Takes a parameter out of memory, because it turned out not to be as it was read.
    pub(crate) fn forget(&self, key: &Key) {
        self.parameters.forget(key);
    }

    /// Reads one record.
    pub(crate) async fn read(&self, key: Key) -> Result<Option<Versioned>> {
        let mut found = self.store.read(&[key]).await?;
        Ok(found.pop().flatten())
    }
}

/// Of so many bytes of memory, what is for parameters, and what for what is directly under a path.
fn shares(bytes: usize) -> (usize, usize) {
    let for_levels = bytes / 5;
    (bytes.saturating_sub(for_levels), for_levels)
}

/// Who asks KMS.
#[expect(clippy::expect_used, reason = "`ssm` is the name of a service")]
fn ssm() -> ServiceName {
    SERVICE.parse().expect("a service's name")
}
