//! Words and variables.

use super::super::charset::{VARIABLE_END, WORD_END};
use super::super::table;
use super::super::token::{Kind, TEXT_BYTES, Token};
use super::Tokenizer;

impl<'a> Tokenizer<'a> {
    /// A word, looked up whole or up to a dot or backtick: ``SELECT`column` `` begins with `SELECT`.
    pub(super) fn word(&mut self) -> Token<'a> {
        let start = self.position;
        let length = WORD_END.gap(self.rest(start));
        let end = start + length;
        let text = self.slice(start, end.min(start + TEXT_BYTES));
        for (at, byte) in text.iter().enumerate() {
            if !matches!(byte, b'.' | b'`') {
                continue;
            }
            match table::word(self.slice(start, start + at)) {
                None | Some(Kind::Bareword) => {}
                Some(kind) => return self.cut(kind, start, start + at),
            }
        }
        let kind = match table::word(self.slice(start, end)) {
            Some(kind) => kind,
            None => Kind::Bareword,
        };
        self.cut(kind, start, end)
    }

    /// `@name`, `@@name`, and MySQL's quoted names.
    pub(super) fn variable(&mut self) -> Token<'a> {
        let mut start = self.position + 1;
        if self.byte(start) == Some(b'@') {
            start += 1;
        }
        match self.byte(start) {
            Some(b'`') => self.backtick(start).with_kind(Kind::Variable),
            Some(quote @ (b'\'' | b'"')) => {
                self.string_body(start, quote, 1).with_kind(Kind::Variable)
            }
            _ => {
                let length = VARIABLE_END.gap(self.rest(start));
                self.cut(Kind::Variable, start, start + length)
            }
        }
    }
}
