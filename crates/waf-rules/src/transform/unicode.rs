//! `UTF8_TO_UNICODE`.

use std::borrow::Cow;
use std::io::Write;

use super::rewrite;

pub(super) fn from_utf8(input: Cow<'_, [u8]>) -> Cow<'_, [u8]> {
    let first = input.iter().position(|byte| !byte.is_ascii());
    rewrite(input, first, |rest, output| {
        for chunk in rest.utf8_chunks() {
            for character in chunk.valid().chars() {
                match u8::try_from(character) {
                    Ok(byte) if byte.is_ascii() => output.push(byte),
                    _ => {
                        // Writing to memory does not fail.
                        let _ = write!(output, "%u{:04x}", u32::from(character));
                    }
                }
            }
            output.extend_from_slice(chunk.invalid());
        }
    })
}
