//! What rules refer to.

use std::collections::BTreeSet;

use waf_rules::model::{Rule, Statement};

/// The ARNs of the sets and rule groups that rules refer to, each once.
pub(crate) fn references(rules: &[Rule]) -> Vec<String> {
    let mut found = BTreeSet::new();
    for rule in rules {
        of_statement(&rule.statement, &mut found);
    }
    found.into_iter().collect()
}

/// How deep statements may nest is bounded where they are read.
fn of_statement(statement: &Statement, found: &mut BTreeSet<String>) {
    let mut all = |statements: &[Statement]| {
        for statement in statements {
            of_statement(statement, found);
        }
    };
    match statement {
        Statement::IpSetReferenceStatement(set) => {
            found.insert(set.arn.clone());
        }
        Statement::RegexPatternSetReferenceStatement(set) => {
            found.insert(set.arn.clone());
        }
        Statement::RuleGroupReferenceStatement(group) => {
            found.insert(group.arn.clone());
        }
        Statement::AndStatement(and) => all(&and.statements),
        Statement::OrStatement(or) => all(&or.statements),
        Statement::NotStatement(not) => of_statement(&not.statement, found),
        Statement::RateBasedStatement(rate) => {
            if let Some(scope_down) = &rate.scope_down_statement {
                of_statement(scope_down, found);
            }
        }
        Statement::ManagedRuleGroupStatement(group) => {
            if let Some(scope_down) = &group.scope_down_statement {
                of_statement(scope_down, found);
            }
        }
        _ => {}
    }
}
