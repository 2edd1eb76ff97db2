//! `COMPRESS_WHITE_SPACE`, `REMOVE_WHITESPACE`, `TRIM`, `TRIM_LEFT`, `TRIM_RIGHT`.

use std::borrow::Cow;

use super::{position, rewrite};

/// The no-break space of Latin-1.
const NO_BREAK_SPACE: u8 = 160;

/// White space of C's `isspace`.
pub(super) fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t'..=b'\r')
}

pub(super) fn compress(input: Cow<'_, [u8]>) -> Cow<'_, [u8]> {
    let first = position(&input, is_wide_space);
    rewrite(input, first, |rest, output| {
        let mut after_space = false;
        for byte in rest {
            let space = is_wide_space(*byte);
            if !space {
                output.push(*byte);
            } else if !after_space {
                output.push(b' ');
            }
            after_space = space;
        }
    })
}

pub(super) fn remove(input: Cow<'_, [u8]>) -> Cow<'_, [u8]> {
    let first = position(&input, is_wide_space);
    rewrite(input, first, |rest, output| {
        output.extend(rest.iter().filter(|byte| !is_wide_space(**byte)));
    })
}

pub(super) fn trim(input: Cow<'_, [u8]>, left: bool, right: bool) -> Cow<'_, [u8]> {
    let space = |byte: &u8| is_space(*byte);
    let start = if left {
        input.iter().take_while(|byte| space(byte)).count()
    } else {
        0
    };
    let end = if right {
        input.len() - input.iter().rev().take_while(|byte| space(byte)).count()
    } else {
        input.len()
    };
    match input {
        Cow::Borrowed(text) => Cow::Borrowed(text.get(start..end).unwrap_or_default()),
        Cow::Owned(text) if start == 0 && end == text.len() => Cow::Owned(text),
        Cow::Owned(text) => Cow::Owned(text.get(start..end).unwrap_or_default().to_vec()),
    }
}

fn is_wide_space(byte: u8) -> bool {
    is_space(byte) || byte == NO_BREAK_SPACE
}
