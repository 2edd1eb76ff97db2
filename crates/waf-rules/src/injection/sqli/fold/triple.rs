//! Three tokens that are one or two.

use super::super::token::{
    Kind::{
        Bareword, Comma, Dot, Expression, Function, Group, Keyword, LeftParenthesis, Logic, Number,
        Operator, RightParenthesis, SqlType, String, Variable,
    },
    Token,
};
use super::{Folder, Step};

impl<'a> Folder<'a> {
    pub(super) fn triple(&mut self) -> Step {
        let at = self.left;
        let (a, b, c) = (self.at(at), self.at(at + 1), self.at(at + 2));
        match (a.kind, b.kind, c.kind) {
            // Operations on plain values are a value; of two operators one is enough; so are lists.
            (Number, Operator, Number)
            | (Logic, _, Logic)
            | (Variable, Operator, Variable | Number | Bareword)
            | (Bareword | Number, Operator, Number | Bareword)
            | (
                Bareword | Number | String | Variable,
                Comma,
                Number | Bareword | String | Variable,
            )
            // `database.table`.
            | (Bareword, Dot, Bareword) => self.restart(2),
            (Operator, _, Operator) if b.kind != LeftParenthesis => self.restart(2),
            // `value::type`.
            (Bareword | Number | Variable | String, Operator, SqlType) if b.text == b"::" => {
                self.restart(2)
            }
            // A sign: `SELECT -(`, `SELECT -1`, `, -sin`; and `SELECT .column`.
            (Expression | Group | Comma, _, LeftParenthesis)
            | (
                Keyword | Expression | Group,
                _,
                Number | Bareword | Variable | String | Function,
            )
            | (Comma, _, Function)
                if b.is_unary() =>
            {
                self.drop_second(c)
            }
            (Expression, Dot, Bareword) => self.drop_second(c),
            // `1, -1` is a list of values: it begins again before the comma.
            (Comma, _, Number | Bareword | Variable | String) if b.is_unary() => {
                self.set(at + 1, c);
                self.restart(3)
            }
            // `USER()` is a function, `USER(name)` is not.
            (Function, LeftParenthesis, _) if c.kind != RightParenthesis && a.is("USER") => {
                self.set(at, a.with_kind(Bareword));
                Step::On
            }
            _ => Step::On,
        }
    }

    /// The third takes the place of the second.
    fn drop_second(&mut self, third: Token<'a>) -> Step {
        self.set(self.left + 1, third);
        self.restart(1)
    }
}
