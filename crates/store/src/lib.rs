//! Durable, transactional, sealed storage behind one trait.

pub mod conformance;
mod contract;
mod error;
mod feed;
mod key;
pub mod limits;
mod memory;
mod recall;
mod revision;
mod sync;
mod transaction;

pub use contract::{BoxStream, Change, CommitObserver, Store};
pub use error::{Cause, Error, Result};
pub use key::{Element, Key, KeyBuilder, KeyRange};
pub use memory::MemoryStore;
pub use revision::{Committed, Revision, Versioned};
pub use transaction::{Effect, Operation, Precondition, Transaction, TransactionId};
