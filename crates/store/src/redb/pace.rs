//! Whom a commit waits for, so that writers who commit again and again share their fsyncs.

use std::time::{Duration, Instant};

/// How many transactions are expected in the next batch, how long one that has begun waits for the next of
/// them to come, and whether the last came soon.
///
/// Whoever was answered may commit again at once, while those who came too late for that commit wait
/// already. Were only they taken, two halves would take turns for ever, each with an fsync of its own.
/// Waiting costs those who do not come a fraction of the time that a commit takes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pace {
    pub(super) expected: usize,
    pub(super) patience: Duration,
    soon: bool,
}

impl Pace {
    /// Nobody is expected.
    pub(super) const START: Self = Self {
        expected: 0,
        patience: Duration::ZERO,
        soon: false,
    };

    /// How long the writer stays awake for the first of the next batch: to be woken takes about as long as
    /// callers need to come back. For one who was alone only if it came back at once before: most do not.
    pub(super) fn awake(self) -> Duration {
        match self.expected {
            0 => Duration::ZERO,
            1 if !self.soon => Duration::ZERO,
            _ => self.patience.min(MAX_AWAKE),
        }
    }

    /// After a commit that was begun then, when the writer had waited since `idle`: so many are answered now, and
    /// so many wait already.
    pub(super) fn after(idle: Instant, begun: Instant, answered: usize, waiting: usize) -> Self {
        let fraction = begun.elapsed() / PATIENCE_DIVISOR;
        Self {
            expected: answered.saturating_add(waiting),
            patience: fraction.clamp(MIN_PATIENCE, MAX_PATIENCE),
            soon: begun.duration_since(idle) <= MAX_AWAKE,
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
        let pace = |took| {
            let begun = now().checked_sub(took).unwrap();
            Pace::after(begun, begun, 3, 4)
        };
        assert_eq!(pace(Duration::ZERO).expected, 7);
        assert_eq!(pace(Duration::ZERO).patience, MIN_PATIENCE);
        assert_eq!(pace(Duration::from_secs(9)).patience, MAX_PATIENCE);
        let patience = pace(Duration::from_millis(4)).patience;
        assert!(
            (MIN_PATIENCE..MAX_PATIENCE).contains(&patience),
            "{patience:?}"
        );
    }

    #[test]
    fn who_is_alone_and_came_at_once_is_waited_for_awake() {
        let alone = |waited| {
            let begun = now();
            let idle = begun.checked_sub(waited).unwrap();
            Pace::after(idle, begun, 1, 0).awake()
        };
        assert_eq!(alone(MAX_AWAKE), MIN_PATIENCE);
        assert_eq!(alone(MAX_AWAKE * 2), Duration::ZERO);
        assert_eq!(Pace::START.awake(), Duration::ZERO);
    }
}
