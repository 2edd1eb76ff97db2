//! One durable state of the file, open for reading.

use std::{fmt, ops::Bound};

use ::redb::{Database, ReadOnlyTable, ReadableDatabase};

use super::{
    disk::{Disk, Fault, guarded},
    log::{self, Logged},
    schema::RECORDS,
};
use crate::{Change, Error, Key, KeyRange, Result, Revision, Versioned, limits, recall::Recall};

/// The state after one commit. It is kept open until the next, so that a read opens nothing.
pub(super) struct Snapshot {
    revision: Revision,
    /// The revision from which on the log is complete.
    oldest: Revision,
    records: RecordTable,
}

type RecordTable = ReadOnlyTable<&'static [u8], (u64, &'static [u8])>;

impl Snapshot {
    /// Opens the newest state of a file: its log says which.
    pub(super) fn open(database: &Database) -> Disk<Self> {
        let mut snapshot = Self::take(database, Revision::ZERO, Revision::ZERO)?;
        // INVARIANT: the log keeps its newest entry for ever, so it knows the revision.
        let first = snapshot.log(Revision::ZERO)?.next().transpose()?;
        let last = snapshot.log(Revision::ZERO)?.next_back().transpose()?;
        let revision = |commit: Option<&Logged>| commit.map(|commit| commit.change.revision);
        if let Some(first) = revision(first.iter().flatten().next()) {
            snapshot.oldest = Revision::new(first.number().saturating_sub(1));
        }
        if let Some(last) = revision(last.iter().flatten().next_back()) {
            snapshot.revision = last;
        }
        Ok(snapshot)
    }

    /// Opens the newest state, of which this is known.
    pub(super) fn take(database: &Database, revision: Revision, oldest: Revision) -> Disk<Self> {
        let records = database.begin_read()?.open_table(RECORDS)?;
        Ok(Self {
            revision,
            oldest,
            records,
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
            let (start, end) = range.bounds();
            // Behind all records is the log.
            let end = match end {
                Bound::Unbounded => Bound::Excluded(&[Key::BACKEND][..]),
                end => end,
            };
            let found = self.records.range::<&[u8]>((start, end))?.take(limit);
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
            for commits in self.log(first)? {
                let changed = commits?.into_iter().map(|commit| commit.change);
                changes.extend(changed.skip_while(|change| change.revision < first));
                if changes.len() >= limits::SCAN_RECORDS {
                    break;
                }
            }
            Ok(changes)
        })?)
    }

    /// All that the table holds: the records, and the log behind them.
    pub(super) fn table(&self) -> &RecordTable {
        &self.records
    }

    /// The transactions that the log remembers.
    pub(super) fn recall(&self) -> Disk<Recall> {
        let mut recall = Recall::default();
        for commits in self.log(Revision::ZERO)? {
            for Logged { id, change } in commits? {
                recall.remember(id, change.revision);
            }
        }
        Ok(recall)
    }

    /// The entries of the log from the one on that holds this commit.
    fn log(&self, from: Revision) -> Disk<impl DoubleEndedIterator<Item = Disk<Vec<Logged>>>> {
        let places = log::places(from..=Revision::new(u64::MAX));
        let entries = self
            .records
            .range::<&[u8]>(places.start().as_slice()..=places.end().as_slice())?;
        Ok(entries.map(|entry| {
            let (place, entry) = entry?;
            log::decode(place.value(), entry.value())
        }))
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
