//! Access keys: made, listed, turned off and on, deleted.

use std::{
    collections::HashSet,
    sync::{Arc, RwLock},
};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use common_types::{Arn, Caller, Principal, SecretString};
use crypto::random::{self, Random};
use service_kit::{Call, Change, Guard, Identity, Operation};
use store::{Revision, Rewrap, Store, StoreKeys, Versioned};

use super::{
    AccessKey, AccessKeyMetadata, AccessKeyStatus, LONG_TERM, access_key_id,
    held::{Held, HeldKey},
    record::{Owner, Record, StoredKey},
    secret::Wrapper,
};
use crate::{
    Directory, Error, Result, limits,
    sync::{read, write},
};

/// The access keys of users and root users. Cheap to clone; clones share them.
///
/// These calls are the application's own, or an operator's: no policy is asked, and each is recorded. Secrets are in the
/// store, wrapped under its key; to verify signatures all are held in memory.
#[derive(Clone, Debug)]
pub struct AccessKeys(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    store: Arc<dyn Store>,
    wrapper: Wrapper,
    directory: Directory,
    guard: Guard,
    random: Arc<dyn Random>,
    service: Identity,
    held: RwLock<Held>,
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
    /// An owner: [`ACCESS_KEYS_PER_USER`](limits::ACCESS_KEYS_PER_USER).
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

    async fn create(&self, call: &mut Call<'_>, owner: &Arn) -> Result<AccessKey> {
        let owner = self.owner(owner)?;
        call.resource(&owner.arn);
        let random = &*self.0.random;
        loop {
            let (mut record, found) = self.read(&owner).await?;
            if record.keys.len() >= limits::ACCESS_KEYS_PER_USER {
                return Err(Error::LimitExceeded);
            }
            let generation = self.0.wrapper.generation();
            let access_key_id = access_key_id(LONG_TERM, &random::bytes(random)?);
            let secret = secret(random)?;
            let key = StoredKey {
                status: AccessKeyStatus::Active,
                create_date: call.now(),
                secret: self
                    .0
                    .wrapper
                    .wrap(secret.expose().as_bytes(), &access_key_id, random)?,
                access_key_id,
            };
            call.parameter("accessKeyId", key.access_key_id.clone());
            record.keys.push(key.clone());
            let change = write_record(&record, found.as_ref())?.require_generation(generation);
            let Some(committed) = call.commit(change).await? else {
                continue;
            };
            self.hold(&record, committed.revision)?;
            let StoredKey {
                access_key_id,
                status,
                create_date,
                secret: _,
            } = key;
            return Ok(AccessKey {
                owner: owner.arn,
                access_key_id,
                secret_access_key: secret,
                status,
                create_date,
            });
        }
    }

    /// Changes the list that an access key is in; `change` is told where.
    async fn change(
        &self,
        call: &mut Call<'_>,
        access_key_id: &str,
        change: impl Fn(&mut Vec<StoredKey>, usize) -> Option<StoredKey>,
    ) -> Result<AccessKeyMetadata> {
        let missing = || Error::NoSuchEntity {
            what: "The Access Key",
            id: access_key_id.escape_default().to_string(),
        };
        let owner = self.held(access_key_id).ok_or_else(missing)?.owner.clone();
        call.resource(&owner.arn);
        call.parameter("accessKeyId", access_key_id.to_owned());
        loop {
            let (mut record, found) = self.read(&owner).await?;
            let mut keys = record.keys.iter();
            let at = keys.position(|key| key.access_key_id == access_key_id);
            let at = at.ok_or_else(missing)?;
            let changed = change(&mut record.keys, at).ok_or_else(missing)?;
            let committed = call.commit(write_record(&record, found.as_ref())?).await?;
            let Some(committed) = committed else {
                continue;
            };
            self.hold(&record, committed.revision)?;
            return Ok(changed.metadata(&owner.arn));
        }
    }

    /// The user or root user of this ARN.
    fn owner(&self, arn: &Arn) -> Result<Owner> {
        let missing = || Error::NoSuchEntity {
            what: "The user",
            id: arn.to_string(),
        };
        match Principal::from_arn(arn.clone(), "session").map_err(|_| missing())? {
            principal @ Principal::Root { .. } => Ok(Owner {
                id: principal.account().ok_or_else(missing)?.to_string(),
                arn: arn.clone(),
            }),
            Principal::User { .. } => {
                let snapshot = self.0.directory.snapshot();
                let user = snapshot.user(arn).ok_or_else(missing)?;
                Ok(Owner {
                    id: user.user_id.clone(),
                    arn: user.arn.clone(),
                })
            }
            _ => Err(missing()),
        }
    }

    /// The record of an owner, as it is stored; an empty one if there is none.
    async fn read(&self, owner: &Owner) -> Result<(Record, Option<Versioned>)> {
        let key = owner.record()?;
        let found = self.0.store.read(&[key]).await?.pop().flatten();
        let record = match &found {
            Some(found) => Record::decode(&found.value)?,
            None => Record {
                owner: owner.clone(),
                keys: Vec::new(),
            },
        };
        Ok((record, found))
    }

    /// Puts the keys of a record into memory, as a commit has left it.
    fn hold(&self, record: &Record, revision: Revision) -> Result<()> {
        let keys = self.unwrap(record)?;
        write(&self.0.held).put(record.owner.record()?, revision, keys);
        Ok(())
    }

    fn unwrap(&self, record: &Record) -> Result<Vec<(String, HeldKey)>> {
        let unwrap = |key: &StoredKey| {
            let secret = self.0.wrapper.unwrap(&key.secret, &key.access_key_id)?;
            let secret = std::str::from_utf8(secret.expose()).map_err(Error::broken)?;
            let held = HeldKey {
                owner: record.owner.clone(),
                status: key.status,
                secret: Arc::new(SecretString::from(secret)),
                create_date: key.create_date,
            };
            Ok((key.access_key_id.clone(), held))
        };
        record.keys.iter().map(unwrap).collect()
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

fn write_record(record: &Record, found: Option<&Versioned>) -> Result<Change> {
    let key = record.owner.record()?;
    Ok(match found {
        Some(found) if record.keys.is_empty() => Change::new().delete(key, found.version),
        Some(found) => Change::new().replace(key, record.encode()?, found.version),
        None => Change::new().create(key, record.encode()?),
    })
}

/// 240 random bits as 40 characters.
fn secret(random: &dyn Random) -> Result<SecretString> {
    let bytes = common_types::SecretBytes::from(random::bytes::<30>(random)?);
    Ok(SecretString::new(STANDARD.encode(bytes.expose())))
}

/// What calls are recorded as.
const CREATE: Operation = Operation::writing("iam", "CreateAccessKey", "iam:CreateAccessKey");
const UPDATE: Operation = Operation::writing("iam", "UpdateAccessKey", "iam:UpdateAccessKey");
const DELETE: Operation = Operation::writing("iam", "DeleteAccessKey", "iam:DeleteAccessKey");
/// How many records are read at a time.
const PAGE: usize = 256;
