//! The record of an owner's access keys: all of them in one, so that nobody has more than may be.

use common_types::{AccountId, Arn, Principal, Timestamp};
use serde::{Deserialize, Serialize};
use store::{Key, KeyRange};

use super::{AccessKeyMetadata, AccessKeyStatus, secret::WrappedSecret};
use crate::{Error, Result};

/// Who has access keys: a user, by the unique id too, or the root user of an account.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub(crate) struct Owner {
    pub(crate) arn: Arn,
    /// `AIDA…`; of a root user the account.
    pub(crate) id: String,
}

/// The access keys of one owner.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Record {
    pub(crate) owner: Owner,
    pub(crate) keys: Vec<StoredKey>,
}

/// One access key, its secret wrapped.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct StoredKey {
    pub(crate) access_key_id: String,
    pub(crate) status: AccessKeyStatus,
    #[serde(with = "common_types::wire::epoch_seconds")]
    pub(crate) create_date: Timestamp,
    pub(crate) secret: WrappedSecret,
}

impl Owner {
    /// The record's name.
    pub(crate) fn record(&self) -> Result<Key> {
        let account = self.arn.account_id();
        let account = account.as_ref().map_or("", AccountId::as_str);
        Ok(Key::global(SERVICE)
            .str(KIND)
            .str(account)
            .str(&self.id)
            .build()?)
    }

    /// The owner as a caller.
    pub(crate) fn principal(&self) -> Principal {
        let arn = self.arn.clone();
        match arn.resource_type() {
            "root" => Principal::Root { arn },
            _ => Principal::User {
                arn,
                id: Some(self.id.clone()),
            },
        }
    }
}

impl Record {
    /// The records of all owners.
    pub(crate) fn all() -> Result<KeyRange> {
        Ok(Key::global(SERVICE).str(KIND).range()?)
    }

    /// Whether a record is of access keys.
    pub(crate) fn is_named(key: &Key) -> bool {
        Self::all().is_ok_and(|all| all.contains(key))
    }

    pub(crate) fn encode(&self) -> Result<Vec<u8>> {
        let mut value = vec![FORMAT];
        serde_json::to_writer(&mut value, self).map_err(Error::broken)?;
        Ok(value)
    }

    /// Reads a record. A newer format is refused, never guessed.
    pub(crate) fn decode(value: &[u8]) -> Result<Self> {
        match value.split_first() {
            Some((&FORMAT, json)) => serde_json::from_slice(json).map_err(Error::broken),
            Some((&found, _)) if found > FORMAT => Err(Error::broken(store::Error::NewerFormat {
                what: WHAT,
                found: found.into(),
                supported: FORMAT.into(),
            })),
            _ => Err(Error::broken(store::Error::Corrupt { what: WHAT })),
        }
    }
}

impl StoredKey {
    pub(crate) fn metadata(&self, owner: &Arn) -> AccessKeyMetadata {
        let Self {
            access_key_id,
            status,
            create_date,
            secret: _,
        } = self;
        AccessKeyMetadata {
            owner: owner.clone(),
            access_key_id: access_key_id.clone(),
            status: *status,
            create_date: *create_date,
        }
    }
}

const FORMAT: u8 = 1;
const SERVICE: &str = "iam";
const KIND: &str = "access-keys";
const WHAT: &str = "a record of access keys";
