//! Matching pieces against a text, in polynomial time and without allocation.

use std::cell::LazyCell;

use crate::{keys::ConditionKeys, variable::Variable};

/// One part of a pattern.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Piece {
    /// These characters.
    Literal(Box<str>),
    /// `*`: any characters, also none.
    Star { over_colons: OverColons },
    /// `?`: one character.
    One { over_colons: OverColons },
    /// The characters that the variable has in this request: literal, even where they are `*` or `?`.
    Variable(Variable),
}

/// Whether a wildcard reaches over colons.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum OverColons {
    No,
    Yes,
    /// In an ARN's sixth component, which is known in a request: a variable before it may hold colons.
    FromResource,
}

impl OverColons {
    /// Whether it does, if that is known without a request.
    pub(crate) fn known(self) -> Option<bool> {
        match self {
            Self::No => Some(false),
            Self::Yes => Some(true),
            Self::FromResource => None,
        }
    }

    /// Whether it does at this place of a text. `fifth_colon` is the one before an ARN's sixth component.
    fn at(
        self,
        at: usize,
        fifth_colon: &LazyCell<Option<usize>, impl FnOnce() -> Option<usize>>,
    ) -> bool {
        match self {
            Self::No => false,
            Self::Yes => true,
            Self::FromResource => fifth_colon.is_some_and(|colon| colon < at),
        }
    }
}

/// Where to go on after a `*`: the piece behind it, and how far it has eaten.
#[derive(Clone, Copy)]
struct Retry {
    piece: usize,
    at: usize,
}

/// Whether the pieces match the whole text.
///
/// When a piece fails, the nearest `*` before it eats one character more. The nearest is enough: a `*` further back could
/// only move the same pieces to the right. The exception is a `*` that stops at colons behind one that does
/// not: when the nearer has reached its colon, the farther goes on. So two places to retry are all that is kept.
pub(super) fn matches<const ANY_CASE: bool>(
    pieces: &[Piece],
    text: &str,
    keys: &dyn ConditionKeys,
) -> bool {
    let (mut piece, mut at) = (0, 0);
    let (mut wide, mut narrow): (Option<Retry>, Option<Retry>) = (None, None);
    let fifth_colon = LazyCell::new(|| memchr::memchr_iter(b':', text.as_bytes()).nth(4));
    loop {
        let rest = text.get(at..).unwrap_or_default();
        let step = match pieces.get(piece) {
            None if rest.is_empty() => return true,
            None => None,
            Some(Piece::Star {
                over_colons: OverColons::Yes,
            }) if piece + 1 == pieces.len() => return true,
            Some(Piece::Star { over_colons }) => {
                let retry = Some(Retry {
                    piece: piece + 1,
                    at,
                });
                if over_colons.at(at, &fifth_colon) {
                    (wide, narrow) = (retry, None);
                } else {
                    narrow = retry;
                }
                Some(0)
            }
            Some(Piece::One { over_colons }) => first_char(rest, over_colons.at(at, &fifth_colon)),
            Some(Piece::Literal(literal)) => prefix_len::<ANY_CASE>(literal, rest),
            Some(Piece::Variable(variable)) => variable
                .value(keys)
                .and_then(|value| value.with_text(|value| prefix_len::<ANY_CASE>(value, rest))),
        };
        if let Some(step) = step {
            (piece, at) = (piece + 1, at + step);
            continue;
        }
        let Some(retry) = advance(&mut narrow, text, false).or_else(|| {
            narrow = None;
            advance(&mut wide, text, true)
        }) else {
            return false;
        };
        (piece, at) = (retry.piece, retry.at);
    }
}

/// Lets a `*` eat one character more, if it may.
fn advance(retry: &mut Option<Retry>, text: &str, over_colons: bool) -> Option<Retry> {
    let retry = retry.as_mut()?;
    retry.at += first_char(text.get(retry.at..)?, over_colons)?;
    Some(*retry)
}

/// The length of the first character, unless it is a colon that must not be crossed.
fn first_char(text: &str, over_colons: bool) -> Option<usize> {
    match text.chars().next()? {
        ':' if !over_colons => None,
        first => Some(first.len_utf8()),
    }
}

/// How much of the text the prefix takes up, if the text begins with it.
fn prefix_len<const ANY_CASE: bool>(prefix: &str, text: &str) -> Option<usize> {
    if ANY_CASE {
        strip_any_case(prefix, text).map(|rest| text.len() - rest.len())
    } else {
        text.starts_with(prefix).then_some(prefix.len())
    }
}

