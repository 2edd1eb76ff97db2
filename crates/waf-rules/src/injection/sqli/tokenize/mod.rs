//! From bytes to tokens, as libinjection cuts them: by a token's first byte.

mod comment;
mod number;
mod string;
mod word;

use super::charset::BLANK;
use super::table;
use super::token::{Kind, Token};

/// Whose comments the input is read with.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Dialect {
    /// `--` begins a comment whatever follows; `#` is an operator.
    Ansi,
    /// `--` begins a comment before white space only; `#` begins one.
    MySql,
}

/// In what the input is taken to begin.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Quote {
    /// In the statement itself.
    None,
    /// In a string between `'`.
    Single,
    /// In a string between `"`.
    Double,
}

/// Cuts one input into tokens.
#[derive(Debug)]
pub(super) struct Tokenizer<'a> {
    input: &'a [u8],
    position: usize,
    dialect: Dialect,
    quote: Quote,
    /// How many tokens there were so far.
    count: usize,
    /// Whether something was read that the other dialect reads in another way.
    differs_in_mysql: bool,
}

impl<'a> Tokenizer<'a> {
    pub(super) fn new(input: &'a [u8], quote: Quote, dialect: Dialect) -> Self {
        Self {
            input,
            position: 0,
            dialect,
            quote,
            count: 0,
            differs_in_mysql: false,
        }
    }

    pub(super) fn input(&self) -> &'a [u8] {
        self.input
    }

    pub(super) fn count(&self) -> usize {
        self.count
    }

    pub(super) fn differs_in_mysql(&self) -> bool {
        self.differs_in_mysql
    }

    /// The next token, comments included; `None` at the end of the input.
    pub(super) fn next_token(&mut self) -> Option<Token<'a>> {
        let token = match self.quote {
            Quote::Single if self.position == 0 => self.string_body(0, b'\'', 0),
            Quote::Double if self.position == 0 => self.string_body(0, b'"', 0),
            _ => {
                let blanks = BLANK.span(self.rest(self.position));
                self.position += blanks;
                let first = self.byte(self.position)?;
                self.token(first)
            }
        };
        self.count += 1;
        Some(token)
    }

    /// The token that begins with `first`, the byte at the position.
    fn token(&mut self, first: u8) -> Token<'a> {
        match first {
            b'0'..=b'9' | b'.' => self.number(),
            b'\'' | b'"' => self.string(first),
            b'!' | b'&' | b'*' | b':' | b'<' | b'=' | b'>' | b'|' => self.operator(),
            b'%' | b'+' | b'^' | b'~' => self.single(Kind::Operator),
            b'(' => self.single(Kind::LeftParenthesis),
            b')' => self.single(Kind::RightParenthesis),
            b',' => self.single(Kind::Comma),
            b';' => self.single(Kind::Semicolon),
            b'{' => self.single(Kind::LeftBrace),
            b'}' => self.single(Kind::RightBrace),
            b'?' | b']' => self.single(Kind::Unknown),
            b'-' => self.dash(),
            b'#' => self.hash(),
            b'/' => self.slash(),
            b'\\' => self.backslash(),
            b'$' => self.money(),
            b'@' => self.variable(),
            b'`' => self.backtick(self.position),
            b'[' => self.bracketed(),
            b'B' | b'b' => self.binary_string(),
            b'X' | b'x' => self.hexadecimal_string(),
            b'E' | b'e' => self.escaped_string(),
            b'N' | b'n' => self.national_string(),
            b'Q' | b'q' => self.oracle_string(0),
            b'U' | b'u' => self.unicode_string(),
            _ => self.word(),
        }
    }

    fn single(&mut self, kind: Kind) -> Token<'a> {
        self.cut(kind, self.position, self.position + 1)
    }

    fn operator(&mut self) -> Token<'a> {
        let start = self.position;
        if self.rest(start).starts_with(b"<=>") {
            return self.cut(Kind::Operator, start, start + 3);
        }
        let pair = self.input.get(start..start + 2).and_then(table::word);
        match (pair, self.byte(start)) {
            (Some(kind), _) => self.cut(kind, start, start + 2),
            // At the very end a colon counts as an operator.
            (None, Some(b':')) if start + 1 < self.input.len() => self.single(Kind::Colon),
            (None, _) => self.single(Kind::Operator),
        }
    }

    /// `\N` is MySQL's NULL.
    fn backslash(&mut self) -> Token<'a> {
        let start = self.position;
        if self.byte(start + 1) == Some(b'N') {
            self.cut(Kind::Number, start, start + 2)
        } else {
            self.single(Kind::Backslash)
        }
    }

    /// The token of these bytes; the next one begins after them.
    fn cut(&mut self, kind: Kind, start: usize, end: usize) -> Token<'a> {
        self.position = end;
        Token::new(kind, self.slice(start, end))
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.input.get(at).copied()
    }

    fn slice(&self, start: usize, end: usize) -> &'a [u8] {
        self.input.get(start..end).unwrap_or_default()
    }

    fn rest(&self, start: usize) -> &'a [u8] {
        self.input.get(start..).unwrap_or_default()
    }
}
