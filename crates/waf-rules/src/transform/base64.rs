//! `BASE64_DECODE` and `BASE64_DECODE_EXT`.

use std::borrow::Cow;

use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

/// Padding may be there, and bits that no byte needs may be set.
const FORGIVING: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_allow_trailing_bits(true)
        .with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

pub(super) fn decode(input: Cow<'_, [u8]>) -> Cow<'_, [u8]> {
    match FORGIVING.decode(&*input) {
        Ok(bytes) if !input.is_empty() => Cow::Owned(bytes),
        _ => input,
    }
}

pub(super) fn decode_ext(input: Cow<'_, [u8]>) -> Cow<'_, [u8]> {
    let mut characters: Vec<u8> = input
        .iter()
        .copied()
        .filter(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/'))
        .collect();
    // A last character by itself holds less than a byte.
    if characters.len() % 4 == 1 {
        characters.pop();
    }
    match FORGIVING.decode(&characters) {
        Ok(bytes) if !input.is_empty() => Cow::Owned(bytes),
        _ => input,
    }
}
