//! Development mode: whoever asks is believed.

use std::borrow::Cow;

use common_types::{AccountId, Caller, ParseError, Timestamp};

use directory::sts::SessionTokens;

use super::{AuthError, Authenticated, Authenticator, Credential};
use crate::WireRequest;

/// Believes every request: any signature, any date. For development and tests, never for production.
///
/// An access key id of twelve digits names the account, as users of emulators expect; any other means the default
/// account. The caller is the account's root user, or the assumed role for credentials that `AssumeRole` gave.
#[derive(Clone, Debug)]
pub struct DevAuthenticator {
    default_account: AccountId,
    sessions: Option<SessionTokens>,
}

impl DevAuthenticator {
    /// Believes every request. The name says what that means.
    pub fn dangerous_accept_any_signature(default_account: AccountId) -> Self {
        Self {
            default_account,
            sessions: None,
        }
    }

    /// Knows these sessions: a request with one of their tokens is the assumed role's. Others are refused, and so are those that
    /// are over.
    #[must_use]
    pub fn with_sessions(self, sessions: SessionTokens) -> Self {
        Self {
            sessions: Some(sessions),
            ..self
        }
    }

    fn session(
        &self,
        request: &WireRequest<'_>,
        now: Timestamp,
    ) -> Option<Result<Caller, AuthError>> {
        let sessions = self.sessions.as_ref()?;
        let in_query = || request.query_value("X-Amz-Security-Token");
        let token = request
            .header_text("x-amz-security-token")
            .map(Cow::Borrowed);
        let token = token.or_else(in_query)?;
        Some(
            sessions
                .dangerous_bearer(&token, now)
                .map_err(AuthError::from),
        )
    }
}

impl Authenticator for DevAuthenticator {
    fn authenticate(
        &self,
        request: &WireRequest<'_>,
        now: Timestamp,
    ) -> Result<Authenticated, AuthError> {
        let Credential {
            access_key_id,
            region,
            service,
            ..
        } = Credential::of(request)?;
        if let Some(caller) = self.session(request, now) {
            return Ok(Authenticated::new(caller?, region, service));
        }
        let account = access_key_id
            .parse::<AccountId>()
            .unwrap_or(self.default_account);
        let caller = Caller::root(account.as_str())
            .map_err(|_: ParseError| AuthError::UnrecognizedClient)?;
        Ok(Authenticated::new(caller, region, service))
    }
}
