//! Why Parameter Store refused or failed a call.

mod convert;
mod detail;

use common_types::{BoxedServiceError, ServiceError, constraint::Violations};

pub use detail::{Denial, InvalidFilter, Quota};

use crate::limits;

/// What Parameter Store's calls return.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why Parameter Store refused or failed a call. One variant is one AWS exception.
///
/// An error means that the call changed nothing, with one exception: [`OutcomeUnknown`](Self::OutcomeUnknown).
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The call is not allowed. The message says why, in AWS's words.
    #[error("{0}")]
    AccessDenied(Denial),
    /// A hierarchy has more than [`limits::LEVELS`] levels.
    #[error("a parameter hierarchy has at most {max} levels", max = limits::LEVELS)]
    HierarchyLevelLimitExceeded,
    /// The type of a parameter cannot be changed.
    #[error(
        "the type of `{name}` is {have}, and cannot be changed to {wanted}: make a new parameter"
    )]
    HierarchyTypeMismatch {
        /// The parameter.
        name: String,
        /// Its type.
        have: crate::ParameterType,
        /// The type that was asked for.
        wanted: crate::ParameterType,
    },
    /// The policies of a parameter contradict each other.
    #[error("the policies contradict each other: {reason}")]
    IncompatiblePolicy {
        /// How.
        reason: &'static str,
    },
    /// The store or a primitive failed; nothing was changed.
    #[error("Parameter Store could not complete the call")]
    Internal {
        /// What failed.
        #[source]
        cause: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The allowed pattern is no regular expression that can be matched in linear time and bounded memory.
    #[error("the allowed pattern is not valid: {reason}")]
    InvalidAllowedPattern {
        /// What is wrong with it.
        reason: String,
    },
    /// A listing cannot be filtered by this.
    #[error("{0}")]
    InvalidFilterKey(InvalidFilter),
    /// A filter does not have this option.
    #[error("{0}")]
    InvalidFilterOption(InvalidFilter),
    /// A filter cannot have this value.
    #[error("{0}")]
    InvalidFilterValue(InvalidFilter),
    /// The KMS key of a parameter cannot be used, or does not decrypt the parameter.
    #[error("the KMS key cannot be used: {reason}")]
    InvalidKeyId {
        /// What KMS said.
        reason: String,
    },
    /// The token does not continue this listing of this caller.
    #[error("The specified token isn't valid.")]
    InvalidNextToken,
    /// An attribute of a parameter's policy is missing, unknown or out of bounds.
    #[error("the policy is not valid: {reason}")]
    InvalidPolicyAttribute {
        /// What is wrong with it.
        reason: String,
    },
    /// There is no such type of policy.
    #[error(
        "policy type `{found}` is not one of Expiration, ExpirationNotification and NoChangeNotification"
    )]
    InvalidPolicyType {
        /// The type that was asked for.
        found: String,
    },
    /// There is no parameter of this name to be tagged.
    #[error(
        "The resource ID isn't valid. Verify that you entered the correct ID and try again: `{id}`"
    )]
    InvalidResourceId {
        /// The id that was given.
        id: String,
    },
    /// Only parameters can be tagged here.
    #[error("resource type `{found}` is not supported: only `Parameter` is")]
    InvalidResourceType {
        /// The type that was given.
        found: String,
    },
    /// The resource policy does not parse.
    #[error("the resource policy is not valid: {reason}")]
    MalformedResourcePolicyDocument {
        /// What is wrong with it, and where.
        reason: String,
    },
    /// Whether the call took effect is not known; it is never half done. Look before you try again.
    #[error("whether the call took effect is not known")]
    OutcomeUnknown {
        /// What the store said.
        #[source]
        cause: store::Error,
    },
    /// The parameter exists already.
    #[error(
        "The parameter already exists. To overwrite this value, set the overwrite option in the request to true."
    )]
    ParameterAlreadyExists,
    /// The account has as many parameters of this tier in this region as it may have.
    #[error("{0}")]
    ParameterLimitExceeded(Quota),
    /// The oldest version cannot make room for a new one, because it has a label.
    #[error(
        "You attempted to create a new version of {name} by calling the PutParameter API with the overwrite flag. \
         Version {oldest}, the oldest version, can't be deleted because it has a label associated with it. Move the label \
         to another version of the parameter, and try again."
    )]
    ParameterMaxVersionLimitExceeded {
        /// The parameter.
        name: String,
        /// Its oldest version.
        oldest: u64,
    },
    /// There is no such parameter.
    #[error("Parameter {name} not found.")]
    ParameterNotFound {
        /// The name that was given.
        name: String,
    },
    /// The value does not match the allowed pattern. Neither is repeated: the value is secret.
    #[error("Parameter value, cannot be validated against allowedPattern: {pattern}")]
    ParameterPatternMismatch {
        /// The pattern.
        pattern: String,
    },
    /// A version would have more than [`limits::LABELS_PER_VERSION`] labels.
    #[error("A parameter version can have maximum {max} labels. Move one or more labels to another version and try again.", max = limits::LABELS_PER_VERSION)]
    ParameterVersionLabelLimitExceeded,
    /// The parameter has no such version, or no version with such a label.
    #[error(
        "Systems Manager could not find {selector} of {name}. Verify the version and try again."
    )]
    ParameterVersionNotFound {
        /// The parameter.
        name: String,
        /// `version 3` or `label prod`.
        selector: String,
    },
    /// A parameter would have more than [`limits::POLICIES`] policies.
    #[error("a parameter has at most {max} policies", max = limits::POLICIES)]
    PoliciesLimitExceeded,
    /// There is no such parameter to be shared.
    #[error("the parameter {arn} could not be found")]
    ResourceNotFound {
        /// The ARN that was given.
        arn: String,
    },
    /// The resource policy was changed by somebody else.
    #[error("the hash provided in the call doesn't match the stored hash")]
    ResourcePolicyConflict,
    /// The resource cannot have such a policy.
    #[error("{reason}")]
    ResourcePolicyInvalidParameter {
        /// The member of the request.
        member: &'static str,
        /// What is wrong with it.
        reason: String,
    },
    /// A resource policy is too long, or there are too many.
    #[error("{0}")]
    ResourcePolicyLimitExceeded(Quota),
    /// There is no resource policy of this id.
    #[error("no policies with the specified policy ID and hash could be found")]
    ResourcePolicyNotFound,
    /// There is no such setting here.
    #[error("setting `{id}` was not found")]
    ServiceSettingNotFound {
        /// The id that was given.
        id: String,
    },
    /// The account has made more calls within a second than its [`ThroughputQuotas`](crate::ThroughputQuotas) let it, or more wait for the store than it
    /// takes. Nothing was changed; try again later.
    #[error("Rate exceeded")]
    Throttling,
    /// A parameter would have more than [`TAGS_PER_RESOURCE`](common_types::limits::TAGS_PER_RESOURCE) tags.
    #[error("a parameter has at most {max} tags", max = common_types::limits::TAGS_PER_RESOURCE)]
    TooManyTags,
    /// Others changed the parameter again and again. Nothing was changed; try again later.
    #[error("There are concurrent updates for a resource that supports one update at a time.")]
    TooManyUpdates,
    /// The type of the parameter does not go with this.
    #[error("{0}")]
    UnsupportedParameterType(String),
    /// A member of the request is outside of its bounds, or contradicts another.
    #[error("{0}")]
    Validation(String),
}

