//! Why Shield refused or failed a call.

use common_types::{BoxedServiceError, ServiceError};
use service_kit::{BoxedError, Denied};

/// What Shield's calls return.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why Shield refused or failed a call. One variant is one AWS exception.
///
/// An error means that the call changed nothing, with one exception: [`OutcomeUnknown`](Self::OutcomeUnknown).
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The call is not allowed. The message says why, in AWS's words.
    #[error("{0}")]
    AccessDenied(Denied),
    /// The store or a primitive failed; nothing was changed.
    #[error("Shield could not complete the call")]
    Internal {
        /// What failed.
        #[source]
        cause: BoxedError,
    },
    /// It cannot be done as things are.
    #[error("{reason}")]
    InvalidOperation {
        /// Why.
        reason: String,
    },
    /// A value is not one that its place takes.
    #[error("{reason}")]
    InvalidParameter {
        /// Why.
        reason: String,
    },
    /// Whether the call took effect is not known; it is never half done.
    #[error("whether the call took effect is not known")]
    OutcomeUnknown {
        /// What the store said.
        #[source]
        cause: store::Error,
    },
    /// The resource has no automatic mitigation.
    #[error("the resource has no automatic mitigation: {resource}")]
    ResourceNotFound {
        /// The resource.
        resource: String,
    },
    /// More calls wait for the store than it takes.
    #[error("Rate exceeded")]
    Throttling,
    /// WAF did not do what was asked of it: it is tried again the next time.
    #[error("AWS WAF did not do it: {0}")]
    Waf(#[source] waf_manager::Error),
}

impl Error {
    /// Something that can only happen by a bug of ours or a damaged record: please report it.
    pub(crate) fn broken(cause: impl Into<BoxedError>) -> Self {
        Self::Internal {
            cause: cause.into(),
        }
    }

    pub(crate) fn invalid_operation(reason: impl Into<String>) -> Self {
        Self::InvalidOperation {
            reason: reason.into(),
        }
    }
}

impl ServiceError for Error {
    fn code(&self) -> &'static str {
        match self {
            Self::AccessDenied(_) => "AccessDeniedException",
            Self::Internal { .. } | Self::OutcomeUnknown { .. } | Self::Waf(_) => {
                "InternalErrorException"
            }
            Self::InvalidOperation { .. } => "InvalidOperationException",
            Self::InvalidParameter { .. } => "InvalidParameterException",
            Self::ResourceNotFound { .. } => "ResourceNotFoundException",
            Self::Throttling => "ThrottlingException",
        }
    }

    fn status(&self) -> u16 {
        match self {
            Self::Internal { .. } | Self::OutcomeUnknown { .. } | Self::Waf(_) => 500,
            Self::AccessDenied(_)
            | Self::InvalidOperation { .. }
            | Self::InvalidParameter { .. }
            | Self::ResourceNotFound { .. }
            | Self::Throttling => 400,
        }
    }

    fn retryable(&self) -> bool {
        self.status() == 500 || matches!(self, Self::Throttling)
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

impl From<waf_manager::Error> for Error {
    fn from(error: waf_manager::Error) -> Self {
        Self::Waf(error)
    }
}

impl From<Error> for BoxedServiceError {
    fn from(error: Error) -> Self {
        Self::new(error)
    }
}
