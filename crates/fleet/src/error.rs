//! Why Firewall Manager refused or failed a call.

use common_types::{AccountId, BoxedServiceError, Region, ServiceError, constraint::Violations};
use service_kit::{BoxedError, Denied};

use crate::limits;

/// What Firewall Manager's calls return.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why Firewall Manager refused or failed a call. One variant is one AWS exception.
///
/// An error means that the call changed nothing, with one exception: [`OutcomeUnknown`](Self::OutcomeUnknown).
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The call is not allowed. The message says why, in AWS's words.
    #[error("{0}")]
    AccessDenied(Denied),
    /// The store or a primitive failed; nothing was changed.
    #[error("Firewall Manager could not complete the call")]
    Internal {
        /// What failed.
        #[source]
        cause: BoxedError,
    },
    /// What is asked for is not well formed.
    #[error("{reason}")]
    InvalidInput {
        /// What is wrong with it.
        reason: String,
    },
    /// It cannot be done as things are.
    #[error("{reason}")]
    InvalidOperation {
        /// Why.
        reason: String,
    },
    /// A quota is exhausted.
    #[error("an administrator has at most {max} policies in a region", max = limits::POLICIES)]
    LimitExceeded,
    /// Only the administrator's account calls Firewall Manager.
    #[error("No default admin could be found for account {account} in Region {region}")]
    NotAdministrator {
        /// Who called.
        account: AccountId,
        /// Where.
        region: Region,
    },
    /// Whether the call took effect is not known; it is never half done.
    #[error("whether the call took effect is not known")]
    OutcomeUnknown {
        /// What the store said.
        #[source]
        cause: store::Error,
    },
    /// What was asked for does not exist.
    #[error("the policy does not exist, or has nothing to do with the account: {what}")]
    ResourceNotFound {
        /// What was asked for.
        what: String,
    },
    /// More calls wait for the store than it takes.
    #[error("Rate exceeded")]
    Throttling,
    /// Members of the request are outside of their bounds.
    #[error("{0}")]
    Validation(Violations),
}

impl Error {
    /// Something that can only happen by a bug of ours or a damaged record: please report it.
    pub(crate) fn broken(cause: impl Into<BoxedError>) -> Self {
        Self::Internal {
            cause: cause.into(),
        }
    }

    pub(crate) fn not_found(what: impl Into<String>) -> Self {
        Self::ResourceNotFound { what: what.into() }
    }

    pub(crate) fn invalid(reason: impl Into<String>) -> Self {
        Self::InvalidInput {
            reason: reason.into(),
        }
    }
}

impl ServiceError for Error {
    fn code(&self) -> &'static str {
        match self {
            Self::AccessDenied(_) | Self::NotAdministrator { .. } => "AccessDeniedException",
            Self::Internal { .. } | Self::OutcomeUnknown { .. } => "InternalErrorException",
            Self::InvalidInput { .. } => "InvalidInputException",
            Self::InvalidOperation { .. } => "InvalidOperationException",
            Self::LimitExceeded => "LimitExceededException",
            Self::ResourceNotFound { .. } => "ResourceNotFoundException",
            Self::Throttling => "ThrottlingException",
            Self::Validation(_) => "ValidationException",
        }
    }

    fn status(&self) -> u16 {
        match self {
            Self::Internal { .. } | Self::OutcomeUnknown { .. } => 500,
            Self::AccessDenied(_)
            | Self::InvalidInput { .. }
            | Self::InvalidOperation { .. }
            | Self::LimitExceeded
            | Self::NotAdministrator { .. }
            | Self::ResourceNotFound { .. }
            | Self::Throttling
            | Self::Validation(_) => 400,
        }
    }

    fn retryable(&self) -> bool {
        matches!(
            self,
            Self::Internal { .. } | Self::OutcomeUnknown { .. } | Self::Throttling
        )
    }
}

impl From<store::Error> for Error {
    fn from(error: store::Error) -> Self {
        match error {
            store::Error::OutcomeUnknown { .. } => Self::OutcomeUnknown { cause: error },
            store::Error::Overloaded => Self::Throttling,
            cause => Self::broken(cause),
        }
    }
}

impl From<Denied> for Error {
    fn from(denied: Denied) -> Self {
        Self::AccessDenied(denied)
    }
}

impl From<service_kit::Error> for Error {
    fn from(error: service_kit::Error) -> Self {
        use service_kit::Error as Kit;

        match error {
            Kit::AccessDenied(denied) => denied.into(),
            Kit::InvalidPageToken | Kit::InvalidPageLimit { .. } => {
                Self::invalid(error.to_string())
            }
            Kit::Store(error) => error.into(),
            other => Self::broken(other),
        }
    }
}

impl From<Violations> for Error {
    fn from(violations: Violations) -> Self {
        Self::Validation(violations)
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
