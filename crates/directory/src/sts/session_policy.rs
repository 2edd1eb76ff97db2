//! The policies that a session is limited by: read, bounded, and packed.
//!
//! Source: [session policies](https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html#policies_session).

use common_types::{Arn, Tag};
use policy_eval::{Policy, PolicyKind, SizeLimit};

use super::{Error, Result};
use crate::{limits, snapshot::Snapshot};

/// Requires an inline session policy to be one.
///
/// # Errors
///
/// [`Error::MalformedPolicyDocument`]; [`Error::PackedPolicyTooLarge`] if it is too long.
pub(super) fn check_inline(policy: &str) -> Result<()> {
    SizeLimit::SESSION
        .check(policy)
        .map_err(|error| Error::PackedPolicyTooLarge {
            message: error.to_string(),
        })?;
    Policy::parse(policy, PolicyKind::Session)
        .map(drop)
        .map_err(|error| Error::MalformedPolicyDocument {
            reason: error.to_string(),
        })
}

/// The managed policies that a request names: they are the role's account's, or AWS's own, and they are there.
///
/// # Errors
///
/// [`Error::Validation`] if one is named that is none; [`Error::MalformedPolicyDocument`] if it is not there.
pub(super) fn managed(names: &[String], role: &Arn, snapshot: &Snapshot) -> Result<Vec<Arn>> {
    let managed = |name: &String| {
        let invalid = || Error::validation(format!("{} is invalid", name.escape_default()));
        let arn: Arn = name.parse().map_err(|_| invalid())?;
        let of = arn.account();
        if arn.service() != "iam" || arn.resource_type() != "policy" {
            return Err(invalid());
        }
        let here = of == "aws" || of == role.account();
        match here && snapshot.managed_session_policy(&arn).is_some() {
            true => Ok(arn),
            false => Err(Error::MalformedPolicyDocument {
                reason: format!("ARN {arn} does not exist or is not attachable."),
            }),
        }
    };
    names.iter().map(managed).collect()
}

/// How much of the room for them policies and tags take, in per cent; nothing if there are none.
///
/// # Errors
///
/// [`Error::PackedPolicyTooLarge`] if they take more than there is.
pub(super) fn packed_size(policy: Option<&str>, arns: &[Arn], tags: &[Tag]) -> Result<Option<u32>> {
    if policy.is_none() && arns.is_empty() && tags.is_empty() {
        return Ok(None);
    }
    // Each text costs its bytes, and two that say how many.
    let texts = policy
        .into_iter()
        .chain(arns.iter().map(Arn::as_str))
        .chain(
            tags.iter()
                .flat_map(|tag| [tag.key().as_str(), tag.value().as_str()]),
        );
    let bytes: usize = texts.map(|text| text.len().saturating_add(2)).sum();
    let percent = bytes.saturating_mul(100).div_ceil(limits::PACKED_BYTES);
    if percent > 100 {
        return Err(Error::PackedPolicyTooLarge {
            message: format!(
                "Packed size of session policies and session tags consumes {percent}% of allotted space."
            ),
        });
    }
    Ok(u32::try_from(percent).ok())
}
