//! A counter that threads share, that never gives a number twice, and that ends.

use std::sync::atomic::{AtomicU64, Ordering};

use crate::Error;

/// Gives out 0, 1, 2, … below a bound, each once.
#[derive(Debug)]
pub(crate) struct UseCounter {
    next: AtomicU64,
    bound: u64,
}

impl UseCounter {
    pub(crate) const fn new(bound: u64) -> Self {
        let next = AtomicU64::new(0);
        Self { next, bound }
    }

    /// The next number, which nobody else gets.
    ///
    /// Relaxed is enough: uniqueness needs only that this one variable changes atomically.
    pub(crate) fn take(&self) -> Result<u64, Error> {
        self.next
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |next| {
                (next < self.bound).then(|| next.saturating_add(1))
            })
            .map_err(|_| Error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_at_its_bound_and_stays_there() {
        let counter = UseCounter::new(2);
        assert_eq!(counter.take(), Ok(0));
        assert_eq!(counter.take(), Ok(1));
        assert_eq!(counter.take(), Err(Error));
        assert_eq!(counter.take(), Err(Error));
    }

    #[test]
    fn gives_each_number_once_across_threads() {
        let counter = UseCounter::new(4 * 1000);
        let take = || (0..1000).map(|_| counter.take().unwrap()).collect();
        let mut all: Vec<u64> = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..4).map(|_| scope.spawn(take)).collect();
            threads
                .into_iter()
                .flat_map(|thread| -> Vec<u64> { thread.join().unwrap() })
                .collect()
        });
        all.sort_unstable();
        assert!(all.into_iter().eq(0..4 * 1000));
        assert_eq!(counter.take(), Err(Error));
    }
}
