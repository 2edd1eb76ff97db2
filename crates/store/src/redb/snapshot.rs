//! One durable state of the file, open for reading.

use std::fmt;

use ::redb::{Database, ReadOnlyTable, ReadableDatabase, ReadableTable};

use super::{
    disk::{Disk, Fault, guarded},
    schema::{LOG, LogEntry, RECORDS},
};
use crate::{
    Change, Error, Key, KeyRange, Result, Revision, TransactionId, Versioned, limits,
    recall::Recall,
};

/// The state after one commit. It is kept open until the next, so that a read opens nothing.
pub(super) struct Snapshot {
    revision: Revision,
    /// The revision from which on the log is complete.
    oldest: Revision,
    records: RecordTable,
    log: LogTable,
}

type RecordTable = ReadOnlyTable<&'static [u8], (u64, &'static [u8])>;
type LogTable = ReadOnlyTable<u64, LogEntry>;

impl Snapshot {
    /// Opens the newest state.
    pub(super) fn take(database: &Database) -> Disk<Self> {
        let read = database.begin_read()?;
        let (records, log) = (read.open_table(RECORDS)?, read.open_table(LOG)?);
        let (mut revision, mut oldest) = (Revision::ZERO, Revision::ZERO);
        // INVARIANT: the log keeps its newest entry for ever, so it knows the revision.
        if let (Some((first, _)), Some((last, _))) = (log.first()?, log.last()?) {
            revision = Revision::new(last.value());
            oldest = Revision::new(first.value().saturating_sub(1));
        }
        Ok(Self {
            revision,
            oldest,
            records,
            log,
        })
    }

    pub(super) fn revision(&self) -> Revision {
        self.revision
    }

    pub(super) fn oldest(&self) -> Revision {
        self.oldest
    }

    pub(super) fn read(&self, keys: &[Key]) -> Result<Vec<Option<Versioned>>> {
        Ok(guarded(|| {
            let read = |key: &Key| {
                let found = self.records.get(key.as_bytes())?;
                Ok(found.map(|found| versioned(found.value())))
            };
            keys.iter().map(read).collect()
        })?)
    }

    pub(super) fn scan(&self, range: &KeyRange, limit: usize) -> Result<Vec<(Key, Versioned)>> {
        if range.is_empty() {
            return Ok(Vec::new());
        }
        Ok(guarded(|| {
            let found = self.records.range::<&[u8]>(range.bounds())?.take(limit);
            let own = |entry: std::result::Result<_, ::redb::StorageError>| {
                let (key, record): (::redb::AccessGuard<'_, &[u8]>, ::redb::AccessGuard<'_, _>) =
                    entry?;
                Ok((stored_key(key.value())?, versioned(record.value())))
            };
            found.map(own).collect()
        })?)
    }

    /// The first commits after `since`.
    pub(super) fn changes(&self, since: Revision) -> Result<Vec<Change>> {
        if since < self.oldest {
            return Err(Error::Compacted {
                since,
                oldest: self.oldest,
            });
        }
        let Some(first) = since.next().filter(|first| *first <= self.revision) else {
            return Ok(Vec::new());
        };
        Ok(guarded(|| {
            let mut changes = Vec::new();
            for entry in self.log.range(first.number()..)?.take(limits::SCAN_RECORDS) {
                let (revision, entry) = entry?;
                let (_, keys) = entry.value();
                let keys = keys
                    .into_iter()
                    .map(stored_key)
                    .collect::<Disk<Vec<Key>>>()?;
                changes.push(Change::new(Revision::new(revision.value()), keys));
            }
            Ok(changes)
        })?)
    }

    pub(super) fn records(&self) -> &RecordTable {
        &self.records
    }

    pub(super) fn log(&self) -> &LogTable {
        &self.log
    }

    /// The transactions that the log remembers.
    pub(super) fn recall(&self) -> Disk<Recall> {
        let mut recall = Recall::default();
        for entry in self.log.iter()? {
            let (revision, entry) = entry?;
            let (id, _) = entry.value();
            recall.remember(
                TransactionId::from_bytes(id),
                Revision::new(revision.value()),
            );
        }
        Ok(recall)
    }
}

impl fmt::Debug for Snapshot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Snapshot")
            .field("revision", &self.revision)
            .finish_non_exhaustive()
    }
}

fn versioned((version, value): (u64, &[u8])) -> Versioned {
    Versioned::new(value.to_vec(), Revision::new(version))
}

fn stored_key(bytes: &[u8]) -> Disk<Key> {
    Key::from_bytes(bytes).map_err(|_| Fault::Corrupt("a stored key"))
}
