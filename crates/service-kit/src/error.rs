//! Why the kit refused or failed a call; services map it into errors of their own.

use common_types::{ServiceError, TagKey};

use crate::Denied;

/// What the kit's calls return.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// The error beneath one that a port's implementation returned.
pub type BoxedError = Box<dyn std::error::Error + Send + Sync>;

/// Why the kit refused or failed a call. A service maps it into its own error, in its own words where AWS has some.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    // What the caller asked for.
    /// The policies do not allow the call.
    #[error("{0}")]
    AccessDenied(Denied),
    /// A page token was changed, or belongs to another caller or request.
    #[error("the page token is not one that this caller got for this request")]
    InvalidPageToken,
    /// A page was asked to have no record, or more than [`limits::PAGE_RECORDS`](crate::limits::PAGE_RECORDS).
    #[error("a page has 1 to {max} records, not {limit}", max = crate::limits::PAGE_RECORDS)]
    InvalidPageLimit {
        /// The number that was asked for.
        limit: usize,
    },
    /// A tag's key begins with `aws:`, which only AWS may set.
    #[error("tag key `{key}` is reserved for AWS")]
    ReservedTagKey {
        /// The key.
        key: TagKey,
    },
    /// A request names a tag key twice.
    #[error("tag key `{key}` comes twice")]
    DuplicateTagKey {
        /// The key.
        key: TagKey,
    },
    /// The resource would have more tags than one may have.
    #[error("a resource has at most {max} tags", max = common_types::limits::TAGS_PER_RESOURCE)]
    TooManyTags,

    // What could not be done at this moment.
    /// Others were faster each time that the transaction was decided; nothing was changed.
    #[error("others changed the same records {attempts} times in a row")]
    Contention {
        /// How often it was decided.
        attempts: u32,
    },
    /// The audit record could not be made durable, so the call does not answer.
    #[error("the call could not be audited")]
    AuditUnavailable(#[source] store::Error),
    /// The store refused or failed the call.
    #[error("the store could not complete the call")]
    Store(#[from] store::Error),
    /// The application's own sink did not take what was delivered.
    #[error("the sink did not take the delivery")]
    Sink(#[source] BoxedError),
    /// A primitive or the source of randomness failed.
    #[error("a cryptographic primitive failed")]
    Crypto(#[from] crypto::Error),

    // What is stored.
    /// A record of the kit's own cannot be read: a damaged store, or a bug (please report it).
    #[error("{what} cannot be read")]
    Corrupt {
        /// The kind of record.
        what: &'static str,
    },
    /// A newer release wrote a record of the kit's own.
    #[error("{what} has format {found}, and this release reads up to {supported}")]
    NewerFormat {
        /// The kind of record.
        what: &'static str,
        /// The format that was found.
        found: u8,
        /// The newest that this release reads.
        supported: u8,
    },

    // A bug of the service.
    /// An operation answered without having asked for authorisation: a bug (please report it). It was refused.
    #[error("`{operation}` answered without authorisation; please report this")]
    Unauthorised {
        /// The operation.
        operation: &'static str,
    },
}

impl ServiceError for Error {
    fn code(&self) -> &'static str {
        match self {
            Self::AccessDenied(_) => "AccessDeniedException",
            Self::InvalidPageToken
            | Self::InvalidPageLimit { .. }
            | Self::ReservedTagKey { .. }
            | Self::DuplicateTagKey { .. }
            | Self::TooManyTags => "ValidationException",
            Self::Contention { .. } => "ConflictException",
            Self::AuditUnavailable(_)
            | Self::Store(_)
            | Self::Sink(_)
            | Self::Crypto(_)
            | Self::Corrupt { .. }
            | Self::NewerFormat { .. }
            | Self::Unauthorised { .. } => "InternalFailure",
        }
    }

    fn status(&self) -> u16 {
        match self.code() {
            "InternalFailure" => 500,
            "ConflictException" => 409,
            _ => 400,
        }
    }

    fn retryable(&self) -> bool {
        match self {
            Self::Contention { .. } | Self::AuditUnavailable(_) | Self::Sink(_) => true,
            Self::Store(error) => error.is_retryable(),
            Self::AccessDenied(_)
            | Self::InvalidPageToken
            | Self::InvalidPageLimit { .. }
            | Self::ReservedTagKey { .. }
            | Self::DuplicateTagKey { .. }
            | Self::TooManyTags
            | Self::Crypto(_)
            | Self::Corrupt { .. }
            | Self::NewerFormat { .. }
            | Self::Unauthorised { .. } => false,
        }
    }
}
