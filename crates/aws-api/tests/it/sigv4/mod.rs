//! Signature Version 4: AWS's own test suite, what is refused, and that nothing which was signed can be changed.

mod corpus;
mod directory;
mod refusals;
mod signer;
mod suite;
mod tampering;

use std::sync::Arc;

use aws_api::{AccessKey, AccessKeys, AuthError, Authenticated, Authenticator, SigV4, WireRequest};
use common_types::{Caller, SecretString, Timestamp};

use self::suite::{Request, Suite};

/// The one access key of the test suite, with the session token that a test says.
#[derive(Debug)]
struct SuiteKeys {
    secret: Arc<SecretString>,
    caller: Arc<Caller>,
    token: Option<String>,
}

impl AccessKeys for SuiteKeys {
    fn find(
        &self,
        access_key_id: &str,
        session_token: Option<&str>,
        _: Timestamp,
    ) -> Result<AccessKey, AuthError> {
        if access_key_id == "AKIDEXAMPLE" && session_token == self.token.as_deref() {
            Ok(AccessKey::new(
                Arc::clone(&self.caller),
                Arc::clone(&self.secret),
            ))
        } else {
            Err(AuthError::UnrecognizedClient)
        }
    }
}

/// One that knows the suite's access key.
fn sigv4(token: Option<&str>) -> SigV4 {
    let secret = Suite::read().credentials.secret_access_key;
    SigV4::new(Arc::new(SuiteKeys {
        secret: Arc::new(SecretString::new(secret)),
        caller: Arc::new(Caller::root("111122223333").unwrap()),
        token: token.map(str::to_owned),
    }))
}

/// When the requests of the suite were signed.
fn then() -> Timestamp {
    "2015-08-30T12:36:00Z".parse().unwrap()
}

fn authenticate(
    sigv4: &SigV4,
    request: &Request,
    now: Timestamp,
) -> Result<Authenticated, AuthError> {
    let (path, query) = request
        .target
        .split_once('?')
        .unwrap_or((&request.target, ""));
    let headers: Vec<(&str, &[u8])> = request
        .headers
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_bytes()))
        .collect();
    let mut wire = WireRequest::post(&headers, request.body.as_bytes());
    (wire.method, wire.path, wire.query) = (&request.method, path, query);
    sigv4.authenticate(&wire, now)
}
