//! The counts of one rate-based rule.

use std::{
    net::IpAddr,
    sync::{Mutex, MutexGuard, PoisonError},
};

use super::{
    InstanceKey,
    key::{KeyBuilder, KeyHasher, KeyedHash, Keying},
    shard::{Shard, Terms},
};

/// How many requests each aggregation instance of one rate-based rule has sent. Shared by all threads.
///
/// An instance takes 43 to 64 bytes with up to two moments of requests in the window, and besides them 8 to 16 for each moment with
/// more, up to 128. Beyond `max_instances` those not seen for longest are forgotten.
#[derive(Debug)]
pub struct RateTracker {
    shards: Box<[Apart<Mutex<Shard>>]>,
    terms: Terms,
    keys: KeyHasher,
}

/// Something that shares no line of the processor's cache with its neighbours, nor the pair of lines that is fetched at once.
#[derive(Debug, Default)]
#[repr(align(128))]
struct Apart<T>(T);

/// Locks of a tracker: threads seldom meet at one.
const SHARDS: usize = 64;

impl RateTracker {
    pub(crate) fn new(window_seconds: u64, limit: u64, max_instances: usize) -> Self {
        Self {
            shards: (0..SHARDS).map(|_| Apart::default()).collect(),
            terms: Terms {
                window_millis: u32::try_from(window_seconds.saturating_mul(1000))
                    .unwrap_or(u32::MAX),
                limit: u32::try_from(limit).unwrap_or(u32::MAX),
                max_instances: (max_instances / SHARDS).max(2),
                keying: Keying::default(),
            },
            keys: KeyHasher::default(),
        }
    }

    /// Begins the key of an instance.
    pub(crate) fn key(&self) -> KeyBuilder {
        self.keys.start()
    }

    /// Counts a request at this time; whether its instance exceeds the limit with it.
    pub(crate) fn exceeds(&self, key: InstanceKey, now_millis: u64) -> bool {
        let hash = self.terms.keying.hash(key);
        self.shard(hash).record(key, hash, now_millis, &self.terms) > self.terms.limit
    }

    /// The addresses that are over the limit at this time, those that sent most first: at most 10,000.
    ///
    /// Meaningful where the rule aggregates on addresses alone.
    pub fn limited_addresses(&self, now_millis: u64) -> Vec<IpAddr> {
        let mut limited: Vec<(InstanceKey, u32)> = Vec::new();
        for shard in &self.shards {
            let shard = lock(&shard.0);
            let found = shard.limited(now_millis, &self.terms);
            limited.extend(found.filter(|(key, _)| *key != InstanceKey::INVALID));
        }
        limited.sort_unstable_by_key(|&(key, count)| (std::cmp::Reverse(count), key.0));
        limited.truncate(LIMITED_ADDRESSES);
        limited.into_iter().map(|(key, _)| key.address()).collect()
    }

    /// How many instances are held.
    pub fn instances(&self) -> usize {
        self.shards.iter().map(|shard| lock(&shard.0).len()).sum()
    }

    #[expect(
        clippy::indexing_slicing,
        reason = "a remainder is below the number of shards"
    )]
    fn shard(&self, hash: KeyedHash) -> MutexGuard<'_, Shard> {
        lock(&self.shards[usize::from(hash.bits()) % SHARDS].0)
    }
}

/// Addresses that one rule limits at once.
const LIMITED_ADDRESSES: usize = 10_000;

/// A panic of another thread leaves counts as good as they were.
fn lock(shard: &Mutex<Shard>) -> MutexGuard<'_, Shard> {
    shard.lock().unwrap_or_else(PoisonError::into_inner)
}
