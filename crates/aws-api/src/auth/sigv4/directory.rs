//! The access keys of Strongroom's own directory.

use common_types::Timestamp;
use directory::{Credential, Credentials, InvalidCredential};

use super::{AccessKey, AccessKeys};
use crate::AuthError;

impl AccessKeys for Credentials {
    fn find(
        &self,
        access_key_id: &str,
        session_token: Option<&str>,
        now: Timestamp,
    ) -> Result<AccessKey, AuthError> {
        let Credential { caller, secret, .. } =
            Self::find(self, access_key_id, session_token, now)?;
        Ok(AccessKey::new(caller, secret))
    }
}

impl From<InvalidCredential> for AuthError {
    fn from(invalid: InvalidCredential) -> Self {
        match invalid {
            InvalidCredential::Expired => Self::ExpiredToken,
            _ => Self::UnrecognizedClient,
        }
    }
}
