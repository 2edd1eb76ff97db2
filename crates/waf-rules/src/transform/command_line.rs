//! `CMD_LINE`, `CMD_LINE_UNIX` and `CMD_LINE_WIN`: what shells do not care about goes.

use std::borrow::Cow;

use super::rewrite;
use super::white_space::is_space;

pub(super) fn any(input: Cow<'_, [u8]>) -> Cow<'_, [u8]> {
    rewrite(input, Some(0), |rest, output| {
        for byte in rest {
            match byte {
                b'\\' | b'"' | b'\'' | b'^' => {}
                b' ' | b',' | b';' | b'\t' | b'\r' | b'\n' => space(output),
                b'/' | b'(' => {
                    if output.last() == Some(&b' ') {
                        output.pop();
                    }
                    output.push(*byte);
                }
                _ => output.push(byte.to_ascii_lowercase()),
            }
        }
    })
}

pub(super) fn unix(input: Cow<'_, [u8]>) -> Cow<'_, [u8]> {
    rewrite(input, Some(0), |rest, output| {
        for byte in rest {
            match byte {
                b'\\' | b'"' | b'\'' => {}
                byte if is_space(*byte) => inner_space(output),
                byte => output.push(byte.to_ascii_lowercase()),
            }
        }
        trim_end(output);
    })
}

pub(super) fn windows(input: Cow<'_, [u8]>) -> Cow<'_, [u8]> {
    rewrite(input, Some(0), |mut rest, output| {
        while let [byte, after @ ..] = rest {
            rest = after;
            match (byte, after) {
                (b'^', [b'\r', b'\n', after @ ..] | [b'\n', after @ ..]) => rest = after,
                (b'"' | b'\'' | b'^' | b'`', _) => {}
                (b'\\', _) if output.last() == Some(&b'\\') => {}
                (byte, _) if is_space(*byte) => inner_space(output),
                (byte, _) => output.push(byte.to_ascii_lowercase()),
            }
        }
        trim_end(output);
    })
}

/// A space, unless there is one.
fn space(output: &mut Vec<u8>) {
    if output.last() != Some(&b' ') {
        output.push(b' ');
    }
}

/// A space, unless there is one or nothing.
fn inner_space(output: &mut Vec<u8>) {
    if !output.is_empty() {
        space(output);
    }
}

fn trim_end(output: &mut Vec<u8>) {
    if output.last() == Some(&b' ') {
        output.pop();
    }
}
