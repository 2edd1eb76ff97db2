//! A wrapper that counts.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use common_types::BoxFuture;

use crate::{
    BoxStream, Change, CommitObserver, Committed, Key, KeyRange, Result, Revision, Store,
    Transaction, Versioned,
};

/// A [`Store`] that counts the calls to another: for metrics, and for tests of what a service
/// costs.
///
/// ```
/// use store::{Key, KeyRange, MemoryStore, MeteredStore, Store};
///
/// # store::conformance::block_on(async {
/// let store = MeteredStore::new(MemoryStore::new());
/// store.read(&[Key::global("example").build()?]).await?;
/// store.scan(KeyRange::all(), 10).await?;
///
/// let meters = store.meters();
/// assert_eq!((meters.reads, meters.scans, meters.commits), (1, 1, 0));
/// # Ok::<(), store::Error>(())
/// # }).unwrap();
/// ```
#[derive(Debug)]
pub struct MeteredStore<S> {
    inner: S,
    counts: Counts,
}

/// What a [`MeteredStore`] has counted. Each number only grows.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub struct Meters {
    /// Calls of `read`.
    pub reads: u64,
    /// Calls of `scan`.
    pub scans: u64,
    /// Transactions that were handed over.
    pub commits: u64,
    /// Bytes of keys and values in them.
    pub commit_bytes: u64,
    /// Commits that failed, for whatever reason, and whose caller was still there to hear of it.
    pub failed_commits: u64,
}

#[derive(Debug, Default)]
struct Counts {
    reads: AtomicU64,
    scans: AtomicU64,
    commits: AtomicU64,
    commit_bytes: AtomicU64,
    failed_commits: AtomicU64,
}

impl<S> MeteredStore<S> {
    /// Counts the calls to this store.
    pub fn new(inner: S) -> Self {
        Self {
            inner,
            counts: Counts::default(),
        }
    }

    /// What it has counted so far.
    pub fn meters(&self) -> Meters {
        let Counts {
            reads,
            scans,
            commits,
            commit_bytes,
            failed_commits,
        } = &self.counts;
        let now = |count: &AtomicU64| count.load(Ordering::Relaxed);
        Meters {
            reads: now(reads),
            scans: now(scans),
            commits: now(commits),
            commit_bytes: now(commit_bytes),
            failed_commits: now(failed_commits),
        }
    }
}

#[deny(clippy::missing_trait_methods)]
impl<S: Store> Store for MeteredStore<S> {
    fn read<'a>(&'a self, keys: &'a [Key]) -> BoxFuture<'a, Result<Vec<Option<Versioned>>>> {
        add(&self.counts.reads, 1);
        self.inner.read(keys)
    }

    fn scan(&self, range: KeyRange, limit: usize) -> BoxFuture<'_, Result<Vec<(Key, Versioned)>>> {
        add(&self.counts.scans, 1);
        self.inner.scan(range, limit)
    }

    fn commit(&self, transaction: Transaction) -> BoxFuture<'_, Result<Committed>> {
        add(&self.counts.commits, 1);
        add(&self.counts.commit_bytes, transaction.bytes() as u64);
        let committed = self.inner.commit(transaction);
        Box::pin(async move {
            committed
                .await
                .inspect_err(|_| add(&self.counts.failed_commits, 1))
        })
    }

    fn revision(&self) -> BoxFuture<'_, Result<Revision>> {
        self.inner.revision()
    }

    fn changes(&self, since: Revision) -> BoxStream<'_, Result<Change>> {
        self.inner.changes(since)
    }

    fn observe(&self, observer: Arc<dyn CommitObserver>) {
        self.inner.observe(observer);
    }
}

fn add(count: &AtomicU64, more: u64) {
    count.fetch_add(more, Ordering::Relaxed);
}
