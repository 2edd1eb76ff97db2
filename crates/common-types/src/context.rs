//! The encryption context: pairs that are authenticated with a ciphertext, and not secret.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize};

use crate::{ParseError, limits};

/// Pairs of text bound to a ciphertext: who decrypts must give the same pairs again. Not secret: audit records show them.
///
/// Invariants: ordered by the UTF-8 bytes of the key; each key, each value and the number of pairs fit 16 bits.
///
/// Source: [Encryption context](https://docs.aws.amazon.com/kms/latest/developerguide/encrypt_context.html).
#[derive(Clone, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(transparent)]
pub struct EncryptionContext(BTreeMap<String, String>);

impl EncryptionContext {
    /// No pairs: the same as no context at all.
    pub const fn new() -> Self {
        Self(BTreeMap::new())
    }

    /// Gathers pairs; a key that comes again replaces the one before.
    ///
    /// # Errors
    ///
    /// [`ParseError`] if a key, a value or the number of pairs exceeds [`limits::CONTEXT_FIELD_BYTES`].
    pub fn try_from_iter<K: Into<String>, V: Into<String>>(
        pairs: impl IntoIterator<Item = (K, V)>,
    ) -> Result<Self, ParseError> {
        let mut context = Self::new();
        for (key, value) in pairs {
            context.insert(key, value)?;
        }
        Ok(context)
    }

    /// Adds a pair, and gives back the value that its key had before.
    ///
    /// # Errors
    ///
    /// [`ParseError`] if the key, the value or the number of pairs exceeds [`limits::CONTEXT_FIELD_BYTES`].
    pub fn insert(
        &mut self,
        key: impl Into<String>,
        value: impl Into<String>,
    ) -> Result<Option<String>, ParseError> {
        let (key, value) = (key.into(), value.into());
        for (text, expected) in [
            (&key, "an encryption context key"),
            (&value, "an encryption context value"),
        ] {
            if text.len() > limits::CONTEXT_FIELD_BYTES {
                return Err(ParseError::new(
                    text,
                    expected,
                    "it is longer than 65535 bytes",
                ));
            }
        }
        if self.0.len() >= limits::CONTEXT_FIELD_BYTES && !self.0.contains_key(&key) {
            let reason = "the context already has 65535 pairs";
            return Err(ParseError::new(
                &key,
                "one more pair of an encryption context",
                reason,
            ));
        }
        Ok(self.0.insert(key, value))
    }

    /// Takes a pair out, and gives back its value.
    pub fn remove(&mut self, key: &str) -> Option<String> {
        self.0.remove(key)
    }

    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.0.get(key).map(String::as_str)
    }

    /// Whether there are no pairs.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many pairs there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// The pairs, in the order of their keys' bytes.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &str)> {
        self.0
            .iter()
            .map(|(key, value)| (key.as_str(), value.as_str()))
    }

    /// The keys, in the order of their bytes.
    pub fn keys(&self) -> impl ExactSizeIterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// How many bytes [`write_canonical`](Self::write_canonical) adds.
    pub fn canonical_len(&self) -> usize {
        if self.is_empty() {
            return 0;
        }
        self.iter()
            .fold(2, |sum, (key, value)| sum + 4 + key.len() + value.len())
    }

    /// Appends the one encoding that every equal context has: nothing for an empty one, else the number of pairs and,
    /// for each in order, length and bytes of key and of value; numbers are 16 bits, big-endian.
    ///
    /// Source: [AAD](https://docs.aws.amazon.com/encryption-sdk/latest/developer-guide/message-format.html#header-aad).
    pub fn write_canonical(&self, out: &mut Vec<u8>) {
        if self.is_empty() {
            return;
        }
        let put_count = |out: &mut Vec<u8>, count: usize| {
            // INVARIANT: `insert` keeps every count within 16 bits.
            out.extend_from_slice(&u16::try_from(count).unwrap_or(u16::MAX).to_be_bytes());
        };
        put_count(out, self.len());
        for text in self.iter().flat_map(|(key, value)| [key, value]) {
            put_count(out, text.len());
            out.extend_from_slice(text.as_bytes());
        }
    }

    /// The canonical encoding by itself.
    pub fn canonical_bytes(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(self.canonical_len());
        self.write_canonical(&mut out);
        out
    }
}

impl<'de> Deserialize<'de> for EncryptionContext {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let pairs = BTreeMap::<String, String>::deserialize(deserializer)?;
        Self::try_from_iter(pairs).map_err(serde::de::Error::custom)
    }
}

impl<'a> IntoIterator for &'a EncryptionContext {
    type Item = (&'a String, &'a String);
    type IntoIter = std::collections::btree_map::Iter<'a, String, String>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_canonical_encoding_byte_by_byte() {
        let context = EncryptionContext::try_from_iter([("b", "2"), ("a", "é")]).unwrap();
        assert_eq!(
            context.canonical_bytes(),
            [
                &[0, 2][..],
                &[0, 1],
                b"a",
                &[0, 2],
                "é".as_bytes(),
                &[0, 1],
                b"b",
                &[0, 1],
                b"2"
            ]
            .concat()
        );
        assert!(EncryptionContext::new().canonical_bytes().is_empty());
    }

    #[test]
    fn what_sixteen_bits_cannot_count_is_refused() {
        let mut context = EncryptionContext::new();
        assert!(context.insert("k", "v".repeat(65_535)).is_ok());
        assert!(context.insert("k", "v".repeat(65_536)).is_err());
        assert!(context.insert("k".repeat(65_536), "v").is_err());
        assert_eq!(
            context.get("k").map(str::len),
            Some(65_535),
            "a refused pair changes nothing"
        );
    }

    proptest! {
        #[test]
        fn order_of_insertion_does_not_matter(pairs in proptest::collection::btree_map(".{0,9}", ".{0,9}", 0..6)) {
            let forward = EncryptionContext::try_from_iter(pairs.clone()).unwrap();
            let backward = EncryptionContext::try_from_iter(pairs.into_iter().rev()).unwrap();
            prop_assert_eq!(forward.canonical_bytes(), backward.canonical_bytes());
            prop_assert_eq!(forward.canonical_bytes().len(), forward.canonical_len());
            let json = serde_json::to_string(&forward).unwrap();
            prop_assert_eq!(serde_json::from_str::<EncryptionContext>(&json).unwrap(), backward);
        }

        #[test]
        fn different_contexts_have_different_encodings(
            a in proptest::collection::btree_map("[ab]{0,3}", "[ab]{0,3}", 0..4),
            b in proptest::collection::btree_map("[ab]{0,3}", "[ab]{0,3}", 0..4),
        ) {
            let (a, b) = (EncryptionContext::try_from_iter(a).unwrap(), EncryptionContext::try_from_iter(b).unwrap());
            prop_assert_eq!(a == b, a.canonical_bytes() == b.canonical_bytes());
        }
    }
}
