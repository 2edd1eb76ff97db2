//! `JS_DECODE` and `JS_DECODE_EXT`.

use std::borrow::Cow;

use super::escape::{control, decode_with};
use super::hex;

pub(super) fn decode(input: Cow<'_, [u8]>) -> Cow<'_, [u8]> {
    decode_with(input, |rest| {
        numbered(rest).or_else(|| octal(rest)).or_else(|| {
            rest.first()
                .map(|byte| (control(*byte).unwrap_or(*byte), 1))
        })
    })
}

pub(super) fn decode_ext(input: Cow<'_, [u8]>) -> Cow<'_, [u8]> {
    decode_with(input, |rest| {
        numbered(rest).or(match rest {
            [byte @ (b'\\' | b'/' | b'\'' | b'"'), ..] => Some((*byte, 1)),
            _ => None,
        })
    })
}

/// `\uHHHH` and `\xHH`.
fn numbered(rest: &[u8]) -> Option<(u8, usize)> {
    match rest {
        [b'u', a, b, c, d, ..] => Some((hex::quad([*a, *b, *c, *d])?, 5)),
        [b'x', high, low, ..] => Some((hex::pair(*high, *low)?, 3)),
        _ => None,
    }
}

/// `\OOO`, of two digits if three were more than a byte.
fn octal(rest: &[u8]) -> Option<(u8, usize)> {
    match rest {
        [b'4'..=b'7', second, ..] => hex::octal(&[*rest.first()?, *second]),
        _ => hex::octal(rest),
    }
}
