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
        let well_formed = matches!(text, "*" | "*:*")
            || text.split_once(':').is_some_and(|(service, name)| {
                let word = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
                !service.is_empty()
                    && service.bytes().all(word)
                    && !name.is_empty()
                    && name.bytes().all(|b| word(b) || b"*?./".contains(&b))
            });
        if !well_formed {
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