/// Whether two texts are the same but for case.
#[inline]
pub(super) fn equal_any_case(a: &str, b: &str) -> bool {
    // Actions come in the case in which policies write them.
    a == b || a.eq_ignore_ascii_case(b) || strip_any_case(a, b).is_some_and(str::is_empty)
}

/// The text after the prefix, if it begins with it in any case.
pub(super) fn strip_any_case<'a>(prefix: &str, text: &'a str) -> Option<&'a str> {
    if let Some((head, tail)) = text.split_at_checked(prefix.len())
        && head.eq_ignore_ascii_case(prefix)
    {
        return Some(tail);
    }
    if prefix.is_ascii() {
        // The ASCII letters that others fold to (`K` the kelvin sign) do not count as equal.
        return None;
    }
    let mut rest = text.chars();
    for wanted in prefix.chars() {
        let have = rest.next()?;
        if have != wanted && !have.to_lowercase().eq(wanted.to_lowercase()) {
            return None;
        }
    }
    Some(rest.as_str())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::{
        document::Version,
        pattern::{Template, Wildcards},
    };

    fn matches(pattern: &str, text: &str, wildcards: Wildcards) -> bool {
        Template::parse(pattern, wildcards, Version::V2008)
            .unwrap()
            .matches(text, &())
    }

    #[test]
    fn a_star_stays_in_its_segment_unless_it_ends_it() {
        for (pattern, text, expected) in [
            ("arn:aws:sqs:us-*-1:1:q", "arn:aws:sqs:us-east-1:1:q", true),
            (
                "arn:aws:sqs:us-*t-1:1:q",
                "arn:aws:sqs:us-x:east-1:1:q",
                false,
            ),
            ("arn:aws:sqs:*:1:q", "arn:aws:sqs:us:more:1:q", true),
            (
                "arn:aws:logs:r:1:log-group:*",
                "arn:aws:logs:r:1:log-group:a:log-stream:b",
                true,
            ),
            (
                "arn:aws:logs:r:1:log-group:*a",
                "arn:aws:logs:r:1:log-group:x:a",
                false,
            ),
            ("a:b?c", "a:b:c", false),
            ("*:q*x", "a:qb:qx", true),
            ("*:q*x*:z", "a:qb:qx:qyxv:w:z", true),
        ] {
            assert_eq!(
                matches(pattern, text, Wildcards::Segments),
                expected,
                "{pattern} on {text}"
            );
        }
    }

    #[test]
    fn a_pattern_made_to_explode_does_not() {
        let text = "a".repeat(4000);
        let pattern = "*a".repeat(1000) + "b";
        assert!(!matches(&pattern, &text, Wildcards::Everywhere));
        let text = "a:".repeat(1000);
        let pattern = "*:*a".repeat(500) + "b";
        assert!(!matches(&pattern, &text, Wildcards::Segments));
    }

    /// The definition, in exponential time.
    fn naive(pattern: &[char], text: &[char], crosses: &dyn Fn(&[char]) -> bool) -> bool {
        match (pattern.split_first(), text.split_first()) {
            (None, None) => true,
            (Some(('*', rest)), tail) => {
                naive(rest, text, crosses)
                    || tail.is_some_and(|(&c, tail)| {
                        (c != ':' || crosses(rest)) && naive(pattern, tail, crosses)
                    })
            }
            (Some(('?', rest)), Some((&c, tail))) => {
                (c != ':' || crosses(&['x'])) && naive(rest, tail, crosses)
            }
            (Some((p, rest)), Some((t, tail))) => p == t && naive(rest, tail, crosses),
            _ => false,
        }
    }

    proptest! {
        #[test]
        fn agrees_with_the_definition(pattern in "[ab:*?é]{0,8}", text in "[ab:é]{0,10}") {
            // The definition knows no runs of stars: one star is the same.
            let mut pattern = pattern;
            while pattern.contains("**") {
                pattern = pattern.replace("**", "*");
            }
            let (p, t): (Vec<char>, Vec<char>) = (pattern.chars().collect(), text.chars().collect());
            prop_assert_eq!(
                matches(&pattern, &text, Wildcards::Everywhere),
                naive(&p, &t, &|_| true)
            );
            prop_assert_eq!(
                matches(&pattern, &text, Wildcards::Segments),
                naive(&p, &t, &|rest| matches!(rest.first(), None | Some(':')))
            );
        }
    }
}
