//! Access keys: made, listed, turned off and on, deleted.

use std::{
    collections::HashSet,
    sync::{Arc, RwLock},
};

use common_types::{Arn, Caller};
use crypto::random::Random;
use service_kit::{Call, Guard, Identity, Operation};
use store::{Rewrap, Store, StoreKeys, Versioned};

use super::{
    AccessKey, AccessKeyMetadata, AccessKeyStatus,
    held::{Held, HeldKey},
    record::Record,
    secret::Wrapper,
};
use crate::{
    Directory, Error, Result,
    sync::{read, write},
};

/// The access keys of users and root users. Cheap to clone; clones share them.
///
/// These calls are the application's own, or an operator's: no policy is asked, and each is recorded. Secrets are in the
/// store, wrapped under its key; to verify signatures all are held in memory.
#[derive(Clone, Debug)]
pub struct AccessKeys(pub(super) Arc<Shared>);

#[derive(Debug)]
pub(super) struct Shared {
    pub(super) store: Arc<dyn Store>,
    pub(super) wrapper: Wrapper,
    pub(super) directory: Directory,
    guard: Guard,
    pub(super) random: Arc<dyn Random>,
    service: Identity,
    pub(super) held: RwLock<Held>,
}

impl AccessKeys {
    /// Opens the access keys of a store.
    ///
    /// # Errors
    ///
    /// [`Error::Internal`] if the store cannot be read.
    pub async fn open(
        store: Arc<dyn Store>,
        keys: StoreKeys,
        directory: Directory,
        guard: Guard,
        random: Arc<dyn Random>,
    ) -> Result<Self> {
        let service = Caller::service("iam".parse().map_err(Error::broken)?);
        let region = "us-east-1".parse().map_err(Error::broken)?;
        let access_keys = Self(Arc::new(Shared {
            store,
            wrapper: Wrapper::new(keys),
            directory,
            guard,
            random,
            service: Identity::new(Arc::new(service), region),
            held: RwLock::default(),
        }));
        access_keys.refresh().await?;
        Ok(access_keys)
    }

    /// Reads all access keys anew: for a node of several over one store, whose others make and delete keys too.
    ///
    /// # Errors
    ///
    /// [`Error::Internal`] if the store cannot be read.
    pub async fn refresh(&self) -> Result<()> {
        let begun = self.0.store.revision().await?;
        let mut range = Record::all()?;
        let mut found = HashSet::new();
        loop {
            let page = self.0.store.scan(range.clone(), PAGE).await?;
            for (name, Versioned { value, version, .. }) in &page {
                let record = Record::decode(value)?;
                let keys = self.unwrap(&record)?;
                write(&self.0.held).put(name.clone(), *version, keys);
                found.insert(name.clone());
            }
            match page.last() {
                Some((last, _)) if page.len() == PAGE => range = range.after(last),
                _ => break,
            }
        }
        write(&self.0.held).forget_others(&found, begun);
        Ok(())
    }

    /// Makes an access key for a user of the directory, or for the root user of an account. The answer has its secret, which
    /// is not shown again.
    ///
    /// On `Ok` it is durable, and works.
    ///
    /// # Limits
    ///
    /// An owner: [`ACCESS_KEYS_PER_USER`](crate::limits::ACCESS_KEYS_PER_USER).
    ///
    /// # Errors
    ///
    /// [`Error::NoSuchEntity`], [`Error::LimitExceeded`], [`Error::Internal`].
    ///
    /// # Source
    ///
    /// [CreateAccessKey](https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateAccessKey.html).
    pub async fn create_access_key(&self, owner: &Arn) -> Result<AccessKey> {
        let mut call = self.begin(&CREATE);
        let outcome = self.create(&mut call, owner).await;
        call.finish(outcome).await
    }

    /// The access keys of an owner.
    pub fn list_access_keys(&self, owner: &Arn) -> Vec<AccessKeyMetadata> {
        let held = read(&self.0.held);
        let keys = held.keys.iter().filter(|(_, key)| key.owner.arn == *owner);
        let mut keys: Vec<_> = keys
            .map(|(id, key)| AccessKeyMetadata {
                owner: owner.clone(),
                access_key_id: id.clone(),
                status: key.status,
                create_date: key.create_date,
            })
            .collect();
        keys.sort_by(|a, b| a.access_key_id.cmp(&b.access_key_id));
        keys
    }

    /// Turns an access key off or on. When it has answered, no request that was signed with a key that is off is believed.
    ///
    /// # Errors
    ///
    /// [`Error::NoSuchEntity`], [`Error::Internal`].
    ///
    /// # Source
    ///
    /// [UpdateAccessKey](https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAccessKey.html).
    pub async fn update_access_key(
        &self,
        access_key_id: &str,
        status: AccessKeyStatus,
    ) -> Result<AccessKeyMetadata> {
        let mut call = self.begin(&UPDATE);
        let outcome = self
            .change(&mut call, access_key_id, |keys, at| {
                let key = keys.get_mut(at)?;
                key.status = status;
                Some(key.clone())
            })
            .await;
        call.finish(outcome).await
    }

    /// Deletes an access key for good.
    ///
    /// # Errors
    ///
    /// [`Error::NoSuchEntity`], [`Error::Internal`].
    ///
    /// # Source
    ///
    /// [DeleteAccessKey](https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteAccessKey.html).
    pub async fn delete_access_key(&self, access_key_id: &str) -> Result<()> {
        let mut call = self.begin(&DELETE);
        let outcome = self
            .change(&mut call, access_key_id, |keys, at| {
                (at < keys.len()).then(|| keys.remove(at))
            })
            .await;
        call.finish(outcome.map(|_| ())).await
    }

    /// An access key, if there is one of this id.
    pub(crate) fn held(&self, access_key_id: &str) -> Option<Arc<HeldKey>> {
        read(&self.0.held).keys.get(access_key_id).cloned()
    }

    fn begin<'a>(&'a self, operation: &'a Operation) -> Call<'a> {
        self.0.guard.begin_unattended(&self.0.service, operation)
    }
}

/// Give it to [`SealedStore::rotate_store_key`](store::SealedStore::rotate_store_key).
impl Rewrap for AccessKeys {
    fn rewrap(&self, key: &store::Key, value: &[u8]) -> store::Result<Option<Vec<u8>>> {
        if !Record::is_named(key) {
            return Ok(None);
        }
        let rewrapped = || {
            let mut record = Record::decode(value)?;
            let mut changed = false;
            for key in &mut record.keys {
                let id = &key.access_key_id;
                if let Some(anew) = self.0.wrapper.rewrap(&key.secret, id, &*self.0.random)? {
                    key.secret = anew;
                    changed = true;
                }
            }
            match changed {
                true => record.encode().map(Some),
                false => Ok(None),
            }
        };
        rewrapped().map_err(|_: Error| store::Error::Corrupt {
            what: "a record of access keys",
        })
    }
}

/// What calls are recorded as.
const CREATE: Operation = Operation::writing("iam", "CreateAccessKey", "iam:CreateAccessKey");
const UPDATE: Operation = Operation::writing("iam", "UpdateAccessKey", "iam:UpdateAccessKey");
const DELETE: Operation = Operation::writing("iam", "DeleteAccessKey", "iam:DeleteAccessKey");
/// How many records are read at a time.
const PAGE: usize = 256;
