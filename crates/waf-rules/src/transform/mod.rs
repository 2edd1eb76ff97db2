//! Text transformations: how a value is rewritten before it is inspected.
//!
//! | module | transformations |
//! |---|---|
//! | `base64` | `BASE64_DECODE`, `BASE64_DECODE_EXT` |
//! | `case` | `LOWERCASE`, `UPPERCASE` |
//! | `command_line` | `CMD_LINE`, `CMD_LINE_UNIX`, `CMD_LINE_WIN` |
//! | `comment` | `REMOVE_COMMENTS_CHAR`, `REPLACE_COMMENTS` |
//! | `css` | `CSS_DECODE` |
//! | `digest` | `MD5`, `SHA256` |
//! | `escape` | `ESCAPE_SEQ_DECODE` |
//! | `hex` | `HEX_DECODE`, `SQL_HEX_DECODE` |
//! | `html` | `HTML_ENTITY_DECODE` |
//! | `js` | `JS_DECODE`, `JS_DECODE_EXT` |
//! | `null` | `REMOVE_NULLS`, `REPLACE_NULLS` |
//! | `path` | `NORMALIZE_PATH`, `NORMALIZE_PATH_WIN` |
//! | `pre_parse` | what is done to a query string before it is taken apart |
//! | `unicode` | `UTF8_TO_UNICODE` |
//! | `url` | `URL_DECODE`, `URL_DECODE_UNI` |
//! | `white_space` | `COMPRESS_WHITE_SPACE`, `REMOVE_WHITESPACE`, `TRIM`, `TRIM_LEFT`, `TRIM_RIGHT` |
//!
//! Each looks at each byte a bounded number of times. None makes a value longer but `UTF8_TO_UNICODE` (by three at most)
//! and the digests (16 and 32 bytes). What AWS's guide leaves open is done as `ModSecurity` does it, whose transformations
//! AWS took over; an encoding that is not valid stays as it is.

mod base64;
mod case;
mod command_line;
mod comment;
mod css;
mod digest;
mod escape;
mod hex;
mod html;
mod js;
mod null;
mod path;
mod pre_parse;
mod unicode;
mod url;
mod white_space;

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

pub use self::pre_parse::{PreParseTextTransformationType, apply_pre_parse};

