//! Development mode: whoever asks is believed.

use common_types::{AccountId, Caller, ParseError, Timestamp};

use super::{AuthError, Authenticated, Authenticator, Credential};
use crate::WireRequest;

/// Believes every request: any signature, any date. For development and tests, never for production.
///
/// An access key id of twelve digits names the account, as users of emulators expect; any other means the default
/// account. The caller is the account's root user.
#[derive(Clone, Debug)]
pub struct DevAuthenticator {
    default_account: AccountId,
}

impl DevAuthenticator {
    /// Believes every request. The name says what that means.
    pub fn dangerous_accept_any_signature(default_account: AccountId) -> Self {
        Self { default_account }
    }
}

impl Authenticator for DevAuthenticator {
    fn authenticate(
        &self,
        request: &WireRequest<'_>,
        _now: Timestamp,
    ) -> Result<Authenticated, AuthError> {
        let Credential {
            access_key_id,
            region,
            service,
            ..
        } = Credential::of(request)?;
        let account = access_key_id
            .parse::<AccountId>()
            .unwrap_or(self.default_account);
        let caller = Caller::root(account.as_str())
            .map_err(|_: ParseError| AuthError::UnrecognizedClient)?;
        Ok(Authenticated::new(caller, region, service))
    }
}
