//! What is done to a query string before it is taken apart into arguments.

use std::borrow::Cow;
use std::collections::HashMap;

use memchr::memchr;
use serde::{Deserialize, Serialize};

use super::{rewrite, url};

/// A transformation of the whole query string before it is taken apart.
///
/// Source: [Using pre-parse text transformations](https://docs.aws.amazon.com/waf/latest/APIReference/API_PreParseTextTransformation.html).
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum PreParseTextTransformationType {
    /// The query string as it is.
    None,
    /// `%26` becomes `&`: arguments may come into being.
    UrlDecode,
    /// As `URL_DECODE`, and `%u0026`.
    UrlDecodeUni,
    /// The values of arguments of the same name are joined by commas where the first stands: `a=1&b=2&a=3` becomes
    /// `a=1,3&b=2`. An argument without a value counts as an empty one.
    CombineDuplicateQueryArgsByComma,
    /// `;` becomes `&`.
    ReplaceSemicolonsWithAmpersands,
}

/// The query string under one transformation before parsing. Borrowed input that it leaves as it is stays borrowed.
pub fn apply_pre_parse(
    kind: PreParseTextTransformationType,
    input: Cow<'_, [u8]>,
) -> Cow<'_, [u8]> {
    match kind {
        PreParseTextTransformationType::None => input,
        PreParseTextTransformationType::UrlDecode => url::decode(input),
        PreParseTextTransformationType::UrlDecodeUni => url::decode_uni(input),
        PreParseTextTransformationType::CombineDuplicateQueryArgsByComma => combine(input),
        PreParseTextTransformationType::ReplaceSemicolonsWithAmpersands => {
            let first = memchr(b';', &input);
            rewrite(input, first, |rest, output| {
                output.extend(rest.iter().map(|byte| match byte {
                    b';' => b'&',
                    byte => *byte,
                }));
            })
        }
    }
}

fn combine(input: Cow<'_, [u8]>) -> Cow<'_, [u8]> {
    let mut arguments: Vec<(&[u8], Vec<&[u8]>)> = Vec::new();
    let mut places = HashMap::new();
    for pair in input.split(|byte| *byte == b'&') {
        let (name, value) = match memchr(b'=', pair).and_then(|at| pair.split_at_checked(at)) {
            Some((name, value)) => (name, value.get(1..)),
            None => (pair, None),
        };
        let place = *places.entry(name).or_insert(arguments.len());
        match arguments.get_mut(place) {
            Some((_, values)) => values.push(value.unwrap_or_default()),
            None => arguments.push((name, value.into_iter().collect())),
        }
    }
    if arguments.len() == input.split(|byte| *byte == b'&').count() {
        return input;
    }
    let mut output = Vec::with_capacity(input.len());
    for (at, (name, values)) in arguments.iter().enumerate() {
        if at > 0 {
            output.push(b'&');
        }
        output.extend_from_slice(name);
        for (at, value) in values.iter().enumerate() {
            output.push(if at == 0 { b'=' } else { b',' });
            output.extend_from_slice(value);
        }
    }
    Cow::Owned(output)
}
