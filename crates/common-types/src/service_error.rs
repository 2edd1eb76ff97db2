//! What every service's error can say of itself.

use std::{error::Error, fmt};

/// An error that is an AWS error: it has AWS's code and status, and knows whether trying again may help.
pub trait ServiceError: Error + Send + Sync + 'static {
    /// AWS's name for it, such as `NotFoundException`.
    fn code(&self) -> &'static str;

    /// The HTTP status that AWS answers with.
    fn status(&self) -> u16;

    /// Whether the same call may succeed later without a change by the caller.
    fn retryable(&self) -> bool;

    /// What the person who reads it needs to know; by default what `Display` prints. Never secret.
    fn message(&self) -> String {
        self.to_string()
    }

    /// The members that the error's model has beside its message, such as WAF's `Field` and `Reason`. Never secret.
    fn members(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }
}

/// Some service's error, when it does not matter which: what the ports return.
///
/// `source()` goes on with the inner error's cause; [`downcast_ref`](Self::downcast_ref) reaches the inner error itself.
pub struct BoxedServiceError(Box<dyn ServiceError>);

impl BoxedServiceError {
    /// Puts an error behind the pointer.
    pub fn new(error: impl ServiceError) -> Self {
        Self(Box::new(error))
    }

    /// The inner error, if it is an `E`.
    pub fn downcast_ref<E: ServiceError>(&self) -> Option<&E> {
        let inner: &(dyn Error + 'static) = &*self.0;
        inner.downcast_ref()
    }
}

impl fmt::Debug for BoxedServiceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for BoxedServiceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Error for BoxedServiceError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.0.source()
    }
}

impl ServiceError for BoxedServiceError {
    fn code(&self) -> &'static str {
        self.0.code()
    }

    fn status(&self) -> u16 {
        self.0.status()
    }

    fn retryable(&self) -> bool {
        self.0.retryable()
    }

    fn message(&self) -> String {
        self.0.message()
    }

    fn members(&self) -> Vec<(&'static str, String)> {
        self.0.members()
    }
}
