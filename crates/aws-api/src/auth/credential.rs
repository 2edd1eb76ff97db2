//! The credential of a signed request: access key id, and scope.

use common_types::{Region, ServiceName};

use super::AuthError;
use crate::WireRequest;

/// Access key id and credential scope, as a signature names them: `AKID/20260101/eu-west-1/kms/aws4_request`.
///
/// Source: [Elements of a request signature](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-signing-elements.html).
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Credential {
    /// Which access key.
    pub access_key_id: String,
    /// The day that the signature is for, as `YYYYMMDD`.
    pub date: String,
    /// The region that is called.
    pub region: Region,
    /// The service that is called.
    pub service: ServiceName,
}

impl Credential {
    /// Reads the credential out of a request: its `Authorization` header, or the query of a presigned one.
    ///
    /// # Errors
    ///
    /// [`AuthError::MissingAuthenticationToken`] if there is none; [`AuthError::IncompleteSignature`] if it is not well formed.
    pub fn of(request: &WireRequest<'_>) -> Result<Self, AuthError> {
        if let Some(header) = request.header("authorization") {
            let header = std::str::from_utf8(header)
                .map_err(|_| AuthError::incomplete("Authorization header is not text."))?;
            let found = header
                .split([' ', ','])
                .find_map(|part| part.trim().strip_prefix("Credential="));
            let credential = found.ok_or_else(|| {
                AuthError::incomplete(format!(
                    "Authorization header requires 'Credential' parameter. Authorization={header}"
                ))
            })?;
            return Self::parse(credential);
        }
        match request.query_value("X-Amz-Credential") {
            Some(credential) => Self::parse(&credential),
            None => Err(AuthError::MissingAuthenticationToken),
        }
    }

    /// Reads `AKID/date/region/service/aws4_request`.
    ///
    /// # Errors
    ///
    /// [`AuthError::IncompleteSignature`] if it does not have these five parts.
    pub fn parse(text: &str) -> Result<Self, AuthError> {
        let malformed = || {
            AuthError::incomplete(format!(
                "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '{text}'"
            ))
        };
        let parts: Vec<&str> = text.split('/').collect();
        let &[access_key_id, date, region, service, "aws4_request"] = parts.as_slice() else {
            return Err(malformed());
        };
        if access_key_id.is_empty() || date.len() != 8 || !date.bytes().all(|b| b.is_ascii_digit())
        {
            return Err(malformed());
        }
        Ok(Self {
            access_key_id: access_key_id.to_owned(),
            date: date.to_owned(),
            region: region.parse().map_err(|_| {
                AuthError::invalid(format!(
                    "Credential should be scoped to a valid region, not '{region}'."
                ))
            })?,
            service: service.parse().map_err(|_| malformed())?,
        })
    }
}
