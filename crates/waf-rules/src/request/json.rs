//! A JSON body, taken apart as far as it goes.
//!
//! AWS's parser is lenient about commas and colons, and stops at invalid characters, duplicate keys, truncation, and a root that is
//! neither object nor array. Strings are unescaped; numbers and literals are taken as they are written.
//!
//! Source: [JSON body](https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-fields-list.html).

use std::{borrow::Cow, collections::HashSet};

/// A name or a value of a JSON document.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Element<'a> {
    pub(crate) kind: ElementKind,
    pub(crate) text: Cow<'a, [u8]>,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum ElementKind {
    Key,
    Value,
}

/// JSON pointers, each as its unescaped parts.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub(crate) struct Pointers(Vec<Vec<String>>);

impl Pointers {
    pub(crate) fn new<'p>(pointers: impl IntoIterator<Item = &'p str>) -> Self {
        let parts = |pointer: &str| {
            pointer
                .split('/')
                .skip(1)
                .map(|part| part.replace("~1", "/").replace("~0", "~"))
                .collect()
        };
        Self(pointers.into_iter().map(parts).collect())
    }
}

/// The elements of a document, in order, and whether all of it was parsed. With pointers: only what is below one, and a value that one
/// points at.
pub(crate) fn elements<'a>(
    document: &'a [u8],
    pointers: Option<&Pointers>,
) -> (Vec<Element<'a>>, bool) {
    let mut parser = Parser {
        rest: document,
        pointers: pointers.map_or(&[], |pointers| &pointers.0),
        elements: Vec::new(),
    };
    let is_complete = parser.document(pointers.is_none()).is_some();
    (parser.elements, is_complete)
}

/// How deep objects and arrays may nest before the parser stops.
const DEPTH: usize = 256;

struct Parser<'a, 'p> {
    rest: &'a [u8],
    pointers: &'p [Vec<String>],
    elements: Vec<Element<'a>>,
}

/// An object or array that is open.
struct Frame<'a> {
    keys: Option<HashSet<Cow<'a, [u8]>>>,
    index: usize,
    scope: Scope,
}

/// Whether what comes is inspected.
#[derive(Clone)]
enum Scope {
    /// It is.
    Selected,
    /// What these pointers go on to is: all of them have led here.
    Toward(Vec<usize>),
}

