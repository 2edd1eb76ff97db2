//! What a call that fails is answered with.

use common_types::ServiceError;

/// An error as it goes over the wire: code, status, message.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Fault {
    /// AWS's name for it, such as `NotFoundException`.
    pub code: String,
    /// The HTTP status.
    pub status: u16,
    /// What the person who reads it needs to know.
    pub message: String,
    /// The members that its model has besides.
    pub members: Vec<(&'static str, String)>,
}

impl Fault {
    /// One with this HTTP status.
    pub fn new(status: u16, code: &str, message: impl Into<String>) -> Self {
        Self {
            code: code.to_owned(),
            status,
            message: message.into(),
            members: Vec::new(),
        }
    }

    /// One that is the sender's: its status is 400.
    pub fn bad_request(code: &str, message: impl Into<String>) -> Self {
        Self::new(400, code, message)
    }

    /// The answer to a request that did not arrive in the time that it may take.
    pub fn too_slow() -> Self {
        let message = "Request body did not arrive in time";
        Self::new(408, "RequestTimeoutException", message)
    }

    /// The answer while nobody can answer: the sender may try again.
    pub fn unavailable() -> Self {
        let message = "The request has failed due to a temporary failure of the server.";
        Self::new(503, "ServiceUnavailable", message)
    }

    /// The answer to a target that nobody has.
    pub(crate) fn unknown_operation(target: &str) -> Self {
        Self::bad_request(
            "UnknownOperationException",
            format!("the operation `{}` is not known here", shortened(target)),
        )
    }

    /// The answer to a body that is not the request's shape.
    pub(crate) fn serialization(message: impl Into<String>) -> Self {
        Self::bad_request("SerializationException", message)
    }

    /// The answer to a request whose members are not within their bounds.
    pub(crate) fn validation(message: impl Into<String>) -> Self {
        Self::bad_request("ValidationException", message)
    }

    /// Something that can only happen by a bug of ours: please report it.
    pub(crate) fn internal() -> Self {
        Self::new(500, "InternalFailure", "the call could not be completed")
    }

    /// What a service said.
    pub fn of(error: &impl ServiceError) -> Self {
        Self {
            code: error.code().to_owned(),
            status: error.status(),
            message: error.message(),
            members: error.members(),
        }
    }
}

/// A name that somebody sent, as far as an error repeats it: not by the megabyte.
pub(crate) fn shortened(name: &str) -> String {
    name.chars().take(256).collect()
}
