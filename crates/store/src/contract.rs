//! The storage contract: what every backend promises, and what the conformance suite proves.

use std::{fmt::Debug, pin::Pin, sync::Arc};

use common_types::BoxFuture;
use futures_core::Stream;

use crate::{Committed, Error, Key, KeyRange, Result, Revision, Transaction, Versioned, limits};

/// A boxed stream that can move between threads.
pub type BoxStream<'a, T> = Pin<Box<dyn Stream<Item = T> + Send + 'a>>;

/// The one door to storage: an ordered map from keys to versioned values, changed by transactions.
///
/// # Contract
///
/// **Atomic.** All of a transaction happens or none of it, and only if every precondition holds in
/// the state just before it. A precondition may name a record that the transaction does not write.
///
/// **Durable.** A commit that returned `Ok` is on disk (as far as the backend has one).
///
/// **Serial.** Transactions happen one after another. Each that writes takes the next [`Revision`],
/// which becomes the version of every record that it writes. Revisions grow, and none is used
/// twice, so a version is never seen again after a delete. Of two transactions handed over one
/// after the other, the first happens first.
///
/// **Snapshots.** One `read` and one `scan` each see one state: that after some commit, and at
/// least as new as every commit that had returned `Ok` before the call.
///
/// **Errors changed nothing**, with one exception, [`Error::OutcomeUnknown`]: the transaction
/// happened or did not, never half. Committing it again with the same
/// [`TransactionId`](crate::TransactionId) finds out: if it happened, that answers its first
/// outcome and changes nothing. A store remembers ids, durably, for at least the last
/// [`limits::REMEMBERED_COMMITS`] commits that wrote. A transaction that only checks is decided
/// again; so is one that failed.
///
/// **Handed over when called.** `commit` hands its transaction over before it returns the future.
/// Dropping the future does not cancel it.
///
/// **After a failed fsync** the store refuses every call until it is opened again
/// ([`Error::Poisoned`]).
///
/// **Bounded.** See [`limits`]. What is beyond is refused, never cut short.
///
/// Wrappers (sealing, metering, faults) keep this contract; clones of an `Arc` share the store.
pub trait Store: Debug + Send + Sync + 'static {
    /// Reads records in one snapshot: one answer a key, in the order of `keys`, `None` where there
    /// is no record.
    fn read<'a>(&'a self, keys: &'a [Key]) -> BoxFuture<'a, Result<Vec<Option<Versioned>>>>;

    /// Reads the first `limit` records of a range, in key order and in one snapshot.
    ///
    /// Fewer than `limit` means that the range has no more. Fails with [`Error::ScanLimit`] unless
    /// `limit` is 1 to [`limits::SCAN_RECORDS`].
    fn scan(&self, range: KeyRange, limit: usize) -> BoxFuture<'_, Result<Vec<(Key, Versioned)>>>;

    /// Commits a transaction: all of it, or nothing.
    ///
    /// Fails with [`Error::Conflict`], naming a record whose precondition does not hold; with the
    /// errors of [`Transaction::validate`]; with [`Error::Overloaded`] if too many commits wait
    /// already.
    fn commit(&self, transaction: Transaction) -> BoxFuture<'_, Result<Committed>>;

    /// The newest revision: that of the last commit which wrote.
    fn revision(&self) -> BoxFuture<'_, Result<Revision>>;

    /// Follows the commits after `since`: each that wrote, once, in order; waits for those to come.
    ///
    /// Fails with [`Error::Compacted`] if not all of them are remembered. An error ends the stream,
    /// and so does closing the store. A change shows after its commit is durable, at the latest
    /// soon after its `Ok`.
    fn changes(&self, since: Revision) -> BoxStream<'_, Result<Change>>;

    /// Has the committing side tell this observer of every commit from now on, for as long as the
    /// store lives.
    ///
    /// It is told after the commit is durable and before its `Ok`: what a cache drops here, no call
    /// that begins after the `Ok` finds there. Only commits through this very store are seen.
    fn observe(&self, observer: Arc<dyn CommitObserver>);
}

/// Someone who must know of a commit before its `Ok`, such as a cache.
pub trait CommitObserver: Debug + Send + Sync + 'static {
    /// These records were written or deleted by the commit that took this revision.
    ///
    /// Runs on the committing side, in commit order: be quick, and do not wait for the store. A
    /// panic here poisons the store, because it no longer knows what its caches hold.
    ///
    /// Whoever read one of these records before the commit may be about to cache it only now: a
    /// cache compares versions with this revision, and does not only drop what it has.
    fn committed(&self, revision: Revision, keys: &[Key]);
}

/// One commit, as those see it who follow a store.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Change {
    /// The revision that the commit took.
    pub revision: Revision,
    /// The records that it wrote or deleted, in key order.
    pub keys: Arc<[Key]>,
}

impl Change {
    /// A commit that took this revision and wrote or deleted these records.
    pub fn new(revision: Revision, keys: impl Into<Arc<[Key]>>) -> Self {
        Self {
            revision,
            keys: keys.into(),
        }
    }
}

/// Whether a scan may ask for this many records.
pub(crate) fn check_scan(limit: usize) -> Result<()> {
    match limit {
        1..=limits::SCAN_RECORDS => Ok(()),
        _ => Err(Error::ScanLimit { limit }),
    }
}

/// A shared store is a store.
impl<S: Store + ?Sized> Store for Arc<S> {
    fn read<'a>(&'a self, keys: &'a [Key]) -> BoxFuture<'a, Result<Vec<Option<Versioned>>>> {
        (**self).read(keys)
    }

    fn scan(&self, range: KeyRange, limit: usize) -> BoxFuture<'_, Result<Vec<(Key, Versioned)>>> {
        (**self).scan(range, limit)
    }

    fn commit(&self, transaction: Transaction) -> BoxFuture<'_, Result<Committed>> {
        (**self).commit(transaction)
    }

    fn revision(&self) -> BoxFuture<'_, Result<Revision>> {
        (**self).revision()
    }

    fn changes(&self, since: Revision) -> BoxStream<'_, Result<Change>> {
        (**self).changes(since)
    }

    fn observe(&self, observer: Arc<dyn CommitObserver>) {
        (**self).observe(observer);
    }
}
