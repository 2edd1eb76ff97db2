//! Rates: how many requests each aggregation instance has sent.

mod history;
mod key;
mod shard;
mod tracker;

pub(crate) use key::{InstanceKey, KeyBuilder};
pub use tracker::RateTracker;
