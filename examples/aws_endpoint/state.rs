//! What is served: opened at the start, in development emptied on request.

use std::{path::PathBuf, sync::Arc};

use strongroom::{
    AccountId, Arn, BytesRootKey, Caller, Clock, FileRootKey, MemoryStore, PolicySource,
    PrincipalPolicies, Random, RedbOptions, RootKey, Store, Strongroom, SystemClock, SystemRandom,
    Unavailable,
    aws_api::{Authenticator, DevAuthenticator, HttpService, SigV4},
    directory::{AccessKey, Directory},
    policy::{CompiledPolicy, Policy, PolicyKind, PolicySet},
};
use tokio::sync::{RwLock, RwLockReadGuard};

use crate::{
    Result,
    arguments::{Arguments, Mode},
    audit::AuditTail,
    firewall::Firewall,
};

/// What is served.
#[derive(Debug)]
pub struct State {
    running: RwLock<Option<Running>>,
    recipe: Recipe,
    audit: AuditTail,
    firewall: Option<Firewall>,
}

/// The services, open.
#[derive(Debug)]
pub struct Running {
    pub strongroom: Strongroom,
    pub service: HttpService,
}

/// How to open them.
#[derive(Debug)]
struct Recipe {
    data: Option<PathBuf>,
    root_key: Option<PathBuf>,
    directory: Option<PathBuf>,
    http: strongroom::aws_api::HttpOptions,
    mode: Mode,
}

impl State {
    pub async fn open(arguments: &Arguments) -> Result<Self> {
        let recipe = Recipe {
            data: arguments.data.clone(),
            root_key: arguments.root_key.clone(),
            directory: directory(arguments),
            http: arguments.http.clone(),
            mode: arguments.mode,
        };
        if let Some(data) = &recipe.data {
            std::fs::create_dir_all(data)?;
        }
        let audit_log = arguments.audit_log.clone();
        let audit_log = audit_log.or_else(|| Some(recipe.data.as_ref()?.join("audit.jsonl")));
        Ok(Self {
            running: RwLock::new(Some(recipe.open().await?)),
            recipe,
            audit: AuditTail::new(audit_log.as_deref())?,
            firewall: arguments.resource.clone().map(|resource| {
                Firewall::new(resource, arguments.proxies.clone(), arguments.body_timeout)
            }),
        })
    }

    /// The services, for one call: nobody empties them meanwhile. Nothing if they are closed.
    pub async fn running(&self) -> Option<RwLockReadGuard<'_, Running>> {
        RwLockReadGuard::try_map(self.running.read().await, Option::as_ref).ok()
    }

    pub fn mode(&self) -> Mode {
        self.recipe.mode
    }

    /// The web ACL in front, if the endpoint is a resource.
    pub fn firewall(&self) -> Option<&Firewall> {
        self.firewall.as_ref()
    }

    /// The last audit records.
    pub fn audit(&self) -> &AuditTail {
        &self.audit
    }

    /// Deletes what is due and hands audit records over.
    pub async fn do_what_is_due(&self) -> Result {
        if let Some(running) = self.running().await {
            if self.recipe.directory.is_some() {
                Self::reload_directory(&running.strongroom);
            }
            running.strongroom.run_due(SystemClock::new().now()).await?;
            running.strongroom.drain_audit(&self.audit).await?;
        }
        Ok(())
    }

    fn reload_directory(strongroom: &Strongroom) {
        match strongroom.directory().reload_if_changed() {
            Ok(true) => tracing::info!("the directory is as its file is now"),
            Ok(false) => {}
            Err(error) => tracing::error!(%error, "the directory stays as it was"),
        }
    }

    /// Makes an access key.
    pub async fn create_access_key(&self, owner: &Arn) -> Result<AccessKey> {
        let running = self.running().await.ok_or("closed")?;
        Ok(running
            .strongroom
            .access_keys()
            .create_access_key(owner)
            .await?)
    }

    /// Throws everything away and begins anew: for development alone.
    pub async fn reset(&self) -> Result {
        let mut running = self.running.write().await;
        if let Some(running) = running.take() {
            running.strongroom.drain_audit(&self.audit).await?;
        }
        if let Some(store) = self.recipe.store_file()
            && store.exists()
        {
            std::fs::remove_file(store)?;
        }
        *running = Some(self.recipe.open().await?);
        Ok(())
    }

    /// Writes what waits in memory, and lets the store go.
    pub async fn close(&self) -> Result {
        if let Some(running) = self.running.write().await.take() {
            running.strongroom.drain_audit(&self.audit).await?;
            running.strongroom.close().await?;
        }
        Ok(())
    }
}

