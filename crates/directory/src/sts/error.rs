//! Why STS refused or failed a call.

use common_types::{BoxedServiceError, ServiceError, constraint::Violations};
use service_kit::Denied;

/// What STS's calls return.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why STS refused or failed a call.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The policies do not allow it.
    #[error(transparent)]
    AccessDenied(#[from] Denied),
    /// It is never allowed.
    #[error("{reason}")]
    Forbidden {
        /// In AWS's words.
        reason: &'static str,
    },
    /// A member has not the form, length or value that it must have.
    #[error("{message}")]
    Validation {
        /// In AWS's words.
        message: String,
    },
    /// Members do not go together, or one is not supported.
    #[error("{message}")]
    InvalidParameterValue {
        /// In AWS's words.
        message: String,
    },
    /// A session policy is none.
    #[error("{reason}")]
    MalformedPolicyDocument {
        /// What is wrong with it, and where.
        reason: String,
    },
    /// Session policies and session tags are too long.
    #[error("{message}")]
    PackedPolicyTooLarge {
        /// By how much.
        message: String,
    },
    /// A bug of ours, or no randomness: please report it.
    #[error("the credentials could not be made")]
    Internal {
        /// Why.
        #[source]
        cause: Box<dyn std::error::Error + Send + Sync>,
    },
}

impl Error {
    pub(crate) fn validation(message: impl Into<String>) -> Self {
        Self::Validation {
            message: message.into(),
        }
    }

    pub(crate) fn invalid(message: impl Into<String>) -> Self {
        Self::InvalidParameterValue {
            message: message.into(),
        }
    }

    pub(crate) fn broken(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Internal {
            cause: cause.into(),
        }
    }
}

impl ServiceError for Error {
    fn code(&self) -> &'static str {
        match self {
            Self::AccessDenied(_) | Self::Forbidden { .. } => "AccessDenied",
            Self::Validation { .. } => "ValidationError",
            Self::InvalidParameterValue { .. } => "InvalidParameterValue",
            Self::MalformedPolicyDocument { .. } => "MalformedPolicyDocument",
            Self::PackedPolicyTooLarge { .. } => "PackedPolicyTooLarge",
            Self::Internal { .. } => "InternalFailure",
        }
    }

    fn status(&self) -> u16 {
        match self {
            Self::AccessDenied(_) | Self::Forbidden { .. } => 403,
            Self::Validation { .. }
            | Self::InvalidParameterValue { .. }
            | Self::MalformedPolicyDocument { .. }
            | Self::PackedPolicyTooLarge { .. } => 400,
            Self::Internal { .. } => 500,
        }
    }

    fn retryable(&self) -> bool {
        matches!(self, Self::Internal { .. })
    }
}

impl From<Violations> for Error {
    fn from(violations: Violations) -> Self {
        Self::validation(violations.to_string())
    }
}

impl From<service_kit::Error> for Error {
    fn from(error: service_kit::Error) -> Self {
        match error {
            service_kit::Error::AccessDenied(denied) => denied.into(),
            other => Self::broken(other),
        }
    }
}

impl From<crypto::Error> for Error {
    fn from(error: crypto::Error) -> Self {
        Self::broken(error)
    }
}

impl From<store::Error> for Error {
    fn from(error: store::Error) -> Self {
        Self::broken(error)
    }
}

impl From<Error> for BoxedServiceError {
    fn from(error: Error) -> Self {
        Self::new(error)
    }
}
