//! `URL_DECODE` and `URL_DECODE_UNI`.

use std::borrow::Cow;

use memchr::memchr2;

use super::{hex, rewrite};

pub(super) fn decode(input: Cow<'_, [u8]>) -> Cow<'_, [u8]> {
    decode_with(input, |rest| match rest {
        [high, low, ..] => Some((hex::pair(*high, *low)?, 2)),
        _ => None,
    })
}

pub(super) fn decode_uni(input: Cow<'_, [u8]>) -> Cow<'_, [u8]> {
    decode_with(input, |rest| match rest {
        [b'u' | b'U', a, b, c, d, ..] => Some((hex::quad([*a, *b, *c, *d])?, 5)),
        [high, low, ..] => Some((hex::pair(*high, *low)?, 2)),
        _ => None,
    })
}

/// `escape` reads what follows a percent sign: a byte, and the length of what stands for it.
fn decode_with(
    input: Cow<'_, [u8]>,
    escape: impl Fn(&[u8]) -> Option<(u8, usize)>,
) -> Cow<'_, [u8]> {
    let first = memchr2(b'%', b'+', &input);
    rewrite(input, first, |mut rest, output| {
        while let Some((text, [byte, after @ ..])) =
            memchr2(b'%', b'+', rest).and_then(|at| rest.split_at_checked(at))
        {
            output.extend_from_slice(text);
            rest = after;
            output.push(match byte {
                b'+' => b' ',
                byte => match escape(after) {
                    Some((byte, length)) => {
                        rest = after.get(length..).unwrap_or_default();
                        byte
                    }
                    None => *byte,
                },
            });
        }
        output.extend_from_slice(rest);
    })
}
