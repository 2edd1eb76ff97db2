//! Five tokens that are one.

use super::super::token::Kind::{
    Bareword, Comma, LeftParenthesis, Number, Operator, RightParenthesis,
};
use super::{Folder, MAX_TOKENS};

impl Folder<'_> {
    /// `1 + (2)` and its like count as their first token.
    pub(super) fn shorten_five(&mut self) {
        if self.length < MAX_TOKENS {
            return;
        }
        let [a, b, c, d, e, sixth] = self.tokens;
        let shortens = matches!(
            (a.kind, b.kind, c.kind, d.kind, e.kind),
            (
                Number,
                Operator | Comma,
                LeftParenthesis,
                Number,
                RightParenthesis
            ) | (
                Bareword,
                Operator,
                LeftParenthesis,
                Bareword | Number,
                RightParenthesis
            ) | (Number, RightParenthesis, Comma, LeftParenthesis, Number)
                | (
                    Bareword,
                    RightParenthesis,
                    Operator,
                    LeftParenthesis,
                    Bareword
                )
        );
        if !shortens {
            return;
        }
        self.left = 0;
        if self.length > MAX_TOKENS {
            self.set(1, sixth);
            self.length = 2;
        } else {
            self.length = 1;
        }
    }
}
