//! Which part of the count a call uses: none that another call of this process is using.

use std::sync::{Mutex, MutexGuard, PoisonError};

use crypto::random::{self, Random};

use crate::{Result, limits};

/// The parts of the count that nobody uses at the moment, and whose turn it is to give one more of the quota.
#[derive(Debug)]
pub(crate) struct Shards {
    free: Mutex<Vec<u16>>,
    /// Calls of this process that need more of the quota get it one after the other, so that none of them conflicts with another.
    pub(super) granting: futures_util::lock::Mutex<()>,
}

/// A part of the count, for one call. It goes back when this is dropped.
#[derive(Debug)]
pub(crate) struct Lease<'a> {
    shards: &'a Shards,
    shard: u16,
}

impl Shards {
    /// All parts. Each process begins with another, so that two of them seldom use the same.
    pub(crate) fn new(random: &dyn Random) -> Self {
        let mut shards: Vec<_> = (0..limits::COUNT_SHARDS).collect();
        let first = random::bytes(random).map_or(0, u16::from_be_bytes) % limits::COUNT_SHARDS;
        shards.rotate_left(first.into());
        Self {
            free: Mutex::new(shards),
            granting: futures_util::lock::Mutex::new(()),
        }
    }

    /// Lends a part. If all are lent, this one is used by another call too, and one of the two decides again.
    pub(crate) fn lend(&self, random: &dyn Random) -> Result<Lease<'_>> {
        let free = self.free().pop();
        let shard = match free {
            Some(shard) => shard,
            None => u16::from_be_bytes(random::bytes(random)?) % limits::COUNT_SHARDS,
        };
        Ok(Lease {
            shards: self,
            shard,
        })
    }

    fn free(&self) -> MutexGuard<'_, Vec<u16>> {
        self.free.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Lease<'_> {
    /// Which part it is.
    pub(crate) fn shard(&self) -> u16 {
        self.shard
    }
}

impl Drop for Lease<'_> {
    fn drop(&mut self) {
        let mut shards = self.shards.free();
        if !shards.contains(&self.shard) {
            shards.push(self.shard);
        }
    }
}
