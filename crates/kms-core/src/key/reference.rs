//! How a request names a key: by its id, its ARN, an alias, or an alias's ARN.

use common_types::AccountId;

use super::KeyId;
use crate::{
    AliasName, Error, Missing, Operation, Result, alias, limits,
    scope::{SERVICE, Scope},
};

/// A key as a request names it, with the account that it must be in.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum KeyReference {
    /// By its id or ARN.
    Key { account: AccountId, id: KeyId },
    /// By an alias or its ARN.
    Alias { account: AccountId, name: AliasName },
}

impl KeyReference {
    /// Reads how a request names its key, in the region and (unless an ARN names another) account of its handle.
    ///
    /// # Errors
    ///
    /// [`Error::Validation`] if it is empty or too long; [`Error::InvalidArn`] if it is an ARN, but none of a key (or,
    /// where the operation allows that, an alias); [`Error::NotFound`] if it is of another place, or names nothing that can
    /// exist.
    pub(crate) fn parse(
        member: &'static str,
        text: &str,
        operation: Operation,
        here: &Scope,
    ) -> Result<Self> {
        if text.is_empty() || text.len() > limits::KEY_ID_BYTES {
            return Err(Error::validation(member, "has 1 to 2048 bytes"));
        }
        let (account, resource) = match text.strip_prefix("arn:") {
            Some(rest) => {
                let (account, resource) = Self::of_arn(text, rest, operation, here)?;
                match resource.strip_prefix("key/") {
                    Some(id) => return Self::key(account, id),
                    None => (account, resource),
                }
            }
            None if text.starts_with(alias::PREFIX) => (here.account, text),
            None => return Self::key(here.account, text),
        };
        // From here on it can only be an alias.
        match resource.parse() {
            Ok(name) if operation.uses_keys() => Ok(Self::Alias { account, name }),
            _ if text.starts_with("arn:") => Err(invalid_arn(text, operation)),
            _ => Err(Error::NotFound(Missing::KeyId(text.to_owned()))),
        }
    }

    /// The account that the key must be in.
    pub(crate) fn account(&self) -> AccountId {
        match self {
            Self::Key { account, .. } | Self::Alias { account, .. } => *account,
        }
    }

    /// The alias that names it, if one does: `kms:RequestAlias`.
    pub(crate) fn alias(&self) -> Option<&AliasName> {
        match self {
            Self::Alias { name, .. } => Some(name),
            Self::Key { .. } => None,
        }
    }

    fn key(account: AccountId, id: &str) -> Result<Self> {
        let id = id
            .parse()
            .map_err(|_| Error::NotFound(Missing::KeyId(id.to_owned())))?;
        Ok(Self::Key { account, id })
    }

    /// The account and resource of an ARN of KMS in this region.
    fn of_arn<'a>(
        arn: &str,
        rest: &'a str,
        operation: Operation,
        here: &Scope,
    ) -> Result<(AccountId, &'a str)> {
        let invalid = || invalid_arn(arn, operation);
        let mut parts = rest.splitn(5, ':');
        let mut part = || parts.next().ok_or_else(invalid);
        let (partition, service, region, account, resource) =
            (part()?, part()?, part()?, part()?, part()?);
        let account = account.parse().map_err(|_| invalid())?;
        if service != SERVICE {
            return Err(invalid());
        }
        if partition != here.partition.as_str() {
            return Err(Error::NotFound(Missing::Place(partition.to_owned())));
        }
        if region != here.region.as_str() {
            return Err(Error::NotFound(Missing::Place(region.to_owned())));
        }
        Ok((account, resource))
    }
}

fn invalid_arn(arn: &str, operation: Operation) -> Error {
    let expected = if operation.uses_keys() {
        "a key or an alias"
    } else {
        "a key"
    };
    Error::InvalidArn {
        arn: arn.to_owned(),
        expected,
    }
}

#[cfg(test)]
mod tests {
    use common_types::Partition;

    use super::*;

