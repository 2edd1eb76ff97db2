//! `StringEquals`, `StringEqualsIgnoreCase`, `StringLike`.

use super::Operator;
use crate::{
    document::{OneOrMany, Version},
    keys::{ConditionKeys, Value},
    pattern::{Template, Wildcards},
    variable::Variable,
};

/// How texts are compared.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Style {
    Equals,
    EqualsAnyCase,
    Like,
}

impl Style {
    pub(super) fn of(operator: Operator) -> Self {
        match operator {
            Operator::StringEqualsIgnoreCase | Operator::StringNotEqualsIgnoreCase => {
                Self::EqualsAnyCase
            }
            Operator::StringLike | Operator::StringNotLike => Self::Like,
            _ => Self::Equals,
        }
    }

    pub(super) fn parse(self, text: &str, version: Version) -> Option<Template> {
        let wildcards = match self {
            Self::Equals | Self::EqualsAnyCase => Wildcards::None,
            Self::Like => Wildcards::Everywhere,
        };
        Template::parse(text, wildcards, version)
    }
}

/// The texts that a condition looks for.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Texts {
    style: Style,
    wanted: OneOrMany<Template>,
}

impl Texts {
    pub(super) fn new(style: Style, wanted: OneOrMany<Template>) -> Self {
        Self { style, wanted }
    }

    #[inline]
    pub(super) fn any_matches(&self, value: Value<'_>, keys: &dyn ConditionKeys) -> bool {
        // One text for another is by far the most that is asked.
        if let (Value::Text(text), Style::Equals, [wanted]) =
            (value, self.style, self.wanted.as_slice())
        {
            return wanted.matches(text, keys);
        }
        value.with_text(|text| {
            self.wanted.iter().any(|wanted| match self.style {
                Style::Equals | Style::Like => wanted.matches(text, keys),
                Style::EqualsAnyCase => wanted.matches_any_case(text, keys),
            })
        })
    }

    /// The texts, and whether case does not matter.
    pub(super) fn templates(&self) -> (&[Template], bool) {
        (self.wanted.as_slice(), self.style == Style::EqualsAnyCase)
    }

    pub(super) fn all_in(&self, others: &Self) -> bool {
        self.style == others.style && self.wanted.iter().all(|text| others.wanted.contains(text))
    }

    pub(super) fn variables(&self) -> impl Iterator<Item = &Variable> {
        self.wanted.iter().flat_map(Template::variables)
    }
}
