//! What every stateful service does the same way.

mod audit;
mod cache;
mod change;
mod due;
mod error;
mod format;
mod guard;
pub mod limits;
mod outbox;
mod paging;
mod sync;
mod tagging;

pub use audit::{AuditChain, AuditLine, AuditLog, AuditMode, AuditSink, Drained};
pub use cache::{Cache, Lookup, Ticket};
pub use change::Change;
pub use due::{Due, DueIndex};
pub use error::{BoxedError, Error, Result};
pub use guard::{
    Call, DecidingStatement, Denied, Guard, Identity, Operation, PolicySource, PrincipalPolicies,
    StaticPolicySource, Target, Unavailable,
};
pub use outbox::{Delivered, EventSink, Outbox};
pub use paging::{Listing, Page, PageTokens, Paginator};
pub use tagging::{RequestTagKeys, RequestTags};
