//! The audit log: what every call leaves behind, allowed and denied alike.

mod batch;
mod buffer;
mod chain;
mod denials;
mod drain;
mod journal;
mod lines;
mod log;

pub use chain::AuditChain;
pub use drain::{AuditLine, AuditSink, Drained};
pub use log::{AuditLog, AuditMode};

pub(crate) use batch::bound;
pub(crate) use lines::encode_one;

use std::time::Duration;

use common_types::{AuditRecord, Timestamp};

/// A record on its way. In a box, for it is long, and moves from the call to the log and on to a batch.
pub(crate) type BoxedRecord = Box<AuditRecord>;

/// Whether this long has passed since then. A clock that was set back counts as if it had.
fn is_past(since: Timestamp, wait: Duration, now: Timestamp) -> bool {
    (now - since).to_std().map_or(true, |passed| passed >= wait)
}