/// A text transformation, by AWS's word.
///
/// Source: [Using text transformations](https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-transformation.html).
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[non_exhaustive]
pub enum TextTransformationType {
    /// The value as it is.
    #[serde(rename = "NONE")]
    None,
    /// White space and the no-break space (byte 160) become a space, several become one.
    #[serde(rename = "COMPRESS_WHITE_SPACE")]
    CompressWhiteSpace,
    /// `&lt;`, `&#60;` and `&#x3c;` become `<`: numbers and the names of ASCII characters, in any case, the semicolon or
    /// not. A number below 256 becomes a byte, a larger one UTF-8.
    #[serde(rename = "HTML_ENTITY_DECODE")]
    HtmlEntityDecode,
    /// ASCII upper-case letters become lower case.
    #[serde(rename = "LOWERCASE")]
    Lowercase,
    /// Backslashes, quotes and carets go, and spaces before `/` and `(`; commas, semicolons and white space become one
    /// space; letters become lower case.
    #[serde(rename = "CMD_LINE")]
    CmdLine,
    /// `%41` becomes `A`, `+` a space.
    #[serde(rename = "URL_DECODE")]
    UrlDecode,
    /// Base64 of the standard alphabet, with its padding or without. What is not wholly base64 stays as it is.
    #[serde(rename = "BASE64_DECODE")]
    Base64Decode,
    /// `4142` becomes `AB`. What is not wholly pairs of hexadecimal digits stays as it is.
    #[serde(rename = "HEX_DECODE")]
    HexDecode,
    /// The 16 bytes of the MD5 digest.
    #[serde(rename = "MD5")]
    Md5,
    /// Each C comment becomes a space, also one that does not end.
    #[serde(rename = "REPLACE_COMMENTS")]
    ReplaceComments,
    /// ANSI C's escapes: `\n`, `\x41`, `\101`.
    #[serde(rename = "ESCAPE_SEQ_DECODE")]
    EscapeSeqDecode,
    /// `0x4142` becomes `AB`, wherever it stands.
    #[serde(rename = "SQL_HEX_DECODE")]
    SqlHexDecode,
    /// CSS's escapes: `\41` becomes `A` (of more than two digits the last two count), `ja\vascript` becomes `javascript`.
    #[serde(rename = "CSS_DECODE")]
    CssDecode,
    /// JavaScript's escapes: `\u0041`, `\x41`, `\101`, `\n`. Of `\uHHHH` the lower byte counts; full-width ASCII becomes
    /// ASCII.
    #[serde(rename = "JS_DECODE")]
    JsDecode,
    /// Several slashes become one, `.` goes, and `..` with what is before it, unless it begins a relative path.
    #[serde(rename = "NORMALIZE_PATH")]
    NormalizePath,
    /// Backslashes become slashes, then as `NORMALIZE_PATH`.
    #[serde(rename = "NORMALIZE_PATH_WIN")]
    NormalizePathWin,
    /// NULs go.
    #[serde(rename = "REMOVE_NULLS")]
    RemoveNulls,
    /// NULs become spaces.
    #[serde(rename = "REPLACE_NULLS")]
    ReplaceNulls,
    /// Base64 of the standard alphabet, whatever else stands between its characters.
    #[serde(rename = "BASE64_DECODE_EXT")]
    Base64DecodeExt,
    /// As `URL_DECODE`, and `%u0041`: the lower byte counts; full-width ASCII becomes ASCII.
    #[serde(rename = "URL_DECODE_UNI")]
    UrlDecodeUni,
    /// What UTF-8 writes in several bytes becomes `%uHHHH`.
    #[serde(rename = "UTF8_TO_UNICODE")]
    Utf8ToUnicode,
    /// White space and the no-break space (byte 160) go.
    #[serde(rename = "REMOVE_WHITESPACE")]
    RemoveWhitespace,
    /// White space at both ends goes.
    #[serde(rename = "TRIM")]
    Trim,
    /// White space at the beginning goes.
    #[serde(rename = "TRIM_LEFT")]
    TrimLeft,
    /// White space at the end goes.
    #[serde(rename = "TRIM_RIGHT")]
    TrimRight,
    /// The marks of comments go: `/*`, `*/`, `--`, `#`, `<!--` and `-->`.
    #[serde(rename = "REMOVE_COMMENTS_CHAR")]
    RemoveCommentsChar,
    /// ASCII lower-case letters become upper case.
    #[serde(rename = "UPPERCASE")]
    Uppercase,
    /// For Windows: quotes, carets (with the line's end that they escape) and backticks go; several backslashes become one;
    /// white space becomes one space and goes at both ends; letters become lower case.
    #[serde(rename = "CMD_LINE_WIN")]
    CmdLineWin,
    /// For Unix: backslashes and quotes go; white space becomes one space and goes at both ends; letters become lower case.
    #[serde(rename = "CMD_LINE_UNIX")]
    CmdLineUnix,
    /// As `JS_DECODE`, but paths of Windows survive: of the short escapes only `\\`, `\/`, `\'` and `\"` lose their
    /// backslash, and `\101` stays.
    #[serde(rename = "JS_DECODE_EXT")]
    JsDecodeExt,
    /// The 32 bytes of the SHA-256 digest.
    #[serde(rename = "SHA256")]
    Sha256,
}