    const ID: &str = "1234abcd-12ab-34cd-56ef-1234567890ab";

    fn parse(text: &str, operation: Operation) -> Result<KeyReference> {
        let here = Scope {
            partition: Partition::aws(),
            account: "111122223333".parse().unwrap(),
            region: "eu-west-1".parse().unwrap(),
        };
        KeyReference::parse("KeyId", text, operation, &here)
    }

    fn key(account: &str) -> KeyReference {
        KeyReference::Key {
            account: account.parse().unwrap(),
            id: ID.parse().unwrap(),
        }
    }

    fn alias(account: &str) -> KeyReference {
        KeyReference::Alias {
            account: account.parse().unwrap(),
            name: "alias/a".parse().unwrap(),
        }
    }

    #[test]
    fn what_uses_keys_takes_all_four_forms() {
        for (text, wanted) in [
            (ID, key("111122223333")),
            (
                &format!("arn:aws:kms:eu-west-1:444455556666:key/{ID}"),
                key("444455556666"),
            ),
            ("alias/a", alias("111122223333")),
            (
                "arn:aws:kms:eu-west-1:444455556666:alias/a",
                alias("444455556666"),
            ),
        ] {
            assert_eq!(parse(text, Operation::Encrypt).unwrap(), wanted);
        }
    }

    #[test]
    fn what_manages_keys_takes_no_alias() {
        assert!(parse(ID, Operation::DisableKey).is_ok());
        let name = parse("alias/a", Operation::DisableKey).unwrap_err();
        assert_eq!(name.to_string(), "Invalid keyId 'alias/a'");
        let arn = parse(
            "arn:aws:kms:eu-west-1:111122223333:alias/a",
            Operation::DisableKey,
        )
        .unwrap_err();
        assert_eq!(
            arn.to_string(),
            "`arn:aws:kms:eu-west-1:111122223333:alias/a` is not the ARN of a key"
        );
    }

    #[test]
    fn another_region_or_partition_is_another_world() {
        for (arn, place) in [
            (
                format!("arn:aws:kms:eu-west-2:111122223333:key/{ID}"),
                "eu-west-2",
            ),
            (
                format!("arn:aws-cn:kms:eu-west-1:111122223333:key/{ID}"),
                "aws-cn",
            ),
        ] {
            let error = parse(&arn, Operation::Encrypt).unwrap_err();
            assert!(
                matches!(&error, Error::NotFound(Missing::Place(found)) if found == place),
                "{error:?}"
            );
        }
    }

    #[test]
    fn the_rest_is_refused_for_what_is_wrong_with_it() {
        for (text, wanted) in [
            ("", "`KeyId` has 1 to 2048 bytes"),
            ("orders", "Invalid keyId 'orders'"),
            ("alias/", "Invalid keyId 'alias/'"),
            (
                "arn:aws:kms:eu-west-1:111122223333",
                "`arn:aws:kms:eu-west-1:111122223333` is not the ARN of a key or an alias",
            ),
            (
                "arn:aws:s3:eu-west-1:111122223333:key/x",
                "`arn:aws:s3:eu-west-1:111122223333:key/x` is not the ARN of a key or an alias",
            ),
            (
                "arn:aws:kms:eu-west-1:111122223333:grant/x",
                "`arn:aws:kms:eu-west-1:111122223333:grant/x` is not the ARN of a key or an alias",
            ),
            (
                "arn:aws:kms:eu-west-1:111122223333:key/x",
                "Invalid keyId 'x'",
            ),
        ] {
            assert_eq!(
                parse(text, Operation::Encrypt).unwrap_err().to_string(),
                wanted
            );
        }
        assert!(parse(&"a".repeat(2049), Operation::Encrypt).is_err());
        let managing = parse(
            "arn:aws:s3:eu-west-1:111122223333:key/x",
            Operation::DisableKey,
        );
        assert_eq!(
            managing.unwrap_err().to_string(),
            "`arn:aws:s3:eu-west-1:111122223333:key/x` is not the ARN of a key"
        );
    }
}