impl<'a> Parser<'a, '_> {
    /// `None` where the parser had to stop.
    fn document(&mut self, selects_all: bool) -> Option<()> {
        let scope = if selects_all {
            Scope::Selected
        } else {
            Scope::Toward((0..self.pointers.len()).collect())
        };
        self.skip(false);
        let mut frames = vec![self.open(scope)?];
        while let Some(depth) = frames.len().checked_sub(1) {
            let frame = frames.get_mut(depth)?;
            self.skip(true);
            match (self.rest.first()?, &mut frame.keys) {
                (b'}', Some(_)) | (b']', None) => {
                    self.advance(1);
                    frames.pop();
                    continue;
                }
                (b'"', Some(keys)) => {
                    let key = self.string()?;
                    let scope = self.below(&frame.scope, depth, &key);
                    if matches!(frame.scope, Scope::Selected) {
                        self.push(ElementKind::Key, key.clone());
                    }
                    if !keys.insert(key) {
                        return None;
                    }
                    self.skip(true);
                    self.value(scope, &mut frames)?;
                }
                (_, Some(_)) => return None,
                (_, None) => {
                    let scope = match &frame.scope {
                        Scope::Selected => Scope::Selected,
                        toward => self.below(toward, depth, frame.index.to_string().as_bytes()),
                    };
                    frame.index += 1;
                    self.value(scope, &mut frames)?;
                }
            }
        }
        self.skip(false);
        self.rest.is_empty().then_some(())
    }

    fn value(&mut self, scope: Scope, frames: &mut Vec<Frame<'a>>) -> Option<()> {
        let text = match self.rest.first()? {
            b'{' | b'[' => {
                if frames.len() == DEPTH {
                    return None;
                }
                frames.push(self.open(scope)?);
                return Some(());
            }
            b'"' => self.string()?,
            _ => Cow::Borrowed(self.literal()?),
        };
        if matches!(scope, Scope::Selected) {
            self.push(ElementKind::Value, text);
        }
        Some(())
    }

    fn open(&mut self, scope: Scope) -> Option<Frame<'a>> {
        let keys = match self.rest.first()? {
            b'{' => Some(HashSet::new()),
            b'[' => None,
            _ => return None,
        };
        self.advance(1);
        Some(Frame {
            keys,
            index: 0,
            scope,
        })
    }

    /// The scope of a member.
    fn below(&self, scope: &Scope, depth: usize, name: &[u8]) -> Scope {
        let Scope::Toward(pointers) = scope else {
            return Scope::Selected;
        };
        let mut toward = Vec::new();
        for &index in pointers {
            let parts = self.pointers.get(index).map_or(&[][..], Vec::as_slice);
            if parts.get(depth).is_some_and(|part| part.as_bytes() == name) {
                if parts.len() == depth + 1 {
                    return Scope::Selected;
                }
                toward.push(index);
            }
        }
        Scope::Toward(toward)
    }

    /// A string, which begins here.
    fn string(&mut self) -> Option<Cow<'a, [u8]>> {
        self.advance(1);
        let plain = self
            .rest
            .iter()
            .position(|&b| matches!(b, b'"' | b'\\') || b < 0x20)?;
        let start = self.rest;
        if start.get(plain) == Some(&b'"') {
            self.advance(plain + 1);
            let text = start.get(..plain)?;
            return std::str::from_utf8(text).ok().map(|_| Cow::Borrowed(text));
        }
        let mut text = start.get(..plain)?.to_vec();
        self.advance(plain);
        loop {
            match *self.rest.first()? {
                b'"' => break,
                b'\\' => {
                    let (character, length) = escaped(self.rest)?;
                    text.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
                    self.advance(length);
                }
                control if control < 0x20 => return None,
                byte => {
                    text.push(byte);
                    self.advance(1);
                }
            }
        }
        self.advance(1);
        std::str::from_utf8(&text)
            .is_ok()
            .then_some(Cow::Owned(text))
    }

    /// A number, `true`, `false` or `null`.
    fn literal(&mut self) -> Option<&'a [u8]> {
        let rest = self.rest;
        let is_part = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.');
        let length = rest.iter().position(|b| !is_part(b)).unwrap_or(rest.len());
        let text = rest.get(..length)?;
        let is_number = || {
            text.iter().any(u8::is_ascii_digit)
                && text
                    .iter()
                    .all(|b| b.is_ascii_digit() || matches!(b, b'+' | b'-' | b'.' | b'e' | b'E'))
        };
        // What is cut off here may go on.
        if length == rest.len() || !(matches!(text, b"true" | b"false" | b"null") || is_number()) {
            return None;
        }
        self.advance(length);
        Some(text)
    }

    /// Skips white space and, between elements, commas and colons.
    fn skip(&mut self, separators: bool) {
        let is_skipped = |b: &u8| {
            matches!(b, b' ' | b'\t' | b'\r' | b'\n') || separators && matches!(b, b',' | b':')
        };
        let length = self
            .rest
            .iter()
            .position(|b| !is_skipped(b))
            .unwrap_or(self.rest.len());
        self.advance(length);
    }

    fn advance(&mut self, bytes: usize) {
        self.rest = self.rest.get(bytes..).unwrap_or_default();
    }

    fn push(&mut self, kind: ElementKind, text: Cow<'a, [u8]>) {
        self.elements.push(Element { kind, text });
    }
}

/// The character of an escape that begins here, and how long it is.
fn escaped(text: &[u8]) -> Option<(char, usize)> {
    let character = match text.get(1)? {
        b'"' => '"',
        b'\\' => '\\',
        b'/' => '/',
        b'b' => '\u{8}',
        b'f' => '\u{c}',
        b'n' => '\n',
        b'r' => '\r',
        b't' => '\t',
        b'u' => return unicode_escape(text),
        _ => return None,
    };
    Some((character, 2))
}

