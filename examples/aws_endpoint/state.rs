//! What is served: opened at the start, in development emptied on request.

use std::{path::PathBuf, sync::Arc};

use strongroom::{
    AccountId, BytesRootKey, Caller, Clock, FileRootKey, MemoryStore, PolicySource,
    PrincipalPolicies, Random, Strongroom, SystemClock, SystemRandom, Unavailable,
    aws_api::{Authenticator, DevAuthenticator, HttpService},
    policy::{CompiledPolicy, Policy, PolicyKind, PolicySet},
};
use tokio::sync::{RwLock, RwLockReadGuard};

use crate::{
    Result,
    arguments::{Arguments, Mode},
    audit::AuditTail,
};

/// What is served.
#[derive(Debug)]
pub struct State {
    running: RwLock<Option<Running>>,
    recipe: Recipe,
    audit: AuditTail,
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
            directory: arguments.directory.clone(),
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
        })
    }

    /// The services, for one call: nobody empties them meanwhile. Nothing if they are closed.
    pub async fn running(&self) -> Option<RwLockReadGuard<'_, Running>> {
        RwLockReadGuard::try_map(self.running.read().await, Option::as_ref).ok()
    }

    pub fn mode(&self) -> Mode {
        self.recipe.mode
    }

    /// The last audit records.
    pub fn audit(&self) -> &AuditTail {
        &self.audit
    }

    /// Deletes what is due and hands audit records over.
    pub async fn do_what_is_due(&self) -> Result {
        if let Some(running) = self.running().await {
            running.strongroom.run_due(SystemClock::new().now()).await?;
            running.strongroom.drain_audit(&self.audit).await?;
        }
        Ok(())
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
        let policies: Arc<dyn PolicySource> = match self.mode {
            Mode::Development {
                enforce_iam: false, ..
            } => Arc::new(AllowAll::new()?),
            Mode::Development {
                enforce_iam: true, ..
            }
            | Mode::Production => Arc::new(strongroom::StaticPolicySource::new()),
        };
        let strongroom = match self.store_file() {
            Some(file) => {
                let builder = Strongroom::builder().policies(policies).file(file);
                builder.root_key(Arc::new(self.root_key()?)).open().await?
            }
            None => {
                let mut key = [0; 32];
                SystemRandom::new().fill(&mut key)?;
                let builder = Strongroom::builder()
                    .policies(policies)
                    .store(Arc::new(MemoryStore::new()));
                builder
                    .root_key(Arc::new(BytesRootKey::new(key)?))
                    .open()
                    .await?
            }
        };
        let authenticator: Arc<dyn Authenticator> = match self.mode {
            Mode::Development { account, .. } => {
                Arc::new(DevAuthenticator::dangerous_accept_any_signature(account))
            }
            Mode::Production => {
                let directory = self
                    .directory
                    .as_deref()
                    .unwrap_or("directory.json".as_ref());
                return Err(
                    format!("{}: directories cannot be read yet", directory.display()).into(),
                );
            }
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
