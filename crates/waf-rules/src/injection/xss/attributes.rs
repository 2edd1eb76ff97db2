//! The attributes of a tag. Only one that has a value can run a script, so the search goes from `=` to `=`.

use memchr::{memchr, memchr3};

use super::name::{self, Attribute};
use super::page::{Page, Place, Step, near};
use super::url;

/// The byte that the C library, where its characters are signed, takes for the end of the input before a name or value.
const END: u8 = 0xff;

impl<'a> Page<'a> {
    /// From before an attribute to the next attribute that has a value, or to the end of the tag.
    pub(super) fn attributes(&mut self) -> Step {
        let mut from = self.position;
        while let Some(length) = self.input.get(from..).and_then(next_event) {
            let at = from + length;
            let name = self.name_before(at);
            match (self.input.get(at), name) {
                // Browsers know by now that the tag has ended; libinjection only after a name.
                (Some(b'>'), _) => {
                    self.closing &= name.is_none();
                    self.position = at + 1;
                    return Step::At(Place::Text);
                }
                (Some(b'='), Some(name)) => {
                    self.position = at + 1;
                    return self.value(name);
                }
                // Where a name is due, `=` begins it.
                (Some(b'='), None) => self.position = at,
                _ if self.is_start(at) => return Step::End,
                _ => {}
            }
            from = at + 1;
        }
        Step::End
    }

    /// Whether a name is due at this place.
    fn is_start(&self, at: usize) -> bool {
        let before = self.input.get(self.position..at).unwrap_or_default();
        before
            .last()
            .is_none_or(|byte| is_white(*byte) || *byte == b'/')
    }

    /// The name that ends before `end`, apart from white space; `None` if none does.
    fn name_before(&self, end: usize) -> Option<&'a [u8]> {
        let before = self.input.get(self.position..end)?;
        let last = before
            .iter()
            .rposition(|byte| *byte > b' ' || !is_white(*byte))?;
        let before = before.get(..=last)?;
        let ends = |byte: &u8| *byte <= b'/' && (is_white(*byte) || *byte == b'/');
        let start = before.iter().rposition(ends).map_or(0, |at| at + 1);
        before.get(start..).filter(|name| !name.is_empty())
    }

    fn value(&mut self, name: &'a [u8]) -> Step {
        let rest = self.rest();
        let Some(start) = rest.iter().position(|byte| !is_white(*byte)) else {
            return Step::End;
        };
        self.position += start;
        let (value, next) = match self.rest() {
            [END, ..] => return Step::End,
            // Internet Explorer takes the backtick as a quote.
            [quote @ (b'"' | b'\'' | b'`'), ..] => self.skip(1).quoted_value(*quote),
            _ => self.bare_value(),
        };
        let found = match name::attribute(name) {
            Attribute::Harmless => false,
            Attribute::Script => true,
            Attribute::Url => url::runs_script(value),
            Attribute::Name => name::attribute(value) != Attribute::Harmless,
        };
        if found { self.found(name, value) } else { next }
    }

    /// From within a quoted value to what follows it.
    pub(super) fn quoted(&mut self, quote: u8) -> Step {
        self.quoted_value(quote).1
    }

    fn quoted_value(&mut self, quote: u8) -> (&'a [u8], Step) {
        let rest = self.rest();
        match near(rest, |byte| byte == quote, |rest| memchr(quote, rest)) {
            Some(length) => {
                self.position += length + 1;
                (rest.get(..length).unwrap_or_default(), Step::At(Place::Tag))
            }
            None => (rest, Step::End),
        }
    }

    fn bare_value(&mut self) -> (&'a [u8], Step) {
        let rest = self.rest();
        let end = bare_end(rest);
        let next = match rest.get(end) {
            None => Step::End,
            Some(b'>') => {
                self.closing = false;
                Step::At(Place::Text)
            }
            Some(_) => Step::At(Place::Tag),
        };
        self.position += end + 1;
        (rest.get(..end).unwrap_or_default(), next)
    }
}

/// Where a name may end, or the tag.
fn next_event(text: &[u8]) -> Option<usize> {
    near(
        text,
        |byte| matches!(byte, b'=' | b'>' | END),
        |text| memchr3(b'=', b'>', END, text),
    )
}

/// White space, as libinjection sees it: NUL too.
pub(super) fn is_white(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t'..=b'\r' | 0)
}

/// Where a value without quotes ends: at white space or `>`. Goes by blocks, which the compiler makes vectors of.
fn bare_end(text: &[u8]) -> usize {
    let ends = |byte: &u8| is_white(*byte) || *byte == b'>';
    let (blocks, _) = text.as_chunks::<32>();
    let skipped = blocks
        .iter()
        .take_while(|block| {
            let mut ends = false;
            for byte in *block {
                ends |= (*byte <= b' ') | (*byte == b'>');
            }
            !ends
        })
        .count()
        * 32;
    let rest = text.get(skipped..).unwrap_or_default();
    rest.iter()
        .position(ends)
        .map_or(text.len(), |end| skipped + end)
}
