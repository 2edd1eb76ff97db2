//! A consistent copy while the store is open.

use std::path::Path;

use ::redb::{Database, ReadableTable};

use super::{
    RedbStore,
    disk::Disk,
    open,
    schema::{self, RECORDS},
    snapshot::Snapshot,
};
use crate::Result;

impl RedbStore {
    /// Copies the store, as it is after the last commit, into a new file that only its owner can
    /// read.
    ///
    /// Commits go on meanwhile and are not in the copy. It keeps every version, and the keys
    /// wrapped as they are, so that it opens like the store itself: with the root key that the
    /// store had at that moment. It is complete when this returns, and not there if it fails.
    /// Blocks until then: call it where blocking is allowed.
    ///
    /// # Errors
    /// [`Error::AlreadyExists`](crate::Error::AlreadyExists), [`Error::Io`](crate::Error::Io),
    /// [`Error::Poisoned`](crate::Error::Poisoned).
    pub fn back_up(&self, path: impl AsRef<Path>) -> Result<()> {
        let snapshot = self.shared.snapshot()?;
        open::create_with(path.as_ref(), |copy| snapshot.copy_into(copy))
    }
}

impl Snapshot {
    fn copy_into(&self, copy: &Database) -> Disk<()> {
        let mut entries = self.table().iter()?;
        while copy_some(copy, &mut entries)? {}
        Ok(())
    }
}

/// Copies records and log up to a bounded number of bytes, so that the copy's transactions stay small.
fn copy_some(
    copy: &Database,
    records: &mut ::redb::Range<'_, &'static [u8], (u64, &'static [u8])>,
) -> Disk<bool> {
    let write = schema::begin_write(copy)?;
    let mut bytes = 0usize;
    {
        let mut table = write.open_table(RECORDS)?;
        for entry in records.by_ref() {
            let (key, record) = entry?;
            let (_, value) = record.value();
            table.insert(key.value(), record.value())?;
            bytes = bytes
                .saturating_add(key.value().len())
                .saturating_add(value.len());
            if bytes >= STEP_BYTES {
                break;
            }
        }
    }
    write.commit()?;
    Ok(bytes >= STEP_BYTES)
}

const STEP_BYTES: usize = 8 * 1024 * 1024;
