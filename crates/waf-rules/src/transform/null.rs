//! `REMOVE_NULLS` and `REPLACE_NULLS`.

use std::borrow::Cow;

use memchr::memchr;

use super::rewrite;

pub(super) fn remove(input: Cow<'_, [u8]>) -> Cow<'_, [u8]> {
    let first = memchr(0, &input);
    rewrite(input, first, |rest, output| {
        output.extend(rest.iter().filter(|byte| **byte != 0));
    })
}

pub(super) fn replace(input: Cow<'_, [u8]>) -> Cow<'_, [u8]> {
    let first = memchr(0, &input);
    rewrite(input, first, |rest, output| {
        output.extend(rest.iter().map(|byte| match byte {
            0 => b' ',
            byte => *byte,
        }));
    })
}
