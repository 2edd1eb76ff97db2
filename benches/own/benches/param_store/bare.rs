//! redb as it is, beside what is built on it.

use redb::{Database, ReadableDatabase, TableDefinition};
use store::{Key, Revision};
use tempfile::TempDir;

use crate::subject::{CACHE_BYTES, Subject, UNDER_PATH, WRITERS, name, value};

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

/// redb as it is, in the store's durability mode: the same records in the same places as puts write them, among the same parameters.
pub struct Bare {
    database: Database,
    /// What the put of each writer writes.
    puts: Vec<Vec<(Key, Vec<u8>)>>,
    count: std::cell::Cell<u64>,
}

impl Bare {
    const RECORDS: TableDefinition<'_, &[u8], (u64, &[u8])> = TableDefinition::new("records");

    pub fn new(dir: &TempDir, subject: &Subject, parameters: usize) -> Self {
        let puts: Vec<_> = (0..WRITERS)
            .map(|writer| Subject::of_writer(writer, parameters))
            .map(|n| subject.records_of_one_put(n))
            .collect();
        let lengths = |(key, value): &(Key, Vec<u8>)| (key.as_bytes().len(), value.len());
        println!(
            "a put writes {} records, of (key, value) bytes {:?}",
            puts[0].len(),
            puts[0].iter().map(lengths).collect::<Vec<_>>()
        );
        let builder = Database::builder()
            .set_cache_size(CACHE_BYTES)
            .create(dir.path().join("bare.redb"));
        let bare = Self {
            database: builder.unwrap(),
            puts,
            count: std::cell::Cell::new(0),
        };
        for records in subject.records_after(Revision::ZERO).chunks(10_000) {
            let write = bare.database.begin_write().unwrap();
            {
                let mut table = write.open_table(Self::RECORDS).unwrap();
                for (key, value) in records {
                    table.insert(key.as_bytes(), (1, value.as_slice())).unwrap();
                }
            }
            write.commit().unwrap();
        }
        bare
    }

    /// Writes the records of so many puts, in one transaction.
    pub fn commit(&self, puts: usize) {
        let mut write = self.database.begin_write().unwrap();
        write.set_two_phase_commit(true);
        write.set_quick_repair(true);
        {
            let mut table = write.open_table(Self::RECORDS).unwrap();
            for records in self.puts.iter().take(puts) {
                let count = self.count.get() + 1;
                self.count.set(count);
                for (key, value) in records {
                    let mut bytes = key.as_bytes().to_vec();
                    // What ends with a number is new with each put; the parameter stays where it is.
                    let last = key.elements().unwrap().pop().unwrap();
                    if last.as_u64().is_some() {
                        let number = bytes.len() - 8;
                        bytes[number..].copy_from_slice(&count.to_be_bytes());
                    }
                    table
                        .insert(bytes.as_slice(), (1, value.as_slice()))
                        .unwrap();
                }
            }
        }
        write.commit().unwrap();
    }
}
