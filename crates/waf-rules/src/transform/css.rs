//! `CSS_DECODE`: the escapes of CSS 2.
//!
//! Source: [CSS 2, characters and case](https://www.w3.org/TR/REC-CSS2/syndata.html#q4).

use std::borrow::Cow;

use memchr::memchr;

use super::white_space::is_space;
use super::{hex, rewrite};

pub(super) fn decode(input: Cow<'_, [u8]>) -> Cow<'_, [u8]> {
    let first = memchr(b'\\', &input);
    rewrite(input, first, |mut rest, output| {
        while let Some((text, [_, after @ ..])) =
            memchr(b'\\', rest).and_then(|at| rest.split_at_checked(at))
        {
            output.extend_from_slice(text);
            let digits = after
                .iter()
                .take(6)
                .take_while(|byte| byte.is_ascii_hexdigit())
                .count();
            rest = match (after.split_at_checked(digits), after) {
                (Some((digits, after)), _) if !digits.is_empty() => {
                    output.push(code(digits));
                    // One white space ends the digits.
                    match after {
                        [byte, after @ ..] if is_space(*byte) => after,
                        _ => after,
                    }
                }
                // A line that goes on, or a character that needed no escape.
                (_, [b'\n', after @ ..]) => after,
                (_, [byte, after @ ..]) => {
                    output.push(*byte);
                    after
                }
                (_, []) => after,
            };
        }
        output.extend_from_slice(rest);
    })
}

/// The byte of one to six digits: the last two, but full-width ASCII becomes ASCII.
fn code(digits: &[u8]) -> u8 {
    let value = digits
        .iter()
        .filter_map(|byte| hex::digit(*byte))
        .fold(0_u32, |value, digit| value << 4 | u32::from(digit));
    let [low, high, upper, _] = value.to_le_bytes();
    if upper == 0 {
        hex::narrow(high, low)
    } else {
        low
    }
}
