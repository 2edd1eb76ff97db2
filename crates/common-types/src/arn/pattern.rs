//! `ArnLike`: an ARN with wildcards, compared part by part.

use std::{str::FromStr, sync::Arc};

use crate::{Arn, ParseError, limits, text::text_forms, wildcard_match};

/// An ARN in which `*` and `?` may stand in any of the six parts.
///
/// Each part is compared for itself, so a `*` never reaches over one of the first five colons; the last part is all
/// that follows the fifth. A lone `*` matches every ARN. This is how `ArnLike` and `ArnEquals` compare.
///
/// Source: [ARN condition operators](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN).
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct ArnPattern(Arc<str>);

impl ArnPattern {
    /// The pattern as it was written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the pattern covers this ARN.
    pub fn matches(&self, arn: &Arn) -> bool {
        if self.as_str() == "*" {
            return true;
        }
        let (mut patterns, mut parts) = (self.0.splitn(6, ':'), arn.as_str().splitn(6, ':'));
        loop {
            match (patterns.next(), parts.next()) {
                (Some(pattern), Some(part)) if wildcard_match(pattern, part) => {}
                (None, None) => return true,
                _ => return false,
            }
        }
    }
}

impl FromStr for ArnPattern {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        let refuse = |reason: &'static str| Err(ParseError::new(text, "an ARN pattern", reason));
        if text.len() > limits::ARN_BYTES {
            return refuse("it is longer than 2048 bytes");
        }
        if text != "*" && (!text.starts_with("arn:") || text.splitn(6, ':').count() < 6) {
            return refuse("it is `*` or has the six parts of an ARN");
        }
        Ok(Self(Arc::from(text)))
    }
}

text_forms!(ArnPattern);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wildcard_stays_within_its_part() {
        let key: Arn = "arn:aws:kms:eu-west-1:111122223333:key/1234"
            .parse()
            .unwrap();
        for (pattern, expected) in [
            ("*", true),
            ("arn:aws:kms:*:111122223333:key/*", true),
            ("arn:aws:kms:eu-*:1111222?3333:*", true),
            ("arn:*:*:*:*:*", true),
            ("arn:aws:kms:eu-west-1:111122223333:key/1234", true),
            ("arn:aws:kms:*:key/1234:x", false),
            ("arn:aws:kms:us-*:*:key/*", false),
            ("arn:aws:kms:eu-west-1:111122223333:alias/*", false),
        ] {
            let pattern: ArnPattern = pattern.parse().unwrap();
            assert_eq!(pattern.matches(&key), expected, "{pattern}");
        }
    }

    #[test]
    fn a_pattern_has_six_parts_or_is_a_star() {
        for bad in ["", "arn:*", "kms:*", "arn:aws:kms:*:*"] {
            assert!(bad.parse::<ArnPattern>().is_err(), "{bad}");
        }
    }
}
