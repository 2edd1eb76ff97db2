//! Strings, in the ways that SQL's dialects quote them.

use memchr::{memchr, memmem};

use super::super::charset::{BINARY, Charset, HEXADECIMAL};
use super::super::table;
use super::super::token::{Kind, Token};
use super::Tokenizer;

impl<'a> Tokenizer<'a> {
    /// `'…'` or `"…"`.
    pub(super) fn string(&mut self, delimiter: u8) -> Token<'a> {
        self.string_body(self.position, delimiter, 1)
    }

    /// A string whose `opening` bytes stand at `start`. A backslash or doubling escapes the delimiter.
    pub(super) fn string_body(&mut self, start: usize, delimiter: u8, opening: usize) -> Token<'a> {
        let open = if opening > 0 { delimiter } else { 0 };
        let start = start + opening;
        let mut from = start;
        while let Some(length) = memchr(delimiter, self.rest(from)) {
            let end = from + length;
            if is_escaped(self.slice(start, end)) {
                from = end + 1;
            } else if self.byte(end + 1) == Some(delimiter) {
                from = end + 2;
            } else {
                self.position = end + 1;
                return Token::quoted(Kind::String, self.slice(start, end), open, delimiter);
            }
        }
        self.unclosed(start, open)
    }

    /// A string that goes on to the end of the input.
    pub(super) fn unclosed(&mut self, start: usize, open: u8) -> Token<'a> {
        self.position = self.input.len();
        Token::quoted(Kind::String, self.rest(start), open, 0)
    }

    /// MySQL's `` `…` ``: a name, or a function's name.
    pub(super) fn backtick(&mut self, start: usize) -> Token<'a> {
        let token = self.string_body(start, b'`', 1);
        match table::word(token.text) {
            Some(Kind::Function) => token.with_kind(Kind::Function),
            _ => token.with_kind(Kind::Bareword),
        }
    }

    /// SQL Server's `[…]`: a name.
    pub(super) fn bracketed(&mut self) -> Token<'a> {
        let start = self.position;
        let end = memchr(b']', self.rest(start)).map_or(self.input.len(), |to| start + to + 1);
        self.cut(Kind::Bareword, start, end)
    }

    /// `B'0101'`: a number.
    pub(super) fn binary_string(&mut self) -> Token<'a> {
        self.digit_string(&BINARY)
    }

    /// `X'4142'`: a number.
    pub(super) fn hexadecimal_string(&mut self) -> Token<'a> {
        self.digit_string(&HEXADECIMAL)
    }

    fn digit_string(&mut self, digits: &Charset) -> Token<'a> {
        let start = self.position;
        if self.byte(start + 1) != Some(b'\'') {
            return self.word();
        }
        let end = start + 2 + digits.span(self.rest(start + 2));
        if self.byte(end) != Some(b'\'') {
            return self.word();
        }
        self.cut(Kind::Number, start, end + 1)
    }

    /// PostgreSQL's `E'…'`, MySQL's `N'…'`.
    pub(super) fn escaped_string(&mut self) -> Token<'a> {
        let start = self.position;
        if self.byte(start + 1) == Some(b'\'') && self.byte(start + 2).is_some() {
            self.string_body(start, b'\'', 2)
        } else {
            self.word()
        }
    }

    /// `U&'…'`.
    pub(super) fn unicode_string(&mut self) -> Token<'a> {
        let start = self.position;
        if self.byte(start + 1) != Some(b'&') || self.byte(start + 2) != Some(b'\'') {
            return self.word();
        }
        let token = self.string_body(start + 2, b'\'', 1);
        let close = if token.close == b'\'' {
            b'u'
        } else {
            token.close
        };
        Token {
            open: b'u',
            close,
            ..token
        }
    }

    /// MySQL's `N'…'` or Oracle's `NQ'…'`.
    pub(super) fn national_string(&mut self) -> Token<'a> {
        let start = self.position;
        if self.byte(start + 1) == Some(b'\'') && self.byte(start + 2).is_some() {
            self.escaped_string()
        } else {
            self.oracle_string(1)
        }
    }

    /// Oracle's `Q'(…)'`, with any delimiter; `prefix` bytes stand before the `Q`.
    pub(super) fn oracle_string(&mut self, prefix: usize) -> Token<'a> {
        let start = self.position + prefix;
        let [b'q' | b'Q', b'\'', delimiter @ b'!'..=0x7f, body @ ..] = self.rest(start) else {
            return self.word();
        };
        let close = match *delimiter {
            b'(' => b')',
            b'[' => b']',
            b'{' => b'}',
            b'<' => b'>',
            same => same,
        };
        let start = start + 3;
        match memmem::find(body, &[close, b'\'']) {
            Some(length) => {
                self.position = start + length + 2;
                Token::quoted(Kind::String, self.slice(start, start + length), b'q', b'q')
            }
            None => self.unclosed(start, b'q'),
        }
    }
}

/// Whether an odd number of backslashes stands at the end.
fn is_escaped(text: &[u8]) -> bool {
    let backslashes = text.iter().rev().take_while(|byte| **byte == b'\\');
    backslashes.count() % 2 == 1
}
