//! The counts of one rate-based rule.

use std::{
    hash::{BuildHasher, RandomState},
    net::IpAddr,
    sync::{Mutex, MutexGuard, PoisonError},
};

use super::{
    InstanceKey,
    key::{KeyBuilder, KeyHasher},
    shard::{Shard, Terms},
};

/// How many requests each aggregation instance of one rate-based rule has sent. Shared by all threads.
///
/// An instance takes at most 128 bytes with two moments of requests in the window, 1.2 KiB with 128. Beyond
/// `max_instances` those not seen for longest are forgotten.
#[derive(Debug)]
pub struct RateTracker {
    shards: Box<[Mutex<Shard>]>,
    terms: Terms,
    /// Spreads instances over shards: random, so that nobody can gather them in one.
    spread: u64,
    keys: KeyHasher,
}

/// Locks of a tracker: threads seldom meet at one.
const SHARDS: usize = 64;

impl RateTracker {
    pub(crate) fn new(window_seconds: u64, limit: u64, max_instances: usize) -> Self {
        let random = RandomState::new();
        let seed = |n: usize| [random.hash_one((n, 0_u8)), random.hash_one((n, 1_u8))];
        Self {
            shards: (0..SHARDS)
                .map(|n| Mutex::new(Shard::new(seed(n))))
                .collect(),
            terms: Terms {
                window_millis: u32::try_from(window_seconds.saturating_mul(1000))
                    .unwrap_or(u32::MAX),
                limit: u32::try_from(limit).unwrap_or(u32::MAX),
                max_instances: (max_instances / SHARDS).max(2),
            },
            spread: random.hash_one(SHARDS) | 1,
            keys: KeyHasher::default(),
        }
    }

    /// Begins the key of an instance.
    pub(crate) fn key(&self) -> KeyBuilder {
        self.keys.start()
    }

    /// Counts a request at this time; whether its instance exceeds the limit with it.
    pub(crate) fn exceeds(&self, key: InstanceKey, now_millis: u64) -> bool {
        self.shard(key).record(key, now_millis, &self.terms) > self.terms.limit
    }

    /// The addresses that are over the limit at this time, those that sent most first: at most 10,000.
    ///
    /// Meaningful where the rule aggregates on addresses alone.
    pub fn limited_addresses(&self, now_millis: u64) -> Vec<IpAddr> {
        let mut limited: Vec<(InstanceKey, u32)> = Vec::new();
        for shard in &self.shards {
            limited.extend(lock(shard).limited(now_millis, &self.terms));
        }
        limited.sort_unstable_by_key(|&(key, count)| (std::cmp::Reverse(count), key.0));
        limited.truncate(LIMITED_ADDRESSES);
        limited.into_iter().map(|(key, _)| key.address()).collect()
    }

    /// How many instances are held.
    pub fn instances(&self) -> usize {
        self.shards.iter().map(|shard| lock(shard).len()).sum()
    }

    #[expect(
        clippy::indexing_slicing,
        clippy::cast_possible_truncation,
        reason = "any bits will do, and their remainder is below the number of shards"
    )]
    fn shard(&self, key: InstanceKey) -> MutexGuard<'_, Shard> {
        let folded = (key.0 ^ (key.0 >> 64)) as u64;
        let spread = folded.wrapping_mul(self.spread) >> 32;
        lock(&self.shards[spread as usize % SHARDS])
    }
}

/// Addresses that one rule limits at once.
const LIMITED_ADDRESSES: usize = 10_000;

/// A panic of another thread leaves counts as good as they were.
fn lock(shard: &Mutex<Shard>) -> MutexGuard<'_, Shard> {
    shard.lock().unwrap_or_else(PoisonError::into_inner)
}
