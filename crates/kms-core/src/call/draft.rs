//! A key as it is to be: what a call makes of the record that it has read.

use service_kit::Change;

use crate::{
    Result,
    key::{KeyRecord, LoadedKey},
};

/// A key as it is to be, and what else is to be committed with it.
#[derive(Debug)]
pub(crate) struct Draft<'a> {
    /// The key as it was read.
    pub(crate) key: &'a LoadedKey,
    /// Its record as it is to be.
    pub(crate) record: KeyRecord,
    change: Change,
}

impl<'a> Draft<'a> {
    /// The key as it is.
    pub(crate) fn of(key: &'a LoadedKey) -> Self {
        Self {
            key,
            record: key.record.clone(),
            change: Change::new(),
        }
    }

    /// Adds something else that is to be committed with it.
    pub(crate) fn also(&mut self, more: impl FnOnce(Change) -> Change) {
        self.change = more(std::mem::take(&mut self.change));
    }

    /// What to commit: it holds only if the key is still as it was read.
    pub(crate) fn into_change(self) -> Result<Change> {
        let Self {
            key,
            record,
            change,
        } = self;
        let name = key.scope.key_record(&key.id)?;
        Ok(change.replace(name, record.encode()?, key.version))
    }
}
