//! Caches that never answer with what a commit has replaced.

mod doorkeeper;
mod shard;

use std::{
    borrow::Borrow,
    fmt,
    hash::{BuildHasher, Hash, RandomState},
    sync::{Arc, RwLock},
};

use store::{CommitObserver, Revision, Store};

use self::shard::Shard;
use crate::{
    limits,
    sync::{read, write},
};

/// What was read from a store and made ready for use: bounded, shared by all threads, answered synchronously.
///
/// # Contract
///
/// After a commit has returned `Ok`, no call on any thread finds here what that commit replaced: the commit itself takes it out
/// before its `Ok`. A value that was read before such a commit and comes to be put in after it is not put in.
///
/// Clones of the values share what they hold, so `V` is mostly an `Arc`.
///
/// ```
/// use std::sync::Arc;
/// use service_kit::{Cache, Lookup};
/// use store::{Element, Key, MemoryStore, Store, Transaction, TransactionId};
///
/// # store::conformance::block_on(async {
/// let store = MemoryStore::new();
/// // The last element of a record's key says which entry it is.
/// let cache: Arc<Cache<String, Arc<[u8]>>> = Cache::observing(&store, 1_000, |key: &Key| {
///     let elements = key.elements().ok()?;
///     elements.last().and_then(Element::as_str).map(str::to_owned)
/// });
///
/// let key = Key::global("example").str("greeting").build()?;
/// let put = |id, text: &str| Transaction::new(TransactionId::from_bytes([id; 16])).put(key.clone(), text.into());
/// store.commit(put(1, "hello")).await?;
///
/// let Lookup::Miss(ticket) = cache.look_up("greeting") else { panic!("nothing is here yet") };
/// let found = store.read(&[key.clone()]).await?.remove(0).unwrap();
/// ticket.fill("greeting".to_owned(), found.value.into());
/// assert!(matches!(cache.look_up("greeting"), Lookup::Hit(value) if &*value == b"hello"));
///
/// store.commit(put(2, "goodbye")).await?;
/// assert!(matches!(cache.look_up("greeting"), Lookup::Miss(_)));
/// # Ok::<(), store::Error>(())
/// # }).unwrap();
/// ```
pub struct Cache<K, V> {
    shards: [RwLock<Shard<K, V>>; limits::CACHE_SHARDS],
    hasher: RandomState,
    entry_of: EntryOf<K>,
    weight_of: WeightOf<K, V>,
}

/// Which entry depends on a record of the store.
type EntryOf<K> = Box<dyn Fn(&store::Key) -> Option<K> + Send + Sync>;

/// What an entry counts against the capacity.
type WeightOf<K, V> = fn(&K, &V) -> usize;

/// What [`Cache::look_up`] found.
#[derive(Debug)]
#[expect(clippy::exhaustive_enums, reason = "a cache has the entry or has not")]
pub enum Lookup<'a, K, V> {
    /// The entry.
    Hit(V),
    /// No entry, and the right to put it in.
    Miss(Ticket<'a, K, V>),
}

/// The right to put one entry in, with what was read *after* the ticket was given out.
#[derive(Debug)]
pub struct Ticket<'a, K, V> {
    cache: &'a Cache<K, V>,
    hash: u64,
    generation: u64,
}

/// The right to put in what is read from now on: as a [`Ticket`], for entries whose keys only the reading tells.
#[derive(Debug)]
pub struct Reading<'a, K, V> {
    cache: &'a Cache<K, V>,
    generations: [u64; limits::CACHE_SHARDS],
}

impl<K: Clone + Eq + Hash, V: Clone> Cache<K, V> {
    /// A cache of at least `capacity` entries. `entry_of` says which entry depends on a record of the store.
    ///
    /// It follows no store yet: [`observing`](Self::observing) makes one that does.
    pub fn new(
        capacity: usize,
        entry_of: impl Fn(&store::Key) -> Option<K> + Send + Sync + 'static,
    ) -> Self {
        Self {
            shards: std::array::from_fn(|_| RwLock::new(Shard::new(in_a_part(capacity)))),
            hasher: RandomState::new(),
            entry_of: Box::new(entry_of),
            weight_of: |_, _| 1,
        }
    }

    /// Measures the capacity in something else than entries, such as bytes: the entries weigh so much together at most. One that is
    /// heavier than a [part](limits::CACHE_SHARDS) of the cache may be is not kept.
    #[must_use]
    pub fn weighing(mut self, weight_of: fn(&K, &V) -> usize) -> Self {
        self.weight_of = weight_of;
        self
    }

