//! `NORMALIZE_PATH` and `NORMALIZE_PATH_WIN`.

use std::borrow::Cow;

use memchr::memchr;

use super::rewrite;

pub(super) fn normalize(input: Cow<'_, [u8]>) -> Cow<'_, [u8]> {
    rewrite(input, Some(0), |path, output| {
        let absolute = path.starts_with(b"/");
        let mut segments: Vec<&[u8]> = Vec::new();
        for segment in path.split(|byte| *byte == b'/') {
            match (segment, segments.last()) {
                (b"" | b".", _) => {}
                (b"..", Some(before)) if *before != b".." => {
                    segments.pop();
                }
                (b"..", _) if absolute => {}
                _ => segments.push(segment),
            }
        }
        if absolute {
            output.push(b'/');
        }
        output.extend_from_slice(&segments.join(&b'/'));
        if path.ends_with(b"/") && !segments.is_empty() {
            output.push(b'/');
        }
    })
}

pub(super) fn normalize_win(input: Cow<'_, [u8]>) -> Cow<'_, [u8]> {
    let first = memchr(b'\\', &input);
    let slashes = rewrite(input, first, |rest, output| {
        output.extend(rest.iter().map(|byte| match byte {
            b'\\' => b'/',
            byte => *byte,
        }));
    });
    normalize(slashes)
}
