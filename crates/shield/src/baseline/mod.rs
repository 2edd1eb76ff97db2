//! What is usual: how many requests, and which.

mod rate;
mod reservoir;

use common_types::Timestamp;

use crate::{sample::Bucket, settings::Settings};
use rate::Rate;
pub(crate) use reservoir::Reservoir;

/// What is usual for a resource.
#[derive(Clone, Debug)]
pub(crate) struct Baseline {
    /// When the first request was seen.
    since: Timestamp,
    rate: Rate,
    pub(crate) requests: Reservoir,
}

impl Baseline {
    pub(crate) fn new(since: Timestamp) -> Self {
        Self {
            since,
            rate: Rate::default(),
            requests: Reservoir::default(),
        }
    }

    /// Takes a short time as usual.
    pub(crate) fn learn(&mut self, bucket: &Bucket) {
        self.rate.learn(bucket.requests);
        for sampled in &bucket.kept {
            self.requests.add(sampled);
        }
    }

    /// Whether enough was seen to tell what is usual.
    pub(crate) fn is_learnt(&self, settings: &Settings, now: Timestamp) -> bool {
        let age = now
            .signed_duration_since(self.since)
            .to_std()
            .unwrap_or_default();
        age >= settings.learning && self.requests.len() >= LEAST
    }

    /// Whether there are many more requests than usual.
    pub(crate) fn is_surge(&self, settings: &Settings, bucket: &Bucket) -> bool {
        self.rate.is_exceeded_by(bucket.requests, settings.surge)
    }

    /// How many requests a bucket usually has.
    pub(crate) fn usual(&self) -> f64 {
        self.rate.mean()
    }
}

/// Of fewer requests nothing can be said that is true of all.
const LEAST: usize = 500;
