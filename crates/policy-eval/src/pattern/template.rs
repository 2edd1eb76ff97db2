//! A text taken apart into literals, wildcards and variables.

use smol_str::SmolStr;

use super::matcher::{self, OverColons, Piece};
use crate::{
    document::Version,
    keys::ConditionKeys,
    variable::{Placeholder, Variable},
};

/// A compiled text: what a resource, an action or a condition value is compared with.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Template {
    written: SmolStr,
    form: Form,
}

/// The common forms are told apart when the policy is parsed, so that most comparisons are one of bytes.
#[derive(Clone, Debug, Eq, PartialEq)]
enum Form {
    /// `*`
    Any,
    /// The text as it is written: no wildcard, no variable.
    Exact,
    /// The text as it is written but for the `*` at its end, which reaches over everything.
    Prefix,
    Pieces(Box<[Piece]>),
}

/// One part of a template, as [`Template::parts`] gives it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Part<'a> {
    /// These characters.
    Literal(&'a str),
    /// `*`: any characters, also none.
    Star { over_colons: OverColons },
    /// `?`: one character.
    One { over_colons: OverColons },
    /// What a variable has in a request.
    Variable(&'a Variable),
}

/// How far `*` and `?` reach.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Wildcards {
    /// They are characters like any other.
    None,
    /// Over everything.
    Everywhere,
    /// Within a colon-separated segment; a `*` that ends its segment reaches on. For resources.
    ///
    /// Source: [Resource](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html).
    Segments,
    /// Within each of the first five components of an ARN, and over all of the last. For `ArnLike`.
    ///
    /// Source: [ARN operators](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN).
    Components,
}

impl Template {
    /// Takes a text apart. `None` when a `${` begins no placeholder.
    pub(crate) fn parse(text: &str, wildcards: Wildcards, version: Version) -> Option<Self> {
        let components = wildcards == Wildcards::Components;
        let special = match wildcards {
            Wildcards::None => memchr::memchr(b'$', text.as_bytes()),
            Wildcards::Everywhere | Wildcards::Segments | Wildcards::Components => {
                memchr::memchr3(b'$', b'*', b'?', text.as_bytes())
            }
        };
        let form = match special {
            None => Form::Exact,
            // In a component of an ARN a `*` may reach less far.
            Some(at) if !components && text.get(at..) == Some("*") => {
                if at == 0 {
                    Form::Any
                } else {
                    Form::Prefix
                }
            }
            Some(_) => Form::Pieces(split(text, wildcards, version)?.into_boxed_slice()),
        };
        Some(Self {
            written: SmolStr::from(text),
            form,
        })
    }

    /// The text as it was written.
    pub(crate) fn as_str(&self) -> &str {
        &self.written
    }

    /// Whether it matches every text.
    pub(crate) fn is_any(&self) -> bool {
        self.form == Form::Any
    }

    /// The text, if it is one and no pattern.
    pub(crate) fn as_literal(&self) -> Option<&str> {
        match &self.form {
            Form::Exact => Some(&self.written),
            Form::Any | Form::Prefix | Form::Pieces(_) => None,
        }
    }

    /// What every match begins with.
    pub(crate) fn literal_prefix(&self) -> &str {
        match &self.form {
            Form::Any => "",
            Form::Exact => &self.written,
            Form::Prefix => self.before_star(),
            Form::Pieces(pieces) => match pieces.first() {
                Some(Piece::Literal(text)) => text,
                _ => "",
            },
        }
    }

