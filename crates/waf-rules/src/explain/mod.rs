//! Explanations: what each rule looked at, and what it found.

mod describe;
mod statement;

use std::fmt;

use common_types::Timestamp;

pub use statement::StatementExplanation;

use crate::{
    CompiledWebAcl, Environment, Request,
    compile::{RuleKind, RuleProgram},
    decide::{Evaluation, decide},
    model::ActionValue,
};

/// Why a request was decided as it was: every rule that was asked, in order.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Explanation {
    /// What became of the request.
    pub action: ActionValue,
    /// The rule of the web ACL that decided, or `Default_Action`.
    pub rule: String,
    /// The labels that were added.
    pub labels: Vec<String>,
    /// The rules that were asked.
    pub rules: Vec<RuleExplanation>,
}

/// What one rule found.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct RuleExplanation {
    /// Its name.
    pub rule: String,
    /// The rule of the web ACL whose group it is of.
    pub within: Option<String>,
    /// What came of it.
    pub outcome: RuleOutcome,
    /// What its statement looked at; of a rate-based rule or a managed rule group, its scope-down statement.
    pub statement: Option<StatementExplanation>,
}

/// What came of a rule.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum RuleOutcome {
    /// A header is missing that it takes an address from: it did not apply.
    HeaderMissing(String),
    /// It did not match.
    NoMatch,
    /// It matched, and this was applied.
    Match(ActionValue),
    /// It is a rule group, whose rules were asked.
    Group,
}

impl CompiledWebAcl {
    /// Decides a request, and says what every rule looked at. Rate-based rules count it.
    pub fn explain<'a>(
        &'a self,
        request: &'a Request<'a>,
        now: Timestamp,
        environment: &Environment<'a>,
    ) -> Explanation {
        let mut rules = Vec::new();
        let verdict = decide(self, request, now, environment, Some(&mut rules));
        Explanation {
            action: verdict.action(),
            rule: verdict.rule().to_owned(),
            labels: verdict.labels().map(Into::into).collect(),
            rules,
        }
    }
}

impl RuleExplanation {
    /// What a rule found, once it was asked.
    pub(crate) fn new(
        evaluation: &mut Evaluation<'_>,
        rule: &RuleProgram,
        within: Option<&RuleProgram>,
        outcome: RuleOutcome,
    ) -> Self {
        let node = match &rule.kind {
            RuleKind::Statement(node) => Some(node),
            RuleKind::Rate(rate) => rate.scope_down.as_ref(),
            RuleKind::Group(group) => group.scope_down.as_ref(),
        };
        let applied = !matches!(outcome, RuleOutcome::HeaderMissing(_));
        Self {
            rule: rule.name.clone(),
            within: within.map(|outer| outer.name.clone()),
            statement: node
                .filter(|_| applied)
                .map(|node| StatementExplanation::new(evaluation, node)),
            outcome,
        }
    }
}

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} by {}", self.action, self.rule)?;
        for label in &self.labels {
            writeln!(f, "label {label}")?;
        }
        self.rules.iter().try_for_each(|rule| write!(f, "{rule}"))
    }
}

impl fmt::Display for RuleExplanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let group = self
            .within
            .as_ref()
            .map(|group| format!("{group}/"))
            .unwrap_or_default();
        write!(f, "rule {group}{}: ", self.rule)?;
        match &self.outcome {
            RuleOutcome::HeaderMissing(name) => {
                writeln!(f, "does not apply without header `{name}`")
            }
            RuleOutcome::NoMatch => writeln!(f, "no match"),
            RuleOutcome::Match(action) => writeln!(f, "match: {action}"),
            RuleOutcome::Group => writeln!(f, "rule group"),
        }?;
        match &self.statement {
            Some(statement) => statement.write(f, 1),
            None => Ok(()),
        }
    }
}
