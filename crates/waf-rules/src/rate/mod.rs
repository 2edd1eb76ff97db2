//! Rates: how many requests each aggregation instance has sent.

mod history;
mod key;
mod shard;
mod table;
mod tracker;

pub(crate) use key::{InstanceKey, KeyValue};
pub use tracker::RateTracker;
