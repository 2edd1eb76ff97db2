//! A pull reader over JSON that knows where it is.
//!
//! `serde_json` decodes the scalars. What it does not give, and a policy needs, is here: the place of every element,
//! duplicate members refused, and a bound on depth.

use std::{borrow::Cow, collections::HashSet};

use crate::{
    error::{ParseError, Position, Problem, shown},
    limits,
};

pub(crate) type Result<T, E = ParseError> = std::result::Result<T, E>;

/// The next value's kind, by its first byte.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Kind {
    Object,
    List,
    Text,
    Number,
    Bool,
    Null,
}

pub(crate) struct Reader<'a> {
    text: &'a str,
    at: usize,
    /// Where the text that was read last ends.
    text_end: usize,
    depth: usize,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(text: &'a str) -> Result<Self> {
        let reader = Self {
            text,
            at: 0,
            text_end: 0,
            depth: 0,
        };
        if text.len() > limits::DOCUMENT_BYTES {
            return Err(reader.error_at(0, Problem::TooLong));
        }
        Ok(reader)
    }

    /// Where the next value begins.
    pub(crate) fn offset(&mut self) -> usize {
        self.skip_space();
        self.at
    }

    /// How far it has read: the end of the value before.
    pub(crate) fn reached(&self) -> usize {
        self.at
    }

    /// Where a member's name ends, while its value is about to be read.
    pub(crate) fn name_end(&self) -> usize {
        self.text_end
    }

    /// Goes on reading at an offset that [`Reader::offset`] gave.
    pub(crate) fn seek(&mut self, offset: usize) {
        self.at = offset;
    }

    /// What it has read since it was at an offset.
    pub(crate) fn read_since(&self, offset: usize) -> &'a str {
        self.text.get(offset..self.at).unwrap_or_default()
    }

    /// Reads over the next value if it begins as this text does, which was a whole object, list or text before: then it
    /// is the same.
    pub(crate) fn skip_same(&mut self, text: &str) -> bool {
        self.skip_space();
        let is_same = self.rest().starts_with(text);
        self.at += if is_same { text.len() } else { 0 };
        is_same
    }

    pub(crate) fn error_at(&self, offset: usize, problem: Problem) -> ParseError {
        ParseError::new(problem, Position::of(offset, self.text.as_bytes()))
    }

    pub(crate) fn kind(&mut self) -> Result<Kind> {
        match self.peek() {
            Some(b'{') => Ok(Kind::Object),
            Some(b'[') => Ok(Kind::List),
            Some(b'"') => Ok(Kind::Text),
            Some(b't' | b'f') => Ok(Kind::Bool),
            Some(b'n') => Ok(Kind::Null),
            Some(b'-' | b'0'..=b'9') => Ok(Kind::Number),
            _ => Err(self.expected("a JSON value")),
        }
    }

    /// Reads an object; `member` is given each name with its offset, and reads the value.
    pub(crate) fn object(
        &mut self,
        what: &'static str,
        mut member: impl FnMut(&mut Self, &str, usize) -> Result<()>,
    ) -> Result<()> {
        let mut seen = Seen::default();
        self.open(b'{', what)?;
        if self.take(b'}') {
            return self.close();
        }
        loop {
            let at = self.offset();
            let name = self.text("a member's name in double quotes")?;
            if !seen.insert(name.clone()) {
                return Err(self.error_at(at, Problem::Duplicate(shown(&name))));
            }
            self.require(b':', "`:`")?;
            member(self, &name, at)?;
            if self.take(b',') {
                continue;
            }
            self.require(b'}', "`,` or `}`")?;
            return self.close();
        }
    }

    /// Reads a list; `item` reads each value.
    pub(crate) fn list(
        &mut self,
        what: &'static str,
        mut item: impl FnMut(&mut Self) -> Result<()>,
    ) -> Result<()> {
        self.open(b'[', what)?;
        if self.take(b']') {
            return self.close();
        }
        loop {
            item(self)?;
            if self.take(b',') {
                continue;
            }
            self.require(b']', "`,` or `]`")?;
            return self.close();
        }
    }

    /// Reads a text of at most [`limits::ELEMENT_BYTES`].
    #[inline]
    pub(crate) fn text(&mut self, what: &'static str) -> Result<Cow<'a, str>> {
        match self.plain_text() {
            Some(text) => Ok(Cow::Borrowed(text)),
            None => self.any_text(what),
        }
    }

    /// Reads a text without escapes, as nearly all are; `None`, having read nothing, if there is none that is right.
    fn plain_text(&mut self) -> Option<&'a str> {
        let start = self.offset() + 1;
        let behind = self.text.as_bytes().get(self.at..)?.strip_prefix(b"\"")?;
        let length = plain_len(behind);
        if length > limits::ELEMENT_BYTES || behind.get(length) != Some(&b'"') {
            return None;
        }
        self.at = start + length + 1;
        self.text_end = self.at;
        self.text.get(start..start + length)
    }

    /// Reads any text, or says what is wrong with it.
    #[cold]
    fn any_text(&mut self, what: &'static str) -> Result<Cow<'a, str>> {
        let start = self.offset();
        let (raw, escapes) = self.raw_text(what)?;
        let inner = raw.get(1..raw.len() - 1).unwrap_or_default();
        if inner.len() > limits::ELEMENT_BYTES {
            return Err(self.error_at(start, Problem::TooLong));
        }
        if !escapes {
            return Ok(Cow::Borrowed(inner));
        }
        match serde_json::from_str(raw) {
            Ok(decoded) => Ok(Cow::Owned(decoded)),
            Err(_) => Err(self.error_at(start, Problem::Syntax("a text with valid escapes"))),
        }
    }

    pub(crate) fn number(&mut self) -> Result<serde_json::Number> {
        let start = self.offset();
        let digits = |b: &u8| b.is_ascii_digit() || b"+-.eE".contains(b);
        let len = self.rest().bytes().take_while(digits).count();
        let raw = self.rest().get(..len).unwrap_or_default();
        self.at += len;
        serde_json::from_str(raw)
            .map_err(|_| self.error_at(start, Problem::Syntax("a JSON number")))
    }

    pub(crate) fn bool(&mut self) -> Result<bool> {
        self.skip_space();
        for (word, value) in [("true", true), ("false", false)] {
            if self.rest().starts_with(word) {
                self.at += word.len();
                return Ok(value);
            }
        }
        Err(self.expected("`true` or `false`"))
    }

    /// Reads over a value of any kind.
    pub(crate) fn skip(&mut self) -> Result<()> {
        match self.kind()? {
            Kind::Object => self.object("an object", |reader, _, _| reader.skip()),
            Kind::List => self.list("a list", Self::skip),
            Kind::Text => self.text("a text").map(drop),
            Kind::Number => self.number().map(drop),
            Kind::Bool => self.bool().map(drop),
            Kind::Null if self.rest().starts_with("null") => {
                self.at += "null".len();
                Ok(())
            }
            Kind::Null => Err(self.expected("a JSON value")),
        }
    }

    /// Nothing but white space may be left.
    pub(crate) fn end(&mut self) -> Result<()> {
        match self.peek() {
            None => Ok(()),
            Some(_) => Err(self.expected("the end of the document")),
        }
    }

    pub(crate) fn expected(&mut self, what: &'static str) -> ParseError {
        let at = self.offset();
        self.error_at(at, Problem::Syntax(what))
    }

    /// The text with its quotation marks, and whether there are escapes in it.
    fn raw_text(&mut self, what: &'static str) -> Result<(&'a str, bool)> {
        let start = self.offset();
        self.require(b'"', what)?;
        let bytes = self.text.as_bytes();
        let mut escapes = false;
        loop {
            let rest = bytes.get(self.at..).unwrap_or_default();
            self.at += plain_len(rest);
            match bytes.get(self.at) {
                Some(b'"') => {
                    self.at += 1;
                    self.text_end = self.at;
                    return Ok((self.text.get(start..self.at).unwrap_or_default(), escapes));
                }
                // What the escape means is for `serde_json` to say; here it counts that an escaped quotation mark ends
                // nothing.
                Some(b'\\') if self.at + 1 < bytes.len() => {
                    escapes = true;
                    let escaped = self.text.get(self.at + 1..).and_then(|t| t.chars().next());
                    self.at += 1 + escaped.map_or(0, char::len_utf8);
                }
                _ => return Err(self.error_at(self.at, Problem::Syntax("the end of the text"))),
            }
        }
    }

    #[inline]
    fn open(&mut self, bracket: u8, what: &'static str) -> Result<()> {
        self.require(bracket, what)?;
        self.depth += 1;
        if self.depth > limits::DOCUMENT_DEPTH {
            return Err(self.error_at(self.at - 1, Problem::TooDeep));
        }
        Ok(())
    }

    fn close(&mut self) -> Result<()> {
        self.depth -= 1;
        Ok(())
    }

    fn require(&mut self, byte: u8, what: &'static str) -> Result<()> {
        if self.take(byte) {
            Ok(())
        } else {
            Err(self.expected(what))
        }
    }

    fn take(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    #[inline]
    fn peek(&mut self) -> Option<u8> {
        self.skip_space();
        self.text.as_bytes().get(self.at).copied()
    }

    #[inline]
    fn skip_space(&mut self) {
        while let Some(b' ' | b'\t' | b'\r' | b'\n') = self.text.as_bytes().get(self.at) {
            self.at += 1;
        }
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }
}

/// How many bytes stand before the first that is not plain text: a quotation mark, a backslash or a control character.
fn plain_len(bytes: &[u8]) -> usize {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGHS: u64 = 0x8080_8080_8080_8080;
    // Marks the bytes of a word that are less than `n` (at most 128), and perhaps some behind the first of them.
    let less = |word: u64, n: u64| word.wrapping_sub(ONES * n) & !word & HIGHS;
    let is = |word: u64, byte: u8| less(word ^ (ONES * u64::from(byte)), 1);
    let mut rest = bytes;
    while let Some((word, behind)) = rest.split_first_chunk() {
        let word = u64::from_le_bytes(*word);
        let stop = less(word, 0x20) | is(word, b'"') | is(word, b'\\');
        if stop != 0 {
            return bytes.len() - rest.len() + stop.trailing_zeros() as usize / 8;
        }
        rest = behind;
    }
    let plain = |&&b: &&u8| b != b'"' && b != b'\\' && b >= 0x20;
    bytes.len() - rest.len() + rest.iter().take_while(plain).count()
}

/// The member names that an object had so far. Few, as a rule, and written without escapes; an object from outside may
/// have many.
#[derive(Default)]
struct Seen<'a> {
    few: [&'a str; 8],
    count: usize,
    /// The marks of those few: a name whose mark is not among them is new.
    marks: u64,
    others: Option<HashSet<String>>,
}

impl<'a> Seen<'a> {
    /// Whether the name is new.
    fn insert(&mut self, name: Cow<'a, str>) -> bool {
        let Self {
            few,
            count,
            marks,
            others,
        } = self;
        let mark = mark(name.as_bytes());
        let is_known = *marks & mark != 0 && few.iter().take(*count).any(|seen| *seen == name)
            || others.as_ref().is_some_and(|seen| seen.contains(&*name));
        if is_known {
            return false;
        }
        match (name, few.get_mut(*count)) {
            (Cow::Borrowed(name), Some(free)) => {
                *free = name;
                *count += 1;
                *marks |= mark;
                true
            }
            (name, _) => others.get_or_insert_default().insert(name.into_owned()),
        }
    }
}

/// One bit, which tells most names apart.
fn mark(name: &[u8]) -> u64 {
    let [first, last] = [name.first(), name.last()].map(|b| u32::from(b.copied().unwrap_or(0)));
    1_u64.rotate_left(first + last * 3)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Result<()> {
        let mut reader = Reader::new(text)?;
        reader.skip()?;
        reader.end()
    }

    #[test]
    fn what_is_not_json_says_where() {
        for (text, message) in [
            ("", "expected a JSON value at line 1 column 1"),
            ("{\n  \"é\": x}", "expected a JSON value at line 2 column 8"),
            ("[1 2]", "expected `,` or `]` at line 1 column 4"),
            ("{\"a\" 1}", "expected `:` at line 1 column 6"),
            (
                "{a: 1}",
                "expected a member's name in double quotes at line 1 column 2",
            ),
            ("[01]", "expected a JSON number at line 1 column 2"),
            (
                "[\"\\x\"]",
                "expected a text with valid escapes at line 1 column 2",
            ),
            (
                "[\"a\nb\"]",
                "expected the end of the text at line 1 column 4",
            ),
            ("[\"a", "expected the end of the text at line 1 column 4"),
            ("1 1", "expected the end of the document at line 1 column 3"),
            (
                "{\"a\": 1, \"a\": 2}",
                "`a` comes twice at line 1 column 10",
            ),
        ] {
            assert_eq!(read(text).unwrap_err().to_string(), message, "{text}");
        }
    }

    #[test]
    fn deep_nesting_is_refused_before_it_costs_anything() {
        for open in ["[", "{\"a\":"] {
            let text = open.repeat(1_000_000);
            assert_eq!(read(&text).unwrap_err().problem(), &Problem::TooDeep);
        }
    }

    proptest! {
        #[test]
        fn accepts_what_serde_json_accepts(text in r#"[\[\]{}":,a\\u0012e.\-+ tfn ]{0,24}"#) {
            let theirs = serde_json::from_str::<serde_json::Value>(&text).is_ok();
            match read(&text) {
                Ok(()) => prop_assert!(theirs, "{}", text),
                // Refused on top of what is not JSON: members that come twice.
                Err(error) => prop_assert!(
                    !theirs || matches!(error.problem(), Problem::Duplicate(_)), "{}: {}", text, error
                ),
            }
        }

        #[test]
        fn plain_text_ends_where_it_ends(text in "[a-cé!#\"\\\\\u{1e}-\u{21}\u{7f}\u{80}]{0,30}") {
            let stop = text.bytes().position(|b| b == b'"' || b == b'\\' || b < 0x20);
            prop_assert_eq!(plain_len(text.as_bytes()), stop.unwrap_or(text.len()));
        }

        #[test]
        fn reads_texts_as_serde_json_does(text in ".{0,20}") {
            let json = serde_json::to_string(&text).unwrap();
            let mut reader = Reader::new(&json).unwrap();
            prop_assert_eq!(reader.text("a text").unwrap(), text);
            prop_assert!(reader.end().is_ok());
        }
    }
}
