//! Which headers must be signed, and how those that are stand in the canonical request.

use super::signature::{Signature, TOKEN};
use crate::{AuthError, WireRequest};

/// Requires the signed headers to be named as AWS wants them, to be there, and to be all that have to be: `host`, and every
/// `x-amz-…` that was sent. The session token's may be added after signing, since the token proves itself.
///
/// Source: [Elements of a request signature](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-signing-elements.html).
///
/// # Errors
///
/// [`AuthError::InvalidSignature`].
pub(super) fn check(request: &WireRequest<'_>, signature: &Signature<'_>) -> Result<(), AuthError> {
    let sorted = signature.headers().is_sorted_by(|a, b| a < b);
    let named = signature.headers().all(|name| {
        !name.is_empty()
            && name
                .bytes()
                .all(|byte| byte.is_ascii_graphic() && !byte.is_ascii_uppercase())
    });
    if !sorted || !named {
        return Err(AuthError::mismatch());
    }
    if !signature
        .headers()
        .any(|name| name == HOST || name == AUTHORITY)
    {
        return Err(AuthError::invalid(
            "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.",
        ));
    }
    let must_be = |name: &str| {
        let prefix = name.get(..AMZ.len());
        prefix.is_some_and(|prefix| prefix.eq_ignore_ascii_case(AMZ))
            && !name.eq_ignore_ascii_case(TOKEN)
    };
    for (name, _) in request.headers {
        let is_signed = || {
            signature
                .headers()
                .any(|signed| signed.eq_ignore_ascii_case(name))
        };
        if must_be(name) && !is_signed() {
            return Err(AuthError::invalid(format!(
                "'{}' must be a 'SignedHeader' in the AWS Authorization.",
                name.escape_default()
            )));
        }
    }
    let is_sent = |signed: &str| {
        request
            .headers
            .iter()
            .any(|(name, _)| name.eq_ignore_ascii_case(signed))
    };
    match signature.headers().all(is_sent) {
        true => Ok(()),
        false => Err(AuthError::mismatch()),
    }
}

/// Writes one signed header: its values trimmed, runs of spaces as one, several of the same name joined by commas in the
/// order in which they were sent.
pub(super) fn write(out: &mut Vec<u8>, request: &WireRequest<'_>, name: &str) {
    out.extend_from_slice(name.as_bytes());
    out.push(b':');
    let values = request
        .headers
        .iter()
        .filter(|(found, _)| found.eq_ignore_ascii_case(name));
    for (number, (_, value)) in values.enumerate() {
        if number > 0 {
            out.push(b',');
        }
        let mut after_space = false;
        for &byte in value.trim_ascii() {
            let space = byte == b' ';
            if !(space && after_space) {
                out.push(byte);
            }
            after_space = space;
        }
    }
    out.push(b'\n');
}

const HOST: &str = "host";
const AUTHORITY: &str = ":authority";
const AMZ: &str = "x-amz-";
