//! Whom a commit waits for, so that writers who commit again and again share their fsyncs.

use std::time::{Duration, Instant};

/// How many transactions are expected in the next batch, and how long one that has begun waits for the
/// next of them to come.
///
/// Whoever was answered may commit again at once, while those who came too late for that commit wait
/// already. Were only they taken, two halves would take turns for ever, each with an fsync of its own.
/// Waiting costs those who do not come a fraction of the time that a commit takes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pace {
    pub(super) expected: usize,
    pub(super) patience: Duration,
}

impl Pace {
    /// Nobody is expected.
    pub(super) const START: Self = Self {
        expected: 0,
        patience: Duration::ZERO,
    };

    /// How long the writer stays awake for the first of the next batch: to be woken takes about as long as
    /// callers need to come back. Not for one who was alone: most of those do not come back at once.
    pub(super) fn awake(self) -> Duration {
        match self.expected {
            ..2 => Duration::ZERO,
            _ => self.patience.min(MAX_AWAKE),
        }
    }

    /// After a commit that was begun then: so many are answered now, and so many wait already.
    pub(super) fn after(begun: Instant, answered: usize, waiting: usize) -> Self {
        let fraction = begun.elapsed() / PATIENCE_DIVISOR;
        Self {
            expected: answered.saturating_add(waiting),
            patience: fraction.clamp(MIN_PATIENCE, MAX_PATIENCE),
        }
    }
}

/// The present of a clock that only paces.
#[expect(
    clippy::disallowed_methods,
    reason = "measures the disk; no result depends on it, and a test's clock stands still"
)]
pub(super) fn now() -> Instant {
    Instant::now()
}

const PATIENCE_DIVISOR: u32 = 8;
/// As long as a caller needs to come back.
const MIN_PATIENCE: Duration = Duration::from_micros(50);
/// Longer than callers need to come back, and a small part of any fsync that takes long.
const MAX_AWAKE: Duration = Duration::from_micros(200);
const MAX_PATIENCE: Duration = Duration::from_millis(1);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_was_answered_and_who_waits_are_expected_for_a_fraction_of_a_commit() {
        let pace = |took| Pace::after(now().checked_sub(took).unwrap(), 3, 4);
        assert_eq!(pace(Duration::ZERO).expected, 7);
        assert_eq!(pace(Duration::ZERO).patience, MIN_PATIENCE);
        assert_eq!(pace(Duration::from_secs(9)).patience, MAX_PATIENCE);
        let patience = pace(Duration::from_millis(4)).patience;
        assert!(
            (MIN_PATIENCE..MAX_PATIENCE).contains(&patience),
            "{patience:?}"
        );
    }
}