impl Recipe {
    fn store_file(&self) -> Option<PathBuf> {
        Some(self.data.as_ref()?.join("strongroom.redb"))
    }

    async fn open(&self) -> Result<Running> {
        let directory = match &self.directory {
            Some(file) => Directory::open(file)?,
            None => Directory::from_json("{}")?,
        };
        let store: (Arc<dyn Store>, Arc<dyn RootKey>) = match self.store_file() {
            Some(file) => (
                Arc::new(RedbOptions::new().open_or_create(file)?),
                Arc::new(self.root_key()?),
            ),
            None => {
                let mut key = [0; 32];
                SystemRandom::new().fill(&mut key)?;
                (
                    Arc::new(MemoryStore::new()),
                    Arc::new(BytesRootKey::new(key)?),
                )
            }
        };
        let (store, root_key) = store;
        let mut builder = Strongroom::builder()
            .store(store)
            .root_key(root_key)
            .directory(directory);
        if let Mode::Development { enforce_iam, .. } = self.mode {
            builder = builder.dangerous_roles_trust_everybody();
            if !enforce_iam {
                builder = builder.policies(Arc::new(AllowAll::new()?));
            }
        }
        let strongroom = builder.open().await?;
        let authenticator: Arc<dyn Authenticator> = match self.mode {
            Mode::Production => Arc::new(SigV4::new(Arc::new(strongroom.credentials().clone()))),
            Mode::Development { account, .. } => Arc::new(
                DevAuthenticator::dangerous_accept_any_signature(account)
                    .with_sessions(strongroom.session_tokens().clone()),
            ),
        };
        let service = HttpService::new(strongroom.api(authenticator), self.http.clone());
        Ok(Running {
            strongroom,
            service,
        })
    }

    fn root_key(&self) -> Result<FileRootKey> {
        let in_data = self.data.as_ref().map(|data| data.join("root.key"));
        let Some(file) = self.root_key.clone().or(in_data) else {
            return Err("no file for the root key".into());
        };
        if file.exists() {
            return Ok(FileRootKey::open(file)?);
        }
        tracing::warn!(file = %file.display(), "made a root key: keep a copy of it apart from the data");
        Ok(FileRootKey::create(file, &SystemRandom::new())?)
    }
}

/// The directory's file: said, or in the data.
fn directory(arguments: &Arguments) -> Option<PathBuf> {
    let in_data = || {
        let file = arguments.data.as_ref()?.join("directory.json");
        file.exists().then_some(file)
    };
    arguments.directory.clone().or_else(in_data)
}

/// Lets everybody do everything, as far as identity policies go: what key policies and the like say stays in force.
#[derive(Debug)]
struct AllowAll {
    policies: Arc<PrincipalPolicies>,
    no_control: Arc<[PolicySet]>,
}

impl AllowAll {
    fn new() -> Result<Self> {
        let policy = r#"{"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}"#;
        let policy =
            CompiledPolicy::compile("development", &Policy::parse(policy, PolicyKind::Identity)?);
        let everything = PolicySet::from(policy);
        let policies = PrincipalPolicies::none()
            .identity(everything.clone())
            .session(everything);
        Ok(Self {
            policies: Arc::new(policies),
            no_control: Arc::new([]),
        })
    }
}

impl PolicySource for AllowAll {
    fn of_caller(&self, _caller: &Caller) -> Result<Arc<PrincipalPolicies>, Unavailable> {
        Ok(Arc::clone(&self.policies))
    }

    fn over_resources_of(&self, _owner: AccountId) -> Result<Arc<[PolicySet]>, Unavailable> {
        Ok(Arc::clone(&self.no_control))
    }
}
