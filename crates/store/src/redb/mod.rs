//! The embedded default: a file, by redb.

mod answer;
mod backup;
mod batch;
mod disk;
mod file;
mod log;
mod open;
mod options;
mod pace;
mod queue;
mod schema;
mod snapshot;
mod writer;

#[cfg(test)]
mod crash;

use std::{
    path::Path,
    sync::{Arc, OnceLock, RwLock},
    thread::JoinHandle,
};

use common_types::BoxFuture;

pub use options::RedbOptions;

use answer::Answered;
use queue::Queue;
use snapshot::Snapshot;

use crate::{
    BoxStream, Cause, Change, CommitObserver, Committed, Error, Key, KeyRange, Result, Revision,
    Store, Transaction, Versioned,
    contract::check_scan,
    feed::{Feed, Follow, Log},
    sync::read,
};

/// A [`Store`] in a file: durable, transactional, for one process at a time.
///
/// # Threads
///
/// One thread, `strongroom-store-writer`, is started with the store and joined when it is closed or
/// dropped. It takes all transactions that wait and commits them together: they share one redb
/// transaction and its fsyncs, while each one's preconditions are decided on their own, in the
/// order in which they were handed over. Callers who commit again and again come to share one commit
/// instead of taking turns: for a fraction of a commit's time it waits for those who were just
/// answered. `commit` only appends to a bounded queue, under a lock
/// that is never held over I/O, and gives [`Error::Overloaded`] when that is full, so that no async
/// thread ever blocks on the disk for writing. Reads run inline, from the page cache or the file.
///
/// # Durability
///
/// Every commit is redb's two-phase commit with quick repair. Two-phase, because values and keys
/// come from outside: the one-phase commit trusts a checksum that a crafted value might forge
/// across a crash. Quick repair, because a service must come back at once after a crash, however
/// large the file. Group commit pays for the second fsync.
///
/// ```
/// use store::{Key, RedbStore, Store, Transaction, TransactionId};
///
/// # let dir = tempfile::tempdir()?;
/// # let path = dir.path().join("example.redb");
/// # store::conformance::block_on(async {
/// let key = [Key::global("example").str("greeting").build()?];
///
/// let store = RedbStore::create(&path)?;
/// let tx = Transaction::new(TransactionId::from_bytes([1; 16]));
/// store.commit(tx.create(key[0].clone(), b"hello".to_vec())).await?;
/// store.close()?;
///
/// let store = RedbStore::open(&path)?;
/// assert_eq!(store.read(&key).await?[0].as_ref().unwrap().value, b"hello");
/// # Ok::<(), store::Error>(())
/// # })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct RedbStore {
    shared: Arc<Shared>,
    writer: Option<JoinHandle<()>>,
}

/// What the store's handle and its writer share.
#[derive(Debug)]
struct Shared {
    database: ::redb::Database,
    /// The newest durable state: what is read.
    snapshot: RwLock<Arc<Snapshot>>,
    queue: Queue,
    feed: Feed,
    /// The failure after which every call is refused.
    failure: OnceLock<Cause>,
}

impl RedbStore {
    /// Opens the store at this path.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::InUse`], [`Error::NotAStore`], [`Error::NewerFormat`],
    /// [`Error::Corrupt`], [`Error::Io`].
    pub fn open(path: impl AsRef<Path>) -> Result<Self> {
        RedbOptions::new().open(path)
    }

    /// Makes an empty store at this path, in a file that only its owner can read.
    ///
    /// # Errors
    /// [`Error::AlreadyExists`], [`Error::Io`].
    pub fn create(path: impl AsRef<Path>) -> Result<Self> {
        RedbOptions::new().create(path)
    }

    /// Opens the store at this path, and makes it first if there is none.
    ///
    /// # Errors
    /// As [`open`](Self::open), except for [`Error::NotFound`].
    pub fn open_or_create(path: impl AsRef<Path>) -> Result<Self> {
        RedbOptions::new().open_or_create(path)
    }

    /// Commits what was handed over, joins the writer, and closes the file.
    ///
    /// Dropping the store does the same, except that nobody hears of an error.
    ///
    /// # Errors
    /// [`Error::Poisoned`] if the store had failed. What was committed is safe also then.
    pub fn close(mut self) -> Result<()> {
        self.stop();
        self.shared.check()
    }

    fn stop(&mut self) {
        self.shared.queue.close();
        if let Some(writer) = self.writer.take() {
            // INVARIANT: the writer catches panics, so that joining it cannot fail.
            let _ = writer.join();
        }
        self.shared.feed.close();
    }
}

impl Drop for RedbStore {
    fn drop(&mut self) {
        self.stop();
    }
}

impl Store for RedbStore {
    fn read<'a>(&'a self, keys: &'a [Key]) -> BoxFuture<'a, Result<Vec<Option<Versioned>>>> {
        Box::pin(async move { self.shared.snapshot()?.read(keys) })
    }

    fn scan(&self, range: KeyRange, limit: usize) -> BoxFuture<'_, Result<Vec<(Key, Versioned)>>> {
        Box::pin(async move {
            check_scan(limit)?;
            self.shared.snapshot()?.scan(&range, limit)
        })
    }

    fn commit(&self, transaction: Transaction) -> BoxFuture<'_, Result<Committed>> {
        let handed_over = self.shared.hand_over(transaction);
        Box::pin(async move {
            let answered = handed_over?;
            answered.await.unwrap_or_else(|| {
                Err(Error::OutcomeUnknown {
                    cause: self.shared.cause(),
                })
            })
        })
    }

    fn revision(&self) -> BoxFuture<'_, Result<Revision>> {
        Box::pin(async move { Ok(self.shared.snapshot()?.revision()) })
    }

    fn changes(&self, since: Revision) -> BoxStream<'_, Result<Change>> {
        Box::pin(Follow::new(&*self.shared, since))
    }

    fn observe(&self, observer: Arc<dyn CommitObserver>) {
        self.shared.feed.observe(observer);
    }
}

impl Shared {
    /// Refuses every call after a failure.
    fn check(&self) -> Result<()> {
        match self.failure.get() {
            Some(cause) => Err(Error::Poisoned {
                cause: Arc::clone(cause),
            }),
            None => Ok(()),
        }
    }

    /// Refuses every call from now on.
    fn fail(&self, cause: Cause) {
        let _first_cause_stays = self.failure.set(cause);
        self.queue.close();
        self.feed.wake();
    }

    fn hand_over(&self, transaction: Transaction) -> Result<Answered> {
        self.check()?;
        // A failure in between closes the queue: it is what the caller should hear of.
        self.queue
            .push(transaction)
            .map_err(|error| self.check().err().unwrap_or(error))
    }

    fn cause(&self) -> Cause {
        self.failure
            .get()
            .map_or_else(|| Arc::new(Error::Closed) as Cause, Arc::clone)
    }

    fn snapshot(&self) -> Result<Arc<Snapshot>> {
        self.check()?;
        Ok(Arc::clone(&read(&self.snapshot)))
    }
}

impl Log for Shared {
    fn after(&self, since: Revision) -> Result<Vec<Change>> {
        self.snapshot()?.changes(since)
    }

    fn feed(&self) -> &Feed {
        &self.feed
    }
}
