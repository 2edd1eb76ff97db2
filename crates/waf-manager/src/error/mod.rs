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
    #[error("Error reason: {reason}{}, parameter: {parameter}", field.map(|field| format!(", field: {field}")).unwrap_or_default())]
    InvalidParameter {
        /// The setting that is wrong, by AWS's word; AWS has none for markers and times.
        field: Option<&'static str>,
        /// The value that is wrong.
        parameter: String,
        /// Why it is wrong.
        reason: String,
    },
    /// A permission policy is not in the form that AWS wants of one.
    #[error(
        "The operation failed because the specified policy isn't in the proper format. {reason}"
    )]
    InvalidPermissionPolicy {
        /// What is wrong with it.
        reason: String,
    },
    /// What was given is none of ours, or was changed.
    #[error(
        "AWS WAF couldn’t perform the operation because the resource that you requested isn’t valid. Check the resource, and try again."
    )]
    InvalidResource,
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
    /// The rule does not count by an address alone.
    #[error(
        "The rule that you've named doesn't aggregate solely on the IP address or solely on the forwarded IP address. This call is only available for rate-based rules with an AggregateKeyType setting of IP or FORWARDED_IP."
    )]
    UnsupportedAggregateKeyType,
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
            field: Some(field),
            parameter: parameter.into(),
            reason: reason.into(),
        }
    }

    /// A marker that is none of ours, or of another listing.
    pub(crate) fn invalid_marker(marker: &str) -> Self {
        Self::InvalidParameter {
            field: None,
            parameter: marker.to_owned(),
            reason: "The marker isn't valid.".to_owned(),
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
            Self::InvalidPermissionPolicy { .. } => "WAFInvalidPermissionPolicyException",
            Self::InvalidResource => "WAFInvalidResourceException",
            Self::LimitsExceeded { .. } => "WAFLimitsExceededException",
            Self::NonexistentItem { .. } => "WAFNonexistentItemException",
            Self::OptimisticLock => "WAFOptimisticLockException",
            Self::TagOperation { .. } => "WAFTagOperationException",
            Self::Throttling => "ThrottlingException",
            Self::UnsupportedAggregateKeyType => "WAFUnsupportedAggregateKeyTypeException",
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
            | Self::InvalidPermissionPolicy { .. }
            | Self::InvalidResource
            | Self::LimitsExceeded { .. }
            | Self::NonexistentItem { .. }
            | Self::OptimisticLock
            | Self::TagOperation { .. }
            | Self::Throttling
            | Self::UnsupportedAggregateKeyType
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
            } => {
                let field = field.map(|field| ("Field", field.to_owned()));
                let others = [("Parameter", parameter.clone()), ("Reason", reason.clone())];
                field.into_iter().chain(others).collect()
            }
            _ => Vec::new(),
        }
    }
}

impl From<Error> for BoxedServiceError {
    fn from(error: Error) -> Self {
        Self::new(error)
    }
}
