//! The labels of a rule group: those that its rules add, and those that they ask for.

use std::collections::BTreeSet;

use waf_rules::model::{LabelSummary, Rule, Statement};

/// The labels of a group's rules, each once, in their order.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct Labels {
    pub(crate) added: Vec<LabelSummary>,
    /// As label match statements have them: whole labels, their ends, or namespaces.
    pub(crate) asked_for: Vec<LabelSummary>,
}

impl Labels {
    /// What the labels that rules add begin with is the group's.
    pub(crate) fn of(rules: &[Rule], namespace: &str) -> Self {
        let (mut added, mut asked_for) = (BTreeSet::new(), BTreeSet::new());
        for rule in rules {
            let labels = rule.rule_labels.iter().flatten();
            added.extend(labels.map(|label| format!("{namespace}{}", label.name)));
            ask(&rule.statement, &mut asked_for);
        }
        let summaries = |names: BTreeSet<String>| {
            let names = names.into_iter();
            names.map(|name| LabelSummary::new().name(name)).collect()
        };
        Self {
            added: summaries(added),
            asked_for: summaries(asked_for),
        }
    }
}

/// How deep statements may nest is bounded where they are read.
fn ask(statement: &Statement, found: &mut BTreeSet<String>) {
    let mut all = |statements: &[Statement]| {
        statements
            .iter()
            .for_each(|statement| ask(statement, found));
    };
    match statement {
        Statement::LabelMatchStatement(label) => {
            found.insert(label.key.clone());
        }
        Statement::AndStatement(and) => all(&and.statements),
        Statement::OrStatement(or) => all(&or.statements),
        Statement::NotStatement(not) => ask(&not.statement, found),
        Statement::RateBasedStatement(rate) => {
            if let Some(scope_down) = &rate.scope_down_statement {
                ask(scope_down, found);
            }
        }
        _ => {}
    }
}
