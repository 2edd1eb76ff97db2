//! The kinds of token, and one token.

use super::table;

/// A token's text is cut after so many bytes: no word of the table is longer.
pub(super) const TEXT_BYTES: usize = 31;

/// What a token is. Each kind has a letter, by which tables and fingerprints write it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[repr(u8)]
pub(super) enum Kind {
    /// `?`
    Unknown,
    /// `k`
    Keyword,
    /// `U`: `UNION`, `INTERSECT` …
    Union,
    /// `B`: `GROUP BY`, `LIMIT` …
    Group,
    /// `E`: `SELECT`, `INSERT` …
    Expression,
    /// `t`
    SqlType,
    /// `f`
    Function,
    /// `n`
    Bareword,
    /// `1`
    Number,
    /// `v`
    Variable,
    /// `s`
    String,
    /// `o`
    Operator,
    /// `&`: `AND`, `OR` …
    Logic,
    /// `c`
    Comment,
    /// `A`
    Collate,
    /// `(`
    LeftParenthesis,
    /// `)`
    RightParenthesis,
    /// `{`
    LeftBrace,
    /// `}`
    RightBrace,
    /// `.`
    Dot,
    /// `,`
    Comma,
    /// `:`
    Colon,
    /// `;`
    Semicolon,
    /// `T`: `DECLARE`, `EXEC` …
    Tsql,
    /// `X`: what no benign input has
    Evil,
    /// `\`
    Backslash,
}

impl Kind {
    /// The kind of a letter in the tables.
    pub(super) const fn from_letter(letter: u8) -> Self {
        match letter {
            b'k' | b'K' => Self::Keyword,
            b'U' => Self::Union,
            b'B' => Self::Group,
            b'E' => Self::Expression,
            b't' => Self::SqlType,
            b'f' | b'F' => Self::Function,
            b'n' | b'N' => Self::Bareword,
            b'1' => Self::Number,
            b'v' | b'V' => Self::Variable,
            b's' | b'S' => Self::String,
            b'o' | b'O' => Self::Operator,
            b'&' => Self::Logic,
            b'c' | b'C' => Self::Comment,
            b'A' => Self::Collate,
            b'(' => Self::LeftParenthesis,
            b')' => Self::RightParenthesis,
            b',' => Self::Comma,
            b':' => Self::Colon,
            b';' => Self::Semicolon,
            b'T' => Self::Tsql,
            b'X' => Self::Evil,
            _ => Self::Unknown,
        }
    }

    /// Five bits of a fingerprint, never zero. Fingerprints do not tell types from Transact-SQL.
    pub(super) const fn code(self) -> u32 {
        match self {
            Self::SqlType => Self::Tsql as u32 + 1,
            other => other as u32 + 1,
        }
    }

    /// Kinds that can be the first word of a phrase such as `UNION ALL`.
    const fn starts_phrase(self) -> bool {
        matches!(
            self,
            Self::Keyword
                | Self::Bareword
                | Self::Operator
                | Self::Union
                | Self::Function
                | Self::Expression
                | Self::Tsql
                | Self::SqlType
        )
    }
}

/// One token: a piece of the input, or a phrase of the table.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token<'a> {
    pub(super) kind: Kind,
    pub(super) text: &'a [u8],
    /// The quote that opened a string; 0 when the input began inside of it.
    pub(super) open: u8,
    /// The quote that closed a string; 0 when none did.
    pub(super) close: u8,
}

impl<'a> Token<'a> {
    /// What stands where no token does.
    pub(super) const NONE: Self = Self {
        kind: Kind::Unknown,
        text: &[],
        open: 0,
        close: 0,
    };

    pub(super) fn new(kind: Kind, text: &'a [u8]) -> Self {
        Self::quoted(kind, text, 0, 0)
    }

    pub(super) fn quoted(kind: Kind, text: &'a [u8], open: u8, close: u8) -> Self {
        let text = text.get(..TEXT_BYTES).unwrap_or(text);
        Self {
            kind,
            text,
            open,
            close,
        }
    }

    pub(super) fn with_kind(self, kind: Kind) -> Self {
        Self { kind, ..self }
    }

    /// The first byte of the text, 0 without one.
    pub(super) fn first(&self) -> u8 {
        self.text.first().copied().unwrap_or(0)
    }

    pub(super) fn is(&self, word: &str) -> bool {
        self.text.eq_ignore_ascii_case(word.as_bytes())
    }

    pub(super) fn is_arithmetic(&self) -> bool {
        self.kind == Kind::Operator && matches!(self.text, b"*" | b"/" | b"-" | b"+" | b"%")
    }

    pub(super) fn is_unary(&self) -> bool {
        self.kind == Kind::Operator
            && (matches!(self.text, b"+" | b"-" | b"!" | b"~" | b"!!") || self.is("NOT"))
    }

    /// The phrase that two words make (`UNION` and `ALL`), if they make one.
    pub(super) fn phrase(&self, next: &Token<'_>) -> Option<Self> {
        let words = self.kind.starts_phrase()
            && (next.kind.starts_phrase() || next.kind == Kind::Logic)
            && self.text.len() + 1 + next.text.len() <= TEXT_BYTES;
        let entry = words.then(|| table::phrase(self.text, next.text))??;
        Some(Self {
            kind: entry.kind,
            text: entry.text,
            ..*self
        })
    }
}
