//! One part of the instances, behind one lock.

use std::{
    collections::HashMap,
    hash::{BuildHasher, Hasher},
};

use super::{InstanceKey, history::History};

/// The instances of a shard, in two generations.
///
/// A generation lasts one window. Who is seen moves to the young one; when it ends, the old one is dropped whole: nobody in it was seen
/// within the window. Past its share of instances a generation ends early, which forgets those that were not seen for longest.
#[derive(Debug)]
pub(super) struct Shard {
    young: HashMap<InstanceKey, History, Folded>,
    old: HashMap<InstanceKey, History, Folded>,
    began: u64,
    latest: u64,
}

/// What all shards of a tracker agree on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Terms {
    pub(super) window_millis: u32,
    pub(super) limit: u32,
    pub(super) max_instances: usize,
}

impl Shard {
    pub(super) fn new(seed: [u64; 2]) -> Self {
        let hasher = Folded { seed };
        Self {
            young: HashMap::with_hasher(hasher),
            old: HashMap::with_hasher(hasher),
            began: 0,
            latest: 0,
        }
    }

    /// Counts a request of an instance; its count in the window, exact up to the limit and one.
    pub(super) fn record(&mut self, key: InstanceKey, now: u64, terms: &Terms) -> u32 {
        // A clock that was set back does not undo.
        let now = now.max(self.latest);
        let window = u64::from(terms.window_millis);
        if now - self.latest >= window {
            self.young.clear();
            self.old.clear();
            self.began = now;
        } else if now - self.began >= window || self.young.len() >= terms.max_instances / 2 {
            std::mem::swap(&mut self.young, &mut self.old);
            self.young.clear();
            self.began = now;
        }
        self.latest = now;
        let history = match self.young.entry(key) {
            std::collections::hash_map::Entry::Occupied(entry) => entry.into_mut(),
            std::collections::hash_map::Entry::Vacant(entry) => {
                entry.insert(self.old.remove(&key).unwrap_or_default())
            }
        };
        history.record(wrapped(now), terms.window_millis, terms.limit)
    }

    /// Instances over the limit.
    pub(super) fn limited(
        &self,
        now: u64,
        terms: &Terms,
    ) -> impl Iterator<Item = (InstanceKey, u32)> {
        let now = now.max(self.latest);
        let is_live = now - self.latest < u64::from(terms.window_millis);
        let all = self.young.iter().chain(&self.old).filter(move |_| is_live);
        all.map(move |(key, history)| (*key, history.count_at(wrapped(now), terms.window_millis)))
            .filter(|(_, count)| *count > terms.limit)
    }

    pub(super) fn len(&self) -> usize {
        self.young.len() + self.old.len()
    }
}

#[expect(clippy::cast_possible_truncation, reason = "modulo 2^32 is meant")]
fn wrapped(millis: u64) -> u32 {
    millis as u32
}

/// A multiplication of both halves of a key under a random seed, folded: keys are addresses that a client may choose, or already hashes.
#[derive(Clone, Copy, Debug)]
struct Folded {
    seed: [u64; 2],
}

impl BuildHasher for Folded {
    type Hasher = FoldedHasher;

    fn build_hasher(&self) -> FoldedHasher {
        FoldedHasher {
            seed: self.seed,
            hash: 0,
        }
    }
}

struct FoldedHasher {
    seed: [u64; 2],
    hash: u64,
}

impl Hasher for FoldedHasher {
    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(16) {
            let mut number = [0; 16];
            if let Some(start) = number.get_mut(..chunk.len()) {
                start.copy_from_slice(chunk);
            }
            self.write_u128(u128::from_le_bytes(number));
        }
    }

    fn write_u128(&mut self, number: u128) {
        let [high_seed, low_seed] = self.seed;
        let high = (number >> 64) as u64 ^ high_seed;
        #[expect(clippy::cast_possible_truncation, reason = "the low half is meant")]
        let low = number as u64 ^ low_seed ^ self.hash;
        self.hash = fold(fold(high, 0x9E37_79B9_7F4A_7C15) ^ low, high_seed | 1);
    }

    fn finish(&self) -> u64 {
        self.hash
    }
}

fn fold(a: u64, b: u64) -> u64 {
    let product = u128::from(a) * u128::from(b);
    #[expect(clippy::cast_possible_truncation, reason = "both halves are folded")]
    let low = product as u64;
    low ^ (product >> 64) as u64
}
