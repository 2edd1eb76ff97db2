//! When an instance's latest requests came.

use smallvec::SmallVec;

/// Requests that came at one moment.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
struct Run {
    /// Milliseconds, modulo 2^32. All runs of a history are less than an hour apart.
    at: u32,
    count: u32,
}

/// The moments of the latest requests: never more than what decides whether the limit is exceeded, and never more than [`RUNS`].
///
/// While it has room the count is exact. After that requests are told apart only to a [`STEPS`]th of the window: the later moment is
/// kept, so that none is forgotten too early.
#[derive(Clone, Debug, Default)]
pub(super) struct History {
    runs: SmallVec<[Run; 2]>,
}

/// Moments that a history holds.
const RUNS: usize = 128;

/// Parts of a window, once a history is full.
const STEPS: u32 = 64;

impl History {
    /// Counts a request, and says how many there are in the window that ends now: exact up to `limit + 1`.
    pub(super) fn record(&mut self, now: u32, window: u32, limit: u32) -> u32 {
        self.forget(now, window);
        match self.runs.last_mut() {
            // The clock was set back, or two threads raced: the later moment counts.
            Some(run) if run.at == now || is_before(now, run.at) => {
                run.count = run.count.saturating_add(1);
            }
            _ => {
                if self.runs.len() == RUNS {
                    self.coarsen(window / STEPS);
                }
                self.runs.push(Run { at: now, count: 1 });
            }
        }
        self.count(limit)
    }

    /// How many there are in the window that ends now.
    pub(super) fn count_at(&self, now: u32, window: u32) -> u32 {
        let in_window = |run: &&Run| is_before(now, run.at) || now.wrapping_sub(run.at) < window;
        let runs = self.runs.iter().filter(in_window);
        runs.fold(0, |sum, run| sum.saturating_add(run.count))
    }

    fn forget(&mut self, now: u32, window: u32) {
        let is_old = |run: &Run| !is_before(now, run.at) && now.wrapping_sub(run.at) >= window;
        let old = self.runs.iter().take_while(|run| is_old(run)).count();
        self.runs.drain(..old);
    }

    /// The count, without what cannot matter any more: requests before the latest `limit + 1`.
    fn count(&mut self, limit: u32) -> u32 {
        let mut count = 0_u32;
        let mut needed = 0;
        for run in self.runs.iter().rev() {
            needed += 1;
            count = count.saturating_add(run.count);
            if count > limit {
                break;
            }
        }
        let unneeded = self.runs.len() - needed;
        self.runs.drain(..unneeded);
        count
    }

    /// Merges runs of the same step. Steps are counted from zero, so that merging again moves nothing further.
    fn coarsen(&mut self, step: u32) {
        let of_step = |run: &Run| run.at.checked_div(step);
        self.runs.dedup_by(|next, last| {
            let is_same = of_step(next) == of_step(last);
            if is_same {
                last.at = next.at;
                last.count = last.count.saturating_add(next.count);
            }
            is_same
        });
    }

    #[cfg(test)]
    pub(super) fn runs(&self) -> usize {
        self.runs.len()
    }
}

fn is_before(a: u32, b: u32) -> bool {
    a.wrapping_sub(b) > u32::MAX / 2
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn as_a_list_of_all_moments(
            steps in proptest::collection::vec(0_u32..4_000, 1..120),
            limit in 10_u32..60,
            start in any::<u32>(),
        ) {
            let window = 60_000;
            let mut history = History::default();
            let mut moments: Vec<u64> = Vec::new();
            let mut now = u64::from(start);
            for step in steps {
                now += u64::from(step);
                moments.push(now);
                let expected = moments.iter().filter(|&&at| now - at < u64::from(window)).count();
                let counted = history.record(u32::try_from(now % (1 << 32)).unwrap(), window, limit);
                prop_assert_eq!(counted > limit, expected > limit as usize);
                if expected <= limit as usize {
                    prop_assert_eq!(counted as usize, expected);
                }
            }
        }

        #[test]
        fn bounded_and_never_too_few(steps in proptest::collection::vec(0_u32..500, 1..600)) {
            let (window, limit) = (60_000, 100_000);
            let mut history = History::default();
            let mut moments: Vec<u32> = Vec::new();
            let mut now = 0;
            for step in steps {
                now += step;
                moments.push(now);
                let counted = history.record(now, window, limit) as usize;
                let within = |window: u32| moments.iter().filter(|&&at| now - at < window).count();
                prop_assert!(counted >= within(window));
                prop_assert!(counted <= within(window + window / STEPS));
                prop_assert!(history.runs() <= RUNS);
            }
        }
    }
}
