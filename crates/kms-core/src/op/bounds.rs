//! What AWS's model requires of the members that requests have.
//!
//! Source: the request parameters of the operations in the
//! [API reference](https://docs.aws.amazon.com/kms/latest/APIReference/API_Operations.html).

use common_types::{
    constraint::{Check, Constrained, Number, Pattern, Size, Text},
    limits::{TAG_KEY_CHARS, TAG_VALUE_CHARS},
};

use super::Tag;
use crate::limits;

/// Key id, key ARN, alias name or alias ARN.
pub(crate) const KEY_ID: Text = Text::new().length(1, limits::KEY_ID_BYTES);

pub(super) const ALIAS_NAME: Text = Text::new()
    .length(1, limits::ALIAS_CHARS)
    .pattern(ALIAS_WORDS);

/// What a policy may have in its raw text; of what AWS accepts in the end, [`limits::KEY_POLICY_BYTES`] is left.
pub(super) const POLICY: Text = Text::new().length(1, 131_072).pattern(LATIN_LINES);

pub(super) const POLICY_NAME: Text = Text::new().length(1, 128).pattern(WORD);

pub(super) const DESCRIPTION: Text = Text::new().length(0, limits::DESCRIPTION_CHARS);

pub(super) const MARKER: Text = Text::new().length(1, 1024).pattern(LATIN);

/// Of all listings; that of an operation is in [`limits`].
pub(super) const LIMIT: Number = Number::between(1, 1000);

pub(super) const NUMBER_OF_BYTES: Number = Number::between(1, limits::RANDOM_BYTES as i64);

/// The days that AWS's model has; the days that AWS takes are in [`limits`].
pub(super) const PENDING_WINDOW: Number = Number::between(1, 365);

pub(super) const TAG_KEY: Text = Text::new().length(1, TAG_KEY_CHARS);

pub(super) const TAG_VALUE: Text = Text::new().length(0, TAG_VALUE_CHARS);

pub(super) const CUSTOM_KEY_STORE_ID: Text = Text::new().length(1, 64);

pub(super) const XKS_KEY_ID: Text = Text::new().length(1, 128).pattern(XKS_WORDS);

pub(super) const CIPHERTEXT: Text = Text::new().length(0, limits::CIPHERTEXT_BYTES);

/// Grant tokens.
pub(super) fn grant_tokens(check: &mut Check<'_>, tokens: &[String]) {
    const TOKENS: Size = Size::between(0, limits::GRANT_TOKENS);
    const TOKEN: Text = Text::new().length(1, limits::GRANT_TOKEN_BYTES);
    check.texts("grantTokens", tokens, &TOKENS, &TOKEN);
}

impl Constrained for Tag {
    fn constraints(&self, check: &mut Check<'_>) {
        let Self { tag_key, tag_value } = self;
        check.text("tagKey", tag_key, &TAG_KEY);
        check.text("tagValue", tag_value, &TAG_VALUE);
    }
}

const ALIAS_WORDS: Pattern = Pattern::new("^[a-zA-Z0-9:/_-]+$", |text| {
    all(text, |c| c.is_ascii_alphanumeric() || ":/_-".contains(c))
});

const XKS_WORDS: Pattern = Pattern::new("^[a-zA-Z0-9-_.]+$", |text| {
    all(text, |c| c.is_ascii_alphanumeric() || "-_.".contains(c))
});

const WORD: Pattern = Pattern::new("[\\w]+", |text| {
    all(text, |c| c.is_ascii_alphanumeric() || c == '_')
});

const LATIN: Pattern = Pattern::new("[\\u0020-\\u00FF]*", |text| {
    text.chars().all(|c| matches!(c, ' '..='\u{ff}'))
});

const LATIN_LINES: Pattern = Pattern::new("[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+", |text| {
    all(text, |c| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{ff}'))
});

/// Whether there are characters, and all of them are of a kind.
fn all(text: &str, of_kind: impl Fn(char) -> bool) -> bool {
    !text.is_empty() && text.chars().all(of_kind)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// The patterns as regular expressions of this world, beside the functions that decide.
        #[test]
        fn what_decides_a_pattern_says_what_its_text_says(text in "[\\PC\\t\\r\\n]{0,6}|[a-zA-Z0-9:/_. -]{0,6}|[ -ÿ]{0,6}") {
            for (pattern, engine) in [
                (ALIAS_WORDS, "^[a-zA-Z0-9:/_-]+$"),
                (XKS_WORDS, "^[a-zA-Z0-9_.-]+$"),
                (WORD, "^[a-zA-Z0-9_]+$"),
                (LATIN, "^[ -ÿ]*$"),
                (LATIN_LINES, "^[\\t\\n\\r -ÿ]+$"),
            ] {
                let engine = regex::Regex::new(engine).unwrap();
                prop_assert_eq!(pattern.matches(&text), engine.is_match(&text), "{}", pattern.text());
            }
        }
    }
}
