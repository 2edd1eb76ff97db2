//! Text transformations: known answers, and what holds for every input.

mod known_answers;

use std::borrow::Cow;

use proptest::prelude::*;
use waf_rules::transform::TextTransformationType::{self, *};
use waf_rules::transform::{PreParseTextTransformationType, apply, apply_pre_parse};

/// Once is enough for these.
const IDEMPOTENT: [TextTransformationType; 15] = [
    None,
    CompressWhiteSpace,
    Lowercase,
    CmdLineUnix,
    NormalizePath,
    NormalizePathWin,
    RemoveNulls,
    RemoveWhitespace,
    ReplaceComments,
    ReplaceNulls,
    Trim,
    TrimLeft,
    TrimRight,
    Uppercase,
    Utf8ToUnicode,
];

#[test]
fn all_words_of_the_model_are_known() {
    let words: Vec<String> = TextTransformationType::ALL
        .iter()
        .map(|kind| serde_json::to_string(kind).expect("a word"))
        .collect();
    assert_eq!(words.len(), 31);
    for (kind, word) in TextTransformationType::ALL.iter().zip(&words) {
        assert_eq!(
            serde_json::from_str::<TextTransformationType>(word).expect("a kind"),
            *kind
        );
    }
}

#[test]
fn a_query_string_is_rewritten_before_it_is_taken_apart() {
    let cases = [
        ("NONE", "a=1;b=%26", "a=1;b=%26"),
        ("URL_DECODE", "a=1%26b%3D2", "a=1&b=2"),
        ("URL_DECODE_UNI", "a=1%u0026b=%uff12", "a=1&b=2"),
        (
            "COMBINE_DUPLICATE_QUERY_ARGS_BY_COMMA",
            "a=1&b=2&a=3",
            "a=1,3&b=2",
        ),
        (
            "COMBINE_DUPLICATE_QUERY_ARGS_BY_COMMA",
            "a&b&c=1",
            "a&b&c=1",
        ),
        (
            "COMBINE_DUPLICATE_QUERY_ARGS_BY_COMMA",
            "a=&a=x=y&a",
            "a=,x=y,",
        ),
        (
            "REPLACE_SEMICOLONS_WITH_AMPERSANDS",
            "a=1;b=2&c=3",
            "a=1&b=2&c=3",
        ),
    ];
    for (word, input, output) in cases {
        let kind: PreParseTextTransformationType =
            serde_json::from_str(&format!("\"{word}\"")).expect("a word of the model");
        let result = apply_pre_parse(kind, Cow::Borrowed(input.as_bytes()));
        assert_eq!(
            String::from_utf8_lossy(&result),
            output,
            "{word} of {input}"
        );
    }
}

proptest! {
    #[test]
    fn no_value_grows_beyond_what_is_stated(input in value(), kind in kind()) {
        let limit = match kind {
            Md5 => 16,
            Sha256 => 32,
            Utf8ToUnicode => 3 * input.len(),
            _ => input.len(),
        };
        prop_assert!(apply(kind, Cow::Borrowed(&input)).len() <= limit);
    }

    #[test]
    fn what_does_not_change_stays_borrowed(input in value(), kind in kind()) {
        let output = apply(kind, Cow::Borrowed(&input));
        if *output == *input {
            prop_assert!(matches!(output, Cow::Borrowed(_)), "{kind:?}");
        }
    }

    #[test]
    fn owned_values_are_treated_as_borrowed_ones(input in value(), kind in kind()) {
        let owned = apply(kind, Cow::Owned(input.clone()));
        prop_assert_eq!(owned, apply(kind, Cow::Borrowed(&input)));
    }

    #[test]
    fn once_is_enough(input in value(), kind in prop::sample::select(IDEMPOTENT.to_vec())) {
        let once = apply(kind, Cow::Borrowed(&input));
        let twice = apply(kind, Cow::Borrowed(&once));
        prop_assert_eq!(&once, &twice, "{:?}", kind);
    }

    #[test]
    fn a_normal_path_has_no_detours(path in "[a./]{0,20}") {
        let normal = apply(NormalizePath, Cow::Borrowed(path.as_bytes()));
        let segments: Vec<&[u8]> = normal.split(|byte| *byte == b'/').collect();
        prop_assert!(!segments.contains(&&b"."[..]));
        let down = segments.iter().position(|segment| !segment.is_empty() && *segment != b"..");
        let up = segments.iter().rposition(|segment| *segment == b"..");
        prop_assert!(up.is_none() || (!path.starts_with('/') && down.is_none_or(|down| up < Some(down))));
    }
}

fn kind() -> impl Strategy<Value = TextTransformationType> {
    prop::sample::select(TextTransformationType::ALL.to_vec())
}

/// Bytes, and pieces of the encodings that transformations read.
fn value() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        prop::sample::select(vec![
            "%", "%u", "+", "\\", "\\u", "\\x", "&", "&#", "&#x", ";", "lt", "0x", "/*", "*/",
            "--", "#", "<!--", "..", "/", ".", " ", "\t", "^", "\n", "\"", "'", "\0", "41", "ff21",
            "F", "é", "€", "😀", "QUJD", "=", "a", "Z",
        ])
        .prop_map(|text| text.as_bytes().to_vec()),
        prop::collection::vec(any::<u8>(), 1..3),
    ];
    prop::collection::vec(piece, 0..16).prop_map(|pieces| pieces.concat())
}
