//! A wrapper that fails on purpose.

use std::{
    collections::VecDeque,
    future::ready,
    io,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
};

use common_types::BoxFuture;

use crate::{
    BoxStream, Change, CommitObserver, Committed, Error, Key, KeyRange, Result, Revision, Store,
    Transaction, Versioned, sync::lock,
};

/// A [`Store`] that fails as it is told to: for tests of what a service does when storage fails.
///
/// Until it is told to, it is the store that it wraps.
///
/// ```
/// use store::{CommitFault, Error, FaultyStore, Key, MemoryStore, Store, Transaction, TransactionId};
///
/// # store::conformance::block_on(async {
/// let store = FaultyStore::new(MemoryStore::new());
/// let key = Key::global("example").build()?;
/// let tx = Transaction::new(TransactionId::from_bytes([1; 16])).create(key, vec![]);
///
/// store.fail_next_commit(CommitFault::AnswerLost);
/// assert!(matches!(store.commit(tx.clone()).await, Err(Error::OutcomeUnknown { .. })));
/// // A retry finds out: it had happened.
/// assert!(store.commit(tx).await.is_ok());
/// # Ok::<(), store::Error>(())
/// # }).unwrap();
/// ```
#[derive(Debug)]
pub struct FaultyStore<S> {
    inner: S,
    /// What becomes of the next commits; nothing special beyond them.
    commit_faults: Mutex<VecDeque<Option<CommitFault>>>,
    down: AtomicBool,
}

/// How a commit fails.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum CommitFault {
    /// It is refused, and changes nothing: [`Error::Io`].
    Refused,
    /// It is not carried out, but nobody can know: [`Error::OutcomeUnknown`].
    RequestLost,
    /// It is carried out, but nobody can know: [`Error::OutcomeUnknown`].
    AnswerLost,
}

impl<S> FaultyStore<S> {
    /// Wraps a store, without any fault yet.
    pub fn new(inner: S) -> Self {
        Self {
            inner,
            commit_faults: Mutex::default(),
            down: AtomicBool::new(false),
        }
    }

    /// Has the next commit fail; called again, the one after it, and so on.
    pub fn fail_next_commit(&self, fault: CommitFault) {
        lock(&self.commit_faults).push_back(Some(fault));
    }

    /// Lets so many commits pass before the next that is to fail.
    pub fn pass_commits(&self, commits: usize) {
        lock(&self.commit_faults).extend(std::iter::repeat_n(None, commits));
    }

    /// Forgets the faults that no commit has met yet.
    pub fn clear_commit_faults(&self) {
        lock(&self.commit_faults).clear();
    }

    /// Has every call fail with [`Error::Io`], or ends that.
    pub fn set_down(&self, down: bool) {
        self.down.store(down, Ordering::SeqCst);
    }

    fn check(&self) -> Result<()> {
        if self.down.load(Ordering::SeqCst) {
            Err(Error::io(injected()))
        } else {
            Ok(())
        }
    }
}

#[deny(clippy::missing_trait_methods)]
impl<S: Store> Store for FaultyStore<S> {
    fn read<'a>(&'a self, keys: &'a [Key]) -> BoxFuture<'a, Result<Vec<Option<Versioned>>>> {
        match self.check() {
            Ok(()) => self.inner.read(keys),
            Err(error) => Box::pin(ready(Err(error))),
        }
    }

    fn scan(&self, range: KeyRange, limit: usize) -> BoxFuture<'_, Result<Vec<(Key, Versioned)>>> {
        match self.check() {
            Ok(()) => self.inner.scan(range, limit),
            Err(error) => Box::pin(ready(Err(error))),
        }
    }

    fn commit(&self, transaction: Transaction) -> BoxFuture<'_, Result<Committed>> {
        if let Err(error) = self.check() {
            return Box::pin(ready(Err(error)));
        }
        let fault = lock(&self.commit_faults).pop_front().flatten();
        match fault {
            None => self.inner.commit(transaction),
            Some(CommitFault::Refused) => Box::pin(ready(Err(Error::io(injected())))),
            Some(CommitFault::RequestLost) => Box::pin(ready(Err(unknown()))),
            Some(CommitFault::AnswerLost) => {
                let committed = self.inner.commit(transaction);
                Box::pin(async move { committed.await.and(Err(unknown())) })
            }
        }
    }

    fn revision(&self) -> BoxFuture<'_, Result<Revision>> {
        match self.check() {
            Ok(()) => self.inner.revision(),
            Err(error) => Box::pin(ready(Err(error))),
        }
    }

    fn changes(&self, since: Revision) -> BoxStream<'_, Result<Change>> {
        self.inner.changes(since)
    }

    fn observe(&self, observer: Arc<dyn CommitObserver>) {
        self.inner.observe(observer);
    }
}

fn unknown() -> Error {
    Error::OutcomeUnknown {
        cause: Arc::new(injected()),
    }
}

fn injected() -> io::Error {
    io::Error::other("a fault was injected")
}
