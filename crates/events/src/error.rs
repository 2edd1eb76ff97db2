//! Why a pattern, a transformer or a rule is refused, or the bus fails.

use crate::limits;

/// What the bus's own calls return.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a rule is refused, or the bus could not keep what it has to deliver.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A rule's name or a target's id is not 1 to [`limits::NAME_CHARS`] letters, digits, `.`, `-` and `_`.
    #[error("`{name}` is not a name: it has 1 to 64 letters, digits, `.`, `-` and `_`")]
    InvalidName {
        /// What was given.
        name: String,
    },
    /// A rule has a target twice, or too many.
    #[error("rule `{rule}` {reason}")]
    InvalidTargets {
        /// The rule.
        rule: String,
        /// What is wrong with its targets.
        reason: &'static str,
    },
    /// The bus has [`limits::RULES`] rules already.
    #[error("the bus has {} rules already", limits::RULES)]
    LimitExceeded,
    /// The store failed, or holds what cannot be read.
    #[error("deliveries could not be kept")]
    Records(#[from] service_kit::Error),
    /// A retry policy is outside of AWS's bounds.
    #[error("a retry policy has 0 to 185 attempts, and an age of 60 to 86400 seconds")]
    InvalidRetryPolicy,
}

impl From<store::Error> for Error {
    fn from(error: store::Error) -> Self {
        Self::Records(error.into())
    }
}

/// Why an event pattern is refused: AWS's `InvalidEventPatternException`.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("the event pattern is not valid{}: {reason}", Place(path))]
pub struct PatternError {
    path: String,
    reason: String,
}

impl PatternError {
    pub(crate) fn new(path: &str, reason: impl Into<String>) -> Self {
        Self {
            path: path.to_owned(),
            reason: reason.into(),
        }
    }

    /// The members that lead to it, such as `detail.state`; empty if it is the whole.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What is wrong there.
    pub fn reason(&self) -> &str {
        &self.reason
    }
}

struct Place<'a>(&'a str);

impl std::fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.0 {
            "" => Ok(()),
            path => write!(f, " at `{path}`"),
        }
    }
}

/// Why an input path, template or transformer is refused.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("the input is not valid: {reason}")]
pub struct InputError {
    reason: String,
}

impl InputError {
    pub(crate) fn new(reason: impl Into<String>) -> Self {
        Self {
            reason: reason.into(),
        }
    }

    /// What is wrong with it.
    pub fn reason(&self) -> &str {
        &self.reason
    }
}
