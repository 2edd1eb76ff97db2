//! Two tokens that are one, or that tell what the other is.

use super::super::token::{
    Kind::{
        Backslash, Bareword, Collate, Evil, Function, Keyword, LeftBrace, LeftParenthesis, Logic,
        Number, Operator, RightBrace, RightParenthesis, Semicolon, SqlType, String, Tsql, Variable,
    },
    Token,
};
use super::{Folder, Step};

/// Names of columns that are functions before a parenthesis.
const FUNCTION_NAMES: [&str; 11] = [
    "USER_ID",
    "USER_NAME",
    "DATABASE",
    "PASSWORD",
    "USER",
    "CURRENT_USER",
    "CURRENT_DATE",
    "CURRENT_TIME",
    "CURRENT_TIMESTAMP",
    "LOCALTIME",
    "LOCALTIMESTAMP",
];

impl<'a> Folder<'a> {
    pub(super) fn pair(&mut self) -> Step {
        let (a, b) = (self.at(self.left), self.at(self.left + 1));
        match (a.kind, b.kind) {
            (String, String) | (Semicolon, Semicolon) => {
                self.length -= 1;
                return Step::Again;
            }
            (Operator | Logic, _) if b.is_unary() || b.kind == SqlType => return self.restart(1),
            (LeftParenthesis, _) if b.is_unary() => return self.back(),
            _ => {}
        }
        if let Some(phrase) = a.phrase(&b) {
            self.set(self.left, phrase);
            return self.back();
        }
        match (a.kind, b.kind) {
            // Transact-SQL's `; IF` is a statement.
            (Semicolon, Function) if starts_with_if(&b) => {
                self.set(self.left + 1, b.with_kind(Tsql));
                Step::Again
            }
            (Bareword | Variable, LeftParenthesis)
                if FUNCTION_NAMES.iter().any(|name| a.is(name)) =>
            {
                self.set(self.left, a.with_kind(Function));
                Step::Again
            }
            (Keyword, _) if a.is("IN") || a.is("NOT IN") => {
                let list = b.kind == LeftParenthesis;
                let kind = if list { Operator } else { Bareword };
                self.set(self.left, a.with_kind(kind));
                Step::Again
            }
            (Operator, _) if a.is("LIKE") || a.is("NOT LIKE") => {
                if b.kind == LeftParenthesis {
                    self.set(self.left, a.with_kind(Function));
                }
                Step::On
            }
            (
                SqlType,
                Bareword | Number | SqlType | LeftParenthesis | Function | Variable | String,
            ) => self.drop_first(b),
            // There are too many collations to list: each has an underscore.
            (Collate, Bareword) => {
                if has_underscore(&b) {
                    self.set(self.left + 1, b.with_kind(SqlType));
                    self.left = 0;
                }
                Step::On
            }
            // Transact-SQL reads `\%1` as `0 % 1`, and `\1` as `1`.
            (Backslash, _) if b.is_arithmetic() => {
                self.set(self.left, a.with_kind(Number));
                self.left = 0;
                Step::Again
            }
            (Backslash, _) => self.drop_first(b),
            (LeftParenthesis, LeftParenthesis) | (RightParenthesis, RightParenthesis) => {
                self.restart(1)
            }
            // MySQL reads ``{``.``.id}`` as a name. Nobody else writes this.
            (LeftBrace, Bareword) if b.text.is_empty() => {
                self.set(self.left + 1, b.with_kind(Evil));
                Step::Stop
            }
            // ODBC's `{name expression}`.
            (LeftBrace, Bareword) => self.restart(2),
            (_, RightBrace) => self.restart(1),
            _ => Step::On,
        }
    }

    /// The second takes the place of the first.
    fn drop_first(&mut self, second: Token<'a>) -> Step {
        self.set(self.left, second);
        self.restart(1)
    }
}

fn starts_with_if(token: &Token<'_>) -> bool {
    matches!(token.text, [b'I' | b'i', b'F' | b'f', ..])
}

/// Up to a NUL, as C reads it.
fn has_underscore(token: &Token<'_>) -> bool {
    let mut text = token.text.iter().take_while(|byte| **byte != 0);
    text.any(|byte| *byte == b'_')
}
