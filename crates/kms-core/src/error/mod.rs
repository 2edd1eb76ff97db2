//! Why KMS refused or failed a call.

mod detail;

use common_types::{Arn, BoxedServiceError, ServiceError, constraint::Violations};
use service_kit::Denied;

pub use detail::{Denial, Invalid, Missing, Quota, StateProblem};

/// What KMS's calls return.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why KMS refused or failed a call. One variant is one AWS exception.
///
/// An error means that the call changed nothing, with one exception:
/// [`DependencyTimeout`](Self::DependencyTimeout).
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The call is not allowed. The message says why, in AWS's words.
    #[error("{0}")]
    AccessDenied(Denial),
    /// The alias exists already.
    #[error("An alias with the name {alias} already exists")]
    AlreadyExists {
        /// The alias that was to be made.
        alias: Arn,
    },
    /// There is no such custom key store: this KMS has none.
    #[error("custom key store `{id}` does not exist")]
    CustomKeyStoreNotFound {
        /// The key store that was asked for.
        id: String,
    },
    /// Whether the call took effect is not known; it is never half done. Look before you try again.
    #[error("whether the call took effect is not known")]
    DependencyTimeout {
        /// What the store said.
        #[source]
        cause: store::Error,
    },
    /// The key is disabled.
    #[error("{key} is disabled.")]
    Disabled {
        /// The key that was asked for.
        key: Arn,
    },
    /// The dry run found that the call would succeed.
    #[error("The request would have succeeded, but the DryRun option is set.")]
    DryRunOperation,
    /// The ciphertext was made under another key than the request names.
    #[error("The key ID in the request does not identify a CMK that can perform this operation.")]
    IncorrectKey,
    /// The store or a primitive failed; nothing was changed.
    #[error("KMS could not complete the call")]
    Internal {
        /// What failed.
        #[source]
        cause: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The alias name is not one that a customer may give.
    #[error("alias name `{alias}` is not valid: {reason}")]
    InvalidAliasName {
        /// The name that was given.
        alias: String,
        /// What is wrong with it.
        reason: String,
    },
    /// What looks like an ARN is not the ARN of a key or an alias, where one is needed.
    #[error("`{arn}` is not the ARN of {expected}")]
    InvalidArn {
        /// The ARN that was given.
        arn: String,
        /// What is needed.
        expected: &'static str,
    },
    /// The ciphertext, or the encryption context given with it, does not authenticate.
    #[error("the ciphertext or its encryption context is not valid")]
    InvalidCiphertext,
    /// A grant token does not belong to any grant.
    #[error("the grant token is not valid")]
    InvalidGrantToken,
    /// The key is not made for this operation or algorithm.
    #[error("{key} usage is {usage}, its spec {spec}: neither goes with {wanted}")]
    InvalidKeyUsage {
        /// The key that was asked for.
        key: Arn,
        /// What it is for.
        usage: crate::KeyUsage,
        /// What kind of key it is.
        spec: crate::KeySpec,
        /// The algorithm that was asked for.
        wanted: &'static str,
    },
    /// The marker does not continue this listing of this caller.
    #[error("the marker is not valid")]
    InvalidMarker,
    /// The key's state does not allow this operation.
    #[error("{key} is {problem}.")]
    InvalidState {
        /// The key that was asked for.
        key: Arn,
        /// What its state was when the call was decided.
        problem: StateProblem,
    },
    /// A quota is exhausted.
    #[error("{0}")]
    LimitExceeded(Quota),
    /// The key policy does not parse, or would lock its caller out.
    #[error("the key policy is not valid: {reason}")]
    MalformedPolicyDocument {
        /// What is wrong with it, and where.
        reason: String,
    },
    /// What was asked for does not exist here.
    #[error("{0}")]
    NotFound(Missing),
    /// A tag is not well formed, is reserved, or comes twice.
    #[error("tag is not valid: {reason}")]
    Tag {
        /// What is wrong with it.
        reason: String,
    },
    /// More calls wait for the store than it takes. Nothing was changed; try again later.
    #[error("too many calls are waiting")]
    Throttling,
    /// AWS has it, and this release has not; or it cannot be asked of this key.
    #[error("{what} is not supported")]
    UnsupportedOperation {
        /// The member of the request, or what it asks for.
        what: String,
    },
    /// A member of the request is outside of its bounds, missing, or contradicts another.
    #[error("{0}")]
    Validation(Invalid),
}

impl Error {
    pub(crate) fn validation(member: &'static str, reason: impl Into<String>) -> Self {
        Self::Validation(Invalid::Member {
            member,
            reason: reason.into(),
        })
    }

