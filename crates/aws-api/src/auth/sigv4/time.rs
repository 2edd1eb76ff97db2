//! When a request was signed, and for how long that counts.
//!
//! Source: [Troubleshooting signatures](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html),
//! [Elements of a request signature](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-signing-elements.html).

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use common_types::Timestamp;

use super::signature::{self, Form, Signature};
use crate::{AuthError, WireRequest};

/// When a request says that it was signed.
#[derive(Clone, Debug)]
pub(super) struct SignedAt {
    at: Timestamp,
    /// As `YYYYMMDD'T'HHMMSS'Z'`: what stands in the text to sign.
    pub(super) text: String,
}

/// Reads when a request was signed: `X-Amz-Date`, or the `Date` header where there is none.
///
/// # Errors
///
/// [`AuthError::IncompleteSignature`] if it does not say, or not in a known form.
pub(super) fn signed_at(
    request: &WireRequest<'_>,
    signature: &Signature<'_>,
) -> Result<SignedAt, AuthError> {
    if let Some(date) = &signature.date {
        return basic(date)
            .map(|at| SignedAt {
                at,
                text: date.to_string(),
            })
            .ok_or_else(|| malformed(date));
    }
    let date = match signature.form {
        Form::Header => signature::header(request, "date")?,
        Form::Query => None,
    };
    let date = date.ok_or_else(|| {
        AuthError::incomplete(
            "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.",
        )
    })?;
    let at = basic(date)
        .or_else(|| Some(DateTime::parse_from_rfc2822(date).ok()?.to_utc()))
        .ok_or_else(|| malformed(date))?;
    Ok(SignedAt {
        at,
        text: written(at),
    })
}

impl SignedAt {
    /// The day, as the credential scope names it.
    pub(super) fn day(&self) -> &str {
        self.text.get(..8).unwrap_or_default()
    }

    /// Whether the signature still counts, and does already.
    ///
    /// # Errors
    ///
    /// [`AuthError::InvalidSignature`] if it does not.
    pub(super) fn check(
        &self,
        expires: Option<TimeDelta>,
        now: Timestamp,
    ) -> Result<(), AuthError> {
        let Self { at, text } = self;
        let latest = now.checked_add_signed(SKEW).unwrap_or(now);
        if *at > latest {
            return Err(AuthError::invalid(format!(
                "Signature not yet current: {text} is still later than {} ({} + 5 min.)",
                written(latest),
                written(now)
            )));
        }
        if let Some(expires) = expires {
            let end = at.checked_add_signed(expires).unwrap_or(*at);
            return if now <= end {
                Ok(())
            } else {
                Err(AuthError::invalid(format!(
                    "Signature expired: {} is now earlier than {}",
                    written(end),
                    written(now)
                )))
            };
        }
        let earliest = now.checked_sub_signed(SKEW).unwrap_or(now);
        if *at < earliest {
            return Err(AuthError::invalid(format!(
                "Signature expired: {text} is now earlier than {} ({} - 5 min.)",
                written(earliest),
                written(now)
            )));
        }
        Ok(())
    }
}

/// Reads `YYYYMMDD'T'HHMMSS'Z'`.
fn basic(text: &str) -> Option<Timestamp> {
    let digits = |from: usize, to: usize| {
        let part = text.get(from..to)?;
        let all = part.bytes().all(|byte| byte.is_ascii_digit());
        all.then(|| part.parse::<u32>().ok()).flatten()
    };
    let well_formed = text.len() == 16 && text.get(8..9)? == "T" && text.ends_with('Z');
    if !well_formed {
        return None;
    }
    let year = i32::try_from(digits(0, 4)?).ok()?;
    let day = NaiveDate::from_ymd_opt(year, digits(4, 6)?, digits(6, 8)?)?;
    let time = day.and_hms_opt(digits(9, 11)?, digits(11, 13)?, digits(13, 15)?)?;
    Some(DateTime::from_naive_utc_and_offset(time, Utc))
}

fn written(at: Timestamp) -> String {
    at.format("%Y%m%dT%H%M%SZ").to_string()
}

fn malformed(date: &str) -> AuthError {
    AuthError::incomplete(format!(
        "Date must be in ISO-8601 'basic format'. Got '{}'. See http://en.wikipedia.org/wiki/ISO_8601",
        date.escape_default()
    ))
}

/// How far the clocks of client and service may be apart.
const SKEW: TimeDelta = TimeDelta::minutes(5);

#[cfg(test)]
mod tests {
    use super::*;

    fn signed(text: &str) -> SignedAt {
        SignedAt {
            at: basic(text).unwrap(),
            text: text.to_owned(),
        }
    }

    #[test]
    fn a_signature_counts_for_five_minutes_either_way() {
        let signed = signed("20150830T123600Z");
        let at = |text| basic(text).unwrap();
        for good in ["20150830T123100Z", "20150830T123600Z", "20150830T124100Z"] {
            assert!(signed.check(None, at(good)).is_ok(), "{good}");
        }
        assert_eq!(
            signed
                .check(None, at("20150830T124101Z"))
                .unwrap_err()
                .to_string(),
            "Signature expired: 20150830T123600Z is now earlier than 20150830T123601Z (20150830T124101Z - 5 min.)"
        );
        assert_eq!(
            signed
                .check(None, at("20150830T123059Z"))
                .unwrap_err()
                .to_string(),
            "Signature not yet current: 20150830T123600Z is still later than 20150830T123559Z (20150830T123059Z + 5 min.)"
        );
    }

    #[test]
    fn a_presigned_request_counts_for_as_long_as_it_says() {
        let signed = signed("20150830T123600Z");
        let hour = Some(TimeDelta::hours(1));
        assert!(
            signed
                .check(hour, basic("20150830T133600Z").unwrap())
                .is_ok()
        );
        assert!(
            signed
                .check(hour, basic("20150830T133601Z").unwrap())
                .is_err()
        );
        assert!(
            signed
                .check(hour, basic("20150830T123059Z").unwrap())
                .is_err()
        );
    }

    #[test]
    fn what_is_and_what_is_not_a_date() {
        assert_eq!(
            written(basic("20260228T235959Z").unwrap()),
            "20260228T235959Z"
        );
        for bad in [
            "",
            "20260228",
            "20260228T235959",
            "20260229T235959Z",
            "20260228T245959Z",
            "2026-02-28T23:59Z",
            "+0260228T235959Z",
            "20260228t235959z",
            "2026022８T23595Z",
        ] {
            assert!(basic(bad).is_none(), "{bad}");
        }
    }
}
