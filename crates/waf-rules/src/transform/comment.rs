//! `REPLACE_COMMENTS` and `REMOVE_COMMENTS_CHAR`.

use std::borrow::Cow;

use memchr::memmem;

use super::{position, rewrite};

pub(super) fn replace(input: Cow<'_, [u8]>) -> Cow<'_, [u8]> {
    let first = memmem::find(&input, b"/*");
    rewrite(input, first, |mut rest, output| {
        while let Some((text, comment)) = split(rest, b"/*") {
            output.extend_from_slice(text);
            output.push(b' ');
            rest = split(comment, b"*/").map_or(&[], |(_, after)| after);
        }
        output.extend_from_slice(rest);
    })
}

pub(super) fn remove_marks(input: Cow<'_, [u8]>) -> Cow<'_, [u8]> {
    let first = position(&input, |byte| {
        matches!(byte, b'/' | b'*' | b'<' | b'-' | b'#')
    });
    rewrite(input, first, |mut rest, output| {
        loop {
            rest = match rest {
                [b'/', b'*', after @ ..]
                | [b'*', b'/', after @ ..]
                | [b'<', b'!', b'-', b'-', after @ ..]
                | [b'-', b'-', b'>', after @ ..]
                | [b'-', b'-', after @ ..]
                | [b'#', after @ ..] => after,
                [byte, after @ ..] => {
                    output.push(*byte);
                    after
                }
                [] => return,
            }
        }
    })
}

/// What is before the mark, and what is after it.
fn split<'a>(text: &'a [u8], mark: &[u8]) -> Option<(&'a [u8], &'a [u8])> {
    let (before, after) = text.split_at_checked(memmem::find(text, mark)?)?;
    Some((before, after.get(mark.len()..)?))
}
