//! Alias names: friendly names that point to keys.

use std::{str::FromStr, sync::Arc};

use common_types::{ParseError, ServiceName, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{KeyId, Result, format, limits};

/// The name of an alias: `alias/` and letters, digits, `:`, `/`, `_`, `-`; at most
/// [`limits::ALIAS_CHARS`] in all.
///
/// Source: [Alias names](https://docs.aws.amazon.com/kms/latest/developerguide/alias-create.html).
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct AliasName(Arc<str>);

impl AliasName {
    /// The alias of the key that a service uses where a customer names none.
    ///
    /// # Errors
    ///
    /// [`ParseError`] if the service's name has a `.`: aliases have none.
    pub fn of_service(service: &ServiceName) -> Result<Self, ParseError> {
        format!("{RESERVED}{service}").parse()
    }

    /// The name, its prefix `alias/` included.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The service whose key it names, if it begins with `alias/aws/`: customers may not make, move or delete it.
    pub fn service(&self) -> Option<&str> {
        self.0.strip_prefix(RESERVED)
    }

    /// Whether customers may not make, move or delete it.
    pub fn is_reserved(&self) -> bool {
        self.service().is_some()
    }
}

impl FromStr for AliasName {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        let refuse = |reason: &'static str| Err(ParseError::new(text, "an alias name", reason));
        match text.strip_prefix(PREFIX) {
            None => return refuse("it does not begin with `alias/`"),
            Some("") => return refuse("nothing follows `alias/`"),
            Some(_) => {}
        }
        if text.len() > limits::ALIAS_CHARS {
            return refuse("it is longer than 256 characters");
        }
        if !text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b":/_-".contains(&b))
        {
            return refuse("it has a character that is no letter, digit, `:`, `/`, `_` or `-`");
        }
        Ok(Self(Arc::from(text)))
    }
}

impl AsRef<str> for AliasName {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for AliasName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(&self.0)
    }
}

impl Serialize for AliasName {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for AliasName {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

/// An alias as it is stored. Its name is the record's, and also in the record of its key.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AliasRecord {
    /// The key that it points to, in the same account and region.
    pub(crate) target: KeyId,
    pub(crate) created: Timestamp,
    pub(crate) updated: Timestamp,
}

impl AliasRecord {
    /// Reads a record.
    pub(crate) fn decode(value: &[u8]) -> Result<Self> {
        format::decode("the record of an alias", value)
    }

    /// The record's bytes.
    pub(crate) fn encode(&self) -> Result<Vec<u8>> {
        format::encode(self)
    }
}

/// What every alias name begins with.
pub(crate) const PREFIX: &str = "alias/";
const RESERVED: &str = "alias/aws/";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_follow_the_pattern_of_aws() {
        let longest = format!("alias/{}", "a".repeat(250));
        for good in ["alias/a", "alias/Team:x/y_z-1", &longest] {
            let name: AliasName = good.parse().unwrap();
            assert_eq!(name.as_str(), good);
            assert!(!name.is_reserved());
        }
        let too_long = format!("{longest}a");
        for bad in [
            "",
            "alias",
            "alias/",
            "orders",
            "Alias/a",
            "alias/a b",
            "alias/ä",
            "alias/a.b",
            &too_long,
        ] {
            assert!(bad.parse::<AliasName>().is_err(), "{bad}");
        }
    }

    #[test]
    fn a_service_has_an_alias_of_its_own() {
        let name = AliasName::of_service(&"ssm".parse().unwrap()).unwrap();
        assert_eq!(name.as_str(), "alias/aws/ssm");
        assert_eq!(name.service(), Some("ssm"));
        assert!(!"alias/awsome".parse::<AliasName>().unwrap().is_reserved());
    }
}
