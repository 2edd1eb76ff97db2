//! Instances by their key: one place of 32 bytes each, found where its hash says or soon after.

use super::{InstanceKey, history::History, key::KeyedHash};

/// Open addressing with linear probing. A look at an instance is a look at one line of the processor's cache, or at that and the next:
/// with a million instances nothing else in a decision takes as long. Swiss tables and buckets of four were measured: they take longer,
/// for they wait for two lines more often than they save a wrong guess.
#[derive(Debug, Default)]
pub(super) struct Table {
    slots: Box<[Slot]>,
    taken: usize,
}

/// One instance. A slot whose history is empty is free.
#[derive(Debug)]
#[repr(align(32))]
struct Slot {
    key: InstanceKey,
    history: History,
}

const _: () = assert!(size_of::<Slot>() == 32, "two instances share a cache line");

/// The fewest slots of a table that is not empty.
const MIN_SLOTS: usize = 8;

impl Table {
    /// A table that has room for half as many instances as it has slots, and some more.
    fn with_slots(count: usize) -> Self {
        let free = || Slot {
            key: InstanceKey::constant(),
            history: History::NONE,
        };
        Self {
            slots: std::iter::repeat_with(free).take(count).collect(),
            taken: 0,
        }
    }

    /// How many instances there are.
    pub(super) fn len(&self) -> usize {
        self.taken
    }

    /// Whether there is room for one more: beyond three quarters, searches become long.
    pub(super) fn has_room(&self) -> bool {
        (self.taken + 1) * 4 <= self.slots.len() * 3
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (InstanceKey, &History)> {
        let taken = self.slots.iter().filter(|slot| !slot.history.is_none());
        taken.map(|slot| (slot.key, &slot.history))
    }

    /// The history of an instance.
    #[inline]
    pub(super) fn get_mut(&mut self, key: InstanceKey, hash: KeyedHash) -> Option<&mut History> {
        let slot = self.slot(key, hash)?;
        (!slot.history.is_none()).then_some(&mut slot.history)
    }

    /// Puts a history that is not empty in. Without room it is dropped.
    pub(super) fn put(&mut self, key: InstanceKey, hash: KeyedHash, history: History) {
        if let Some(slot) = self.slot(key, hash) {
            let was_free = slot.history.is_none();
            *slot = Slot { key, history };
            self.taken += usize::from(was_free);
        }
    }

    /// The slot of an instance, or the free one where it would be.
    #[inline]
    fn slot(&mut self, key: InstanceKey, hash: KeyedHash) -> Option<&mut Slot> {
        let start = hash.scaled_to(self.slots.len());
        let is_its = |slot: &Slot| slot.key == key || slot.history.is_none();
        let (before, from) = self.slots.split_at_mut_checked(start)?;
        match from.iter().position(is_its) {
            Some(at) => from.get_mut(at),
            None => before.iter_mut().find(|slot| is_its(slot)),
        }
    }

    /// Moves the instances that are kept, this many at most, into a table with as much room again.
    pub(super) fn rebuild(
        &mut self,
        kept: usize,
        hash: impl Fn(InstanceKey) -> KeyedHash,
        mut is_kept: impl FnMut(&History) -> bool,
    ) {
        let slots = kept.saturating_mul(2).max(MIN_SLOTS);
        let old = std::mem::replace(self, Self::with_slots(slots));
        for Slot { key, history } in old.slots {
            if !history.is_none() && is_kept(&history) {
                self.put(key, hash(key), history);
            }
        }
    }
}
