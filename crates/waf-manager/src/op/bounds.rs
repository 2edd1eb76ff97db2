//! What AWS's model requires of the members that requests have.
//!
//! Source: the request parameters of the operations in the
//! [API reference](https://docs.aws.amazon.com/waf/latest/APIReference/API_Operations_AWS_WAFV2.html).

use std::collections::BTreeMap;

use common_types::constraint::{Check, Number, Pattern, Size, Text};
use waf_rules::model::CustomResponseBody;

use crate::limits;

pub(crate) const NAME: Text =
    Text::new()
        .length(1, 128)
        .pattern(Pattern::new(r"^[\w\-]+$", |text| {
            all(text, |c| {
                c.is_ascii_alphanumeric() || matches!(c, '_' | '-')
            })
        }));

pub(crate) const ID: Text = Text::new().length(1, 36).pattern(UUID);

pub(crate) const LOCK_TOKEN: Text = Text::new().length(1, 36).pattern(UUID);

pub(crate) const DESCRIPTION: Text = Text::new().length(1, 256).pattern(Pattern::new(
    r"^[\w+=:#@/\-,\.][\w+=:#@/\-,\.\s]+[\w+=:#@/\-,\.]$",
    is_description,
));

pub(crate) const ARN: Text = Text::new().length(20, 2048).pattern(NOT_BLANK);

pub(crate) const LIMIT: Number = Number::between(1, limits::PAGE as i64);

/// AWS's own is at most 256 characters; ours are longer, since nothing of them is kept.
pub(crate) const MARKER: Text = Text::new().length(1, 1024).pattern(NOT_BLANK);

/// AWS's own, where there are none of ours.
pub(crate) const FOREIGN_MARKER: Text = Text::new().length(1, 256).pattern(NOT_BLANK);

pub(crate) const TAG_KEY: Text = Text::new().length(1, 128);

pub(crate) const ADDRESS: Text = Text::new().length(1, 50).pattern(NOT_BLANK);

const UUID: Pattern = Pattern::new(r"^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$", |text| {
    let parts: Vec<_> = text.split('-').collect();
    parts.iter().map(|part| part.len()).eq([8, 4, 4, 4, 12])
        && parts
            .iter()
            .all(|part| all(part, |c| matches!(c, '0'..='9' | 'a'..='f')))
});

const NOT_BLANK: Pattern = Pattern::new(r".*\S.*", |text| {
    text.lines()
        .any(|line| line.chars().any(|c| !c.is_whitespace()))
});

fn is_description(text: &str) -> bool {
    let is_word = |c: char| c.is_ascii_alphanumeric() || "_+=:#@/-,.".contains(c);
    let is_inner = |c: char| is_word(c) || c.is_whitespace();
    text.chars().count() >= 3
        && text.starts_with(is_word)
        && text.ends_with(is_word)
        && text.chars().all(is_inner)
}

/// Whether there are characters, and all of them are of a kind.
fn all(text: &str, of_kind: impl Fn(char) -> bool) -> bool {
    !text.is_empty() && text.chars().all(of_kind)
}

pub(crate) const METRIC_NAME: Text = Text::new().length(1, 255).pattern(WORD_AND_MARKS);

/// Names of versions.
pub(crate) const VERSION: Text = Text::new().length(1, 64).pattern(WORD_AND_MARKS);

const WORD_AND_MARKS: Pattern = Pattern::new(r"^[\w#:\.\-/]+$", |text| {
    all(text, |c| c.is_ascii_alphanumeric() || "_#:.-/".contains(c))
});

pub(crate) const VENDOR_NAME: Text = Text::new().length(1, 128).pattern(NOT_BLANK);

/// What statistics are filtered by.
pub(crate) const FILTER: Text = Text::new().length(1, 256).pattern(NOT_BLANK);

pub(crate) const API_KEY: Text = Text::new().length(1, 2048).pattern(NOT_BLANK);

pub(crate) const POLICY: Text = Text::new().length(1, 395_000).pattern(NOT_BLANK);

#[expect(clippy::cast_possible_wrap, reason = "500 fits")]
pub(crate) const MAX_ITEMS: Number = Number::between(1, limits::SAMPLES_OF_RULE as i64);

pub(crate) const CAPACITY: Number = Number::at_least(1);

pub(crate) const TOKEN_DOMAIN: Text = Text::new().length(1, 253);

/// The same where AWS holds it against its form at once.
pub(crate) const API_KEY_DOMAIN: Text = Text::new()
    .length(1, 253)
    .pattern(Pattern::new(r"^[\w\.\-/]+$", |text| {
        all(text, |c| c.is_ascii_alphanumeric() || "_.-/".contains(c))
    }));

/// Custom response bodies: their keys and their contents.
pub(crate) fn bodies(check: &mut Check<'_>, bodies: Option<&BTreeMap<String, CustomResponseBody>>) {
    const KEY: Text = NAME;
    if let Some(bodies) = bodies {
        check.size("customResponseBodies", bodies.len(), &Size::at_least(1));
        let keys: Vec<_> = bodies.keys().collect();
        check.texts("customResponseBodies", &keys, &Size::at_least(0), &KEY);
    }
}
