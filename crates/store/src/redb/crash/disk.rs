//! A disk that remembers what was written when, and fails when it is told to.

use std::{
    io,
    sync::{Arc, Mutex},
};

use ::redb::StorageBackend;

use crate::sync::lock;

/// A file in memory with a journal. Clones are the same file.
#[derive(Clone, Debug, Default)]
pub(super) struct Disk(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    file: Vec<u8>,
    journal: Vec<Event>,
    /// How many more writes and syncs succeed; all, if there is none.
    budget: Option<Budget>,
}

/// What happened to a file.
#[derive(Clone, Debug)]
pub(super) enum Event {
    Write {
        offset: usize,
        data: Vec<u8>,
    },
    Resize(usize),
    Sync,
    /// Not the file's: the caller was told that everything up to this revision is durable.
    Acknowledged(u64),
}

/// When the disk begins to fail.
#[derive(Clone, Copy, Debug)]
pub(super) enum Budget {
    /// After so many more syncs, which then fail.
    Syncs(usize),
    /// After so many more bytes, which are then refused, as on a full disk.
    Bytes(usize),
}

impl Disk {
    pub(super) fn holding(file: Vec<u8>) -> Self {
        Self(Arc::new(Mutex::new(State {
            file,
            ..State::default()
        })))
    }

    pub(super) fn acknowledge(&self, revision: u64) {
        lock(&self.0).journal.push(Event::Acknowledged(revision));
    }

    pub(super) fn journal(&self) -> Vec<Event> {
        lock(&self.0).journal.clone()
    }

    pub(super) fn file(&self) -> Vec<u8> {
        lock(&self.0).file.clone()
    }

    /// The file without anything that no sync has followed: what a failed fsync may leave.
    pub(super) fn synced(&self) -> Vec<u8> {
        let journal = &lock(&self.0).journal;
        let end = journal
            .iter()
            .rposition(|event| matches!(event, Event::Sync))
            .unwrap_or(0);
        let mut file = Vec::new();
        journal[..end]
            .iter()
            .for_each(|event| apply(&mut file, event));
        file
    }

    pub(super) fn fail_after(&self, budget: Budget) {
        lock(&self.0).budget = Some(budget);
    }
}

/// Applies an event to a file, as the page cache would.
pub(super) fn apply(file: &mut Vec<u8>, event: &Event) {
    match event {
        Event::Write { offset, data } => {
            let end = offset + data.len();
            if file.len() < end {
                file.resize(end, 0);
            }
            file[*offset..end].copy_from_slice(data);
        }
        Event::Resize(length) => file.resize(*length, 0),
        Event::Sync | Event::Acknowledged(_) => {}
    }
}

impl State {
    fn record(&mut self, event: Event) -> io::Result<()> {
        let failed = || io::Error::other("the simulated disk failed");
        match (&event, &mut self.budget) {
            (Event::Sync, Some(Budget::Syncs(left))) => {
                *left = left.checked_sub(1).ok_or_else(failed)?;
            }
            (Event::Write { data, .. }, Some(Budget::Bytes(left))) => {
                let full = || io::Error::from(io::ErrorKind::StorageFull);
                *left = left.checked_sub(data.len()).ok_or_else(full)?;
            }
            _ => {}
        }
        apply(&mut self.file, &event);
        self.journal.push(event);
        Ok(())
    }
}

impl StorageBackend for Disk {
    fn len(&self) -> io::Result<u64> {
        Ok(lock(&self.0).file.len() as u64)
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        let offset = usize::try_from(offset).unwrap();
        let state = lock(&self.0);
        let found = state.file.get(offset..offset + out.len());
        out.copy_from_slice(found.ok_or(io::ErrorKind::UnexpectedEof)?);
        Ok(())
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        lock(&self.0).record(Event::Resize(usize::try_from(len).unwrap()))
    }

    fn sync_data(&self) -> io::Result<()> {
        lock(&self.0).record(Event::Sync)
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        let (offset, data) = (usize::try_from(offset).unwrap(), data.to_vec());
        lock(&self.0).record(Event::Write { offset, data })
    }
}
