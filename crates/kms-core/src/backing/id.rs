//! Which backing key: a random number, not a counter, so that two copies of a store never give one id to two keys.

use std::fmt;

use crypto::random::{self, Random};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::hex;
use crate::Result;

/// The id of a backing key: 128 random bits, public.
#[derive(Clone, Copy, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub(crate) struct BackingKeyId([u8; Self::BYTES]);

impl BackingKeyId {
    /// Bytes in an id.
    pub(crate) const BYTES: usize = 16;

    /// A fresh one.
    pub(crate) fn random(random: &dyn Random) -> Result<Self> {
        Ok(Self(random::bytes(random)?))
    }

    /// The id with these bytes.
    pub(crate) const fn from_bytes(bytes: [u8; Self::BYTES]) -> Self {
        Self(bytes)
    }

    /// Its bytes.
    pub(crate) const fn as_bytes(&self) -> &[u8; Self::BYTES] {
        &self.0
    }
}

impl fmt::Debug for BackingKeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BackingKeyId({:032x})", u128::from_be_bytes(self.0))
    }
}

impl Serialize for BackingKeyId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&hex(&self.0))
    }
}

impl<'de> Deserialize<'de> for BackingKeyId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let number = u128::from_str_radix(&text, 16).ok();
        // Only the one form that `serialize` writes: 32 lower-case digits.
        match number.map(|number| Self(number.to_be_bytes())) {
            Some(id) if hex(&id.0) == text => Ok(id),
            _ => Err(serde::de::Error::custom(
                "a backing key id has 32 hexadecimal digits",
            )),
        }
    }
}
