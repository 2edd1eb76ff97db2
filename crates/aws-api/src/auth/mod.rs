//! Who sent a request: the door between the wire and [`Caller`].

mod credential;
mod dev;
mod error;
mod sigv4;

use std::fmt::Debug;

use common_types::{Caller, Region, ServiceName, Timestamp};

pub use credential::Credential;
pub use dev::DevAuthenticator;
pub use error::AuthError;
pub use sigv4::{AccessKey, AccessKeys, SigV4};

use crate::WireRequest;

/// Finds out who sent a request.
///
/// It is asked once for each request, before its body is understood, and answers at once, from memory. What it does not say
/// (address, transport, program) is added to the caller by [`Api`](crate::Api).
pub trait Authenticator: Debug + Send + Sync + 'static {
    /// Who sent the request, and for which region and service it was signed.
    ///
    /// # Errors
    ///
    /// [`AuthError`]; nothing of the request is looked at then.
    fn authenticate(
        &self,
        request: &WireRequest<'_>,
        now: Timestamp,
    ) -> Result<Authenticated, AuthError>;
}

/// What is known of the sender of a request.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Authenticated {
    /// The identity, with its session's tags, source identity and time of issue.
    pub caller: Caller,
    /// The region of the credential scope: the one that is called.
    pub region: Region,
    /// The service of the credential scope: the request must be for it.
    pub service: ServiceName,
}

impl Authenticated {
    /// A sender, and what it signed for.
    pub fn new(caller: Caller, region: Region, service: ServiceName) -> Self {
        Self {
            caller,
            region,
            service,
        }
    }
}
