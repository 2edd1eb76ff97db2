//! Tags, comments and declarations, read as browsers do, old ones too.

use memchr::{memchr, memmem};

use super::attributes::is_white;
use super::name;

/// A place in a page.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Place {
    /// Between tags.
    Text,
    /// Within a tag, before an attribute.
    Tag,
    /// Within an attribute's value, in these quotes.
    Quoted(u8),
}

/// What reading on came to.
#[derive(Clone, Copy, Debug)]
pub(super) enum Step {
    /// Something that runs a script.
    Found,
    /// Nothing yet: go on at this place.
    At(Place),
    /// The end of the input.
    End,
}

/// What runs a script: two pieces of the input.
pub(crate) type Evidence<'a> = [&'a [u8]; 2];

/// An input, and how far it has been read.
pub(super) struct Page<'a> {
    pub(super) input: &'a [u8],
    pub(super) position: usize,
    /// Whether the last tag was a closing one. Browsers forget this at the end of the tag, libinjection not always.
    pub(super) closing: bool,
    /// What was found, once something is.
    pub(super) evidence: Evidence<'a>,
}

impl<'a> Page<'a> {
    pub(super) fn new(input: &'a [u8]) -> Self {
        Self {
            input,
            position: 0,
            closing: false,
            evidence: [&[]; 2],
        }
    }

    /// Reads on, to the next place or what runs a script.
    #[inline]
    pub(super) fn go_on(&mut self, place: Place) -> Step {
        match place {
            Place::Text => self.text(),
            Place::Tag => self.attributes(),
            Place::Quoted(quote) => self.quoted(quote),
        }
    }

    fn text(&mut self) -> Step {
        let Some(length) = near(self.rest(), |byte| byte == b'<', |rest| memchr(b'<', rest)) else {
            return Step::End;
        };
        self.position += length + 1;
        match self.rest() {
            [] => Step::End,
            [b'!', ..] => self.skip(1).declaration(),
            [b'/', ..] => self.skip(1).closing_tag(),
            [b'?', ..] => self.skip(1).comment_to(b">"),
            // Internet Explorer 9 and Safari 4.
            [b'%', ..] => self.skip(1).comment_to(b"%>"),
            [b'a'..=b'z' | b'A'..=b'Z' | 0, ..] => self.tag(),
            _ => Step::At(Place::Text),
        }
    }

    fn closing_tag(&mut self) -> Step {
        self.closing = true;
        match self.rest() {
            [] => Step::End,
            [b'>', ..] => Step::At(Place::Text),
            [b'a'..=b'z' | b'A'..=b'Z', ..] => self.tag(),
            _ => {
                self.closing = false;
                self.comment_to(b">")
            }
        }
    }

    /// A tag's name, which may contain NUL.
    fn tag(&mut self) -> Step {
        let rest = self.rest();
        let end = rest
            .iter()
            .position(|byte| (*byte != 0 && is_white(*byte)) || matches!(byte, b'/' | b'>'));
        let Some((name, [delimiter, ..])) = end.and_then(|end| rest.split_at_checked(end)) else {
            return if name::is_script_tag(rest) {
                self.found(b"<", rest)
            } else {
                Step::End
            };
        };
        self.position += name.len() + 1;
        if *delimiter == b'>' && std::mem::take(&mut self.closing) {
            return Step::At(Place::Text);
        }
        match delimiter {
            _ if name::is_script_tag(name) => self.found(b"<", name),
            b'>' => Step::At(Place::Text),
            _ => Step::At(Place::Tag),
        }
    }

    /// `<!…`.
    fn declaration(&mut self) -> Step {
        let rest = self.rest();
        let word = rest.get(..7).unwrap_or_default();
        if word.eq_ignore_ascii_case(b"DOCTYPE") {
            self.found(b"<", word)
        } else if word == b"[CDATA[" {
            self.skip(7).character_data()
        } else if rest.starts_with(b"--") {
            self.skip(2).comment()
        } else {
            self.comment_to(b">")
        }
    }

    fn character_data(&mut self) -> Step {
        match memmem::find(self.rest(), b"]]>") {
            Some(length) => {
                self.position += length + 3;
                Step::At(Place::Text)
            }
            None => Step::End,
        }
    }

    /// `<!-- … -->`; `--!>` ends it too, and NULs between the dashes count for nothing.
    fn comment(&mut self) -> Step {
        let rest = self.rest();
        let mut from = 0;
        while let Some(dash) = memchr(b'-', rest.get(from..).unwrap_or_default()) {
            let dash = from + dash;
            let after = rest.get(dash + 1..).unwrap_or_default();
            if after.len() < 2 {
                break;
            }
            let nulls = after.iter().take_while(|byte| **byte == 0).count();
            match after.get(nulls..).unwrap_or_default() {
                [] | [b'-' | b'!'] => break,
                [b'-' | b'!', b'>', ..] => {
                    self.position += dash + 1 + nulls + 2;
                    return self.after_comment(rest.get(..dash), Step::At(Place::Text));
                }
                _ => from = dash + 1,
            }
        }
        self.after_comment(Some(rest), Step::End)
    }

    /// A comment up to the first `end`.
    fn comment_to(&mut self, end: &[u8]) -> Step {
        let rest = self.rest();
        match memmem::find(rest, end) {
            Some(length) => {
                self.position += length + end.len();
                self.after_comment(rest.get(..length), Step::At(Place::Text))
            }
            None => self.after_comment(Some(rest), Step::End),
        }
    }

    /// What follows a comment, unless Internet Explorer reads it as something else.
    fn after_comment(&mut self, text: Option<&'a [u8]>, next: Step) -> Step {
        let text = text.unwrap_or_default();
        let begins = |word: &[u8], at_least: usize| {
            let head = text.get(..word.len()).unwrap_or_default();
            text.len() >= at_least && head.eq_ignore_ascii_case(word)
        };
        let found = memchr(b'`', text).is_some()
            || begins(b"[if", 4)
            || begins(b"xml", 4)
            || begins(b"IMPORT", 6)
            || begins(b"ENTITY", 6);
        if found { self.found(b"<", text) } else { next }
    }

    #[cold]
    pub(super) fn found(&mut self, first: &'a [u8], second: &'a [u8]) -> Step {
        self.evidence = [first, second];
        Step::Found
    }

    pub(super) fn rest(&self) -> &'a [u8] {
        self.input.get(self.position..).unwrap_or_default()
    }

    pub(super) fn skip(&mut self, bytes: usize) -> &mut Self {
        self.position += bytes;
        self
    }
}

/// Searches where what is looked for is mostly near: a look at a few bytes costs less than a call that is made for many.
#[inline]
pub(super) fn near(
    text: &[u8],
    is_it: impl Fn(u8) -> bool,
    far: impl Fn(&[u8]) -> Option<usize>,
) -> Option<usize> {
    const NEAR: usize = 8;
    let (head, tail) = text.split_at_checked(NEAR).unwrap_or((text, &[]));
    match head.iter().position(|byte| is_it(*byte)) {
        Some(at) => Some(at),
        None => far(tail).map(|at| NEAR + at),
    }
}
