//! Why a text is not a value of one of this crate's types.

use std::borrow::Cow;

/// A text from outside that does not have the form its type asks for.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("`{input}` is not {expected}: {reason}")]
pub struct ParseError {
    input: String,
    expected: &'static str,
    reason: Cow<'static, str>,
}

/// Characters of the offending input that an error repeats.
const SHOWN_CHARS: usize = 80;

impl ParseError {
    /// Names the input (cut when it is long), the form that was expected, and what is wrong.
    pub fn new(input: &str, expected: &'static str, reason: impl Into<Cow<'static, str>>) -> Self {
        let mut shown: String = input.chars().take(SHOWN_CHARS).collect();
        if shown.len() < input.len() {
            shown.push('…');
        }
        Self {
            input: shown,
            expected,
            reason: reason.into(),
        }
    }

    /// What is wrong with the input.
    pub fn reason(&self) -> &str {
        &self.reason
    }
}