fn unicode_escape(text: &[u8]) -> Option<(char, usize)> {
    let unit = |from: usize| {
        let digits = std::str::from_utf8(text.get(from..from + 4)?).ok()?;
        digits
            .bytes()
            .all(|b| b.is_ascii_hexdigit())
            .then(|| u32::from_str_radix(digits, 16).ok())?
    };
    let first = unit(2)?;
    if !(0xD800..0xDC00).contains(&first) {
        // A lone half of a pair is no character.
        return Some((
            char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER),
            6,
        ));
    }
    match (text.get(6..8), unit(8)) {
        (Some(b"\\u"), Some(second @ 0xDC00..0xE000)) => {
            let code = 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00);
            Some((char::from_u32(code)?, 12))
        }
        _ => Some((char::REPLACEMENT_CHARACTER, 6)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(document: &str, pointers: Option<&[&str]>) -> (String, bool) {
        let pointers = pointers.map(|pointers| Pointers::new(pointers.iter().copied()));
        let (elements, is_complete) = elements(document.as_bytes(), pointers.as_ref());
        let texts: Vec<_> = elements
            .iter()
            .map(|element| {
                let mark = match element.kind {
                    ElementKind::Key => "k",
                    ElementKind::Value => "v",
                };
                format!("{mark}:{}", String::from_utf8_lossy(&element.text))
            })
            .collect();
        (texts.join(" "), is_complete)
    }

    #[test]
    fn names_and_values() {
        for (document, expected) in [
            (
                r#"{"a":1,"b":[true,null,"x\n\u0041\ud83d\ude00"]}"#,
                ("k:a v:1 k:b v:true v:null v:x\nA😀", true),
            ),
            ("[]", ("", true)),
            (" [ -1.5e3 ] ", ("v:-1.5e3", true)),
            // AWS's own examples of what it tolerates.
            (
                r#"{"key1":"value1""key2":"value2"}"#,
                ("k:key1 v:value1 k:key2 v:value2", true),
            ),
            (
                r#"{"key1":"value1","key2""value2"}"#,
                ("k:key1 v:value1 k:key2 v:value2", true),
            ),
            (
                r#"{"key1"::"value1","key2""value2"}"#,
                ("k:key1 v:value1 k:key2 v:value2", true),
            ),
            // And of what it does not.
            (r#"{"a":1,"a":2}"#, ("k:a v:1 k:a", false)),
            (r#"{"a":"b","c":"d"#, ("k:a v:b k:c", false)),
            (r#""text""#, ("", false)),
            ("42", ("", false)),
            ("", ("", false)),
            (r#"{"a":?}"#, ("k:a", false)),
            ("[1] x", ("v:1", false)),
            ("[12", ("", false)),
        ] {
            let (texts, is_complete) = parsed(document, None);
            assert_eq!((texts.as_str(), is_complete), expected, "{document}");
        }
    }

    #[test]
    fn pointers_choose() {
        let document =
            r#"{"a":{"c":"d","b":{"e":{"f":"g"}}},"dogs":[{"name":"x"},{"name":"y"}],"/":{"~":1}}"#;
        for (pointers, expected) in [
            (&["/a/b"][..], "k:e k:f v:g"),
            (&["/a/c"], "v:d"),
            (&["/dogs/1/name"], "v:y"),
            (&["/a/b/e", "/dogs/0"], "k:f v:g k:name v:x"),
            (&["/~1/~0"], "v:1"),
            (&["/none"], ""),
        ] {
            assert_eq!(parsed(document, Some(pointers)).0, expected, "{pointers:?}");
        }
    }

    #[test]
    fn depth_is_bounded() {
        let deep = "[".repeat(100_000);
        assert_eq!(parsed(&deep, None), (String::new(), false));
        let fits = format!("{}{}", "[".repeat(256), "]".repeat(256));
        assert!(parsed(&fits, None).1);
    }
}