impl TextTransformationType {
    /// All of them, in the order of AWS's model.
    pub const ALL: [Self; 31] = [
        Self::None,
        Self::CompressWhiteSpace,
        Self::HtmlEntityDecode,
        Self::Lowercase,
        Self::CmdLine,
        Self::UrlDecode,
        Self::Base64Decode,
        Self::HexDecode,
        Self::Md5,
        Self::ReplaceComments,
        Self::EscapeSeqDecode,
        Self::SqlHexDecode,
        Self::CssDecode,
        Self::JsDecode,
        Self::NormalizePath,
        Self::NormalizePathWin,
        Self::RemoveNulls,
        Self::ReplaceNulls,
        Self::Base64DecodeExt,
        Self::UrlDecodeUni,
        Self::Utf8ToUnicode,
        Self::RemoveWhitespace,
        Self::Trim,
        Self::TrimLeft,
        Self::TrimRight,
        Self::RemoveCommentsChar,
        Self::Uppercase,
        Self::CmdLineWin,
        Self::CmdLineUnix,
        Self::JsDecodeExt,
        Self::Sha256,
    ];
}

/// The value under one transformation. Borrowed input that the transformation leaves as it is stays borrowed.
///
/// ```
/// use std::borrow::Cow;
/// use waf_rules::transform::{TextTransformationType, apply};
///
/// let value = apply(TextTransformationType::UrlDecode, Cow::Borrowed(b"%3Cscript%3E"));
/// assert_eq!(value, &b"<script>"[..]);
/// ```
pub fn apply(kind: TextTransformationType, input: Cow<'_, [u8]>) -> Cow<'_, [u8]> {
    match kind {
        TextTransformationType::None => input,
        TextTransformationType::CompressWhiteSpace => white_space::compress(input),
        TextTransformationType::HtmlEntityDecode => html::entity_decode(input),
        TextTransformationType::Lowercase => case::lower(input),
        TextTransformationType::CmdLine => command_line::any(input),
        TextTransformationType::UrlDecode => url::decode(input),
        TextTransformationType::Base64Decode => base64::decode(input),
        TextTransformationType::HexDecode => hex::decode(input),
        TextTransformationType::Md5 => digest::md5(&input),
        TextTransformationType::ReplaceComments => comment::replace(input),
        TextTransformationType::EscapeSeqDecode => escape::decode(input),
        TextTransformationType::SqlHexDecode => hex::sql_decode(input),
        TextTransformationType::CssDecode => css::decode(input),
        TextTransformationType::JsDecode => js::decode(input),
        TextTransformationType::NormalizePath => path::normalize(input),
        TextTransformationType::NormalizePathWin => path::normalize_win(input),
        TextTransformationType::RemoveNulls => null::remove(input),
        TextTransformationType::ReplaceNulls => null::replace(input),
        TextTransformationType::Base64DecodeExt => base64::decode_ext(input),
        TextTransformationType::UrlDecodeUni => url::decode_uni(input),
        TextTransformationType::Utf8ToUnicode => unicode::from_utf8(input),
        TextTransformationType::RemoveWhitespace => white_space::remove(input),
        TextTransformationType::Trim => white_space::trim(input, true, true),
        TextTransformationType::TrimLeft => white_space::trim(input, true, false),
        TextTransformationType::TrimRight => white_space::trim(input, false, true),
        TextTransformationType::RemoveCommentsChar => comment::remove_marks(input),
        TextTransformationType::Uppercase => case::upper(input),
        TextTransformationType::CmdLineWin => command_line::windows(input),
        TextTransformationType::CmdLineUnix => command_line::unix(input),
        TextTransformationType::JsDecodeExt => js::decode_ext(input),
        TextTransformationType::Sha256 => digest::sha256(&input),
    }
}

/// The input as far as `first`, where something may change, and what `write` makes of the rest; the input itself without
/// such a place, or if nothing changed after all.
fn rewrite(
    input: Cow<'_, [u8]>,
    first: Option<usize>,
    write: impl FnOnce(&[u8], &mut Vec<u8>),
) -> Cow<'_, [u8]> {
    let Some((same, rest)) = first.and_then(|first| input.split_at_checked(first)) else {
        return input;
    };
    let mut output = Vec::with_capacity(input.len());
    output.extend_from_slice(same);
    write(rest, &mut output);
    if output == *input {
        input
    } else {
        Cow::Owned(output)
    }
}

/// The place of the first byte that fits.
fn position(input: &[u8], fits: impl Fn(u8) -> bool) -> Option<usize> {
    input.iter().position(|byte| fits(*byte))
}
