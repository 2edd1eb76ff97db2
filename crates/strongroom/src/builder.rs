//! Wiring: what must be decided is a type, what may be is a setter with a default.

use std::{
    fmt,
    path::{Path, PathBuf},
    sync::Arc,
};

use common_types::{AccountId, Clock, SystemClock};
use crypto::random::{Random, SystemRandom};
use directory::{
    AccessKeys, Credentials, Directory,
    contents::Directory as Contents,
    sts::{SessionTokens, Sts},
};
use events::EventBus;
use fleet::{FirewallManager, Inventory};
use kms_core::Kms;
use param_store::{ParamStore, ThroughputQuotas};
use service_kit::{AuditLog, AuditMode, Guard, Outbox, PolicySource, StaticPolicySource};
use shield_manager::ShieldManager;
use store::{Anchor, RedbOptions, RootKey, SealedStore, Store, StoreKeys};
use waf_manager::WafManager;

use crate::{Result, Strongroom};

/// Puts a [`Strongroom`] together. Where its records are kept and which root key they hang on must be said; the rest
/// has defaults.
///
/// ```
/// use std::sync::Arc;
/// use strongroom::{AuditMode, BytesRootKey, MemoryStore, StaticPolicySource, Strongroom};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let policies = Arc::new(StaticPolicySource::new());
/// let strongroom = Strongroom::builder()
///     .store(Arc::new(MemoryStore::new()))
///     .root_key(Arc::new(BytesRootKey::new([7; 32])?))
///     .policies(policies)
///     .audit_mode(AuditMode::Durable)
///     .open()
///     .await?;
/// # let _ = strongroom;
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
#[must_use = "a builder does nothing until `open`"]
pub struct Builder<S, R> {
    storage: S,
    root_key: R,
    options: Options,
}

/// It was not said yet where records are kept.
#[derive(Debug)]
#[non_exhaustive]
pub struct NoStore;

/// It was said where records are kept.
#[derive(Debug)]
pub struct WithStore(Storage);

/// It was not said yet which root key is used.
#[derive(Debug)]
#[non_exhaustive]
pub struct NoRootKey;

/// It was said which root key is used.
#[derive(Debug)]
pub struct WithRootKey(Arc<dyn RootKey>);

#[derive(Debug)]
enum Storage {
    File { path: PathBuf, options: RedbOptions },
    Given(Arc<dyn Store>),
}

struct Options {
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
    policies: Arc<dyn PolicySource>,
    directory: Option<Directory>,
    trusting: bool,
    fleet: Option<(AccountId, Arc<dyn Inventory>)>,
    audit_mode: AuditMode,
    anchor: Option<Anchor>,
    throughput_quotas: Option<ThroughputQuotas>,
    parameter_cache_bytes: usize,
}

impl Builder<NoStore, NoRootKey> {
    pub(crate) fn new() -> Self {
        let options = Options {
            clock: Arc::new(SystemClock::new()),
            random: Arc::new(SystemRandom::new()),
            policies: Arc::new(StaticPolicySource::new()),
            directory: None,
            trusting: false,
            fleet: None,
            audit_mode: AuditMode::default(),
            anchor: None,
            throughput_quotas: None,
            parameter_cache_bytes: param_store::limits::CACHE_BYTES,
        };
        Self {
            storage: NoStore,
            root_key: NoRootKey,
            options,
        }
    }
}

impl<R> Builder<NoStore, R> {
    /// Keeps records in a file, which is made if it is not there: the embedded default.
    pub fn file(self, path: impl AsRef<Path>) -> Builder<WithStore, R> {
        self.file_with(path, RedbOptions::new())
    }

    /// Keeps records in a file, with bounds of your own.
    pub fn file_with(self, path: impl AsRef<Path>, options: RedbOptions) -> Builder<WithStore, R> {
        self.storage(Storage::File {
            path: path.as_ref().to_owned(),
            options,
        })
    }

    /// Keeps records in any store. It is sealed here: give it as it is.
    pub fn store(self, store: Arc<dyn Store>) -> Builder<WithStore, R> {
        self.storage(Storage::Given(store))
    }

    fn storage(self, storage: Storage) -> Builder<WithStore, R> {
        let Self {
            storage: NoStore,
            root_key,
            options,
        } = self;
        Builder {
            storage: WithStore(storage),
            root_key,
            options,
        }
    }
}

impl<S> Builder<S, NoRootKey> {
    /// The key that the store's own key is wrapped under.
    pub fn root_key(self, root_key: Arc<dyn RootKey>) -> Builder<S, WithRootKey> {
        let Self {
            storage,
            root_key: NoRootKey,
            options,
        } = self;
        Builder {
            storage,
            root_key: WithRootKey(root_key),
            options,
        }
    }
}

