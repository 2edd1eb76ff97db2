//! Why WAF refused or failed a call.

mod convert;

use common_types::{BoxedServiceError, ServiceError, constraint::Violations};
use service_kit::Denied;

/// What WAF's calls return.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why WAF refused or failed a call. One variant is one AWS exception.
///
/// An error means that the call changed nothing, with one exception: [`OutcomeUnknown`](Self::OutcomeUnknown).
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The call is not allowed. The message says why, in AWS's words.
    #[error("{0}")]
    AccessDenied(Denied),
    /// Something refers to it still, or it protects a resource.
    #[error(
        "AWS WAF couldn’t perform the operation because your resource is being used by another resource or it’s associated with another resource."
    )]
    AssociatedItem,
    /// There is one of this name already.
    #[error(
        "AWS WAF couldn’t perform the operation because some resource in your request is a duplicate of an existing one."
    )]
    DuplicateItem,
    /// The store or a primitive failed; nothing was changed.
    #[error(
        "AWS WAF couldn’t perform the operation because of a system problem. Retry your request."
    )]
    Internal {
        /// What failed.
        #[source]
        cause: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The operation makes no sense here, or not for this resource.
    #[error("The operation isn't valid. {reason}")]
    InvalidOperation {
        /// Why.
        reason: String,
    },
    /// A value is not one that its place takes.
    #[error("Error reason: {reason}, field: {field}, parameter: {parameter}")]
    InvalidParameter {
        /// The setting that is wrong, by AWS's word.
        field: &'static str,
        /// The value that is wrong.
        parameter: String,
        /// Why it is wrong.
        reason: String,
    },
    /// A quota is exhausted.
    #[error(
        "AWS WAF couldn’t perform the operation because you exceeded your resource limit: {what}"
    )]
    LimitsExceeded {
        /// Which.
        what: String,
    },
    /// What was asked for does not exist.
    #[error("AWS WAF couldn’t perform the operation because your resource doesn’t exist.")]
    NonexistentItem {
        /// What was asked for.
        what: String,
    },
    /// Somebody else has changed it since the token was read.
    #[error(
        "AWS WAF couldn’t save your changes because someone changed the resource after you started to edit it. Reapply your changes."
    )]
    OptimisticLock,
    /// Whether the call took effect is not known; it is never half done.
    #[error("whether the call took effect is not known")]
    OutcomeUnknown {
        /// What the store said.
        #[source]
        cause: store::Error,
    },
    /// Tags are not well formed, are reserved, or come twice.
    #[error("An error occurred during the tagging operation: {reason}")]
    TagOperation {
        /// What is wrong with them.
        reason: String,
    },
    /// More calls wait for the store than it takes.
    #[error("Rate exceeded")]
    Throttling,
    /// Members of the request are outside of their bounds.
    #[error("{0}")]
    Validation(Violations),
}

impl Error {
    pub(crate) fn invalid(
        field: &'static str,
        parameter: impl Into<String>,
        reason: impl Into<String>,
    ) -> Self {
        Self::InvalidParameter {
            field,
            parameter: parameter.into(),
            reason: reason.into(),
        }
    }

    pub(crate) fn nonexistent(what: impl Into<String>) -> Self {
        Self::NonexistentItem { what: what.into() }
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
            Self::AssociatedItem => "WAFAssociatedItemException",
            Self::DuplicateItem => "WAFDuplicateItemException",
            Self::Internal { .. } | Self::OutcomeUnknown { .. } => "WAFInternalErrorException",
            Self::InvalidOperation { .. } => "WAFInvalidOperationException",
            Self::InvalidParameter { .. } => "WAFInvalidParameterException",
            Self::LimitsExceeded { .. } => "WAFLimitsExceededException",
            Self::NonexistentItem { .. } => "WAFNonexistentItemException",
            Self::OptimisticLock => "WAFOptimisticLockException",
            Self::TagOperation { .. } => "WAFTagOperationException",
            Self::Throttling => "ThrottlingException",
            Self::Validation(_) => "ValidationException",
        }
    }

    fn status(&self) -> u16 {
        match self {
            Self::Internal { .. } | Self::OutcomeUnknown { .. } => 500,
            Self::AccessDenied(_)
            | Self::AssociatedItem
            | Self::DuplicateItem
            | Self::InvalidOperation { .. }
            | Self::InvalidParameter { .. }
            | Self::LimitsExceeded { .. }
            | Self::NonexistentItem { .. }
            | Self::OptimisticLock
            | Self::TagOperation { .. }
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

    fn members(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::InvalidParameter {
                field,
                parameter,
                reason,
            } => vec![
                ("Field", (*field).to_owned()),
                ("Parameter", parameter.clone()),
                ("Reason", reason.clone()),
            ],
            _ => Vec::new(),
        }
    }
}

impl From<Error> for BoxedServiceError {
    fn from(error: Error) -> Self {
        Self::new(error)
    }
}
