//! One part of a cache, behind one lock.

use std::{
    borrow::Borrow,
    collections::{HashMap, VecDeque},
    hash::Hash,
    sync::atomic::{AtomicBool, Ordering},
};

use super::doorkeeper::Doorkeeper;

/// Entries, and the number of times that one of them was taken out because it was no longer true.
pub(super) struct Shard<K, V> {
    entries: HashMap<K, Entry<V>>,
    /// Every key of `entries`, the next to be evicted in front; also keys that were taken out since.
    order: VecDeque<K>,
    /// What the entries weigh together, and may weigh.
    weight: usize,
    capacity: usize,
    generation: u64,
    doorkeeper: Doorkeeper,
}

struct Entry<V> {
    value: V,
    weight: usize,
    /// Whether it was found since it was last passed over: then it is passed over once more.
    found: AtomicBool,
}

impl<K, V> Shard<K, V> {
    pub(super) fn new(capacity: usize) -> Self {
        Self {
            entries: HashMap::new(),
            order: VecDeque::new(),
            weight: 0,
            capacity: capacity.max(1),
            generation: 0,
            doorkeeper: Doorkeeper::default(),
        }
    }

    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }

    pub(super) fn generation(&self) -> u64 {
        self.generation
    }
}

impl<K: Clone + Eq + Hash, V> Shard<K, V> {
    pub(super) fn find<Q: ?Sized + Eq + Hash>(&self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
        V: Clone,
    {
        let entry = self.entries.get(key)?;
        entry.found.store(true, Ordering::Relaxed);
        Some(entry.value.clone())
    }

    /// Puts an entry in, if nothing was taken out since this generation and it is not heavier than all may be. Where there is no room,
    /// it comes in when it comes again.
    pub(super) fn insert(&mut self, key: K, hash: u64, value: V, weight: usize, generation: u64) {
        if generation != self.generation || weight > self.capacity {
            return;
        }
        let has_room = self.weight.saturating_add(weight) <= self.capacity;
        if !has_room
            && !self.entries.contains_key(&key)
            && !self.doorkeeper.knows(hash, self.entries.len())
        {
            return;
        }
        let entry = Entry {
            value,
            weight,
            found: AtomicBool::new(false),
        };
        self.weight = self.weight.saturating_add(weight);
        match self.entries.insert(key.clone(), entry) {
            Some(before) => self.lighten(before.weight),
            None => self.order.push_back(key),
        }
        self.evict();
    }

    /// Takes an entry out, and voids every ticket that was given out before.
    pub(super) fn invalidate<Q: ?Sized + Eq + Hash>(&mut self, key: &Q)
    where
        K: Borrow<Q>,
    {
        self.generation = self.generation.wrapping_add(1);
        self.remove(key);
    }

    /// Lets the entries weigh so much together from now on.
    pub(super) fn set_capacity(&mut self, capacity: usize) {
        self.capacity = capacity.max(1);
        self.evict();
    }

    pub(super) fn clear(&mut self) {
        self.generation = self.generation.wrapping_add(1);
        self.entries.clear();
        self.order.clear();
        self.weight = 0;
    }

    fn evict(&mut self) {
        while self.weight > self.capacity {
            let Some(key) = self.order.pop_front() else {
                return;
            };
            let found = self
                .entries
                .get_mut(&key)
                .map(|entry| entry.found.get_mut());
            if found.is_some_and(std::mem::take) {
                self.order.push_back(key);
            } else {
                self.remove(&key);
            }
        }
        // Keys that were taken out do not pile up.
        if self.order.len() > self.entries.len().saturating_mul(2).saturating_add(SOME) {
            self.order = self.entries.keys().cloned().collect();
        }
    }

    fn remove<Q: ?Sized + Eq + Hash>(&mut self, key: &Q)
    where
        K: Borrow<Q>,
    {
        if let Some(entry) = self.entries.remove(key) {
            self.lighten(entry.weight);
        }
    }

    fn lighten(&mut self, weight: usize) {
        self.weight = self.weight.saturating_sub(weight);
    }
}

/// Keys that may wait to be forgotten, whatever the number of entries.
const SOME: usize = 64;
