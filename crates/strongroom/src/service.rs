//! All services over one store.

use std::{path::Path, sync::Arc};

use common_types::Clock;
use directory::{
    AccessKeys, Credentials, Directory,
    sts::{SessionTokens, Sts},
};
use events::EventBus;
use fleet::FirewallManager;
use kms_core::Kms;
use param_store::ParamStore;
use service_kit::{AuditLog, AuditSink, Delivered, Drained, EventSink, Outbox};
use shield_manager::ShieldManager;
use store::{Anchor, Rewrap, RootKey, Rotated, SealedStore};
use waf_manager::WafManager;

use crate::{Builder, NoRootKey, NoStore, Result};

/// All services over one store, opened once and shared.
///
/// What a service returned `Ok` for is on disk. Handles may outlive this value: the store's file is let go when the last of
/// them is dropped.
#[derive(Debug)]
pub struct Strongroom {
    pub(crate) kms: Kms,
    pub(crate) param_store: ParamStore,
    pub(crate) waf: WafManager,
    pub(crate) shield: ShieldManager,
    pub(crate) firewall_manager: Option<FirewallManager>,
    pub(crate) sts: Sts,
    pub(crate) directory: Directory,
    pub(crate) access_keys: AccessKeys,
    pub(crate) credentials: Credentials,
    pub(crate) tokens: SessionTokens,
    pub(crate) sealed: Arc<SealedStore>,
    pub(crate) audit: Arc<AuditLog>,
    pub(crate) outbox: Outbox,
    pub(crate) events: Arc<EventBus>,
    pub(crate) clock: Arc<dyn Clock>,
    #[cfg(feature = "api")]
    pub(crate) random: Arc<dyn crypto::random::Random>,
}

impl Strongroom {
    /// Opens the store in a file under a root key; the file is made if it is not there. The common case of
    /// [`builder`](Self::builder).
    ///
    /// # Errors
    ///
    /// As [`Builder::open`].
    pub async fn open(path: impl AsRef<Path>, root_key: impl RootKey) -> Result<Self> {
        Self::builder()
            .file(path)
            .root_key(Arc::new(root_key))
            .open()
            .await
    }

    /// Begins to put one together.
    pub fn builder() -> Builder<NoStore, NoRootKey> {
        Builder::new()
    }

    /// AWS KMS: bind it to a caller and a region.
    pub fn kms(&self) -> &Kms {
        &self.kms
    }

    /// SSM Parameter Store: bind it to a caller and a region.
    pub fn param_store(&self) -> &ParamStore {
        &self.param_store
    }

    /// AWS WAFv2: bind it to a caller and a region, or ask it what protects a resource.
    pub fn waf(&self) -> &WafManager {
        &self.waf
    }

    /// AWS Shield Advanced's automatic mitigation: enable it for a resource, watch the requests of that, and
    /// [drive](ShieldManager::drive) it.
    pub fn shield(&self) -> &ShieldManager {
        &self.shield
    }

    /// AWS Firewall Manager, if the builder was told [who administers](Builder::firewall_manager): bind it to a caller and a region.
    pub fn firewall_manager(&self) -> Option<&FirewallManager> {
        self.firewall_manager.as_ref()
    }

    /// AWS STS over the [directory](Self::directory): bind it to a caller and a region.
    pub fn sts(&self) -> &Sts {
        &self.sts
    }

    /// Who is there. Tell it when its file has changed: [`Directory::reload_if_changed`].
    pub fn directory(&self) -> &Directory {
        &self.directory
    }

    /// The access keys of the directory's users: made, turned off, deleted.
    pub fn access_keys(&self) -> &AccessKeys {
        &self.access_keys
    }

    /// Who holds an access key, long-term or temporary: what signatures are verified against.
    pub fn credentials(&self) -> &Credentials {
        &self.credentials
    }

    /// The tokens of sessions that [STS](Self::sts) makes.
    pub fn session_tokens(&self) -> &SessionTokens {
        &self.tokens
    }

    /// The bus that events go to: set its rules before the first call. As long as it has rules, [`run_due`](Self::run_due) delivers to it what
    /// services have told of, and tries again what failed.
    pub fn events(&self) -> &Arc<EventBus> {
        &self.events
    }

    /// Puts the store under another root key. One record is rewritten.
    ///
    /// # Errors
    ///
    /// [`Error::Store`](crate::Error::Store); the old root key is still the one then.
    pub async fn change_root_key(&self, root_key: impl RootKey) -> Result<()> {
        Ok(self
            .sealed
            .keys()
            .change_root_key(Arc::new(root_key))
            .await?)
    }

    /// Makes a new store key and protects everything anew under it. Calls go on meanwhile. If it is cut, by a crash or an
    /// error, everything is as usable as before, and calling it again goes on where it was.
    ///
    /// # Errors
    ///
    /// [`Error::Store`](crate::Error::Store).
    pub async fn rotate_store_key(&self) -> Result<Rotated> {
        let hooks: [&dyn Rewrap; 2] = [&self.kms, &self.access_keys];
        Ok(self.sealed.rotate_store_key(&hooks).await?)
    }

    /// The state of the store, for an application that keeps it elsewhere and gives it to [`Builder::anchor`]: older states are
    /// refused then. [`close_with_anchor`](Self::close_with_anchor) gives one that says more.
    ///
    /// # Errors
    ///
    /// [`Error::Store`](crate::Error::Store).
    pub async fn anchor(&self) -> Result<Anchor> {
        Ok(self.sealed.keys().anchor().await?)
    }

    /// Hands the audit records in the store over to the application's own log, and deletes those that it took.
    ///
    /// # Errors
    ///
    /// [`Error::Records`](crate::Error::Records); what was not taken over stays.
    pub async fn drain_audit(&self, sink: &dyn AuditSink) -> Result<Drained> {
        Ok(self.audit.drain(sink).await?)
    }

    /// Hands the events that wait in the store over to the application, and deletes those that it took. An application that sets rules
    /// on the [bus](Self::events) does not need it.
    ///
    /// # Errors
    ///
    /// [`Error::Records`](crate::Error::Records); what was not taken over stays.
    pub async fn deliver_events(&self, sink: &dyn EventSink) -> Result<Delivered> {
        Ok(self.outbox.deliver(sink).await?)
    }

    /// Writes what waits in memory, and lets the store go. If handles are still held, its file is let go with the last.
    ///
    /// # Errors
    ///
    /// [`Error::Records`](crate::Error::Records) if buffered audit records could not be written. What calls returned `Ok` for is on disk in
    /// either case.
    pub async fn close(self) -> Result<()> {
        Ok(self.audit.flush().await?)
    }

    /// Closes it, and gives what [`Builder::anchor`] takes to open the store in this very state and no other: not one that was
    /// put back or changed meanwhile, be it a single record. Reads all of the store.
    ///
    /// # Errors
    ///
    /// As [`close`](Self::close); [`Error::Store`](crate::Error::Store) if handles that are still held write meanwhile.
    pub async fn close_with_anchor(self) -> Result<Anchor> {
        self.audit.flush().await?;
        Ok(self.sealed.keys().exact_anchor().await?)
    }
}
