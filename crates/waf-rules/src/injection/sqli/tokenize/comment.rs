//! Comments, and the operators that begin with the same bytes.

use memchr::{memchr, memmem};

use super::super::charset::WHITE;
use super::super::token::{Kind, Token};
use super::{Dialect, Tokenizer};

impl<'a> Tokenizer<'a> {
    /// `#`: a comment to the end of the line in MySQL, an operator elsewhere.
    pub(super) fn hash(&mut self) -> Token<'a> {
        self.differs_in_mysql = true;
        match self.dialect {
            Dialect::Ansi => self.single(Kind::Operator),
            Dialect::MySql => self.line_comment(),
        }
    }

    /// `--` before white space or the end is a comment everywhere, before anything else not in MySQL.
    pub(super) fn dash(&mut self) -> Token<'a> {
        let start = self.position;
        match (self.byte(start + 1), self.byte(start + 2)) {
            (Some(b'-'), None) => self.line_comment(),
            (Some(b'-'), Some(next)) if WHITE.has(next) => self.line_comment(),
            (Some(b'-'), _) if self.dialect == Dialect::Ansi => {
                self.differs_in_mysql = true;
                self.line_comment()
            }
            _ => self.single(Kind::Operator),
        }
    }

    fn line_comment(&mut self) -> Token<'a> {
        let start = self.position;
        match memchr(b'\n', self.rest(start)) {
            Some(length) => {
                let token = self.cut(Kind::Comment, start, start + length);
                self.position += 1;
                token
            }
            None => self.cut(Kind::Comment, start, self.input.len()),
        }
    }

    /// `/* … */`. A comment within (PostgreSQL nests them) or MySQL's `/*!` is evil: dialects disagree on its end.
    pub(super) fn slash(&mut self) -> Token<'a> {
        let start = self.position;
        if self.byte(start + 1) != Some(b'*') {
            return self.single(Kind::Operator);
        }
        let body = self.rest(start + 2);
        let length = memmem::find(body, b"*/");
        // The star of the end counts: `/*/*/` nests.
        let nested = length
            .and_then(|length| body.get(..=length))
            .is_some_and(|body| memmem::find(body, b"/*").is_some());
        let kind = if nested || body.starts_with(b"!") {
            Kind::Evil
        } else {
            Kind::Comment
        };
        let end = length.map_or(self.input.len(), |length| start + 2 + length + 2);
        self.cut(kind, start, end)
    }
}
