//! `ArnEquals` and `ArnLike`, which are the same: component by component, with wildcards.

use crate::{
    document::{OneOrMany, Version},
    keys::{ConditionKeys, Value},
    pattern::{Template, Wildcards},
    variable::Variable,
};

/// The ARN patterns that a condition looks for.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Arns {
    wanted: OneOrMany<Template>,
}

/// Reads `*`, or an ARN with wildcards. A pattern that may get components from a variable is checked no further.
pub(super) fn parse(text: &str, version: Version) -> Option<Template> {
    if text == "*" {
        return Template::parse(text, Wildcards::Everywhere, version);
    }
    let template = Template::parse(text, Wildcards::Components, version)?;
    let complete = text.starts_with("arn:") && text.splitn(6, ':').count() == 6;
    (complete || template.variables().next().is_some()).then_some(template)
}

impl Arns {
    pub(super) fn new(wanted: OneOrMany<Template>) -> Self {
        Self { wanted }
    }

    pub(super) fn any_matches(&self, value: Value<'_>, keys: &dyn ConditionKeys) -> bool {
        value.with_text(|arn| self.wanted.iter().any(|wanted| wanted.matches(arn, keys)))
    }

    pub(super) fn templates(&self) -> &[Template] {
        self.wanted.as_slice()
    }

    pub(super) fn all_in(&self, others: &Self) -> bool {
        self.wanted.iter().all(|arn| others.wanted.contains(arn))
    }

    pub(super) fn variables(&self) -> impl Iterator<Item = &Variable> {
        self.wanted.iter().flat_map(Template::variables)
    }
}
