//! The hash behind the index: fast, and fit for nothing else.
//!
//! Equal texts have equal hashes; so do some others. A candidate is compared in full before it counts, so a collision
//! costs time and never changes a decision.

use std::hash::{BuildHasherDefault, Hasher};

/// Where a text's hash begins.
pub(crate) const START: u64 = 0x9E37_79B9_7F4A_7C15;

/// Goes on hashing with some more bytes.
pub(crate) fn hash(state: u64, bytes: &[u8]) -> u64 {
    let mut beginnings = Beginnings::of(bytes);
    mix(state, beginnings.hash(bytes.len()).unwrap_or_default())
}

/// As [`hash`], the same for upper and lower case.
pub(super) fn hash_any_case(state: u64, bytes: &[u8]) -> u64 {
    // Sets the bit that tells ASCII's cases apart. That some other characters then look alike does not matter.
    const LOWER: u64 = 0x2020_2020_2020_2020;
    let (words, _) = bytes.as_chunks::<8>();
    let lower = |word: &[u8; 8]| u64::from_le_bytes(*word) | LOWER;
    let state = words.iter().map(lower).fold(state, mix);
    mix(mix(state, last_word(bytes) | LOWER), bytes.len() as u64)
}

/// The hashes of a text's beginnings. What shorter ones have in common with longer ones is hashed once.
#[derive(Clone)]
pub(super) struct Beginnings<'a> {
    text: &'a [u8],
    /// What its first `whole` words hash to.
    state: u64,
    whole: usize,
}

impl<'a> Beginnings<'a> {
    pub(super) fn of(text: &'a [u8]) -> Self {
        Self {
            text,
            state: START,
            whole: 0,
        }
    }

    /// The hash of so many bytes, not fewer than were asked for before; `None` if the text is shorter.
    #[inline]
    pub(crate) fn hash(&mut self, length: usize) -> Option<u64> {
        let beginning = self.text.get(..length)?;
        let (words, _) = beginning.as_chunks::<8>();
        for word in words.get(self.whole..).unwrap_or_default() {
            self.state = mix(self.state, u64::from_le_bytes(*word));
        }
        self.whole = words.len();
        Some(mix(mix(self.state, last_word(beginning)), length as u64))
    }
}

/// The last eight bytes, of which some may stand in the word before, too; of a shorter text all, filled up with zeros.
#[inline]
fn last_word(bytes: &[u8]) -> u64 {
    match bytes.last_chunk() {
        Some(last) => u64::from_le_bytes(*last),
        None => bytes
            .iter()
            .rev()
            .fold(0, |word, byte| word << 8 | u64::from(*byte)),
    }
}

/// Puts two hashes together.
#[inline]
#[expect(
    clippy::cast_possible_truncation,
    reason = "both halves of the product are taken"
)]
pub(super) fn mix(a: u64, b: u64) -> u64 {
    let product = u128::from(a ^ b) * u128::from(0xD6E8_FEB8_6659_FD93_u64 ^ a.rotate_left(32));
    (product as u64) ^ ((product >> 64) as u64)
}

/// A map whose keys are hashes already.
pub(super) type ByHash<T> = std::collections::HashMap<u64, T, BuildHasherDefault<AsItIs>>;

#[derive(Default)]
pub(super) struct AsItIs(u64);

impl Hasher for AsItIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = hash(self.0, bytes);
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}
