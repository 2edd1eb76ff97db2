//! How a store in a file is opened.

use std::path::Path;

use super::RedbStore;
use crate::{Error, Result, limits};

/// How a [`RedbStore`] is opened: every default is bounded.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct RedbOptions {
    pub(super) cache_bytes: usize,
    pub(super) queue_transactions: usize,
    pub(super) queue_bytes: usize,
}

impl RedbOptions {
    /// The defaults: 64 MiB of page cache, 4,096 waiting transactions of together 64 MiB.
    pub fn new() -> Self {
        Self {
            cache_bytes: 64 * MIB,
            queue_transactions: 4_096,
            queue_bytes: 64 * MIB,
        }
    }

    /// Bytes of the file that are kept in memory.
    ///
    /// # Errors
    /// [`Error::InvalidOption`] unless it is 1 MiB to 64 GiB.
    pub fn cache_bytes(mut self, bytes: usize) -> Result<Self> {
        self.cache_bytes = bounded(
            "cache_bytes",
            "1 MiB to 64 GiB",
            bytes,
            MIB..=MIB.saturating_mul(64 * 1024),
        )?;
        Ok(self)
    }

    /// How many transactions may wait to be committed.
    ///
    /// # Errors
    /// [`Error::InvalidOption`] unless it is 1 to 1,000,000.
    pub fn queue_transactions(mut self, transactions: usize) -> Result<Self> {
        self.queue_transactions = bounded(
            "queue_transactions",
            "1 to 1,000,000",
            transactions,
            1..=1_000_000,
        )?;
        Ok(self)
    }

    /// Bytes of keys and values in the transactions that may wait to be committed.
    ///
    /// # Errors
    /// [`Error::InvalidOption`] unless it is 2 MiB (one transaction always fits) to 4 GiB.
    pub fn queue_bytes(mut self, bytes: usize) -> Result<Self> {
        self.queue_bytes = bounded(
            "queue_bytes",
            "2 MiB to 4 GiB",
            bytes,
            2 * MIB..=MIB.saturating_mul(4 * 1024),
        )?;
        Ok(self)
    }

    /// Opens the store at this path.
    ///
    /// # Errors
    /// As [`RedbStore::open`].
    pub fn open(&self, path: impl AsRef<Path>) -> Result<RedbStore> {
        super::open::open(self, path.as_ref())
    }

    /// Makes an empty store at this path.
    ///
    /// # Errors
    /// As [`RedbStore::create`].
    pub fn create(&self, path: impl AsRef<Path>) -> Result<RedbStore> {
        super::open::create(path.as_ref())?;
        self.open(path)
    }

    /// Opens the store at this path, and makes it first if there is none.
    ///
    /// # Errors
    /// As [`RedbStore::open_or_create`].
    pub fn open_or_create(&self, path: impl AsRef<Path>) -> Result<RedbStore> {
        let path = path.as_ref();
        match self.open(path) {
            Err(Error::NotFound { .. }) => match super::open::create(path) {
                // Someone else was faster.
                Ok(()) | Err(Error::AlreadyExists { .. }) => self.open(path),
                Err(error) => Err(error),
            },
            result => result,
        }
    }
}

impl Default for RedbOptions {
    fn default() -> Self {
        Self::new()
    }
}

fn bounded(
    option: &'static str,
    bounds: &'static str,
    value: usize,
    allowed: std::ops::RangeInclusive<usize>,
) -> Result<usize> {
    if allowed.contains(&value) {
        Ok(value)
    } else {
        Err(Error::InvalidOption { option, bounds })
    }
}

const MIB: usize = 1024 * 1024;

// One transaction always fits into the smallest queue.
const _: () = assert!(
    limits::TRANSACTION_BYTES + limits::OPERATIONS * (limits::KEY_BYTES + limits::WRAPPER_BYTES)
        <= 2 * MIB
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_out_of_bounds_is_refused() {
        let refused = |result: Result<RedbOptions>| {
            assert!(
                matches!(result, Err(Error::InvalidOption { .. })),
                "{result:?}"
            );
        };
        refused(RedbOptions::new().cache_bytes(MIB - 1));
        refused(RedbOptions::new().queue_transactions(0));
        refused(RedbOptions::new().queue_bytes(MIB));
        assert!(RedbOptions::new().cache_bytes(MIB).is_ok());
    }
}
