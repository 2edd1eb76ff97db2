//! AWS Signature Version 4, verified: who holds the secret of an access key sent exactly this request, now.
//!
//! | module | subject |
//! |---|---|
//! | `signature` | what a request says of its signature: header form and presigned form |
//! | `scope` | the credential: access key id, day, region, service |
//! | `time` | dates, clock skew, how long a presigned request lasts |
//! | `headers` | which headers must be signed, and how they are written |
//! | `canonical` | the canonical request: the one text that client and service both sign |
//! | `signing_key` | the derived keys, cached |
//! | `directory` | the access keys of Strongroom's own directory |
//!
//! Source: [Create a signed request](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html).

mod canonical;
mod directory;
mod headers;
mod scope;
mod signature;
mod signing_key;
mod time;

use std::{fmt::Debug, sync::Arc};

use common_types::{Caller, SecretString, Timestamp};
use crypto::{constant_time_eq, digest};

use self::{scope::Scope, signature::Signature, signing_key::SigningKeys};
use super::{AuthError, Authenticated, Authenticator};
use crate::WireRequest;

/// Knows access keys: Strongroom's directory, or an application's own. Asked on every request, it answers from memory.
pub trait AccessKeys: Debug + Send + Sync + 'static {
    /// The secret of an access key, and who holds it. Temporary keys come with their session token.
    ///
    /// # Errors
    ///
    /// [`AuthError::UnrecognizedClient`] if there is no such key, it is not active, or the token does not belong to it;
    /// [`AuthError::ExpiredToken`] if the session is over.
    fn find(
        &self,
        access_key_id: &str,
        session_token: Option<&str>,
        now: Timestamp,
    ) -> Result<AccessKey, AuthError>;
}

/// An access key that is active, and who holds it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct AccessKey {
    /// Who holds it.
    pub caller: Arc<Caller>,
    /// What they sign with.
    pub secret: Arc<SecretString>,
}

impl AccessKey {
    /// The key of this caller.
    pub fn new(caller: Arc<Caller>, secret: Arc<SecretString>) -> Self {
        Self { caller, secret }
    }
}

/// Believes a request whose signature was made with the secret of an active access key, over exactly this request, not more
/// than five minutes ago; or, if it is presigned, not longer ago than it says.
///
/// Every `x-amz-…` header and `host` must be signed; the body always is, so that `UNSIGNED-PAYLOAD` and the streaming forms,
/// which S3 alone takes, are refused. Signatures are compared in constant time.
#[derive(Debug)]
pub struct SigV4 {
    keys: Arc<dyn AccessKeys>,
    signing_keys: SigningKeys,
}

impl SigV4 {
    /// Verifies against these access keys.
    pub fn new(keys: Arc<dyn AccessKeys>) -> Self {
        Self {
            keys,
            signing_keys: SigningKeys::new(),
        }
    }
}

impl Authenticator for SigV4 {
    fn authenticate(
        &self,
        request: &WireRequest<'_>,
        now: Timestamp,
    ) -> Result<Authenticated, AuthError> {
        let signature = Signature::of(request)?;
        let scope = Scope::parse(&signature.credential)?;
        let time = time::signed_at(request, &signature)?;
        scope.check_date(&time)?;
        let key = self
            .keys
            .find(scope.access_key_id, signature.token(request)?, now)?;
        time.check(signature.expires, now)?;
        headers::check(request, &signature)?;
        let region = scope.region()?;
        let service = scope.service()?;

        let body = hex(digest::Algorithm::Sha256.digest(request.body).as_ref());
        let canonical = canonical::request(request, &signature, &body);
        let canonical = hex(digest::Algorithm::Sha256.digest(&canonical).as_ref());
        let to_sign = [
            ALGORITHM,
            "\n",
            &time.text,
            "\n",
            scope.after_key,
            "\n",
            &canonical,
        ];
        let signing_key = self.signing_keys.of(&scope, &key.secret);
        let made = signing_key.key().sign(&to_sign.map(str::as_bytes));
        if !constant_time_eq(
            hex(made.expose()).as_bytes(),
            signature.signature.as_bytes(),
        ) {
            return Err(AuthError::mismatch());
        }
        self.signing_keys.keep(&scope, signing_key);
        Ok(Authenticated::new(
            Caller::clone(&key.caller),
            region,
            service,
        ))
    }
}

/// The one algorithm, by its name on the wire.
const ALGORITHM: &str = "AWS4-HMAC-SHA256";

fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |nibble: u8| char::from(DIGITS.get(usize::from(nibble)).copied().unwrap_or(b'0'));
    let mut out = String::with_capacity(bytes.len().saturating_mul(2));
    for byte in bytes {
        out.push(digit(byte >> 4));
        out.push(digit(byte & 15));
    }
    out
}
