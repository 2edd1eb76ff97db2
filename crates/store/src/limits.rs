//! The bounds of the storage contract: one number, written once, with its unit and its reason.
//!
//! They are chosen so that every backend we know of can hold them: etcd takes requests of 1.5 MiB
//! and 128 operations by default (<https://etcd.io/docs/v3.6/dev-guide/limit/>), a PostgreSQL
//! B-tree index takes entries of about 2,700 bytes
//! (<https://www.postgresql.org/docs/current/btree.html>).

/// Bytes in an encoded [`Key`](crate::Key): at most this many, and at least one.
pub const KEY_BYTES: usize = 2_048;

/// Bytes in one value.
pub const VALUE_BYTES: usize = 1024 * 1024;

/// Operations in one transaction, checks included.
pub const OPERATIONS: usize = 64;

/// Bytes of keys and values in one transaction.
pub const TRANSACTION_BYTES: usize = 1024 * 1024 + 256 * 1024;

/// Bytes that wrappers (a [`SealedStore`](crate::SealedStore)) may add to each value on its way to
/// the backend, beyond [`VALUE_BYTES`] and [`TRANSACTION_BYTES`].
pub const WRAPPER_BYTES: usize = 64;

/// Records that one scan may ask for.
pub const SCAN_RECORDS: usize = 1_000;

/// Commits back from the newest for which a store at least remembers transaction ids and answers
/// [`Store::changes`](crate::Store::changes).
pub const REMEMBERED_COMMITS: u64 = 16_384;
