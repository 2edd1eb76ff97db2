//! Where keys live: one account in one region. What the records and resources there are called.

use std::str::FromStr;

use common_types::{AccountId, Arn, Partition, Region};
use store::{Key, KeyRange};

use crate::{AliasName, Error, KeyId, Result};

/// One account in one region of one partition: the home of its keys and aliases.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub(crate) struct Scope {
    pub(crate) partition: Partition,
    pub(crate) account: AccountId,
    pub(crate) region: Region,
}

impl Scope {
    /// The same region, in another account.
    pub(crate) fn with_account(&self, account: AccountId) -> Self {
        Self {
            account,
            ..self.clone()
        }
    }

    /// The ARN of a key that lives here.
    pub(crate) fn key_arn(&self, id: &KeyId) -> Result<Arn> {
        self.arn(&format!("key/{id}"))
    }

    /// The ARN of an alias that lives here.
    pub(crate) fn alias_arn(&self, name: &AliasName) -> Result<Arn> {
        self.arn(name.as_str())
    }

    /// The ARN of the account's root user.
    pub(crate) fn root_arn(&self) -> Result<Arn> {
        Arn::new(&self.partition, "iam", None, Some(&self.account), "root").map_err(Error::broken)
    }

    /// The record of a key.
    pub(crate) fn key_record(&self, id: &KeyId) -> Result<Key> {
        Ok(self.record(KEY).str(id.as_str()).build()?)
    }

    /// The records of all keys, in the order of their ids.
    pub(crate) fn key_records(&self) -> Result<KeyRange> {
        Ok(self.record(KEY).range()?)
    }

    /// The record of an alias.
    pub(crate) fn alias_record(&self, name: &AliasName) -> Result<Key> {
        Ok(self.record(ALIAS).str(name.as_str()).build()?)
    }

    /// The records of all aliases, in the order of their names.
    pub(crate) fn alias_records(&self) -> Result<KeyRange> {
        Ok(self.record(ALIAS).range()?)
    }

    /// The home and id of the key whose record this is, if it is a key's.
    pub(crate) fn of_key_record(key: &Key) -> Option<(Self, KeyId)> {
        Self::of_record(key, KEY)
    }

    /// The home and name of the alias whose record this is, if it is an alias's.
    pub(crate) fn of_alias_record(key: &Key) -> Option<(Self, AliasName)> {
        Self::of_record(key, ALIAS)
    }

    fn of_record<T: FromStr>(key: &Key, wanted: &str) -> Option<(Self, T)> {
        let elements = key.elements().ok()?;
        let [partition, account, region, service, kind, name] = elements.as_slice() else {
            return None;
        };
        if (service.as_str()?, kind.as_str()?) != (SERVICE, wanted) {
            return None;
        }
        let scope = Self {
            partition: partition.as_str()?.parse().ok()?,
            account: account.as_str()?.parse().ok()?,
            region: region.as_str()?.parse().ok()?,
        };
        Some((scope, name.as_str()?.parse().ok()?))
    }

    fn arn(&self, resource: &str) -> Result<Arn> {
        let Self {
            partition,
            account,
            region,
        } = self;
        Arn::new(partition, SERVICE, Some(region), Some(account), resource).map_err(Error::broken)
    }

    fn record(&self, kind: &str) -> store::KeyBuilder {
        let Self {
            partition,
            account,
            region,
        } = self;
        Key::scope(partition, account, region, SERVICE).str(kind)
    }
}

/// KMS's prefix, in ARNs, actions and records.
pub(crate) const SERVICE: &str = "kms";
const KEY: &str = "key";
const ALIAS: &str = "alias";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_tells_whose_it_is() {
        let scope = Scope {
            partition: Partition::aws(),
            account: "111122223333".parse().unwrap(),
            region: "eu-west-1".parse().unwrap(),
        };
        let id: KeyId = "1234abcd-12ab-34cd-56ef-1234567890ab".parse().unwrap();
        let record = scope.key_record(&id).unwrap();
        assert_eq!(Scope::of_key_record(&record), Some((scope.clone(), id)));
        assert!(scope.key_records().unwrap().contains(&record));

        let name: AliasName = "alias/orders".parse().unwrap();
        let alias = scope.alias_record(&name).unwrap();
        assert_eq!(Scope::of_alias_record(&alias), Some((scope.clone(), name)));
        assert_eq!(Scope::of_key_record(&alias), None);
        assert!(scope.alias_records().unwrap().contains(&alias));
        assert!(!scope.key_records().unwrap().contains(&alias));
    }
}