    /// Its parts, from left to right.
    pub(crate) fn parts(&self) -> impl Iterator<Item = Part<'_>> {
        let (literal, star, pieces): (&str, bool, &[Piece]) = match &self.form {
            Form::Any => ("", true, &[]),
            Form::Exact => (&self.written, false, &[]),
            Form::Prefix => (self.before_star(), true, &[]),
            Form::Pieces(pieces) => ("", false, pieces),
        };
        let literal = (!literal.is_empty()).then_some(Part::Literal(literal));
        let star = star.then_some(Part::Star {
            over_colons: OverColons::Yes,
        });
        let pieces = pieces.iter().map(|piece| match piece {
            Piece::Literal(text) => Part::Literal(text),
            Piece::Star { over_colons } => Part::Star {
                over_colons: *over_colons,
            },
            Piece::One { over_colons } => Part::One {
                over_colons: *over_colons,
            },
            Piece::Variable(variable) => Part::Variable(variable),
        });
        literal.into_iter().chain(star).chain(pieces)
    }

    /// The text without its last character, which is a `*`.
    #[inline]
    fn before_star(&self) -> &str {
        let written = self.written.as_str();
        written
            .get(..written.len().saturating_sub(1))
            .unwrap_or(written)
    }

    /// The variables in it, in their order.
    pub(crate) fn variables(&self) -> impl Iterator<Item = &Variable> {
        let pieces: &[Piece] = match &self.form {
            Form::Pieces(pieces) => pieces,
            Form::Any | Form::Exact | Form::Prefix => &[],
        };
        pieces.iter().filter_map(|piece| match piece {
            Piece::Variable(variable) => Some(variable),
            Piece::Literal(_) | Piece::Star { .. } | Piece::One { .. } => None,
        })
    }

    /// The first variable that has no value in this request.
    #[inline]
    pub(crate) fn unresolved<'a>(&'a self, keys: &dyn ConditionKeys) -> Option<&'a Variable> {
        self.variables()
            .find(|variable| variable.value(keys).is_none())
    }

    /// Whether the text matches. A variable without a value matches nothing.
    #[inline]
    pub(crate) fn matches(&self, text: &str, keys: &dyn ConditionKeys) -> bool {
        match &self.form {
            Form::Any => true,
            Form::Exact => self.written == text,
            Form::Prefix => text.starts_with(self.before_star()),
            Form::Pieces(pieces) => matcher::matches::<false>(pieces, text, keys),
        }
    }

    /// As [`Template::matches`], without regard to case.
    #[inline]
    pub(crate) fn matches_any_case(&self, text: &str, keys: &dyn ConditionKeys) -> bool {
        match &self.form {
            Form::Any => true,
            Form::Exact => matcher::equal_any_case(&self.written, text),
            Form::Prefix => matcher::strip_any_case(self.before_star(), text).is_some(),
            Form::Pieces(pieces) => matcher::matches::<true>(pieces, text, keys),
        }
    }
}

fn split(text: &str, wildcards: Wildcards, version: Version) -> Option<Vec<Piece>> {
    let wild = wildcards != Wildcards::None;
    let mut pieces = Vec::new();
    let mut literal = String::new();
    let mut rest = text;
    while let Some(next) = rest.chars().next() {
        let piece = match next {
            '*' if wild => Piece::Star {
                over_colons: OverColons::Yes,
            },
            '?' if wild => Piece::One {
                over_colons: OverColons::Yes,
            },
            '$' if version.has_variables() && rest.starts_with("${") => {
                let end = rest.find('}')?;
                let placeholder = Placeholder::parse(rest.get(2..end)?)?;
                rest = rest.get(end + 1..)?;
                match placeholder {
                    Placeholder::Escaped(escaped) => literal.push(escaped),
                    Placeholder::Variable(variable) => {
                        flush(&mut literal, &mut pieces);
                        pieces.push(Piece::Variable(variable));
                    }
                }
                continue;
            }
            other => {
                literal.push(other);
                rest = rest.get(other.len_utf8()..)?;
                continue;
            }
        };
        flush(&mut literal, &mut pieces);
        // `**` is `*`, and must cost no more.
        if !(matches!(piece, Piece::Star { .. })
            && matches!(pieces.last(), Some(Piece::Star { .. })))
        {
            pieces.push(piece);
        }
        rest = rest.get(1..)?;
    }
    flush(&mut literal, &mut pieces);
    limit_reach(&mut pieces, wildcards);
    Some(pieces)
}

fn flush(literal: &mut String, pieces: &mut Vec<Piece>) {
    if !literal.is_empty() {
        pieces.push(Piece::Literal(std::mem::take(literal).into_boxed_str()));
    }
}

/// Says of each wildcard whether it reaches over colons.
fn limit_reach(pieces: &mut [Piece], wildcards: Wildcards) {
    let (mut colons, mut after_variable) = (0, false);
    for at in 0..pieces.len() {
        let ends_segment = match pieces.get(at + 1) {
            None => true,
            Some(Piece::Literal(text)) => text.starts_with(':'),
            Some(Piece::Variable(_) | Piece::Star { .. } | Piece::One { .. }) => false,
        };
        let Some(piece) = pieces.get_mut(at) else {
            return;
        };
        let within_arn = match (colons, after_variable) {
            (5.., _) => OverColons::Yes,
            (_, true) => OverColons::FromResource,
            (_, false) => OverColons::No,
        };
        match piece {
            Piece::Literal(text) => colons += text.matches(':').count(),
            Piece::Variable(_) => after_variable = true,
            Piece::Star { over_colons } => {
                *over_colons = match wildcards {
                    Wildcards::None | Wildcards::Everywhere => OverColons::Yes,
                    Wildcards::Components => within_arn,
                    Wildcards::Segments if ends_segment => OverColons::Yes,
                    Wildcards::Segments => OverColons::No,
                }
            }
            Piece::One { over_colons } => {
                *over_colons = match wildcards {
                    Wildcards::None | Wildcards::Everywhere => OverColons::Yes,
                    Wildcards::Components => within_arn,
                    Wildcards::Segments => OverColons::No,
                }
            }
        }
    }
}
