//! Requests of a short time: all are counted, some are kept.

use common_types::Timestamp;

use crate::{feature::Features, limits};

/// A request that was kept, and how many it stands for.
#[derive(Clone, Debug)]
pub(crate) struct Sampled {
    pub(crate) features: Features,
    pub(crate) weight: f64,
}

/// The requests of one short time.
#[derive(Clone, Debug)]
pub(crate) struct Bucket {
    pub(crate) start: Timestamp,
    pub(crate) requests: u64,
    pub(crate) kept: Vec<Sampled>,
}

impl Bucket {
    pub(crate) fn new(start: Timestamp) -> Self {
        Self {
            start,
            requests: 0,
            kept: Vec::new(),
        }
    }

    pub(crate) fn end(&self) -> Timestamp {
        self.start + limits::BUCKET
    }

    /// Counts a request, and keeps it if it is its turn.
    pub(crate) fn add(&mut self, features: impl FnOnce() -> Features) {
        let stride = stride(self.requests);
        if self.requests.is_multiple_of(stride) {
            self.kept.push(Sampled {
                features: features(),
                weight: as_f64(stride),
            });
        }
        self.requests = self.requests.saturating_add(1);
    }
}

/// Of how many requests one is kept, after so many: the more there are, the fewer of them.
fn stride(requests: u64) -> u64 {
    (requests / limits::SAMPLE).saturating_add(1)
}

/// Counts of requests fit the 53 bits that are exact.
pub(crate) fn as_f64(count: u64) -> f64 {
    count as f64
}
