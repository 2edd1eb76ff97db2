//! From at most five tokens to yes or no: the fingerprint must be one that attacks have, and the input none of the
//! harmless ones that share it.

use memchr::memmem;

use super::fold::{Folded, MAX_TOKENS};
use super::table;
use super::token::{
    Kind::{Bareword, Comment, Keyword, Logic, Number, Operator, String, Union, Variable},
    Token,
};

impl<'a> Folded<'a> {
    /// The tokens, if they are an attack's.
    pub(super) fn attack(&self) -> Option<[Token<'a>; MAX_TOKENS + 1]> {
        (self.is_attack_shape() && !self.is_harmless()).then(|| {
            let mut tokens = [Token::NONE; MAX_TOKENS + 1];
            for (place, token) in tokens.iter_mut().zip(self.tokens()) {
                *place = *token;
            }
            tokens
        })
    }

    /// Whether the input has comments that MySQL reads in another way.
    pub(super) fn differs_in_mysql(&self) -> bool {
        self.source.differs_in_mysql()
    }

    /// Whether the fingerprint is one that attacks have.
    pub(super) fn is_attack_shape(&self) -> bool {
        let kinds = self.tokens().iter().map(|token| token.kind.code());
        let fingerprint = kinds.fold(0, |letters, code| letters << 5 | code);
        fingerprint != 0 && table::is_attack(fingerprint)
    }

    /// Whether an input with the fingerprint of attacks is more often plain text.
    fn is_harmless(&self) -> bool {
        // SQL Server leaves what mentions this procedure out of its audit log.
        if let [_, .., last] = self.tokens()
            && last.kind == Comment
            && memmem::find(self.source.input(), b"sp_password").is_some()
        {
            return false;
        }
        match self.tokens() {
            [a, b] => self.is_harmless_pair(a, b),
            [a, b, c] => self.is_harmless_triple(a, b, c),
            _ => false,
        }
    }

    fn is_harmless_pair(&self, a: &Token<'_>, b: &Token<'_>) -> bool {
        match (a.kind, b.kind) {
            // `1 union` by itself is text, with folds or comments it is not.
            (_, Union) => self.source.count() == 2,
            _ if b.first() == b'#' => true,
            (Bareword, Comment) if b.first() != b'/' => true,
            (Number, Comment) if b.first() == b'/' => false,
            (Number, Comment) => self.source.count() <= 2 && !self.is_number_then_comment(a),
            _ => b.first() == b'-' && b.text.len() > 2,
        }
    }

    /// `1234 --` or `1234--`, and not `1234-ABCDEF--`, which folds to the same.
    fn is_number_then_comment(&self, number: &Token<'_>) -> bool {
        let after = self.source.input().get(number.text.len()..);
        match after.unwrap_or_default() {
            [b'/', b'*', ..] | [b'-', b'-', ..] => true,
            // The C library compares signed characters.
            [0..=32 | 0x80..=0xff, ..] | [] => true,
            _ => false,
        }
    }

    fn is_harmless_triple(&self, a: &Token<'_>, b: &Token<'_>, c: &Token<'_>) -> bool {
        match (a.kind, b.kind, c.kind) {
            // Attacks end one string and begin another: `foo" + "bar`.
            (String, Operator | Logic, String) => {
                !(a.open == 0 && c.close == 0 && a.close == c.open)
            }
            // `sexy and 17` is text, `sexy and 17<18` is not.
            (String, Logic, Bareword)
            | (Bareword | Number, Logic, Number)
            | (Number, Logic, Variable | String) => self.source.count() == 3,
            // Of keywords in the middle only `INTO OUTFILE` and `INTO DUMPFILE` count.
            (_, Keyword, _) => {
                let head = b.text.get(..4).unwrap_or_default();
                b.text.len() < 5 || !head.eq_ignore_ascii_case(b"INTO")
            }
            _ => false,
        }
    }

    fn tokens(&self) -> &[Token<'a>] {
        self.tokens.get(..self.length).unwrap_or_default()
    }
}
