//! Transactions that share one commit: each is decided on its own, in order.

use std::collections::{HashMap, VecDeque};

use ::redb::{ReadableTable, Table, WriteTransaction};

use super::{
    disk::{Disk, Fault},
    log,
    queue::{Answer, Request},
    schema::RECORDS,
};
use crate::{
    Change, Committed, Effect, Error, Key, Result, Revision, Transaction, TransactionId, limits,
    recall::Recall,
};

/// Transactions that share one commit, and what becomes of them.
#[derive(Debug)]
pub(super) struct Batch {
    /// Those that are not decided yet.
    transactions: VecDeque<Transaction>,
    /// What became of the others. It is told when the commit is durable, a conflict too: that may
    /// be with another of the batch.
    outcomes: Vec<Result<Committed>>,
    /// Who waits for the outcomes, in the same order.
    waiting: Vec<Answer>,
    /// The revision after those that were carried out so far.
    revision: Revision,
    changes: Vec<Change>,
    ids: HashMap<TransactionId, Revision>,
}

type Records<'t> = Table<'t, &'static [u8], (u64, &'static [u8])>;

impl Batch {
    /// One that follows this revision.
    pub(super) fn new(revision: Revision, requests: Vec<Request>) -> Self {
        let (transactions, waiting) = requests
            .into_iter()
            .map(|request| (request.transaction, request.answer))
            .unzip();
        Self {
            transactions,
            outcomes: Vec::new(),
            waiting,
            revision,
            changes: Vec::new(),
            ids: HashMap::new(),
        }
    }

    /// Carries the transactions out, one after another. An error is redb's, and fails the batch as
    /// a whole.
    pub(super) fn apply(&mut self, write: &WriteTransaction, recall: &Recall) -> Disk<()> {
        let mut records = write.open_table(RECORDS)?;
        while let Some(transaction) = self.transactions.pop_front() {
            let id = transaction.id();
            let outcome = match self.ids.get(&id).copied().or_else(|| recall.of(id)) {
                Some(revision) => Ok(Committed::new(revision)),
                None => self.apply_one(&mut records, transaction)?,
            };
            self.outcomes.push(outcome);
        }
        Ok(())
    }

    fn apply_one(
        &mut self,
        records: &mut Records<'_>,
        transaction: Transaction,
    ) -> Disk<Result<Committed>> {
        if let Some(key) = first_conflict(records, &transaction)? {
            return Ok(Err(Error::Conflict { key }));
        }
        if !transaction.writes() {
            return Ok(Ok(Committed::new(self.revision)));
        }
        let id = transaction.id();
        let revision = self
            .revision
            .next()
            .ok_or(Fault::Corrupt("revisions ran out"))?;
        let mut keys = Vec::with_capacity(transaction.operations().len());
        for operation in transaction.into_operations() {
            let key = operation.key;
            match operation.effect {
                Effect::None => continue,
                Effect::Put(value) => {
                    records.insert(key.as_bytes(), (revision.number(), value.as_slice()))?;
                }
                Effect::Delete => {
                    records.remove(key.as_bytes())?;
                }
            }
            keys.push(key);
        }
        keys.sort_unstable();
        let entry = log::encode(id, &keys);
        records.insert(
            log::place(revision).as_slice(),
            (revision.number(), entry.as_slice()),
        )?;
        self.revision = revision;
        self.ids.insert(id, revision);
        self.changes.push(Change::new(revision, keys));
        Ok(Ok(Committed::new(revision)))
    }

    /// Forgets the oldest commits once many more than promised are remembered; says from where on
    /// the log is complete.
    pub(super) fn trim(&self, write: &WriteTransaction, oldest: Revision) -> Disk<Revision> {
        let keep_after = self
            .revision
            .number()
            .saturating_sub(limits::REMEMBERED_COMMITS);
        if keep_after.saturating_sub(oldest.number()) < TRIM_STEP {
            return Ok(oldest);
        }
        let keep_after = Revision::new(keep_after);
        let forgotten = log::places(Revision::ZERO..=keep_after);
        let forgotten = forgotten.start().as_slice()..=forgotten.end().as_slice();
        write
            .open_table(RECORDS)?
            .retain_in(forgotten, |_, _| false)?;
        Ok(keep_after)
    }

    /// The revision that the store has after it.
    pub(super) fn revision(&self) -> Revision {
        self.revision
    }

    /// The commits that it consists of.
    pub(super) fn changes(&self) -> &[Change] {
        &self.changes
    }

    /// Its transactions, oldest first.
    pub(super) fn remembered(&self) -> impl Iterator<Item = (TransactionId, Revision)> {
        let mut ids: Vec<_> = self
            .ids
            .iter()
            .map(|(id, revision)| (*id, *revision))
            .collect();
        ids.sort_unstable_by_key(|(_, revision)| *revision);
        ids.into_iter()
    }

    /// Tells everyone who waits, now that it is durable.
    pub(super) fn answer(self) {
        for (waiting, outcome) in self.waiting.into_iter().zip(self.outcomes) {
            let _nobody_waits = waiting.send(outcome);
        }
    }

    /// Tells everyone who waits that it failed.
    pub(super) fn fail(self, error: &Error) {
        for waiting in self.waiting {
            let _nobody_waits = waiting.send(Err(error.clone()));
        }
    }
}

/// The first record that is not as the transaction requires it.
fn first_conflict(records: &Records<'_>, transaction: &Transaction) -> Disk<Option<Key>> {
    for operation in transaction.operations() {
        if operation.precondition == crate::Precondition::None {
            continue;
        }
        let found = records.get(operation.key.as_bytes())?;
        let version = found.map(|found| Revision::new(found.value().0));
        if !operation.precondition.holds(version) {
            return Ok(Some(operation.key.clone()));
        }
    }
    Ok(None)
}

/// So many commits are forgotten at once, in one of them, instead of one in each.
const TRIM_STEP: u64 = 1_024;
