//! When an instance's latest requests came.

use thin_vec::{ThinVec, thin_vec};

/// The moments of the latest requests: never more than what decides whether the limit is exceeded, and never more than [`MOMENTS`].
///
/// While it has room the count is exact. After that requests are told apart only to a [`STEPS`]th of the window: the later moment is
/// kept, so that none is forgotten too early.
///
/// It takes 16 bytes, so that two instances share a line of the processor's cache. Most have sent at one moment or two; the few that
/// are busy are on the heap.
#[derive(Debug)]
pub(super) enum History {
    Short(Short),
    Long(Long),
}

/// Moments that a history holds.
const MOMENTS: usize = 128;

/// Parts of a window, once a history is full.
const STEPS: u32 = 64;

impl History {
    /// That of an instance that has sent nothing.
    pub(super) const NONE: Self = Self::Short(Short {
        at: [0; 2],
        counts: [0; 2],
    });

    /// Whether there is no request in it.
    pub(super) fn is_none(&self) -> bool {
        match self {
            Self::Short(Short { counts, .. }) => *counts == [0; 2],
            Self::Long(Long(moments)) => moments.is_empty(),
        }
    }

    /// Counts a request, and says how many there are in the window that ends now: exact up to `limit + 1`.
    pub(super) fn record(&mut self, now: u32, window: u32, limit: u32) -> u32 {
        match self {
            Self::Short(short) => match short.record(now, window) {
                Some(count) => count,
                None => {
                    let mut long = short.lengthen();
                    let count = long.record(now, window, limit);
                    *self = Self::Long(long);
                    count
                }
            },
            Self::Long(long) => long.record(now, window, limit),
        }
    }

    /// How many there are in the window that ends now.
    pub(super) fn count_at(&self, now: u32, window: u32) -> u32 {
        let count = |sum: u32, moment: Moment| match moment.is_old(now, window) {
            true => sum,
            false => sum.saturating_add(moment.count),
        };
        match self {
            Self::Short(short) => short.moments().fold(0, count),
            Self::Long(Long(moments)) => moments.iter().copied().fold(0, count),
        }
    }

    /// Milliseconds since the latest request.
    pub(super) fn age(&self, now: u32) -> u32 {
        let latest = match self {
            Self::Short(short) => short.moments().last(),
            Self::Long(Long(moments)) => moments.last().copied(),
        };
        match latest {
            Some(latest) if !is_before(now, latest.at) => now.wrapping_sub(latest.at),
            Some(_) => 0,
            None => u32::MAX,
        }
    }
}

/// Requests that came at one moment.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
struct Moment {
    /// Milliseconds, modulo 2^32. All moments of a history are less than an hour apart.
    at: u32,
    count: u32,
}

impl Moment {
    fn is_old(self, now: u32, window: u32) -> bool {
        !is_before(now, self.at) && now.wrapping_sub(self.at) >= window
    }

    /// Whether a request of now belongs to this moment: also one of before, where the clock was set back or two threads raced.
    fn takes(self, now: u32) -> bool {
        !is_before(self.at, now)
    }
}

/// One moment or two, the earlier one first. Where a count is zero, there is none.
#[derive(Clone, Copy, Debug)]
pub(super) struct Short {
    at: [u32; 2],
    counts: [u16; 2],
}

impl Short {
    fn moments(self) -> impl Iterator<Item = Moment> {
        let Self { at, counts } = self;
        let all = at.into_iter().zip(counts).map(|(at, count)| Moment {
            at,
            count: u32::from(count),
        });
        all.filter(|moment| moment.count > 0)
    }

    /// Counts a request, and says how many there are; `None` where there is no room for it.
    fn record(&mut self, now: u32, window: u32) -> Option<u32> {
        self.forget(now, window);
        let Self {
            at: [earlier_at, later_at],
            counts: [earlier, later],
        } = self;
        let (latest_at, latest) = match later {
            0 => (*earlier_at, &mut *earlier),
            _ => (*later_at, &mut *later),
        };
        if *latest > 0 && !is_before(latest_at, now) {
            *latest = latest.checked_add(1)?;
        } else if *earlier == 0 {
            (*earlier_at, *earlier) = (now, 1);
        } else if *later == 0 {
            (*later_at, *later) = (now, 1);
        } else {
            return None;
        }
        Some(u32::from(*earlier) + u32::from(*later))
    }

