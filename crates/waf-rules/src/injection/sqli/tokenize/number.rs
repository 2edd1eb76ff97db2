//! Numbers, amounts of money and PostgreSQL's `$…$` strings.

use memchr::memmem;

use super::super::charset::{BINARY, HEXADECIMAL, LETTERS, MONEY, WHITE};
use super::super::token::{Kind, Token};
use super::Tokenizer;

impl<'a> Tokenizer<'a> {
    /// A number with fraction, exponent and Oracle's suffix; a lone dot; or a word such as `0x` or `1e`.
    pub(super) fn number(&mut self) -> Token<'a> {
        if let Some(token) = self.based_number() {
            return token;
        }
        let start = self.position;
        let mut end = self.digits(start);
        if self.byte(end) == Some(b'.') {
            end = self.digits(end + 1);
            if end - start == 1 {
                return self.cut(Kind::Dot, start, end);
            }
        }
        let mut kind = Kind::Number;
        if matches!(self.byte(end), Some(b'e' | b'E')) {
            end += 1;
            if matches!(self.byte(end), Some(b'+' | b'-')) {
                end += 1;
            }
            let exponent = end;
            end = self.digits(end);
            if end == exponent {
                kind = Kind::Bareword;
            }
        }
        if matches!(self.byte(end), Some(b'd' | b'D' | b'f' | b'F')) {
            // `1fUNION` is `1f UNION`, but `1FROM` is `1 FROM`.
            let ends = self
                .byte(end + 1)
                .is_none_or(|next| WHITE.has(next) || matches!(next, b';' | b'u' | b'U'));
            end += usize::from(ends);
        }
        self.cut(kind, start, end)
    }

    /// `0x4142`, `0b0101`.
    fn based_number(&mut self) -> Option<Token<'a>> {
        let start = self.position;
        let digits = match self.rest(start) {
            [b'0', b'x' | b'X', ..] => &HEXADECIMAL,
            [b'0', b'b' | b'B', ..] => &BINARY,
            _ => return None,
        };
        let length = digits.span(self.rest(start + 2));
        let kind = if length == 0 {
            Kind::Bareword
        } else {
            Kind::Number
        };
        Some(self.cut(kind, start, start + 2 + length))
    }

    /// The end of the digits at `start`.
    fn digits(&self, start: usize) -> usize {
        let digits = self.rest(start).iter();
        start + digits.take_while(|byte| byte.is_ascii_digit()).count()
    }

    /// `$1,000.00`; `$$…$$` and `$tag$…$tag$`; or a dollar by itself.
    pub(super) fn money(&mut self) -> Token<'a> {
        let start = self.position;
        let after = self.rest(start + 1);
        let amount = MONEY.span(after);
        match (amount, after.first()) {
            (_, None) => self.single(Kind::Bareword),
            (1, Some(b'.')) => self.word(),
            (1.., _) => self.cut(Kind::Number, start, start + 1 + amount),
            (0, Some(b'$')) => self.dollar_string(2),
            (0, _) => {
                let tag = LETTERS.span(after);
                if tag > 0 && after.get(tag) == Some(&b'$') {
                    self.dollar_string(tag + 2)
                } else {
                    self.single(Kind::Bareword)
                }
            }
        }
    }

    /// A string between two times the first `delimiter` bytes.
    fn dollar_string(&mut self, delimiter: usize) -> Token<'a> {
        let start = self.position + delimiter;
        let tag = self.slice(self.position, start);
        match memmem::find(self.rest(start), tag) {
            Some(length) => {
                self.position = start + length + delimiter;
                Token::quoted(Kind::String, self.slice(start, start + length), b'$', b'$')
            }
            None => self.unclosed(start, b'$'),
        }
    }
}
