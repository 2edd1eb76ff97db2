//! Events on their way out: written with the change that they tell of, delivered later, at least once.

mod deliver;
mod record;

pub use deliver::{Delivered, EventSink, Outbox};

pub(crate) use record::record;
