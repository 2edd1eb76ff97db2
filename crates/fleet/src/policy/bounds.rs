//! What AWS's model requires of a policy's members.
//!
//! Source: [Policy](https://docs.aws.amazon.com/fms/2018-01-01/APIReference/API_Policy.html).

use common_types::constraint::{Pattern, Text};

use crate::limits;

pub(super) const POLICY_ID: Text = Text::new()
    .length(36, 36)
    .pattern(Pattern::new(r"^[a-z0-9A-Z-]{36}$", |text| {
        text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
    }));

pub(super) const POLICY_NAME: Text = Text::new()
    .length(1, limits::POLICY_NAME)
    .pattern(Pattern::new(WORDS, are_words));

pub(super) const DESCRIPTION: Text = Text::new()
    .length(0, limits::POLICY_DESCRIPTION)
    .pattern(Pattern::new(WORDS, are_words));

pub(super) const TOKEN: Text = Text::new().length(1, 1024);

pub(super) const TAG_KEY: Text = Text::new().length(1, 128);

pub(super) const TAG_VALUE: Text = Text::new().length(0, 256);

pub(super) const ORGANIZATIONAL_UNIT: Text = Text::new().length(16, 68).pattern(Pattern::new(
    r"^ou-[0-9a-z]{4,32}-[a-z0-9]{8,32}$",
    |text| {
        let is_word = |part: &str, least, most| {
            (least..=most).contains(&part.len())
                && part
                    .chars()
                    .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
        };
        let mut parts = text.split('-');
        parts.next() == Some("ou")
            && parts.next().is_some_and(|root| is_word(root, 4, 32))
            && parts.next().is_some_and(|unit| is_word(unit, 8, 32))
            && parts.next().is_none()
    },
));

const WORDS: &str = r"^([\p{L}\p{Z}\p{N}_.:/=+\-@]*)$";

fn are_words(text: &str) -> bool {
    text.chars().all(|c| {
        c.is_alphanumeric()
            || c == ' '
            || matches!(c, '_' | '.' | ':' | '/' | '=' | '+' | '-' | '@')
    })
}
