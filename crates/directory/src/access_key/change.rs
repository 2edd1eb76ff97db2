//! Changing access keys: the record is read, changed and committed, anew if somebody else was faster.

use std::sync::Arc;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use common_types::{Arn, Principal, SecretBytes, SecretString};
use crypto::random::{self, Random};
use service_kit::{Call, Change};
use store::{Revision, Versioned};

use super::{
    AccessKey, AccessKeyMetadata, AccessKeyStatus, AccessKeys, LONG_TERM, access_key_id,
    held::HeldKey,
    record::{Owner, Record, StoredKey},
};
use crate::{Error, Result, limits, sync::write};

impl AccessKeys {
    pub(super) async fn create(&self, call: &mut Call<'_>, owner: &Arn) -> Result<AccessKey> {
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
    pub(super) async fn change(
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

    pub(super) fn unwrap(&self, record: &Record) -> Result<Vec<(String, HeldKey)>> {
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
    let bytes = SecretBytes::from(random::bytes::<30>(random)?);
    Ok(SecretString::new(STANDARD.encode(bytes.expose())))
}