impl Error {
    pub(crate) fn validation(message: impl Into<String>) -> Self {
        Self::Validation(message.into())
    }

    /// Something that can only happen by a bug of ours or a damaged record: please report it.
    pub(crate) fn broken(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Internal {
            cause: cause.into(),
        }
    }

    pub(crate) fn not_found(name: impl Into<String>) -> Self {
        Self::ParameterNotFound { name: name.into() }
    }
}

impl ServiceError for Error {
    fn code(&self) -> &'static str {
        match self {
            Self::AccessDenied(_) => "AccessDeniedException",
            Self::HierarchyLevelLimitExceeded => "HierarchyLevelLimitExceededException",
            Self::HierarchyTypeMismatch { .. } => "HierarchyTypeMismatchException",
            Self::IncompatiblePolicy { .. } => "IncompatiblePolicyException",
            Self::Internal { .. } | Self::OutcomeUnknown { .. } => "InternalServerError",
            Self::InvalidAllowedPattern { .. } => "InvalidAllowedPatternException",
            Self::InvalidFilterKey(_) => "InvalidFilterKey",
            Self::InvalidFilterOption(_) => "InvalidFilterOption",
            Self::InvalidFilterValue(_) => "InvalidFilterValue",
            Self::InvalidKeyId { .. } => "InvalidKeyId",
            Self::InvalidNextToken => "InvalidNextToken",
            Self::InvalidPolicyAttribute { .. } => "InvalidPolicyAttributeException",
            Self::InvalidPolicyType { .. } => "InvalidPolicyTypeException",
            Self::InvalidResourceId { .. } => "InvalidResourceId",
            Self::InvalidResourceType { .. } => "InvalidResourceType",
            Self::MalformedResourcePolicyDocument { .. } => {
                "MalformedResourcePolicyDocumentException"
            }
            Self::ParameterAlreadyExists => "ParameterAlreadyExists",
            Self::ParameterLimitExceeded(_) => "ParameterLimitExceeded",
            Self::ParameterMaxVersionLimitExceeded { .. } => "ParameterMaxVersionLimitExceeded",
            Self::ParameterNotFound { .. } => "ParameterNotFound",
            Self::ParameterPatternMismatch { .. } => "ParameterPatternMismatchException",
            Self::ParameterVersionLabelLimitExceeded => "ParameterVersionLabelLimitExceeded",
            Self::ParameterVersionNotFound { .. } => "ParameterVersionNotFound",
            Self::PoliciesLimitExceeded => "PoliciesLimitExceededException",
            Self::ResourceNotFound { .. } => "ResourceNotFoundException",
            Self::ResourcePolicyConflict => "ResourcePolicyConflictException",
            Self::ResourcePolicyInvalidParameter { .. } => {
                "ResourcePolicyInvalidParameterException"
            }
            Self::ResourcePolicyLimitExceeded(_) => "ResourcePolicyLimitExceededException",
            Self::ResourcePolicyNotFound => "ResourcePolicyNotFoundException",
            Self::ServiceSettingNotFound { .. } => "ServiceSettingNotFound",
            Self::Throttling => "ThrottlingException",
            Self::TooManyTags => "TooManyTagsError",
            Self::TooManyUpdates => "TooManyUpdates",
            Self::UnsupportedParameterType(_) => "UnsupportedParameterType",
            Self::Validation(_) => "ValidationException",
        }
    }

    fn status(&self) -> u16 {
        match self.code() {
            "InternalServerError" => 500,
            _ => 400,
        }
    }

    fn retryable(&self) -> bool {
        matches!(
            self,
            Self::Internal { .. }
                | Self::OutcomeUnknown { .. }
                | Self::Throttling
                | Self::TooManyUpdates
        )
    }
}

impl From<Violations> for Error {
    fn from(violations: Violations) -> Self {
        Self::Validation(violations.to_string())
    }
}

impl From<Error> for BoxedServiceError {
    fn from(error: Error) -> Self {
        Self::new(error)
    }
}
