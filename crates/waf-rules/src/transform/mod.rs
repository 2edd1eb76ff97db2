//! Text transformations: how a value is rewritten before it is inspected.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

/// A text transformation, by AWS's word.
///
/// Source: [Using text transformations](https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-transformation.html).
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum TextTransformationType {
    /// The value as it is.
    None,
    /// ASCII upper-case letters become lower case.
    Lowercase,
}

/// A transformation of the whole query string or body before it is taken apart.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum PreParseTextTransformationType {
    /// The value as it is.
    None,
}

/// The value under one transformation. Borrowed input that the transformation leaves as it is stays borrowed.
pub fn apply(kind: TextTransformationType, input: Cow<'_, [u8]>) -> Cow<'_, [u8]> {
    match kind {
        TextTransformationType::None => input,
        TextTransformationType::Lowercase => {
            if input.iter().any(u8::is_ascii_uppercase) {
                Cow::Owned(input.to_ascii_lowercase())
            } else {
                input
            }
        }
    }
}

/// The value under one transformation before parsing.
pub fn apply_pre_parse(
    kind: PreParseTextTransformationType,
    input: Cow<'_, [u8]>,
) -> Cow<'_, [u8]> {
    match kind {
        PreParseTextTransformationType::None => input,
    }
}
