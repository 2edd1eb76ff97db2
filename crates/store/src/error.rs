//! Why a store refused or failed a call.

use std::{io, path::PathBuf, sync::Arc};

use crate::{Generation, Key, Revision, limits};

/// What a store's calls return.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// The error beneath: shared, because one failed fsync fails every commit that waited for it.
pub type Cause = Arc<dyn std::error::Error + Send + Sync>;

/// Why a store refused or failed a call.
///
/// An error means that the call changed nothing, with one exception: [`Error::OutcomeUnknown`].
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    // What the caller asked for.
    /// A record is not as the transaction requires it: someone else was faster. Read again and
    /// decide again.
    #[error("record `{key}` is not as the transaction requires it")]
    Conflict {
        /// The record whose precondition failed.
        key: Key,
    },
    /// A key is empty, longer than [`limits::KEY_BYTES`], or not in the tuple encoding where that
    /// is needed.
    #[error("the key is not valid: {reason}")]
    InvalidKey {
        /// What is wrong with it.
        reason: &'static str,
    },
    /// The key belongs to the store itself.
    #[error("record `{key}` is reserved for the store itself")]
    ReservedKey {
        /// The key that was named.
        key: Key,
    },
    /// A transaction names the same record twice.
    #[error("the transaction names record `{key}` twice")]
    DuplicateKey {
        /// The record that was named twice.
        key: Key,
    },
    /// A value is longer than [`limits::VALUE_BYTES`].
    #[error("the value of record `{key}` has {bytes} bytes, and {max} are allowed", max = limits::VALUE_BYTES)]
    ValueTooLarge {
        /// The record that was to be written.
        key: Key,
        /// The length of its value.
        bytes: usize,
    },
    /// The keys and values of a transaction are longer than [`limits::TRANSACTION_BYTES`] together.
    #[error("the transaction has {bytes} bytes, and {max} are allowed", max = limits::TRANSACTION_BYTES)]
    TransactionTooLarge {
        /// The length of all keys and values.
        bytes: usize,
    },
    /// A transaction has more than [`limits::OPERATIONS`] operations.
    #[error("the transaction has {operations} operations, and {max} are allowed", max = limits::OPERATIONS)]
    TooManyOperations {
        /// Their number, checks included.
        operations: usize,
    },
    /// A scan asked for no record, or for more than [`limits::SCAN_RECORDS`].
    #[error("a scan returns 1 to {max} records, not {limit}", max = limits::SCAN_RECORDS)]
    ScanLimit {
        /// The limit that was asked for.
        limit: usize,
    },
    /// The changes since this revision are no longer all there: read everything again.
    #[error("the changes since revision {since} are gone, those since {oldest} are there")]
    Compacted {
        /// The revision that was asked for.
        since: Revision,
        /// The oldest revision from which changes can still be followed.
        oldest: Revision,
    },
    /// An option is outside its bounds.
    #[error("option `{option}` must be {bounds}")]
    InvalidOption {
        /// The option's name.
        option: &'static str,
        /// What is allowed.
        bounds: &'static str,
    },

    /// The store to copy into has records already.
    #[error("the store to copy into is not empty")]
    NotEmpty,
    /// The store was written to while all of it was read, to copy or to anchor it.
    #[error("the store was written to while it was read as a whole")]
    ChangedMeanwhile,

    // What the store can do at this moment.
    /// More commits wait than the store's bounded queue holds. Nothing was handed over; try again
    /// later.
    #[error("too many commits are waiting")]
    Overloaded,
    /// Whether the transaction was committed is not known; it is never half done.
    ///
    /// Committing it again with the same [`TransactionId`](crate::TransactionId) finds out.
    #[error("whether the transaction was committed is not known")]
    OutcomeUnknown {
        /// What failed while it was being made durable.
        #[source]
        cause: Cause,
    },
    /// The store failed earlier in a way that leaves its state on disk unknown; it refuses every
    /// call until it is opened again.
    #[error("the store failed and refuses every call until it is opened again")]
    Poisoned {
        /// The failure that started it.
        #[source]
        cause: Cause,
    },
    /// The store was closed.
    #[error("the store is closed")]
    Closed,
    /// The operating system failed the call.
    #[error("the store could not be read or written")]
    Io {
        /// What the operating system said.
        #[source]
        cause: Arc<io::Error>,
    },
    /// The source of randomness or a primitive failed.
    #[error("a cryptographic primitive failed")]
    Crypto,

    // What is on disk.
    /// Another store handle, in this process or another, holds the file.
    #[error("the store at `{}` is in use", path.display())]
    InUse {
        /// The file.
        path: PathBuf,
    },
    /// The file is not a Strongroom store.
    #[error("`{}` is not a store", path.display())]
    NotAStore {
        /// The file.
        path: PathBuf,
    },
    /// There is a file at this path already.
    #[error("there is a file at `{}` already", path.display())]
    AlreadyExists {
        /// The file.
        path: PathBuf,
    },
    /// There is no store at this path.
    #[error("there is no store at `{}`", path.display())]
    NotFound {
        /// The file.
        path: PathBuf,
    },
    /// A newer release wrote this; it is refused, never guessed.
    #[error("{what} has format {found}, and this release reads up to {supported}")]
    NewerFormat {
        /// The thing with a format of its own: the store, its header, a record.
        what: &'static str,
        /// The format that was found.
        found: u32,
        /// The newest that this release reads.
        supported: u32,
    },
    /// What is stored contradicts itself: a damaged disk, or a bug (please report it).
    #[error("the store is corrupt: {what}")]
    Corrupt {
        /// What was found to be wrong.
        what: &'static str,
    },

    // Keys at rest.
    /// The root key, or the passphrase, is not the one that this store was sealed under.
    #[error("the root key is not the one that this store was sealed under")]
    WrongRootKey,
    /// The root key could not be read or made.
    #[error("the root key could not be used: {reason}")]
    RootKey {
        /// What is wrong with it.
        reason: &'static str,
        /// The error beneath, where there is one.
        #[source]
        cause: Option<Cause>,
    },
    /// The store key of this generation is gone: what it protected has been protected anew.
    #[error("the store has no key of generation {generation}")]
    UnknownGeneration {
        /// The generation that was asked for.
        generation: Generation,
    },
    /// The store holds records that were not sealed, or no header to open them with.
    #[error("the store is not sealed")]
    NotSealed,
    /// A sealed record does not authenticate: it was changed, moved to another key, or taken from
    /// another store.
    #[error("record `{key}` does not authenticate")]
    Tampered {
        /// The record.
        key: Key,
    },
    /// The store is at an older revision than the application has already seen: an old copy was put
    /// in its place.
    #[error("the store is at revision {found}, but revision {anchor} was seen before")]
    RolledBack {
        /// The store's revision.
        found: Revision,
        /// The newest revision that the application has seen.
        anchor: Revision,
    },
    /// The store is not in the very state that an exact [`Anchor`](crate::Anchor) was made of: it was used
    /// since, or changed from outside.
    #[error("the store is not as it was when its anchor was made, at revision {revision}")]
    NotAsAnchored {
        /// The anchor's revision.
        revision: Revision,
    },
}

impl Error {
    /// Whether the same call may succeed later without anything being repaired.
    ///
    /// A [`Conflict`](Self::Conflict) is not among them: the same transaction conflicts again.
    pub fn is_retryable(&self) -> bool {
        matches!(self, Self::Overloaded | Self::OutcomeUnknown { .. })
    }

    pub(crate) fn io(error: io::Error) -> Self {
        Self::Io {
            cause: Arc::new(error),
        }
    }
}

impl From<crypto::Error> for Error {
    fn from(_: crypto::Error) -> Self {
        Self::Crypto
    }
}
