//! redb as it is, beside what is built on it.

use std::{
    cell::{Cell, RefCell},
    collections::VecDeque,
};

use redb::{Database, ReadableDatabase, TableDefinition};
use store::Key;
use tempfile::TempDir;

use crate::subject::{
    CACHE_BYTES, FILE, Subject, UNDER_PATH, VERSIONS, WRITERS, copy, name, value,
};

/// redb as it is, with the same names and values.
pub struct Raw(Database);

impl Raw {
    const VALUES: TableDefinition<'_, &str, &[u8]> = TableDefinition::new("values");

    pub fn new(dir: &TempDir, parameters: usize) -> Self {
        let builder = Database::builder()
            .set_cache_size(CACHE_BYTES)
            .create(dir.path().join("raw.redb"));
        let database = builder.unwrap();
        for first in (0..parameters).step_by(10_000) {
            let write = database.begin_write().unwrap();
            {
                let mut table = write.open_table(Self::VALUES).unwrap();
                for n in first..(first + 10_000).min(parameters) {
                    table.insert(name(n).as_str(), value().as_slice()).unwrap();
                }
            }
            write.commit().unwrap();
        }
        Self(database)
    }

    pub fn get(&self, name: &str) -> Vec<u8> {
        let read = self.0.begin_read().unwrap();
        let table = read.open_table(Self::VALUES).unwrap();
        table.get(name).unwrap().unwrap().value().to_vec()
    }

    pub fn scan(&self, path: &str) -> Vec<(String, Vec<u8>)> {
        let read = self.0.begin_read().unwrap();
        let table = read.open_table(Self::VALUES).unwrap();
        let (first, beyond) = (format!("{path}/"), format!("{path}0"));
        let found = table.range(first.as_str()..beyond.as_str()).unwrap();
        let owned = found.map(|entry| {
            let (key, value) = entry.unwrap();
            (key.value().to_owned(), value.value().to_vec())
        });
        let owned: Vec<_> = owned.collect();
        assert_eq!(owned.len(), UNDER_PATH);
        owned
    }
}

/// redb as it is, in the store's durability mode and on a copy of its file: what puts write and delete, in the same places.
pub struct Bare {
    database: Database,
    writers: RefCell<Vec<Writer>>,
    puts: Cell<u64>,
}

/// Whether the entry in the store's log, which its contract's `changes` needs, is among the records.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Log {
    Written,
    LeftOut,
}

/// A record, by its key's bytes.
type Written<'a> = (Vec<u8>, &'a [u8]);

/// One that puts the same parameter again and again.
struct Writer {
    /// What a put writes.
    records: Vec<(Key, Vec<u8>)>,
    /// The records of the versions that are kept: the oldest goes when there are too many.
    versions: VecDeque<Vec<u8>>,
}

impl Bare {
    const RECORDS: TableDefinition<'_, &[u8], (u64, &[u8])> = TableDefinition::new("records");

    pub fn new(dir: &TempDir, subject: &Subject, parameters: usize) -> Self {
        let writers: Vec<_> = (0..WRITERS)
            .map(|writer| Subject::of_writer(writer, parameters))
            .map(|n| Writer::new(subject.records_of_one_put(n)))
            .collect();
        let lengths = |(key, value): &(Key, Vec<u8>)| (key.as_bytes().len(), value.len());
        let records = &writers[0].records;
        println!(
            "a put writes {} records, of (key, value) bytes {:?}",
            records.len(),
            records.iter().map(lengths).collect::<Vec<_>>()
        );
        let path = dir.path().join("bare.redb");
        copy(&dir.path().join(FILE), &path);
        let builder = Database::builder().set_cache_size(CACHE_BYTES).open(path);
        Self {
            database: builder.unwrap(),
            writers: RefCell::new(writers),
            puts: Cell::new(BEHIND),
        }
    }

    /// Writes what a put of so many writers writes, in one transaction.
    pub fn commit(&self, writers: usize, log: Log) {
        let mut entry = Vec::new();
        let mut write = self.database.begin_write().unwrap();
        write.set_two_phase_commit(true);
        write.set_quick_repair(true);
        {
            let mut table = write.open_table(Self::RECORDS).unwrap();
            for writer in self.writers.borrow_mut().iter_mut().take(writers) {
                self.puts.set(self.puts.get() + 1);
                let (records, deleted) = writer.put(self.puts.get());
                entry.extend([0; 17]);
                for (key, value) in records {
                    table.insert(key.as_slice(), (1, value)).unwrap();
                    entry.extend([0; 2]);
                    entry.extend(key);
                }
                if let Some(key) = deleted {
                    table.remove(key.as_slice()).unwrap().unwrap();
                    entry.extend([0; 2]);
                    entry.extend(key);
                }
            }
            if log == Log::Written {
                let place = [&[0xff], &self.puts.get().to_be_bytes()[..]].concat();
                table
                    .insert(place.as_slice(), (1, entry.as_slice()))
                    .unwrap();
            }
        }
        write.commit().unwrap();
    }
}

impl Writer {
    fn new(records: Vec<(Key, Vec<u8>)>) -> Self {
        Self {
            records,
            versions: VecDeque::new(),
        }
    }

    /// What the next put writes, and what it deletes.
    fn put(&mut self, number: u64) -> (Vec<Written<'_>>, Option<Vec<u8>>) {
        let mut written = Vec::new();
        for (key, value) in &self.records {
            let mut bytes = key.as_bytes().to_vec();
            // What ends with a number is new with each put; the parameter stays where it is.
            let last = key.elements().unwrap().pop().unwrap();
            if last.as_u64().is_some() {
                let at = bytes.len() - 8;
                bytes[at..].copy_from_slice(&number.to_be_bytes());
            }
            if key
                .element(4)
                .is_some_and(|kind| kind.as_str() == Some("version"))
            {
                self.versions.push_back(bytes.clone());
            }
            written.push((bytes, value.as_slice()));
        }
        let one_too_many = self.versions.len() == VERSIONS;
        let deleted = one_too_many.then(|| self.versions.pop_front().unwrap());
        (written, deleted)
    }
}

/// A number behind all that are there already.
const BEHIND: u64 = 1 << 40;
