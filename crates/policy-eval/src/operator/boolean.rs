//! `Bool`; and the two words that `Null` takes.

use crate::{
    document::Version,
    keys::{ConditionKeys, Value},
    pattern::{Template, Wildcards},
    variable::Variable,
};

/// One truth value to compare with.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Test {
    Literal(bool),
    /// A policy variable.
    Variable(Template),
}

impl Test {
    pub(super) fn parse(text: &str, version: Version) -> Option<Self> {
        if let Some(literal) = parse_literal(text) {
            return Some(Self::Literal(literal));
        }
        let template = Template::parse(text, Wildcards::None, version)?;
        template.variables().next()?;
        Some(Self::Variable(template))
    }
}

impl Test {
    /// The truth value, if it is no variable.
    pub(super) fn literal(&self) -> Option<bool> {
        match self {
            Self::Literal(literal) => Some(*literal),
            Self::Variable(_) => None,
        }
    }
}

/// `true` or `false`, in any case.
pub(super) fn parse_literal(text: &str) -> Option<bool> {
    [true, false]
        .into_iter()
        .find(|&word| text.eq_ignore_ascii_case(spelled(word)))
}

fn spelled(word: bool) -> &'static str {
    if word { "true" } else { "false" }
}

pub(super) fn any_matches(tests: &[Test], value: Value<'_>, keys: &dyn ConditionKeys) -> bool {
    let have = match value {
        Value::Bool(have) => Some(have),
        Value::Text(text) => parse_literal(text),
        Value::Integer(_) | Value::Time(_) | Value::Ip(_) | Value::Binary(_) => None,
    };
    let Some(have) = have else { return false };
    tests.iter().any(|test| match test {
        Test::Literal(wanted) => *wanted == have,
        Test::Variable(template) => template.matches_any_case(spelled(have), keys),
    })
}

pub(super) fn variables(tests: &[Test]) -> impl Iterator<Item = &Variable> {
    tests
        .iter()
        .filter_map(|test| match test {
            Test::Literal(_) => None,
            Test::Variable(template) => Some(template),
        })
        .flat_map(Template::variables)
}
