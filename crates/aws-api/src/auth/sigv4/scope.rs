//! The credential: which access key, and the scope that its signing key was derived for.

use common_types::{Region, ServiceName};

use super::time::SignedAt;
use crate::AuthError;

/// `AKID/20260101/eu-west-1/kms/aws4_request`, taken apart.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scope<'a> {
    /// All of it but the terminator: what a signing key is kept by.
    pub(super) without_terminator: &'a str,
    /// All of it but the access key id: what stands in the text to sign.
    pub(super) after_key: &'a str,
    pub(super) access_key_id: &'a str,
    pub(super) date: &'a str,
    pub(super) region: &'a str,
    pub(super) service: &'a str,
}

impl<'a> Scope<'a> {
    /// Takes a credential apart.
    ///
    /// # Errors
    ///
    /// [`AuthError::IncompleteSignature`] if it has not five parts; [`AuthError::InvalidSignature`] if it does not end as it
    /// must.
    pub(super) fn parse(credential: &'a str) -> Result<Self, AuthError> {
        let malformed = || {
            AuthError::incomplete(format!(
                "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got \
                 '{}'",
                credential.escape_default()
            ))
        };
        let (access_key_id, after_key) = credential.split_once('/').ok_or_else(malformed)?;
        let mut parts = after_key.split('/');
        let mut next = || parts.next().ok_or_else(malformed);
        let (date, region, service, terminator) = (next()?, next()?, next()?, next()?);
        if parts.next().is_some() || access_key_id.is_empty() {
            return Err(malformed());
        }
        if terminator != TERMINATOR {
            return Err(AuthError::invalid(format!(
                "Credential should be scoped with a valid terminator: '{TERMINATOR}', not '{}'.",
                terminator.escape_default()
            )));
        }
        let without_terminator = credential
            .strip_suffix(TERMINATOR)
            .and_then(|rest| rest.strip_suffix('/'))
            .ok_or_else(malformed)?;
        Ok(Self {
            without_terminator,
            after_key,
            access_key_id,
            date,
            region,
            service,
        })
    }

    /// Requires the scope's day to be that of the request.
    ///
    /// # Errors
    ///
    /// [`AuthError::InvalidSignature`].
    pub(super) fn check_date(&self, signed: &SignedAt) -> Result<(), AuthError> {
        let day = signed.day();
        if self.date == day {
            return Ok(());
        }
        Err(AuthError::invalid(format!(
            "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '{}' != '{day}', \
             from '{}'.",
            self.date.escape_default(),
            signed.text
        )))
    }

    /// The region that is called.
    ///
    /// # Errors
    ///
    /// [`AuthError::InvalidSignature`] if it is none.
    pub(super) fn region(&self) -> Result<Region, AuthError> {
        self.region
            .parse()
            .map_err(|_| AuthError::invalid("Credential should be scoped to a valid region. "))
    }

    /// The service that is called.
    ///
    /// # Errors
    ///
    /// [`AuthError::InvalidSignature`] if it is none.
    pub(super) fn service(&self) -> Result<ServiceName, AuthError> {
        self.service
            .parse()
            .map_err(|_| AuthError::invalid("Credential should be scoped to correct service. "))
    }
}

/// What every credential ends with.
pub(super) const TERMINATOR: &str = "aws4_request";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_credential_has_five_parts() {
        let scope = Scope::parse("AKIDEXAMPLE/20150830/us-east-1/kms/aws4_request").unwrap();
        assert_eq!(scope.access_key_id, "AKIDEXAMPLE");
        assert_eq!(scope.after_key, "20150830/us-east-1/kms/aws4_request");
        assert_eq!(
            scope.without_terminator,
            "AKIDEXAMPLE/20150830/us-east-1/kms"
        );
        assert!(scope.region().is_ok() && scope.service().is_ok());
        for bad in [
            "",
            "AKIDEXAMPLE",
            "AKIDEXAMPLE/20150830/us-east-1/kms",
            "AKIDEXAMPLE/20150830/us-east-1/kms/aws4_request/x",
            "/20150830/us-east-1/kms/aws4_request",
            "AKIDEXAMPLE/20150830/us-east-1/kms/aws4_requests",
        ] {
            assert!(Scope::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_region_must_be_one() {
        let scope = Scope::parse("AKIDEXAMPLE/20150830/nowhere/kms/aws4_request").unwrap();
        assert_eq!(
            scope.region().unwrap_err().to_string(),
            "Credential should be scoped to a valid region. "
        );
    }
}