impl<S, R> Builder<S, R> {
    /// What tells the time; the machine's clock by default.
    pub fn clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.options.clock = clock;
        self
    }

    /// What keys, nonces and ids are made of; the operating system's source by default.
    pub fn random(mut self, random: Arc<dyn Random>) -> Self {
        self.options.random = random;
        self
    }

    /// Who knows the identity policies of callers; by default nobody has any, and key policies alone allow.
    pub fn policies(mut self, policies: Arc<dyn PolicySource>) -> Self {
        self.options.policies = policies;
        self
    }

    /// Who is there: users, roles, their policies and the organisation. It is the source of policies too, unless
    /// [`policies`](Self::policies) is called after it.
    pub fn directory(mut self, directory: Directory) -> Self {
        self.options.policies = Arc::new(directory.clone());
        self.options.directory = Some(directory);
        self
    }

    /// **For development only:** every role is there, and everybody may assume it. Access keys and policies stay as they are.
    pub fn dangerous_roles_trust_everybody(mut self) -> Self {
        self.options.trusting = true;
        self
    }

    /// Has policies over the web ACLs of all accounts: of this administrator, for the accounts and resources that the inventory tells of.
    pub fn firewall_manager(
        mut self,
        administrator: AccountId,
        inventory: Arc<dyn Inventory>,
    ) -> Self {
        self.options.fleet = Some((administrator, inventory));
        self
    }

    /// When the audit record of a call that writes nothing is on disk; `Buffered` by default.
    pub fn audit_mode(mut self, mode: AuditMode) -> Self {
        self.options.audit_mode = mode;
        self
    }

    /// Throttles Parameter Store as AWS does, by quotas of calls a second of each account in each region; nothing is throttled by default.
    pub fn throughput_quotas(mut self, quotas: ThroughputQuotas) -> Self {
        self.options.throughput_quotas = Some(quotas);
        self
    }

    /// About how many bytes of memory parameters that were read may take; [`param_store::limits::CACHE_BYTES`] by default.
    pub fn parameter_cache_bytes(mut self, bytes: usize) -> Self {
        self.options.parameter_cache_bytes = bytes;
        self
    }

    /// The last [`Strongroom::anchor`] that the application kept elsewhere: a store that was put back to an older state is
    /// refused. If it is of [`Strongroom::close_with_anchor`], so is every other state than that one.
    pub fn anchor(mut self, anchor: Anchor) -> Self {
        self.options.anchor = Some(anchor);
        self
    }
}

impl Builder<WithStore, WithRootKey> {
    /// Opens the store, unwraps its key, and wires the services over it.
    ///
    /// # Errors
    ///
    /// [`Error::Store`](crate::Error::Store) if the store is held by another process, was written by a newer release, hangs on another
    /// root key, was changed from outside, or is not as the anchor says. [`Error::Directory`](crate::Error::Directory) if the access keys in
    /// it cannot be read.
    pub async fn open(self) -> Result<Strongroom> {
        let Self {
            storage: WithStore(storage),
            root_key: WithRootKey(root_key),
            options,
        } = self;
        let Options {
            clock,
            random,
            policies,
            directory,
            trusting,
            fleet,
            audit_mode,
            anchor,
            throughput_quotas,
            parameter_cache_bytes,
        } = options;

        let beneath: Arc<dyn Store> = match storage {
            Storage::File { path, options } => Arc::new(options.open_or_create(path)?),
            Storage::Given(store) => store,
        };
        let keys = StoreKeys::open(beneath, root_key, Arc::clone(&random)).await?;
        if let Some(anchor) = anchor {
            keys.check_anchor(anchor).await?;
        }
        let sealed = Arc::new(SealedStore::new(keys.clone()));
        let store: Arc<dyn Store> = Arc::clone(&sealed) as Arc<dyn Store>;
        let audit = Arc::new(AuditLog::new(Arc::clone(&store), &*random, audit_mode)?);
        let guard = Guard::new(policies, Arc::clone(&audit), Arc::clone(&clock));
        let directory = match directory {
            Some(directory) => directory,
            None => Directory::new(Contents::new())?,
        };
        let tokens = SessionTokens::new(keys.clone(), Arc::clone(&random));
        let access_keys = AccessKeys::open(
            Arc::clone(&store),
            keys.clone(),
            directory.clone(),
            guard.clone(),
            Arc::clone(&random),
        )
        .await?;
        let credentials = Credentials::new(directory.clone(), access_keys.clone(), tokens.clone());
        let make_sts = match trusting {
            true => Sts::dangerous_trusting_everybody,
            false => Sts::new,
        };
        let sts = make_sts(directory.clone(), guard.clone(), tokens.clone());
        let kms = Kms::new(
            Arc::clone(&store),
            keys.clone(),
            guard.clone(),
            Arc::clone(&random),
        );
        let mut param_store = ParamStore::new(
            Arc::clone(&store),
            keys.clone(),
            guard.clone(),
            Arc::clone(&random),
            Arc::new(kms.clone()),
        )
        .with_cache_bytes(parameter_cache_bytes);
        if let Some(quotas) = throughput_quotas {
            param_store = param_store.with_throughput_quotas(quotas);
        }
        let waf = WafManager::new(
            Arc::clone(&store),
            keys.clone(),
            guard.clone(),
            Arc::clone(&random),
        );
        let shield = ShieldManager::new(
            Arc::clone(&store),
            guard.clone(),
            Arc::clone(&random),
            waf.clone(),
        )?;
        let firewall_manager = match fleet {
            Some((administrator, inventory)) => Some(FirewallManager::new(
                Arc::clone(&store),
                keys,
                guard,
                Arc::clone(&random),
                waf.clone(),
                administrator,
                inventory,
            )?),
            None => None,
        };
        let outbox = Outbox::new(Arc::clone(&store), Arc::clone(&random));
        let events = Arc::new(EventBus::new(
            store,
            Arc::clone(&random),
            Arc::clone(&clock),
        ));
        Ok(Strongroom {
            kms,
            param_store,
            waf,
            shield,
            firewall_manager,
            sts,
            directory,
            access_keys,
            credentials,
            tokens,
            sealed,
            audit,
            outbox,
            events,
            clock,
            #[cfg(feature = "api")]
            random,
        })
    }
}

impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Options")
            .field("audit_mode", &self.audit_mode)
            .field("anchor", &self.anchor)
            .field("throughput_quotas", &self.throughput_quotas)
            .field("parameter_cache_bytes", &self.parameter_cache_bytes)
            .finish_non_exhaustive()
    }
}
