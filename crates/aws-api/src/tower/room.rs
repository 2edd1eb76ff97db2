//! Room for the bodies of all requests together.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

/// Room for so many bytes, shared by all requests. Cheap to clone.
#[derive(Clone, Debug)]
pub(super) struct Room(Arc<AtomicUsize>);

/// A part of the room; it is free again when this is dropped.
#[derive(Debug)]
pub(super) struct Occupied {
    room: Room,
    bytes: usize,
}

impl Room {
    pub(super) fn new(bytes: usize) -> Self {
        Self(Arc::new(AtomicUsize::new(bytes)))
    }

    /// Nothing of it yet.
    pub(super) fn enter(&self) -> Occupied {
        Occupied {
            room: self.clone(),
            bytes: 0,
        }
    }
}

impl Occupied {
    /// Takes more; whether there was as much.
    #[must_use]
    pub(super) fn grow(&mut self, bytes: usize) -> bool {
        let free = &self.room.0;
        let taken = free.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |free| {
            free.checked_sub(bytes)
        });
        if taken.is_ok() {
            self.bytes = self.bytes.saturating_add(bytes);
        }
        taken.is_ok()
    }

    /// Gives back what was taken.
    pub(super) fn clear(&mut self) {
        self.room.0.fetch_add(self.bytes, Ordering::Relaxed);
        self.bytes = 0;
    }
}

impl Drop for Occupied {
    fn drop(&mut self) {
        self.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_one_leaves_another_may_take() {
        let room = Room::new(10);
        let (mut one, mut other) = (room.enter(), room.enter());
        assert!(one.grow(4) && one.grow(4) && !one.grow(4));
        assert!(other.grow(2) && !other.grow(1));
        drop(one);
        assert!(other.grow(8));
        other.clear();
        assert!(room.enter().grow(10));
    }
}
