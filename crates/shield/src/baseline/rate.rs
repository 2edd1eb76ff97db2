//! How many requests are usual.

use crate::sample::as_f64;

/// The mean and variance of the requests of a bucket, the newer the heavier.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Rate {
    seen: u64,
    mean: f64,
    variance: f64,
}

impl Rate {
    pub(super) fn learn(&mut self, requests: u64) {
        self.seen = self.seen.saturating_add(1);
        let weight = (1.0 / as_f64(self.seen)).max(NEWEST);
        let difference = as_f64(requests) - self.mean;
        self.mean += weight * difference;
        self.variance = (1.0 - weight) * (self.variance + weight * difference * difference);
    }

    pub(super) fn mean(&self) -> f64 {
        self.mean
    }

    /// Whether so many are more than `times` as many as usual, and more than chance explains.
    pub(super) fn is_exceeded_by(&self, requests: u64, times: f64) -> bool {
        let requests = as_f64(requests);
        let chance = DEVIATIONS * self.variance.max(self.mean).sqrt();
        requests > self.mean * times && requests > self.mean + chance + FLOOR
    }
}

/// The weight of the newest bucket: half of the mean is of the last hour.
const NEWEST: f64 = 0.001;
/// How many standard deviations are no chance any more.
const DEVIATIONS: f64 = 6.0;
/// A few requests more, where there are hardly any, are no flood.
const FLOOR: f64 = 50.0;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_surge_is_far_above_what_is_usual() {
        let mut rate = Rate::default();
        for n in 0..1000_u64 {
            rate.learn(500 + (n * 37) % 100);
        }
        assert!((rate.mean() - 550.0).abs() < 5.0, "{rate:?}");
        assert!(!rate.is_exceeded_by(1500, 3.0));
        assert!(rate.is_exceeded_by(1800, 3.0));
        assert!(!Rate::default().is_exceeded_by(40, 3.0));
    }
}
