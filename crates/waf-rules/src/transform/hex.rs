//! `HEX_DECODE` and `SQL_HEX_DECODE`, and the digits that other encodings have.

use std::borrow::Cow;

use memchr::memmem;

use super::rewrite;

/// The value of a hexadecimal digit.
pub(super) fn digit(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        b'A'..=b'F' => Some(byte - b'A' + 10),
        _ => None,
    }
}

/// The byte of two hexadecimal digits.
pub(super) fn pair(high: u8, low: u8) -> Option<u8> {
    Some(digit(high)? << 4 | digit(low)?)
}

/// The byte of four hexadecimal digits: the lower one, or the ASCII character of a full-width one.
pub(super) fn quad(digits: [u8; 4]) -> Option<u8> {
    let [a, b, c, d] = digits;
    Some(narrow(pair(a, b)?, pair(c, d)?))
}

/// The lower byte of a code, moved to ASCII if the code is full-width (`FF01` to `FF5E`).
pub(super) fn narrow(high: u8, low: u8) -> u8 {
    match (high, low) {
        (0xff, 0x01..=0x5e) => low + 0x20,
        _ => low,
    }
}

/// The byte of one to three octal digits, and how many they are; the value is cut to a byte.
pub(super) fn octal(text: &[u8]) -> Option<(u8, usize)> {
    let digits = text
        .iter()
        .take(3)
        .take_while(|byte| matches!(byte, b'0'..=b'7'));
    let count = digits.clone().count();
    let byte = digits.fold(0_u8, |value, digit| value << 3 | (digit - b'0'));
    (count > 0).then_some((byte, count))
}

pub(super) fn decode(input: Cow<'_, [u8]>) -> Cow<'_, [u8]> {
    let (pairs, odd) = input.as_chunks::<2>();
    let bytes = pairs.iter().map(|[high, low]| pair(*high, *low));
    match bytes.collect::<Option<Vec<u8>>>() {
        Some(bytes) if odd.is_empty() && !bytes.is_empty() => Cow::Owned(bytes),
        _ => input,
    }
}

pub(super) fn sql_decode(input: Cow<'_, [u8]>) -> Cow<'_, [u8]> {
    let first = memmem::find(&input, b"0x").or_else(|| memmem::find(&input, b"0X"));
    let first = first.map(|_| 0);
    rewrite(input, first, |mut rest, output| {
        while let [byte, after @ ..] = rest {
            rest = after;
            match after {
                [b'x' | b'X', digits @ ..] if *byte == b'0' => {
                    let before = output.len();
                    let (pairs, _) = digits.as_chunks::<2>();
                    output.extend(pairs.iter().map_while(|[high, low]| pair(*high, *low)));
                    let decoded = output.len() - before;
                    if decoded > 0 {
                        rest = digits.get(2 * decoded..).unwrap_or_default();
                    } else {
                        output.push(*byte);
                    }
                }
                _ => output.push(*byte),
            }
        }
    })
}
