//! Why a reference could not be resolved.

use std::fmt;

use common_types::{BoxedServiceError, ParameterType};

/// Why a reference could not be resolved, and where it stands. Nothing of the document was changed.
#[derive(Debug)]
pub struct Error {
    place: String,
    reference: String,
    problem: Problem,
}

/// What is wrong with a reference, or with what it refers to.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Problem {
    /// It is not of the form of a reference.
    #[error("{0}")]
    Malformed(&'static str),
    /// It names a service that there is not.
    #[error("there is no service `{0}`: it is `ssm`, `ssm-secure` or `secretsmanager`")]
    NoSuchService(String),
    /// An `ssm-secure` stands where the document does not allow it.
    #[error("`ssm-secure` may not stand here")]
    NotSecure,
    /// The parameter, or its version, does not exist.
    #[error("there is no such parameter")]
    NoSuchParameter,
    /// The parameter is of a kind that the service in the reference does not give out.
    #[error("the parameter is a {0}: refer to it by `{by}`", by = if *.0 == ParameterType::SecureString { "ssm-secure" } else { "ssm" })]
    WrongType(ParameterType),
    /// The secret is bytes, not text.
    #[error("the secret is not a text")]
    NotText,
    /// The secret is no JSON object, or has no such member.
    #[error("the secret is no JSON object with this member")]
    NoSuchMember,
    /// No secrets manager was given to the resolver.
    #[error("no secrets manager is set up")]
    NoSecrets,
    /// The document has more than [`limits::REFERENCES`](crate::limits::REFERENCES) references.
    #[error("the document has too many references")]
    TooMany,
    /// The service refused or failed.
    #[error(transparent)]
    Service(BoxedServiceError),
}

impl Error {
    pub(crate) fn new(place: &str, reference: impl fmt::Display, problem: Problem) -> Self {
        Self {
            place: place.to_owned(),
            reference: reference.to_string(),
            problem,
        }
    }

    /// Where in the document: `database.password`; empty if it is one text.
    pub fn place(&self) -> &str {
        &self.place
    }

    /// The reference.
    pub fn reference(&self) -> &str {
        &self.reference
    }

    /// What is wrong.
    pub fn problem(&self) -> &Problem {
        &self.problem
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            place,
            reference,
            problem,
        } = self;
        write!(f, "`{reference}`{}: {problem}", In(place))
    }
}

impl std::error::Error for Error {
    /// What is behind the problem: the problem itself is in the message.
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        std::error::Error::source(&self.problem)
    }
}

/// Equal in kind; what a service said is not compared.
impl PartialEq for Problem {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Malformed(one), Self::Malformed(two)) => one == two,
            (Self::NoSuchService(one), Self::NoSuchService(two)) => one == two,
            (Self::WrongType(one), Self::WrongType(two)) => one == two,
            _ => std::mem::discriminant(self) == std::mem::discriminant(other),
        }
    }
}

struct In<'a>(&'a str);

impl fmt::Display for In<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            "" => Ok(()),
            place => write!(f, " in `{place}`"),
        }
    }
}
