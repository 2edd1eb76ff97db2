//! The service itself: shared by all who call it.

use std::{
    hash::{Hash, Hasher},
    sync::Arc,
};

use common_types::{AccountId, Caller, ParseError};
use crypto::random::Random;
use service_kit::{Cache, DueIndex, Guard, Identity, Lookup, PageTokens, Paginator};
use store::{Store, StoreKeys};

use crate::{
    AliasName, Error, KeyId, KmsHandle, Result,
    alias::AliasRecord,
    backing::Wrapper,
    key::LoadedKey,
    limits,
    scope::{SERVICE, Scope},
};

/// AWS KMS over one store: shared, cheap to clone.
///
/// Bind it to a [`caller`](Self::caller) and a [`region`](CallerBound::region) to call it.
#[derive(Clone, Debug)]
pub struct Kms(Arc<Shared>);

/// What all handles share.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) guard: Guard,
    pub(crate) random: Arc<dyn Random>,
    pub(crate) wrapper: Wrapper,
    pub(crate) due: DueIndex,
    pub(crate) pages: Paginator,
    pub(crate) tokens: PageTokens,
    keys: Arc<Cache<KeyName, Arc<LoadedKey>>>,
    aliases: Arc<Cache<(Scope, AliasName), KeyId>>,
}

impl Kms {
    /// KMS over this store, whose keys wrap the backing keys. Who may do what, and what is recorded of it, is the
    /// guard's.
    pub fn new(
        store: Arc<dyn Store>,
        keys: StoreKeys,
        guard: Guard,
        random: Arc<dyn Random>,
    ) -> Self {
        let cached_keys = Cache::observing(&store, limits::CACHED_KEYS, KeyName::of_record);
        let cached_aliases =
            Cache::observing(&store, limits::CACHED_ALIASES, Scope::of_alias_record);
        let tokens = PageTokens::new(keys.clone(), Arc::clone(&random));
        Self(Arc::new(Shared {
            due: DueIndex::new(Arc::clone(&store), Arc::clone(&random), SERVICE),
            pages: Paginator::new(Arc::clone(&store), tokens.clone()),
            tokens,
            store,
            guard,
            random,
            wrapper: Wrapper::new(keys),
            keys: cached_keys,
            aliases: cached_aliases,
        }))
    }

    /// Says who calls. Say next where: [`CallerBound::region`].
    pub fn caller(&self, caller: impl Into<Arc<Caller>>) -> CallerBound {
        let caller = caller.into();
        CallerBound {
            kms: self.clone(),
            account: caller.account(),
            caller,
        }
    }

    pub(crate) fn shared(&self) -> &Shared {
        &self.0
    }
}

/// [`Kms`] for one caller, not bound to a region yet.
#[derive(Clone, Debug)]
#[must_use = "say in which region"]
pub struct CallerBound {
    kms: Kms,
    caller: Arc<Caller>,
    account: Option<AccountId>,
}

impl CallerBound {
    /// Binds the handle to a region: the keys of other regions cannot be seen through it.
    ///
    /// # Errors
    ///
    /// [`Error::Validation`] if that is no region, or the caller belongs to no account.
    pub fn region(self, region: &str) -> Result<KmsHandle> {
        let region = region
            .parse()
            .map_err(|error: ParseError| Error::validation("Region", error.reason()))?;
        let account = self
            .account
            .ok_or_else(|| Error::validation("Caller", "belongs to no account"))?;
        Ok(KmsHandle::new(
            self.kms,
            Identity::new(self.caller, region),
            account,
        ))
    }
}

impl Shared {
    /// A key, out of memory or the store.
    pub(crate) async fn key(&self, scope: &Scope, id: KeyId) -> Result<Option<Arc<LoadedKey>>> {
        let name = KeyName {
            scope: scope.clone(),
            id,
        };
        let ticket = match self.keys.look_up(&name) {
            Lookup::Hit(key) => return Ok(Some(key)),
            Lookup::Miss(ticket) => ticket,
        };
        let Some(record) = self.read(scope.key_record(&id)?).await? else {
            return Ok(None);
        };
        let key = Arc::new(LoadedKey::new(scope.clone(), id, &record, &self.wrapper)?);
        ticket.fill(name, Arc::clone(&key));
        Ok(Some(key))
    }

    /// The key that an alias points to, out of memory or the store.
    pub(crate) async fn target(&self, scope: &Scope, alias: &AliasName) -> Result<Option<KeyId>> {
        let name = (scope.clone(), alias.clone());
        let ticket = match self.aliases.look_up(&name) {
            Lookup::Hit(id) => return Ok(Some(id)),
            Lookup::Miss(ticket) => ticket,
        };
        let Some(record) = self.read(scope.alias_record(alias)?).await? else {
            return Ok(None);
        };
        let id = AliasRecord::decode(&record.value)?.target;
        ticket.fill(name, id);
        Ok(Some(id))
    }

    /// Takes a key out of memory, because it turned out not to be as it was read.
    pub(crate) fn forget(&self, scope: &Scope, id: KeyId) {
        self.keys.forget(&KeyName {
            scope: scope.clone(),
            id,
        });
    }

    /// Reads one record.
    pub(crate) async fn read(&self, key: store::Key) -> Result<Option<store::Versioned>> {
        let mut found = self.store.read(&[key]).await?;
        Ok(found.pop().flatten())
    }
}

/// Which key, among those of all accounts and regions.
#[derive(Clone, Debug, Eq, PartialEq)]
struct KeyName {
    scope: Scope,
    id: KeyId,
}

impl KeyName {
    fn of_record(record: &store::Key) -> Option<Self> {
        Scope::of_key_record(record).map(|(scope, id)| Self { scope, id })
    }
}

/// By the id alone: it is random, and the same in two places for copies of one multi-Region key only.
impl Hash for KeyName {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Self { scope: _, id } = self;
        id.hash(state);
    }
}
