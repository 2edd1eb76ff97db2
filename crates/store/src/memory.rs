//! A store in memory, for tests.

use std::{
    collections::{BTreeMap, VecDeque},
    future::ready,
    sync::{Arc, Mutex, RwLock},
};

use common_types::BoxFuture;

use crate::{
    BoxStream, Change, CommitObserver, Committed, Effect, Error, Key, KeyRange, Result, Revision,
    Store, Transaction, Versioned,
    contract::check_scan,
    feed::{Feed, Follow, Log},
    limits,
    recall::Recall,
    sync::{lock, read, write},
};

/// A [`Store`] in memory: the whole contract, except that nothing survives it.
///
/// ```
/// use store::{Key, MemoryStore, Store, Transaction, TransactionId};
///
/// # store::conformance::block_on(async {
/// let store = MemoryStore::new();
/// let key = Key::global("example").str("greeting").build()?;
/// let id = TransactionId::from_bytes([1; 16]);
///
/// let committed = store.commit(Transaction::new(id).create(key.clone(), b"hello".to_vec())).await?;
/// let found = store.read(&[key]).await?.remove(0).expect("it was just written");
/// assert_eq!((found.value.as_slice(), found.version), (&b"hello"[..], committed.revision));
/// # Ok::<(), store::Error>(())
/// # }).unwrap();
/// ```
#[derive(Debug, Default)]
pub struct MemoryStore {
    state: RwLock<State>,
    /// Held over a commit and its observers, so that they see commits in order.
    committing: Mutex<Recall>,
    feed: Feed,
}

impl MemoryStore {
    /// An empty one.
    pub fn new() -> Self {
        Self::default()
    }

    fn commit_now(&self, transaction: Transaction) -> Result<Committed> {
        transaction.validate()?;
        let mut recall = lock(&self.committing);
        let id = transaction.id();
        if let Some(revision) = recall.of(id) {
            return Ok(Committed::new(revision));
        }
        let Some(change) = write(&self.state).apply(transaction)? else {
            return Ok(Committed::new(read(&self.state).revision));
        };
        recall.remember(id, change.revision);
        self.feed.publish(std::slice::from_ref(&change));
        Ok(Committed::new(change.revision))
    }
}

impl Store for MemoryStore {
    fn read<'a>(&'a self, keys: &'a [Key]) -> BoxFuture<'a, Result<Vec<Option<Versioned>>>> {
        let state = read(&self.state);
        let found = keys
            .iter()
            .map(|key| state.records.get(key).cloned())
            .collect();
        Box::pin(ready(Ok(found)))
    }

    fn scan(&self, range: KeyRange, limit: usize) -> BoxFuture<'_, Result<Vec<(Key, Versioned)>>> {
        Box::pin(ready(
            check_scan(limit).map(|()| read(&self.state).scan(&range, limit)),
        ))
    }

    fn commit(&self, transaction: Transaction) -> BoxFuture<'_, Result<Committed>> {
        Box::pin(ready(self.commit_now(transaction)))
    }

    fn revision(&self) -> BoxFuture<'_, Result<Revision>> {
        Box::pin(ready(Ok(read(&self.state).revision)))
    }

    fn changes(&self, since: Revision) -> BoxStream<'_, Result<Change>> {
        Box::pin(Follow::new(self, since))
    }

    fn observe(&self, observer: Arc<dyn CommitObserver>) {
        self.feed.observe(observer);
    }
}

impl Log for MemoryStore {
    fn after(&self, since: Revision) -> Result<Vec<Change>> {
        let state = read(&self.state);
        // INVARIANT: the log has no gap and ends at the newest revision.
        let oldest = state
            .revision
            .number()
            .saturating_sub(state.log.len() as u64);
        if since.number() < oldest {
            return Err(Error::Compacted {
                since,
                oldest: Revision::new(oldest),
            });
        }
        let behind = usize::try_from(since.number() - oldest).unwrap_or(usize::MAX);
        Ok(state
            .log
            .iter()
            .skip(behind)
            .take(limits::SCAN_RECORDS)
            .cloned()
            .collect())
    }

    fn feed(&self) -> &Feed {
        &self.feed
    }
}

#[derive(Debug, Default)]
struct State {
    revision: Revision,
    records: BTreeMap<Key, Versioned>,
    /// The last commits, without a gap: the newest has the state's revision.
    log: VecDeque<Change>,
}

impl State {
    /// Carries a transaction out; nothing comes of one that writes nothing.
    fn apply(&mut self, transaction: Transaction) -> Result<Option<Change>> {
        for operation in transaction.operations() {
            let version = self
                .records
                .get(&operation.key)
                .map(|record| record.version);
            if !operation.precondition.holds(version) {
                return Err(Error::Conflict {
                    key: operation.key.clone(),
                });
            }
        }
        if !transaction.writes() {
            return Ok(None);
        }
        let revision = self.revision.next().ok_or(Error::Corrupt {
            what: "revisions ran out",
        })?;
        let mut keys = Vec::new();
        for operation in transaction.into_operations() {
            let key = operation.key;
            match operation.effect {
                Effect::None => continue,
                Effect::Put(value) => {
                    self.records
                        .insert(key.clone(), Versioned::new(value, revision));
                }
                Effect::Delete => {
                    self.records.remove(&key);
                }
            }
            keys.push(key);
        }
        keys.sort_unstable();
        self.revision = revision;
        let change = Change::new(revision, keys);
        self.log.push_back(change.clone());
        if self.log.len() as u64 > limits::REMEMBERED_COMMITS {
            self.log.pop_front();
        }
        Ok(Some(change))
    }

    fn scan(&self, range: &KeyRange, limit: usize) -> Vec<(Key, Versioned)> {
        if range.is_empty() {
            return Vec::new();
        }
        let found = self.records.range::<[u8], _>(range.bounds()).take(limit);
        found
            .map(|(key, record)| (key.clone(), record.clone()))
            .collect()
    }
}
