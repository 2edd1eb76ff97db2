//! What a call changes.

use common_types::{Arn, Event};
use store::{Generation, Key, Revision, Transaction, TransactionId};

use crate::{Result, outbox};

/// What a call changes: writes with their preconditions, checks, and the events that tell of them.
///
/// The methods say what those of [`store::Transaction`] say. [`Call::commit`](crate::Call::commit) makes one commit of it
/// and of the call's audit record: all of it happens or none. [`store::limits::OPERATIONS`] counts them all: each event and
/// the audit record are one operation.
#[derive(Debug)]
#[must_use = "a change does nothing until it is committed"]
pub struct Change {
    writes: Transaction,
    events: Vec<(Arn, Event)>,
}

impl Change {
    /// Nothing yet.
    pub fn new() -> Self {
        Self {
            writes: Transaction::new(NAMED_LATER),
            events: Vec::new(),
        }
    }

    /// Writes a record that must not be there.
    pub fn create(self, key: Key, value: Vec<u8>) -> Self {
        self.with(|writes| writes.create(key, value))
    }

    /// Writes a record that must be there in this version.
    pub fn replace(self, key: Key, value: Vec<u8>, version: Revision) -> Self {
        self.with(|writes| writes.replace(key, value, version))
    }

    /// Writes a record, whatever was there before.
    pub fn put(self, key: Key, value: Vec<u8>) -> Self {
        self.with(|writes| writes.put(key, value))
    }

    /// Deletes a record that must be there in this version.
    pub fn delete(self, key: Key, version: Revision) -> Self {
        self.with(|writes| writes.delete(key, version))
    }

    /// Requires a record to be there in this version, and leaves it alone.
    pub fn require_version(self, key: Key, version: Revision) -> Self {
        self.with(|writes| writes.require_version(key, version))
    }

    /// Requires a record not to be there, and leaves it so.
    pub fn require_absent(self, key: Key) -> Self {
        self.with(|writes| writes.require_absent(key))
    }

    /// Requires this to be the newest generation of the store key still: for a value that holds something
    /// protected under it.
    pub fn require_generation(self, generation: Generation) -> Self {
        self.with(|writes| writes.require_generation(generation))
    }

    /// Tells of it, in order with all other events of this resource. The commit gives the event its id.
    pub fn event(mut self, resource: Arn, event: Event) -> Self {
        self.events.push((resource, event));
        self
    }

    pub(crate) fn has_events(&self) -> bool {
        !self.events.is_empty()
    }

    /// The transaction with this name, with a record for each event.
    ///
    /// `seen` is the store's revision after the last read.
    pub(crate) fn into_transaction(self, id: TransactionId, seen: Revision) -> Result<Transaction> {
        let Self { writes, events } = self;
        let mut transaction = Transaction::new(id);
        if let Some(generation) = writes.generation() {
            transaction = transaction.require_generation(generation);
        }
        let writes = writes.into_operations().into_iter();
        transaction = writes.fold(transaction, Transaction::with_operation);
        for (number, (resource, event)) in (0_u8..).zip(events) {
            let (key, value) = outbox::record(&resource, event, seen, id, number)?;
            transaction = transaction.create(key, value);
        }
        Ok(transaction)
    }

    fn with(self, write: impl FnOnce(Transaction) -> Transaction) -> Self {
        Self {
            writes: write(self.writes),
            ..self
        }
    }
}

impl Default for Change {
    fn default() -> Self {
        Self::new()
    }
}

const NAMED_LATER: TransactionId = TransactionId::from_bytes([0; 16]);
