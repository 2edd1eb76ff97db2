//! Durable, transactional, sealed storage behind one trait.
//!
//! [`Store`] is an ordered map from [`Key`]s to versioned values, changed by [`Transaction`]s that
//! say in each write what must be true before it. [`RedbStore`] keeps it in a file, and
//! [`SealedStore`] seals every value of whatever is beneath it.
//!
//! ```
//! use std::sync::Arc;
//!
//! use crypto::random::SystemRandom;
//! use store::{
//!     Error, FileRootKey, Key, RedbStore, SealedStore, Store, StoreKeys, Transaction, TransactionId,
//! };
//!
//! # let dir = tempfile::tempdir()?;
//! # let dir = dir.path();
//! # store::conformance::block_on(async {
//! let random = Arc::new(SystemRandom::new());
//! let root = Arc::new(FileRootKey::create(dir.join("root.key"), &*random)?);
//! let file = Arc::new(RedbStore::create(dir.join("store.redb"))?);
//! let store = SealedStore::new(StoreKeys::open(file, root, random.clone()).await?);
//!
//! let order = [Key::global("shop").str("order").u64(42).build()?];
//! let create = || -> Result<_, Error> {
//!     let tx = Transaction::new(TransactionId::random(&*random)?);
//!     Ok(tx.create(order[0].clone(), b"paid".to_vec()))
//! };
//! store.commit(create()?).await?; // It is on disk now, and all of it.
//! assert_eq!(store.read(&order).await?[0].as_ref().unwrap().value, b"paid");
//!
//! // Its precondition was that the record is not there.
//! let error = store.commit(create()?).await.unwrap_err();
//! assert_eq!(error.to_string(), "record `///shop/order/42` is not as the transaction requires it");
//! # Ok::<(), Error>(())
//! # })?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Map
//!
//! | module | subject |
//! |---|---|
//! | `contract` | [`Store`] and what every one of them promises; [`CommitObserver`], [`Change`] |
//! | `key` | [`Key`], [`KeyRange`]: tuples whose encoding keeps their order |
//! | `transaction`, `operation` | [`Transaction`], and what one is made of |
//! | `revision` | [`Revision`], [`Versioned`]: the clock of commits |
//! | `memory` | [`MemoryStore`], for tests |
//! | `redb` | [`RedbStore`]: a file, one writer thread, group commit, backup |
//! | `root` | [`RootKey`], from bytes, a file or a passphrase |
//! | `keys` | [`StoreKeys`]: what the root key wraps, and what everything else is derived from |
//! | `sealed` | [`SealedStore`], and the rotation of its key |
//! | `wrap` | [`MeteredStore`] counts, [`FaultyStore`] fails on purpose |
//! | `copy` | [`copy()`]: from one backend to another |
//! | [`conformance`] | the contract as a test suite for any store |
//! | [`limits`] | the numbers |
//! | `feed`, `recall` | what backends share: who follows commits, which transactions happened |
//!
//! The bytes are drawn in `docs/formats.md`.

pub mod conformance;
mod contract;
mod copy;
mod error;
mod feed;
mod fs;
mod key;
mod keys;
pub mod limits;
mod memory;
mod operation;
mod recall;
mod redb;
mod revision;
mod root;
mod sealed;
mod sync;
mod transaction;
mod wrap;

pub use contract::{BoxStream, Change, CommitObserver, Store};
pub use copy::copy;
pub use error::{Cause, Error, Result};
pub use key::{Element, Key, KeyBuilder, KeyRange};
pub use keys::{Anchor, Generation, StoreId, StoreKeys};
pub use memory::MemoryStore;
pub use operation::{Effect, Operation, Precondition};
pub use redb::{RedbOptions, RedbStore};
pub use revision::{Committed, Revision, Versioned};
pub use root::{BytesRootKey, FileRootKey, PassphraseCost, PassphraseRootKey, RootKey};
pub use sealed::{Rewrap, Rotated, SealedStore};
pub use transaction::{Transaction, TransactionId};
pub use wrap::{CommitFault, FaultyStore, MeteredStore, Meters};
