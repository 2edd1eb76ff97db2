//! How a key is put together.

use super::{Key, KeyRange, tuple};
use crate::Result;

/// A tuple that becomes a key, or the range of all keys that begin with it.
#[derive(Clone, Debug, Eq, PartialEq)]
#[must_use]
pub struct KeyBuilder(Vec<u8>);

impl KeyBuilder {
    pub(super) fn new() -> Self {
        // INVARIANT: every builder that leaves this crate has a scope, so it is not empty.
        Self(Vec::with_capacity(TYPICAL_BYTES))
    }

    /// Appends text.
    pub fn str(mut self, text: &str) -> Self {
        tuple::push_str(&mut self.0, text);
        self
    }

    /// Appends bytes.
    pub fn bytes(mut self, bytes: &[u8]) -> Self {
        tuple::push_bytes(&mut self.0, bytes);
        self
    }

    /// Appends a number.
    pub fn u64(mut self, number: u64) -> Self {
        tuple::push_u64(&mut self.0, number);
        self
    }

    /// The key of this tuple.
    ///
    /// # Errors
    /// [`Error::InvalidKey`](crate::Error::InvalidKey) if it is longer than
    /// [`limits::KEY_BYTES`](crate::limits::KEY_BYTES).
    pub fn build(self) -> Result<Key> {
        Key::from_bytes(self.0)
    }

    /// All keys whose tuple begins with this one.
    ///
    /// # Errors
    /// As [`build`](Self::build).
    pub fn range(self) -> Result<KeyRange> {
        self.build().map(|key| KeyRange::prefix(&key))
    }
}

const TYPICAL_BYTES: usize = 96;
