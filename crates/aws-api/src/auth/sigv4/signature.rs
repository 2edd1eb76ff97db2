//! What a request says of its signature: in the `Authorization` header, or in the query of a presigned one.

use std::borrow::Cow;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use chrono::TimeDelta;
use crypto::digest;

use super::{ALGORITHM, canonical};
use crate::{AuthError, WireRequest};

/// The parts of a signature, as they were sent.
#[derive(Clone, Debug)]
pub(super) struct Signature<'a> {
    pub(super) form: Form,
    pub(super) credential: Cow<'a, str>,
    /// Lower-case names, as they were sent: `host;x-amz-date`.
    pub(super) signed_headers: Cow<'a, str>,
    pub(super) signature: Cow<'a, str>,
    /// `X-Amz-Date`.
    pub(super) date: Option<Cow<'a, str>>,
    /// How long a presigned request lasts, if it says so.
    pub(super) expires: Option<TimeDelta>,
    /// The session token in the query.
    query_token: Option<Cow<'a, str>>,
}

/// Where the signature is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Form {
    Header,
    Query,
}

impl<'a> Signature<'a> {
    /// Reads the signature of a request.
    ///
    /// # Errors
    ///
    /// [`AuthError::MissingAuthenticationToken`] if there is none; [`AuthError::IncompleteSignature`] if a part is missing or
    /// not well formed; [`AuthError::InvalidSignature`] if there are two.
    pub(super) fn of(request: &WireRequest<'a>) -> Result<Self, AuthError> {
        let presigned = canonical::parameters(request.query).any(|(name, _)| {
            name.eq_ignore_ascii_case(SIGNATURE) || name.eq_ignore_ascii_case(QUERY_ALGORITHM)
        });
        match (header(request, "authorization")?, presigned) {
            (Some(_), true) => Err(AuthError::invalid(
                "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter or the Authorization header \
                 should be specified.",
            )),
            (Some(authorization), false) => Self::of_header(request, authorization),
            (None, true) => Self::of_query(request),
            (None, false) => Err(AuthError::MissingAuthenticationToken),
        }
    }

    fn of_header(request: &WireRequest<'a>, authorization: &'a str) -> Result<Self, AuthError> {
        let (algorithm, rest) = authorization.split_once(' ').unwrap_or((authorization, ""));
        if algorithm != ALGORITHM {
            return Err(AuthError::incomplete(format!(
                "Unsupported authorization type: it must be '{ALGORITHM}'. {}",
                hashed(authorization)
            )));
        }
        let [mut credential, mut signed_headers, mut signature] = [None; 3];
        for pair in rest
            .split(',')
            .map(str::trim)
            .filter(|pair| !pair.is_empty())
        {
            let Some((name, value)) = pair.split_once('=') else {
                return Err(AuthError::incomplete(format!(
                    "A part is not a valid key=value pair (missing equal-sign) in Authorization header. {}",
                    hashed(authorization)
                )));
            };
            let into = match name {
                "Credential" => &mut credential,
                "SignedHeaders" => &mut signed_headers,
                "Signature" => &mut signature,
                _ => continue,
            };
            if into.replace(value).is_some() {
                return Err(AuthError::incomplete(format!(
                    "Authorization header has '{name}' more than once. {}",
                    hashed(authorization)
                )));
            }
        }
        let (Some(credential), Some(signed_headers), Some(signature)) =
            (credential, signed_headers, signature)
        else {
            let missing = [
                ("Credential", credential),
                ("Signature", signature),
                ("SignedHeaders", signed_headers),
            ];
            let mut reason = String::new();
            for (name, _) in missing.iter().filter(|(_, value)| value.is_none()) {
                reason.push_str("Authorization header requires '");
                reason.push_str(name);
                reason.push_str("' parameter. ");
            }
            reason.push_str(&hashed(authorization));
            return Err(AuthError::incomplete(reason));
        };
        Ok(Self {
            form: Form::Header,
            credential: credential.into(),
            signed_headers: signed_headers.into(),
            signature: signature.into(),
            date: header(request, "x-amz-date")?.map(Cow::from),
            expires: None,
            query_token: None,
        })
    }

