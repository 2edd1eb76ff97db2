//! Transactions that share one commit: each is decided on its own, in order.

use std::collections::{HashMap, VecDeque};

use ::redb::{ReadableTable, Table};

use super::{
    answer::{self, Answer},
    disk::{Disk, Fault},
    log,
    queue::Request,
};
use crate::{
    Change, Committed, Effect, Error, Key, Result, Revision, Transaction, TransactionId, limits,
    recall::Recall,
};

/// Transactions that share one commit, and what becomes of them.
#[derive(Debug)]
pub(super) struct Batch {
    /// Those that are not decided yet.
    undecided: VecDeque<Transaction>,
    /// What became of the others. It is told when the commit is durable, a conflict too: that may
    /// be with another of the batch.
    outcomes: Vec<Result<Committed>>,
    /// Who waits for the outcomes, in the same order.
    waiting: Vec<Answer>,
    /// Bytes of keys and values in its transactions.
    bytes: usize,
    /// The revision after those that were carried out so far.
    revision: Revision,
    /// The commits that it consists of so far, and their transactions, in the same order.
    changes: Vec<Change>,
    ids: Vec<TransactionId>,
    by_id: HashMap<TransactionId, Revision>,
    /// What the log is to say of the last of them.
    entry: log::Entry,
}

type Records<'t> = Table<'t, &'static [u8], (u64, &'static [u8])>;

impl Batch {
    /// One that follows this revision.
    pub(super) fn new(revision: Revision) -> Self {
        Self {
            undecided: VecDeque::new(),
            outcomes: Vec::new(),
            waiting: Vec::new(),
            bytes: 0,
            revision,
            changes: Vec::new(),
            ids: Vec::new(),
            by_id: HashMap::new(),
            entry: log::Entry::default(),
        }
    }

    /// Takes transactions in. From here on it answers them.
    pub(super) fn take_in(&mut self, requests: Vec<Request>) {
        for Request {
            transaction,
            answer,
        } in requests
        {
            self.bytes = self.bytes.saturating_add(transaction.bytes());
            self.undecided.push_back(transaction);
            self.waiting.push(answer);
        }
    }

    /// How many transactions it has.
    pub(super) fn len(&self) -> usize {
        self.waiting.len()
    }

    /// How many more may share its commit.
    pub(super) fn room(&self) -> usize {
        match self.bytes {
            FULL_BYTES.. => 0,
            _ => TRANSACTIONS.saturating_sub(self.len()),
        }
    }

    /// Carries out what was taken in, one transaction after another. An error is redb's, and fails the
    /// batch as a whole.
    pub(super) fn apply(&mut self, records: &mut Records<'_>, recall: &Recall) -> Disk<()> {
        while let Some(transaction) = self.undecided.pop_front() {
            let id = transaction.id();
            let outcome = match self.by_id.get(&id).copied().or_else(|| recall.of(id)) {
                Some(revision) => Ok(Committed::new(revision)),
                None => self.apply_one(records, transaction)?,
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
        self.entry.push(id, revision, &keys);
        if self.entry.is_full() {
            self.write_entry(records)?;
        }
        self.revision = revision;
        self.by_id.insert(id, revision);
        self.ids.push(id);
        self.changes.push(Change::new(revision, keys));
        Ok(Ok(Committed::new(revision)))
    }

    /// Writes what the log is to say of it. Nothing is taken in after that.
    pub(super) fn end(&mut self, records: &mut Records<'_>) -> Disk<()> {
        self.write_entry(records)
    }

    fn write_entry(&mut self, records: &mut Records<'_>) -> Disk<()> {
        let entry = std::mem::take(&mut self.entry);
        if let Some((place, entry)) = entry.record() {
            records.insert(place.as_slice(), entry)?;
        }
        Ok(())
    }

    /// Forgets the oldest commits once many more than promised are remembered; says from where on
    /// the log is complete.
    pub(super) fn trim(&self, records: &mut Records<'_>, oldest: Revision) -> Disk<Revision> {
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
        records.retain_in(forgotten, |_, _| false)?;
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

    /// Their transactions, with the revisions that they took.
    pub(super) fn remembered(&self) -> impl Iterator<Item = (TransactionId, Revision)> {
        let revisions = self.changes.iter().map(|change| change.revision);
        self.ids.iter().copied().zip(revisions)
    }

    /// Tells everyone who waits, now that it is durable.
    pub(super) fn answer(&mut self) {
        let (waiting, outcomes) = (self.waiting.drain(..), self.outcomes.drain(..));
        answer::say_all(waiting.zip(outcomes));
    }

    /// Tells everyone who waits that it failed.
    pub(super) fn fail(self, error: &Error) {
        let failed = self.waiting.into_iter();
        answer::say_all(failed.map(|answer| (answer, Err(error.clone()))));
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

/// Transactions that share one commit at most, so that none waits long for others; and the bytes with which
/// it takes in no more.
const TRANSACTIONS: usize = 1_024;
const FULL_BYTES: usize = 16 * 1024 * 1024;

/// So many commits are forgotten at once, in one of them, instead of one in each.
const TRIM_STEP: u64 = 1_024;