    pub(crate) fn unsupported(what: impl Into<String>) -> Self {
        Self::UnsupportedOperation { what: what.into() }
    }

    /// Something that can only happen by a bug of ours or a damaged record: please report it.
    pub(crate) fn broken(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Internal {
            cause: cause.into(),
        }
    }
}

impl ServiceError for Error {
    fn code(&self) -> &'static str {
        match self {
            Self::AccessDenied(_) => "AccessDeniedException",
            Self::AlreadyExists { .. } => "AlreadyExistsException",
            Self::CustomKeyStoreNotFound { .. } => "CustomKeyStoreNotFoundException",
            Self::DependencyTimeout { .. } => "DependencyTimeoutException",
            Self::Disabled { .. } => "DisabledException",
            Self::DryRunOperation => "DryRunOperationException",
            Self::IncorrectKey => "IncorrectKeyException",
            Self::Internal { .. } => "KMSInternalException",
            Self::InvalidAliasName { .. } => "InvalidAliasNameException",
            Self::InvalidArn { .. } => "InvalidArnException",
            Self::InvalidCiphertext => "InvalidCiphertextException",
            Self::InvalidGrantToken => "InvalidGrantTokenException",
            Self::InvalidKeyUsage { .. } => "InvalidKeyUsageException",
            Self::InvalidMarker => "InvalidMarkerException",
            Self::InvalidState { .. } => "KMSInvalidStateException",
            Self::LimitExceeded(_) => "LimitExceededException",
            Self::MalformedPolicyDocument { .. } => "MalformedPolicyDocumentException",
            Self::NotFound(_) => "NotFoundException",
            Self::Tag { .. } => "TagException",
            Self::Throttling => "ThrottlingException",
            Self::UnsupportedOperation { .. } => "UnsupportedOperationException",
            Self::Validation(_) => "ValidationException",
        }
    }

    fn status(&self) -> u16 {
        match self {
            Self::DependencyTimeout { .. } => 503,
            Self::Internal { .. } => 500,
            Self::AccessDenied(_)
            | Self::AlreadyExists { .. }
            | Self::CustomKeyStoreNotFound { .. }
            | Self::Disabled { .. }
            | Self::DryRunOperation
            | Self::IncorrectKey
            | Self::InvalidAliasName { .. }
            | Self::InvalidArn { .. }
            | Self::InvalidCiphertext
            | Self::InvalidGrantToken
            | Self::InvalidKeyUsage { .. }
            | Self::InvalidMarker
            | Self::InvalidState { .. }
            | Self::LimitExceeded(_)
            | Self::MalformedPolicyDocument { .. }
            | Self::NotFound(_)
            | Self::Tag { .. }
            | Self::Throttling
            | Self::UnsupportedOperation { .. }
            | Self::Validation(_) => 400,
        }
    }

    fn retryable(&self) -> bool {
        matches!(
            self,
            Self::DependencyTimeout { .. } | Self::Internal { .. } | Self::Throttling
        )
    }
}

impl From<store::Error> for Error {
    fn from(error: store::Error) -> Self {
        match error {
            store::Error::OutcomeUnknown { .. } => Self::DependencyTimeout { cause: error },
            store::Error::Overloaded => Self::Throttling,
            cause => Self::broken(cause),
        }
    }
}

impl From<Violations> for Error {
    fn from(violations: Violations) -> Self {
        Self::Validation(Invalid::Bounds(violations))
    }
}

impl From<Denied> for Error {
    fn from(denied: Denied) -> Self {
        Self::AccessDenied(Denial::Policies(denied))
    }
}

impl From<service_kit::Error> for Error {
    fn from(error: service_kit::Error) -> Self {
        use service_kit::Error as Kit;

        match error {
            Kit::AccessDenied(denied) => denied.into(),
            Kit::InvalidPageToken => Self::InvalidMarker,
            Kit::ReservedTagKey { .. } | Kit::DuplicateTagKey { .. } => Self::Tag {
                reason: error.to_string(),
            },
            Kit::TooManyTags => Self::LimitExceeded(Quota::TagsPerKey),
            Kit::Store(error) => error.into(),
            other => Self::broken(other),
        }
    }
}

impl From<crypto::Error> for Error {
    fn from(error: crypto::Error) -> Self {
        Self::broken(error)
    }
}

impl From<Error> for BoxedServiceError {
    fn from(error: Error) -> Self {
        Self::new(error)
    }
}
