//! `LOWERCASE` and `UPPERCASE`: ASCII letters only.

use std::borrow::Cow;

pub(super) fn lower(input: Cow<'_, [u8]>) -> Cow<'_, [u8]> {
    change(input, u8::is_ascii_uppercase, <[u8]>::make_ascii_lowercase)
}

pub(super) fn upper(input: Cow<'_, [u8]>) -> Cow<'_, [u8]> {
    change(input, u8::is_ascii_lowercase, <[u8]>::make_ascii_uppercase)
}

fn change(
    mut input: Cow<'_, [u8]>,
    changes: fn(&u8) -> bool,
    change: fn(&mut [u8]),
) -> Cow<'_, [u8]> {
    if input.iter().any(changes) {
        change(input.to_mut());
    }
    input
}