    /// A cache that commits to this store take entries out of.
    pub fn observing(
        store: &(impl Store + ?Sized),
        capacity: usize,
        entry_of: impl Fn(&store::Key) -> Option<K> + Send + Sync + 'static,
    ) -> Arc<Self>
    where
        K: Send + Sync + 'static,
        V: Send + Sync + 'static,
    {
        Self::new(capacity, entry_of).follow(store)
    }

    /// From now on commits to this store take entries out.
    pub fn follow(self, store: &(impl Store + ?Sized)) -> Arc<Self>
    where
        K: Send + Sync + 'static,
        V: Send + Sync + 'static,
    {
        let cache = Arc::new(self);
        store.observe(Arc::<Self>::clone(&cache));
        cache
    }

    /// The entry, or the ticket to put it in. Read from the store after you have the ticket, not before.
    pub fn look_up<Q: ?Sized + Eq + Hash>(&self, key: &Q) -> Lookup<'_, K, V>
    where
        K: Borrow<Q>,
    {
        let hash = self.hasher.hash_one(key);
        let shard = read(self.shard(hash));
        match shard.find(key) {
            Some(value) => Lookup::Hit(value),
            None => Lookup::Miss(Ticket {
                cache: self,
                hash,
                generation: shard.generation(),
            }),
        }
    }

    /// Begins to read what is not looked up entry by entry, such as a range. Read from the store after you have it, not before.
    pub fn reading(&self) -> Reading<'_, K, V> {
        Reading {
            cache: self,
            generations: self.shards.each_ref().map(|shard| read(shard).generation()),
        }
    }

    /// Takes an entry out, such as one that depends on more than the store.
    pub fn forget<Q: ?Sized + Eq + Hash>(&self, key: &Q)
    where
        K: Borrow<Q>,
    {
        write(self.shard(self.hasher.hash_one(key))).invalidate(key);
    }

    /// Changes the capacity. Entries that there is no room for any more are taken out.
    pub fn set_capacity(&self, capacity: usize) {
        for shard in &self.shards {
            write(shard).set_capacity(in_a_part(capacity));
        }
    }

    /// Takes all entries out.
    pub fn clear(&self) {
        self.shards.iter().for_each(|shard| write(shard).clear());
    }
}

impl<K, V> Cache<K, V> {
    fn shard(&self, hash: u64) -> &RwLock<Shard<K, V>> {
        part(&self.shards, hash)
    }
}

/// How much of a capacity each part has.
fn in_a_part(capacity: usize) -> usize {
    capacity.div_ceil(limits::CACHE_SHARDS)
}

/// The part that an entry with this hash belongs to.
fn part<T>(parts: &[T; limits::CACHE_SHARDS], hash: u64) -> &T {
    let [first, ..] = parts;
    let at = usize::from(hash.to_le_bytes()[0]) % limits::CACHE_SHARDS;
    parts.get(at).unwrap_or(first)
}

impl<K: Clone + Eq + Hash, V> Ticket<'_, K, V> {
    /// Puts the entry in, unless a commit replaced in the meantime what it was made of.
    ///
    /// A ticket for one key puts nothing in under another.
    pub fn fill(self, key: K, value: V) {
        let Self {
            cache,
            hash,
            generation,
        } = self;
        if cache.hasher.hash_one(&key) == hash {
            let weight = (cache.weight_of)(&key, &value);
            write(cache.shard(hash)).insert(key, hash, value, weight, generation);
        }
    }
}

impl<K: Clone + Eq + Hash, V> Reading<'_, K, V> {
    /// Puts an entry in, unless a commit replaced in the meantime what it was made of.
    pub fn fill(&self, key: K, value: V) {
        let Self { cache, generations } = self;
        let hash = cache.hasher.hash_one(&key);
        let weight = (cache.weight_of)(&key, &value);
        write(cache.shard(hash)).insert(key, hash, value, weight, *part(generations, hash));
    }
}

impl<K, V> CommitObserver for Cache<K, V>
where
    K: Clone + Eq + Hash + Send + Sync + 'static,
    V: Clone + Send + Sync + 'static,
{
    fn committed(&self, _: Revision, keys: &[store::Key]) {
        for entry in keys.iter().filter_map(&self.entry_of) {
            self.forget(&entry);
        }
    }
}

impl<K, V> fmt::Debug for Cache<K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let entries = self.shards.iter().map(|shard| read(shard).len());
        write!(
            f,
            "Cache {{ {} entries }}",
            entries.fold(0, usize::saturating_add)
        )
    }
}
