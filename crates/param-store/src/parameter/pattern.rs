//! Allowed patterns: what a value has to match.

use regex::{Regex, RegexBuilder};

use crate::{Error, Result, limits};

/// A regular expression that all of a value has to match, in linear time and bounded memory.
#[derive(Debug)]
pub(crate) struct AllowedPattern(Regex);

impl AllowedPattern {
    /// Compiles a pattern.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidAllowedPattern`] if it does not parse, needs more than linear time (look-around, back-references), or is too
    /// large.
    pub(crate) fn parse(pattern: &str) -> Result<Self> {
        let whole = RegexBuilder::new(&format!(r"\A(?:{pattern})\z"))
            .size_limit(limits::ALLOWED_PATTERN_COMPILED_BYTES)
            .dfa_size_limit(limits::ALLOWED_PATTERN_COMPILED_BYTES)
            .build();
        // Compiled by itself first, so that it cannot close the group that it is put into.
        let alone = RegexBuilder::new(pattern)
            .size_limit(limits::ALLOWED_PATTERN_COMPILED_BYTES)
            .build();
        match alone.and(whole) {
            Ok(regex) => Ok(Self(regex)),
            Err(error) => Err(Error::InvalidAllowedPattern {
                reason: error
                    .to_string()
                    .split_whitespace()
                    .collect::<Vec<_>>()
                    .join(" "),
            }),
        }
    }

    /// Whether all of a value matches.
    pub(crate) fn allows(&self, value: &str) -> bool {
        self.0.is_match(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_of_a_value_has_to_match() {
        for (pattern, value, allowed) in [
            (r"^\d+$", "42", true),
            (r"^\d+$", "42a", false),
            (r"\d+", "42", true),
            (r"\d+", "a42", false),
            ("a|bc", "bc", true),
            ("a|bc", "ac", false),
            (r"^\d+$", "42\n", false),
            ("", "", true),
        ] {
            let pattern = AllowedPattern::parse(pattern).unwrap();
            assert_eq!(pattern.allows(value), allowed, "{pattern:?} {value:?}");
        }
    }

    #[test]
    fn what_could_explode_is_refused() {
        for bad in ["(", "a)(b", r"(a)\1", "(?=a)", "((a{100}){100}){100}"] {
            let error = AllowedPattern::parse(bad).unwrap_err();
            assert!(
                matches!(error, Error::InvalidAllowedPattern { .. }),
                "{bad}"
            );
        }
        let slow_elsewhere = AllowedPattern::parse("(a+)+b").unwrap();
        assert!(!slow_elsewhere.allows(&"a".repeat(8192)));
    }
}
