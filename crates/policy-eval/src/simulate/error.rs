//! Why a simulation does not run.

use common_types::constraint::Violations;

use crate::directory::DirectoryError;

/// Why IAM would refuse to simulate.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SimulateError {
    /// A member breaks the bounds that AWS sets it.
    #[error("{0}")]
    Validation(Violations),
    /// The request does not make sense: a policy is malformed, a parameter is missing.
    #[error("{0}")]
    InvalidInput(String),
    /// The user, group or role is not there.
    #[error("the user, group or role `{0}` cannot be found")]
    NoSuchEntity(String),
    /// A policy that is attached cannot be evaluated.
    #[error("a policy cannot be evaluated")]
    PolicyEvaluation(#[source] DirectoryError),
}

impl SimulateError {
    /// AWS's code for it.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Validation(_) => "ValidationError",
            Self::InvalidInput(_) => "InvalidInput",
            Self::NoSuchEntity(_) => "NoSuchEntity",
            Self::PolicyEvaluation(_) => "PolicyEvaluation",
        }
    }

    /// The status of the HTTP answer that carries it.
    pub fn http_status(&self) -> u16 {
        match self {
            Self::Validation(_) | Self::InvalidInput(_) => 400,
            Self::NoSuchEntity(_) => 404,
            Self::PolicyEvaluation(_) => 500,
        }
    }

    pub(super) fn invalid(reason: impl Into<String>) -> Self {
        Self::InvalidInput(reason.into())
    }
}

impl From<Violations> for SimulateError {
    fn from(violations: Violations) -> Self {
        Self::Validation(violations)
    }
}

impl From<DirectoryError> for SimulateError {
    fn from(error: DirectoryError) -> Self {
        match error {
            DirectoryError::NoSuchEntity { arn } => Self::NoSuchEntity(arn),
            other => Self::PolicyEvaluation(other),
        }
    }
}
