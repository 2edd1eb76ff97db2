//! How keys are named: the id.

use std::str::FromStr;

use common_types::ParseError;
use crypto::random::{self, Random};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::Result;

/// The id of a key: a UUID in lower case, or `mrk-` and 32 hexadecimal digits for a multi-Region key.
///
/// Source: [Key identifiers](https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#key-id-key-id).
///
/// Either form has the same length, so an id is copied and never allocated.
#[derive(Clone, Copy, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct KeyId([u8; Self::BYTES]);

impl KeyId {
    /// Bytes in an id.
    pub(crate) const BYTES: usize = 36;

    /// A fresh one.
    pub(crate) fn random(random: &dyn Random) -> Result<Self> {
        let bytes: [u8; 16] = random::bytes(random)?;
        let mut id = [0; Self::BYTES];
        uuid::Builder::from_random_bytes(bytes)
            .into_uuid()
            .hyphenated()
            .encode_lower(&mut id);
        Ok(Self(id))
    }

    /// The id's text.
    pub fn as_str(&self) -> &str {
        // INVARIANT: `random` and `from_str` let ASCII in and nothing else.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// Whether the key has copies in other regions under the same id.
    pub fn is_multi_region(&self) -> bool {
        self.0.starts_with(MULTI_REGION)
    }

    /// Reads an id that stands among other bytes.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let id = Self(bytes.try_into().ok()?);
        id.is_well_formed().then_some(id)
    }

    fn is_well_formed(&self) -> bool {
        let Self(id) = self;
        match id.strip_prefix(MULTI_REGION) {
            Some(digits) => digits.iter().all(is_digit),
            // Without a branch: many bytes are looked at together.
            None => id.iter().zip(UUID).fold(true, |so_far, (byte, shape)| {
                so_far & ((*byte == b'-') == (*shape == b'-')) & (is_digit(byte) | (*byte == b'-'))
            }),
        }
    }
}

impl FromStr for KeyId {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        Self::from_bytes(text.as_bytes())
            .ok_or_else(|| ParseError::new(text, "a key id", "it is a UUID in lower case"))
    }
}

/// Whether it is a hexadecimal digit in lower case.
fn is_digit(byte: &u8) -> bool {
    byte.is_ascii_digit() | matches!(byte, b'a'..=b'f')
}

impl Serialize for KeyId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for KeyId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

impl std::fmt::Debug for KeyId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "KeyId({self})")
    }
}

impl std::fmt::Display for KeyId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.as_str())
    }
}

const MULTI_REGION: &[u8] = b"mrk-";
/// Where the hyphens of a UUID are.
const UUID: &[u8; KeyId::BYTES] = b"xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";

#[cfg(test)]
mod tests {
    use crypto::random::DangerousSeededRandom;

    use super::*;

    #[test]
    fn a_fresh_id_is_a_uuid_of_version_4() {
        let id = KeyId::random(&DangerousSeededRandom::new(1)).unwrap();
        assert_eq!(id.as_str().parse::<KeyId>().unwrap(), id);
        assert_eq!(
            uuid::Uuid::parse_str(id.as_str())
                .unwrap()
                .get_version_num(),
            4
        );
        assert!(!id.is_multi_region());
    }

    #[test]
    fn only_the_two_forms_of_aws_are_ids() {
        for good in [
            "1234abcd-12ab-34cd-56ef-1234567890ab",
            "mrk-1234abcd12ab34cd56ef1234567890ab",
        ] {
            assert_eq!(good.parse::<KeyId>().unwrap().to_string(), good);
        }
        for bad in [
            "",
            "1234",
            "1234ABCD-12ab-34cd-56ef-1234567890ab",
            "1234abcd-12ab-34cd-56ef-1234567890ab-",
            "1234abcd-12ab-34cd-56ef1-234567890ab",
            "1234abcd-12ab-34cd-56ef-1234-67890ab",
            "1234abcd-12ab-34cd-56ef-1234567890é",
            "1234abcd12ab34cd56ef1234567890ab",
            "mrk-1234abcd-12ab-34cd-56ef-1234567890ab",
            "alias/orders",
        ] {
            assert!(bad.parse::<KeyId>().is_err(), "{bad}");
        }
    }
}
