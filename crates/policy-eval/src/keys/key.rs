//! The name of a condition key, case folded once.

use std::{fmt, str::FromStr};

use smol_str::{SmolStr, StrExt};

use crate::limits;

/// The name of a condition key, such as `aws:SourceIp` or `aws:ResourceTag/team`.
///
/// Names are compared without regard to case, and so is what follows the name: the tag key of `aws:ResourceTag/…`, the
/// context key of `kms:EncryptionContext:…`.
///
/// Source: [Condition](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html),
/// [encryption context keys](https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-encryption-context-case).
#[derive(Clone)]
pub struct ConditionKey {
    written: SmolStr,
    folded: SmolStr,
    /// Where the name ends in `folded`.
    name_end: usize,
}

/// Why a text is no condition key.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("a condition key looks like `service:name`")]
#[non_exhaustive]
pub struct InvalidConditionKey;

impl ConditionKey {
    /// The name in lower case without what follows it: `aws:resourcetag` of `aws:ResourceTag/Team`.
    pub fn name(&self) -> &str {
        self.folded.get(..self.name_end).unwrap_or(&self.folded)
    }

    /// What follows the name after `/` or `:`, in lower case: `team` of `aws:ResourceTag/Team`. To be compared
    /// without regard to case.
    pub fn tail(&self) -> Option<&str> {
        self.folded.get(self.name_end + 1..)
    }

    /// The whole key in lower case.
    pub fn folded(&self) -> &str {
        &self.folded
    }

    /// The key as it was written.
    pub fn as_str(&self) -> &str {
        &self.written
    }
}

impl FromStr for ConditionKey {
    type Err = InvalidConditionKey;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let colon = text.bytes().position(|b| b == b':');
        let colon = colon.ok_or(InvalidConditionKey)?;
        let is_printable_ascii = || {
            text.bytes()
                .fold(true, |all, b| all & (b' '..0x7f).contains(&b))
        };
        let well_formed = colon > 0
            && colon + 1 < text.len()
            && text.len() <= limits::CONDITION_KEY_BYTES
            && text.bytes().take(colon).all(|b| b.is_ascii_graphic())
            && (is_printable_ascii() || !text.chars().any(char::is_control));
        if !well_formed {
            return Err(InvalidConditionKey);
        }
        let folded = text.to_lowercase_smolstr();
        // What stands before the colon is ASCII and keeps its length when folded. What follows need not.
        let name = folded.get(colon + 1..).unwrap_or_default();
        let name_end = name.bytes().position(|b| b == b'/' || b == b':');
        Ok(Self {
            written: SmolStr::from(text),
            name_end: name_end.map_or(folded.len(), |at| colon + 1 + at),
            folded,
        })
    }
}

impl PartialEq for ConditionKey {
    fn eq(&self, other: &Self) -> bool {
        self.folded == other.folded
    }
}

impl Eq for ConditionKey {}

impl fmt::Debug for ConditionKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ConditionKey({})", self.written)
    }
}

impl fmt::Display for ConditionKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.written)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(text: &str) -> ConditionKey {
        text.parse().unwrap()
    }

    #[test]
    fn a_key_is_a_name_and_what_follows_it() {
        for (text, name, tail) in [
            ("aws:SourceIp", "aws:sourceip", None),
            (
                "aws:ResourceTag/Cost:Center",
                "aws:resourcetag",
                Some("cost:center"),
            ),
            (
                "kms:EncryptionContext:App/Name",
                "kms:encryptioncontext",
                Some("app/name"),
            ),
            ("accounts.google.com:aud", "accounts.google.com:aud", None),
        ] {
            assert_eq!((key(text).name(), key(text).tail()), (name, tail), "{text}");
        }
    }

    #[test]
    fn case_does_not_matter() {
        assert_eq!(key("AWS:RequestTag/Team"), key("aws:requesttag/TEAM"));
        assert_eq!(
            key("AWS:RequestTag/Team").to_string(),
            "AWS:RequestTag/Team"
        );
    }

    #[test]
    fn a_key_has_a_service() {
        for bad in ["", "key", ":key", "aws:", "a b:c", "aws:a\n"] {
            assert_eq!(
                bad.parse::<ConditionKey>().unwrap_err(),
                InvalidConditionKey,
                "{bad:?}"
            );
        }
    }
}
