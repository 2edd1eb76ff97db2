//! Durable, transactional, sealed storage behind one trait.

pub mod conformance;
mod contract;
mod error;
mod feed;
mod fs;
mod key;
mod keys;
pub mod limits;
mod memory;
mod recall;
mod redb;
mod revision;
mod root;
mod sealed;
mod sync;
mod transaction;
mod wrap;

pub use contract::{BoxStream, Change, CommitObserver, Store};
pub use error::{Cause, Error, Result};
pub use key::{Element, Key, KeyBuilder, KeyRange};
pub use keys::{Anchor, Generation, StoreId, StoreKeys};
pub use memory::MemoryStore;
pub use redb::{RedbOptions, RedbStore};
pub use revision::{Committed, Revision, Versioned};
pub use root::{BytesRootKey, FileRootKey, PassphraseCost, PassphraseRootKey, RootKey};
pub use sealed::{Rewrap, Rotated, SealedStore};
pub use transaction::{Effect, Operation, Precondition, Transaction, TransactionId};
pub use wrap::{CommitFault, FaultyStore, MeteredStore, Meters};
