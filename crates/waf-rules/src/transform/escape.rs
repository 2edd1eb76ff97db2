//! `ESCAPE_SEQ_DECODE`, and the short escapes that JavaScript shares.

use std::borrow::Cow;

use memchr::memchr;

use super::{hex, rewrite};

pub(super) fn decode(input: Cow<'_, [u8]>) -> Cow<'_, [u8]> {
    decode_with(input, |rest| match rest {
        [byte @ (b'\\' | b'?' | b'\'' | b'"'), ..] => Some((*byte, 1)),
        [b'x' | b'X', high, low, ..] => Some((hex::pair(*high, *low)?, 3)),
        [byte, ..] => control(*byte)
            .map(|byte| (byte, 1))
            .or_else(|| hex::octal(rest)),
        [] => None,
    })
}

/// The control character that C writes so.
pub(super) fn control(letter: u8) -> Option<u8> {
    Some(match letter {
        b'a' => 0x07,
        b'b' => 0x08,
        b'f' => 0x0c,
        b'n' => b'\n',
        b'r' => b'\r',
        b't' => b'\t',
        b'v' => 0x0b,
        _ => return None,
    })
}

/// `escape` reads what follows a backslash: a byte, and the length of what stands for it. `None` leaves the backslash.
pub(super) fn decode_with(
    input: Cow<'_, [u8]>,
    escape: impl Fn(&[u8]) -> Option<(u8, usize)>,
) -> Cow<'_, [u8]> {
    let first = memchr(b'\\', &input);
    rewrite(input, first, |mut rest, output| {
        while let Some((text, [slash, after @ ..])) =
            memchr(b'\\', rest).and_then(|at| rest.split_at_checked(at))
        {
            output.extend_from_slice(text);
            rest = match escape(after) {
                Some((byte, length)) => {
                    output.push(byte);
                    after.get(length..).unwrap_or_default()
                }
                None => {
                    output.push(*slash);
                    after
                }
            };
        }
        output.extend_from_slice(rest);
    })
}
