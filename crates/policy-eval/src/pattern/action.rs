//! Actions: `kms:Encrypt`, `ssm:Get*`, `*`.

use std::fmt;

use super::template::{Template, Wildcards};
use crate::{document::Version, error::Problem};

/// One action, or a pattern over several. Actions are compared without regard to case.
///
/// Source: [Action](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html).
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ActionPattern(Template);

impl ActionPattern {
    /// Reads `*`, `*:*`, or `service:name` with wildcards in the name alone.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        if !is_service_and_name(text) && !matches!(text, "*" | "*:*") {
            return None;
        }
        // Variables have no meaning in an action, so the language's version does not matter.
        Template::parse(text, Wildcards::Everywhere, Version::V2008).map(Self)
    }

    /// As [`ActionPattern::parse`], saying what is wrong.
    pub(crate) fn checked(text: &str) -> Result<Self, Problem> {
        let expected = "an action: it is `*` or looks like `kms:Encrypt`";
        Self::parse(text).ok_or_else(|| Problem::invalid(text, expected))
    }

    /// The pattern as it was written.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// Whether the pattern covers this action.
    #[inline]
    pub fn matches(&self, action: &str) -> bool {
        self.0.matches_any_case(action, &())
    }

    /// Whether it is `*`.
    pub(crate) fn is_any(&self) -> bool {
        self.0.is_any()
    }

    pub(crate) fn template(&self) -> &Template {
        &self.0
    }
}

fn is_service_and_name(text: &str) -> bool {
    let text = text.as_bytes();
    let colon = text.iter().position(|b| *b == b':').unwrap_or(0);
    let name = text.get(colon + 1..).unwrap_or_default();
    let is_in = |set: &[bool; 256], b: &u8| set.get(usize::from(*b)) == Some(&true);
    colon > 0
        && text.iter().take(colon).all(|b| is_in(&IN_SERVICE, b))
        && !name.is_empty()
        && name.iter().all(|b| is_in(&IN_NAME, b))
}

/// The characters of an action's service, and of its name.
const IN_SERVICE: [bool; 256] = letters_digits_and(b"-_");
const IN_NAME: [bool; 256] = letters_digits_and(b"-_*?./");

#[expect(
    clippy::indexing_slicing,
    reason = "evaluated when the crate is compiled, and then it would fail"
)]
const fn letters_digits_and(others: &[u8]) -> [bool; 256] {
    let mut set = [false; 256];
    let mut byte = 0;
    while byte < 128_u8 {
        set[byte as usize] = byte.is_ascii_alphanumeric();
        byte += 1;
    }
    let mut other = 0;
    while other < others.len() {
        set[others[other] as usize] = true;
        other += 1;
    }
    set
}

impl fmt::Display for ActionPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl serde::Serialize for ActionPattern {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_action_in_any_case() {
        let get = ActionPattern::parse("ssm:Get*").unwrap();
        assert!(get.matches("ssm:GetParameter") && get.matches("SSM:getparameters"));
        assert!(!get.matches("ssm:PutParameter") && !get.matches("ssm:Ge"));
        for any in ["*", "*:*"] {
            assert!(ActionPattern::parse(any).unwrap().matches("anything:AtAll"));
        }
    }

    #[test]
    fn what_is_no_action() {
        for bad in [
            "",
            "kms",
            "kms:",
            ":Encrypt",
            "k*s:Encrypt",
            "kms:En crypt",
            "kms:${aws:username}",
            "**",
        ] {
            assert!(ActionPattern::parse(bad).is_none(), "{bad}");
        }
    }
}
