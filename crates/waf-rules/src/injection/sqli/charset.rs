//! Sets of bytes, as tables of 256 flags.

/// A set of bytes.
pub(super) struct Charset([bool; 256]);

/// What separates tokens: libinjection's white space and the other control characters that start no token.
pub(super) static BLANK: Charset = Charset::range(0, 32).and(b"\x7f\xa0");

/// White space within SQL: also NUL (Oracle) and the Latin-1 no-break space (MySQL).
pub(super) static WHITE: Charset = Charset::of(b" \t\n\x0b\x0c\r\xa0");

/// What ends a word.
pub(super) static WORD_END: Charset =
    Charset::of(b" []{}<>:\\?=@!#~+-*/&|^%(),';\t\n\x0b\x0c\r\"\xa0");

/// What ends the name of a variable.
pub(super) static VARIABLE_END: Charset =
    Charset::of(b" <>:\\?=@!#~+-*/&|^%(),';\t\n\x0b\x0c\r'`\"");

/// Digits of amounts of money.
pub(super) static MONEY: Charset = Charset::of(b"0123456789.,");

/// Digits to the base of 2.
pub(super) static BINARY: Charset = Charset::of(b"01");

/// Digits to the base of 16.
pub(super) static HEXADECIMAL: Charset = Charset::of(b"0123456789ABCDEFabcdef");

/// Letters.
pub(super) static LETTERS: Charset =
    Charset::of(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

#[expect(
    clippy::indexing_slicing,
    reason = "a byte is an index of a table of 256"
)]
impl Charset {
    /// The bytes, and NUL: the C library asks `strchr`, which also finds the end of the string.
    const fn of(bytes: &[u8]) -> Self {
        Self([false; 256]).and(b"\0").and(bytes)
    }

    const fn range(first: u8, last: u8) -> Self {
        let mut set = Self([false; 256]);
        let mut byte = first;
        while byte <= last {
            set.0[byte as usize] = true;
            byte += 1;
        }
        set
    }

    const fn and(mut self, mut bytes: &[u8]) -> Self {
        while let [byte, rest @ ..] = bytes {
            self.0[*byte as usize] = true;
            bytes = rest;
        }
        self
    }

    pub(super) fn has(&self, byte: u8) -> bool {
        self.0[usize::from(byte)]
    }

    /// How many bytes from the start of the text are in the set.
    pub(super) fn span(&self, text: &[u8]) -> usize {
        text.iter()
            .position(|byte| !self.has(*byte))
            .unwrap_or(text.len())
    }

    /// How many bytes from the start of the text are not in the set.
    pub(super) fn gap(&self, text: &[u8]) -> usize {
        text.iter()
            .position(|byte| self.has(*byte))
            .unwrap_or(text.len())
    }
}