    fn of_query(request: &WireRequest<'a>) -> Result<Self, AuthError> {
        let parameter = |name: &str| {
            let mut found = canonical::parameters(request.query).filter(|(key, _)| key == name);
            match (found.next(), found.next()) {
                (_, Some(_)) => Err(AuthError::incomplete(format!(
                    "AWS query-string parameters must be given once: '{name}'."
                ))),
                (found, None) => Ok(found.map(|(_, value)| value)),
            }
        };
        let required = |name: &str| {
            parameter(name)?.ok_or_else(|| {
                AuthError::incomplete(format!(
                    "AWS query-string parameters must include '{name}'. Re-examine the query-string parameters."
                ))
            })
        };
        if required(QUERY_ALGORITHM)? != ALGORITHM {
            return Err(AuthError::incomplete(format!(
                "Unsupported AWS 'algorithm': it must be '{ALGORITHM}'."
            )));
        }
        let expires = parameter("X-Amz-Expires")?;
        let expires = expires.as_deref().map(lasting).transpose()?;
        Ok(Self {
            form: Form::Query,
            credential: required("X-Amz-Credential")?,
            signed_headers: required("X-Amz-SignedHeaders")?,
            signature: required(SIGNATURE)?,
            date: Some(required("X-Amz-Date")?),
            expires,
            query_token: parameter("X-Amz-Security-Token")?,
        })
    }

    /// The session token, in the query or in its header.
    ///
    /// # Errors
    ///
    /// [`AuthError::IncompleteSignature`] if there are several.
    pub(super) fn token<'b>(
        &'b self,
        request: &WireRequest<'b>,
    ) -> Result<Option<&'b str>, AuthError> {
        let in_header = header(request, TOKEN)?;
        match (self.query_token.as_deref(), in_header) {
            (Some(_), Some(_)) => Err(more_than_once(TOKEN)),
            (token, None) | (None, token) => Ok(token),
        }
    }

    /// The names of the signed headers.
    pub(super) fn headers(&self) -> impl Iterator<Item = &str> + Clone {
        self.signed_headers.split(';')
    }
}

/// The one header of this name.
///
/// # Errors
///
/// [`AuthError::IncompleteSignature`] if there are several, or it is not text.
pub(super) fn header<'a>(
    request: &WireRequest<'a>,
    name: &str,
) -> Result<Option<&'a str>, AuthError> {
    let named = |(found, _): &&(&str, &[u8])| found.eq_ignore_ascii_case(name);
    let mut found = request.headers.iter().filter(named);
    match (found.next(), found.next()) {
        (None, _) => Ok(None),
        (Some(_), Some(_)) => Err(more_than_once(name)),
        (Some((_, value)), None) => std::str::from_utf8(value)
            .map(|text| Some(text.trim()))
            .map_err(|_| AuthError::incomplete(format!("Header '{name}' is not text."))),
    }
}

/// How long a presigned request lasts.
fn lasting(seconds: &str) -> Result<TimeDelta, AuthError> {
    let digits = seconds.bytes().all(|byte| byte.is_ascii_digit());
    match seconds.parse::<u32>() {
        Ok(seconds) if digits && seconds > MAX_EXPIRES_SECONDS => Err(AuthError::incomplete(
            "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than \
             604800 seconds",
        )),
        Ok(seconds) if digits && seconds > 0 => Ok(TimeDelta::seconds(seconds.into())),
        _ => Err(AuthError::incomplete(
            "X-Amz-Expires should be a positive number",
        )),
    }
}

fn more_than_once(name: &str) -> AuthError {
    AuthError::incomplete(format!("Header '{name}' must be given once."))
}

/// The header as errors may show it: AWS hashes it since 2022, so that logs of clients do not carry signatures.
fn hashed(authorization: &str) -> String {
    let digest = digest::Algorithm::Sha256.digest(authorization.as_bytes());
    format!(
        "(Hashed with SHA-256 and encoded with Base64) Authorization={}",
        STANDARD.encode(digest)
    )
}

/// The session token's header, which some clients add after they have signed.
pub(super) const TOKEN: &str = "x-amz-security-token";
/// The parameter that is not part of what is signed.
pub(super) const SIGNATURE: &str = "X-Amz-Signature";
const QUERY_ALGORITHM: &str = "X-Amz-Algorithm";
/// Seven days: longer than any signing key lives.
const MAX_EXPIRES_SECONDS: u32 = 604_800;