    fn forget(&mut self, now: u32, window: u32) {
        let Self {
            at: [earlier_at, later_at],
            counts: [earlier, later],
        } = *self;
        let is_old = |at: u32, count: u16| {
            let count = u32::from(count);
            count > 0 && Moment { at, count }.is_old(now, window)
        };
        if is_old(earlier_at, earlier) {
            let left = if is_old(later_at, later) { 0 } else { later };
            *self = Self {
                at: [later_at, 0],
                counts: [left, 0],
            };
        }
    }

    fn lengthen(self) -> Long {
        let mut moments = thin_vec![];
        moments.extend(self.moments());
        Long(moments)
    }
}

/// Any number of moments, the earliest first.
#[derive(Debug)]
pub(super) struct Long(ThinVec<Moment>);

impl Long {
    fn record(&mut self, now: u32, window: u32, limit: u32) -> u32 {
        let Self(moments) = self;
        let old = moments
            .iter()
            .take_while(|moment| moment.is_old(now, window));
        let old = old.count();
        moments.drain(..old);
        match moments.last_mut() {
            Some(moment) if moment.takes(now) => moment.count = moment.count.saturating_add(1),
            _ => {
                if moments.len() == MOMENTS {
                    self.coarsen(window / STEPS);
                }
                self.0.push(Moment { at: now, count: 1 });
            }
        }
        self.count(limit)
    }

    /// The count, without what cannot matter any more: requests before the latest `limit + 1`.
    fn count(&mut self, limit: u32) -> u32 {
        let Self(moments) = self;
        let mut count = 0_u32;
        let mut needed = 0;
        for moment in moments.iter().rev() {
            needed += 1;
            count = count.saturating_add(moment.count);
            if count > limit {
                break;
            }
        }
        let unneeded = moments.len() - needed;
        moments.drain(..unneeded);
        count
    }

    /// Merges moments of the same step. Steps are counted from zero, so that merging again moves nothing further.
    fn coarsen(&mut self, step: u32) {
        let of_step = |moment: &Moment| moment.at.checked_div(step);
        self.0.dedup_by(|next, last| {
            let is_same = of_step(next) == of_step(last);
            if is_same {
                last.at = next.at;
                last.count = last.count.saturating_add(next.count);
            }
            is_same
        });
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
            let mut history = History::NONE;
            let mut moments: Vec<u64> = Vec::new();
            let mut now = u64::from(start);
            for step in steps {
                now += u64::from(step);
                moments.push(now);
                let expected = moments.iter().filter(|&&at| now - at < u64::from(window)).count();
                let counted = history.record(wrapped(now), window, limit);
                prop_assert_eq!(counted > limit, expected > limit as usize);
                if expected <= limit as usize {
                    prop_assert_eq!(counted as usize, expected);
                }
            }
        }

        /// Few requests, far apart and near: those that stay in the short form.
        #[test]
        fn as_a_list_of_few_moments(
            steps in proptest::collection::vec(prop_oneof![Just(0), Just(1), 50_000_u32..70_000], 1..40),
            start in any::<u32>(),
        ) {
            let (window, limit) = (60_000, 1_000);
            let mut history = History::NONE;
            let mut moments: Vec<u64> = Vec::new();
            let mut now = u64::from(start);
            for step in steps {
                now += u64::from(step);
                moments.push(now);
                let expected = moments.iter().filter(|&&at| now - at < u64::from(window)).count();
                prop_assert_eq!(history.record(wrapped(now), window, limit) as usize, expected);
                prop_assert_eq!(history.count_at(wrapped(now), window) as usize, expected);
                prop_assert_eq!(history.age(wrapped(now + 5)), 5);
            }
        }

        #[test]
        fn bounded_and_never_too_few(steps in proptest::collection::vec(0_u32..500, 1..600)) {
            let (window, limit) = (60_000, 100_000);
            let mut history = History::NONE;
            let mut moments: Vec<u32> = Vec::new();
            let mut now = 0;
            for step in steps {
                now += step;
                moments.push(now);
                let counted = history.record(now, window, limit) as usize;
                let within = |window: u32| moments.iter().filter(|&&at| now - at < window).count();
                prop_assert!(counted >= within(window));
                prop_assert!(counted <= within(window + window / STEPS));
                if let History::Long(Long(moments)) = &history {
                    prop_assert!(moments.len() <= MOMENTS);
                }
            }
        }
    }

    fn wrapped(millis: u64) -> u32 {
        u32::try_from(millis % (1 << 32)).unwrap()
    }

    #[test]
    fn more_requests_at_one_moment_than_the_short_form_counts() {
        let mut history = History::NONE;
        for n in 1..=70_000 {
            assert_eq!(history.record(5, 60_000, 2_000_000), n);
        }
    }
}
