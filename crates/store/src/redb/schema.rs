//! The tables in the file. Drawn in `docs/formats.md`.

use ::redb::{Database, Durability, ReadableDatabase, TableDefinition, WriteTransaction};

use super::disk::{Disk, Fault};

/// Name of a number to the number: what the file says of itself. Its name tells a store from other
/// redb files.
pub(super) const META: TableDefinition<'_, &str, u64> = TableDefinition::new("strongroom");
/// Key to version and value. Behind all keys, the [log](super::log): place to revision and entry.
pub(super) const RECORDS: TableDefinition<'_, &[u8], (u64, &[u8])> =
    TableDefinition::new("records");

/// The layout of the tables that this release reads and writes.
pub(super) const FORMAT: u64 = 1;
const FORMAT_NAME: &str = "format";

/// Begins a write in the durability mode of the store: see [`RedbStore`](super::RedbStore).
pub(super) fn begin_write(database: &Database) -> Disk<WriteTransaction> {
    let mut write = database.begin_write()?;
    write
        .set_durability(Durability::Immediate)
        .map_err(::redb::Error::from)?;
    write.set_two_phase_commit(true);
    write.set_quick_repair(true);
    Ok(write)
}

/// Makes the tables of an empty store.
pub(super) fn create(database: &Database) -> Disk<()> {
    let write = begin_write(database)?;
    write.open_table(META)?.insert(FORMAT_NAME, FORMAT)?;
    write.open_table(RECORDS)?;
    write.commit()?;
    Ok(())
}

/// The layout of this file's tables; nothing if they are not a store's.
pub(super) fn format(database: &Database) -> Disk<Option<u64>> {
    let meta = match database.begin_read()?.open_table(META) {
        Ok(meta) => meta,
        Err(::redb::TableError::Storage(error)) => return Err(Fault::from(error)),
        Err(_) => return Ok(None),
    };
    Ok(meta.get(FORMAT_NAME)?.map(|format| format.value()))
}
