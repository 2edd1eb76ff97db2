//! The hash behind the index: fast, and fit for nothing else.
//!
//! Equal texts have equal hashes; so do some others. A candidate is compared in full before it counts, so a collision
//! costs time and never changes a decision.

use std::hash::{BuildHasherDefault, Hasher};

/// Where a text's hash begins.
pub(super) const START: u64 = 0x9E37_79B9_7F4A_7C15;

/// Goes on hashing with some more bytes.
pub(super) fn hash(state: u64, bytes: &[u8]) -> u64 {
    words(bytes).fold(mix(state, bytes.len() as u64), mix)
}

/// As [`hash`], the same for upper and lower case.
pub(super) fn hash_any_case(state: u64, bytes: &[u8]) -> u64 {
    // Sets the bit that tells ASCII's cases apart. That some other characters then look alike does not matter.
    const LOWER: u64 = 0x2020_2020_2020_2020;
    words(bytes)
        .map(|word| word | LOWER)
        .fold(mix(state, bytes.len() as u64), mix)
}

/// The bytes eight at a time, the last word filled up with zeros.
fn words(bytes: &[u8]) -> impl Iterator<Item = u64> {
    let (whole, rest) = bytes.as_chunks::<8>();
    let mut last = [0; 8];
    for (to, from) in last.iter_mut().zip(rest) {
        *to = *from;
    }
    let last = (!rest.is_empty()).then_some(last);
    whole.iter().copied().chain(last).map(u64::from_le_bytes)
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "both halves of the product are taken"
)]
fn mix(a: u64, b: u64) -> u64 {
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
