//! The canonical request: the one text that a client and a service both make of a request.
//!
//! Source: [Create a canonical request](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html#create-canonical-request).

use std::borrow::Cow;

use super::{
    headers,
    signature::{SIGNATURE, Signature},
};
use crate::WireRequest;

/// The canonical request: method, path, query, signed headers, their names, and the hash of the body.
pub(super) fn request(
    request: &WireRequest<'_>,
    signature: &Signature<'_>,
    body_hash: &str,
) -> Vec<u8> {
    let mut out = Vec::with_capacity(TYPICAL_BYTES);
    out.extend_from_slice(request.method.as_bytes());
    out.push(b'\n');
    path(&mut out, request.path);
    out.push(b'\n');
    query(&mut out, request.query);
    out.push(b'\n');
    for name in signature.headers() {
        headers::write(&mut out, request, name);
    }
    out.push(b'\n');
    out.extend_from_slice(signature.signed_headers.as_bytes());
    out.push(b'\n');
    out.extend_from_slice(body_hash.as_bytes());
    out
}

/// The path without `.`, `..` and empty segments, each segment encoded once more than it was sent: the rule of all services
/// but S3.
fn path(out: &mut Vec<u8>, path: &str) {
    if path == "/" || path.is_empty() {
        out.push(b'/');
        return;
    }
    if !path.starts_with('/') {
        // None at all, such as `*`: it stays what it is, and encoded equals no path.
        encode(out, path.as_bytes());
        return;
    }
    let mut segments: Vec<&str> = Vec::new();
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." => {
                segments.pop();
            }
            _ => segments.push(segment),
        }
    }
    for segment in &segments {
        out.push(b'/');
        encode(out, segment.as_bytes());
    }
    let last = path.rsplit('/').next().unwrap_or_default();
    if segments.is_empty() || matches!(last, "" | "." | "..") {
        out.push(b'/');
    }
}

/// The query: names and values encoded, sorted by both, without the signature itself.
fn query(out: &mut Vec<u8>, query: &str) {
    if query.is_empty() {
        return;
    }
    let mut parameters: Vec<(Vec<u8>, Vec<u8>)> = raw_parameters(query)
        .map(|(name, value)| (encoded(&decoded(name)), encoded(&decoded(value))))
        .filter(|(name, _)| name != SIGNATURE.as_bytes())
        .collect();
    parameters.sort_unstable();
    for (number, (name, value)) in parameters.iter().enumerate() {
        if number > 0 {
            out.push(b'&');
        }
        out.extend_from_slice(name);
        out.push(b'=');
        out.extend_from_slice(value);
    }
}

/// The parameters of a query, decoded. What is not text is shown as well as it can be.
pub(super) fn parameters<'a>(query: &'a str) -> impl Iterator<Item = (Cow<'a, str>, Cow<'a, str>)> {
    raw_parameters(query).map(|(name, value)| (text(name), text(value)))
}

fn raw_parameters(query: &str) -> impl Iterator<Item = (&str, &str)> {
    query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
}

fn text(raw: &str) -> Cow<'_, str> {
    match decoded(raw) {
        Cow::Borrowed(_) => raw.into(),
        Cow::Owned(bytes) => String::from_utf8_lossy(&bytes).into_owned().into(),
    }
}

/// Percent-decodes. A `%` that no two hexadecimal digits follow stands for itself.
fn decoded(raw: &str) -> Cow<'_, [u8]> {
    if !raw.contains('%') {
        return raw.as_bytes().into();
    }
    let mut out = Vec::with_capacity(raw.len());
    let mut rest = raw.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        let pair = after.split_first_chunk::<2>();
        match pair.and_then(|(pair, after)| Some((hex(*pair)?, after))) {
            Some((decoded, after)) if byte == b'%' => {
                out.push(decoded);
                rest = after;
            }
            _ => {
                out.push(byte);
                rest = after;
            }
        }
    }
    out.into()
}

fn hex([high, low]: [u8; 2]) -> Option<u8> {
    let digit = |byte: u8| {
        char::from(byte)
            .to_digit(16)
            .and_then(|d| u8::try_from(d).ok())
    };
    Some(digit(high)? << 4 | digit(low)?)
}

fn encoded(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    encode(&mut out, bytes);
    out
}

/// Encodes every byte that is not unreserved in URIs.
fn encode(out: &mut Vec<u8>, bytes: &[u8]) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    let digit = |nibble: u8| DIGITS.get(usize::from(nibble)).copied().unwrap_or(b'0');
    for &byte in bytes {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(byte);
        } else {
            out.extend_from_slice(&[b'%', digit(byte >> 4), digit(byte & 15)]);
        }
    }
}

const TYPICAL_BYTES: usize = 1024;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn canonical(write: fn(&mut Vec<u8>, &str), text: &str) -> String {
        let mut out = Vec::new();
        write(&mut out, text);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_path_is_normalised_and_encoded_once_more() {
        for (sent, expected) in [
            ("", "/"),
            ("/", "/"),
            ("//example//", "/example/"),
            ("/a/../..", "/"),
            ("/a/./b", "/a/b"),
            ("/a/b/..", "/a/"),
            ("/a b", "/a%20b"),
            ("/a%20b", "/a%2520b"),
        ] {
            assert_eq!(canonical(path, sent), expected, "{sent}");
        }
    }

    #[test]
    fn a_query_is_sorted_by_encoded_name_and_value() {
        for (sent, expected) in [
            ("b=2&a=1", "a=1&b=2"),
            ("a=2&a=1", "a=1&a=2"),
            ("a", "a="),
            ("a=b=c", "a=b%3Dc"),
            ("A=1&a=2&_=3", "A=1&_=3&a=2"),
            ("a=%7e%2f%zz%", "a=~%2F%25zz%25"),
            ("X-Amz-Signature=00&a=1", "a=1"),
            ("a=+", "a=%2B"),
        ] {
            assert_eq!(canonical(query, sent), expected, "{sent}");
        }
    }

    proptest! {
        #[test]
        fn a_canonical_query_is_its_own_canonical_query(text in "[ -~]{0,40}") {
            let once = canonical(query, &text);
            prop_assert_eq!(canonical(query, &once), once);
        }

        #[test]
        fn what_is_encoded_comes_back(bytes: Vec<u8>) {
            let text = String::from_utf8(encoded(&bytes)).unwrap();
            prop_assert_eq!(decoded(&text).into_owned(), bytes);
        }
    }
}
