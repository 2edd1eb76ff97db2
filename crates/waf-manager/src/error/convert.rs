//! What others' errors are to WAF.

use common_types::constraint::Violations;
use service_kit::Denied;

use super::Error;

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
            Kit::InvalidPageToken => Self::invalid_marker(""),
            Kit::ReservedTagKey { .. } | Kit::DuplicateTagKey { .. } => Self::TagOperation {
                reason: error.to_string(),
            },
            Kit::TooManyTags => Self::LimitsExceeded {
                what: "tags of a resource".to_owned(),
            },
            Kit::Store(error) => error.into(),
            other => Self::broken(other),
        }
    }
}

impl From<waf_rules::Error> for Error {
    fn from(error: waf_rules::Error) -> Self {
        match error {
            waf_rules::Error::InvalidParameter(invalid) => Self::invalid(
                invalid.field().as_str(),
                invalid.parameter(),
                invalid.reason(),
            ),
            waf_rules::Error::NonexistentItem(what) => Self::nonexistent(what.join(", ")),
            limits @ waf_rules::Error::LimitsExceeded { .. } => Self::LimitsExceeded {
                what: limits.to_string(),
            },
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
