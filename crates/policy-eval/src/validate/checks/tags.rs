//! `aws:ResourceTag/…` for services that do not fill it.

use std::collections::BTreeSet;

use crate::{
    pattern::ActionPattern,
    services::Service,
    validate::{
        Checker, IssueCode,
        statement::{Comparison, Written},
    },
};

pub(super) fn check(cx: &mut Checker<'_, '_>, statement: &Written<'_>) {
    // What is negated, or holds of a key that is missing, holds for these services too.
    let compared = statement.comparisons.iter().find(|comparison| {
        let operator = comparison.operator;
        comparison.is_of("aws:resourcetag/")
            && !operator.operator().is_negated()
            && !operator.if_exists()
            && operator.operator() != crate::Operator::Null
    });
    let Some(comparison) = compared else {
        return;
    };
    let key = &comparison.key;
    let place = comparison.key_entry.name_place();
    if statement.has_not_action() {
        let (code, details) = if statement.denies() {
            (
                IssueCode::DenyNotactionWithUnsupportedTagConditionKeyForService,
                format!(
                    "Using the effect Deny with NotAction and the tag condition key {key} can be overly permissive because \
                     some service actions are not denied by this statement. This is because the condition key doesn't apply \
                     to some service actions. We recommend that you use Action instead of NotAction."
                ),
            )
        } else {
            (
                IssueCode::AllowNotactionWithUnsupportedTagConditionKeyForService,
                format!(
                    "Using the effect Allow with NotAction and the tag condition key {key} allows only service actions that \
                     support the condition key. The condition key doesn't apply to some service actions. We recommend that \
                     you use Action instead of NotAction."
                ),
            )
        };
        return cx.add(code, &place, details);
    }
    let services = unsupported(cx, statement, comparison);
    if services.is_empty() {
        return;
    }
    let services = services.into_iter().collect::<Vec<_>>().join(", ");
    let (code, details) = if statement.denies() {
        (
            IssueCode::DenyWithUnsupportedTagConditionKeyForService,
            format!(
                "Using the effect Deny with the tag condition key {key} and actions for services with the following prefixes \
                 can be overly permissive: {services}. Actions for the listed services are not denied by this statement. We \
                 recommend that you move these actions to a different statement without this condition key."
            ),
        )
    } else {
        (
            IssueCode::AllowWithUnsupportedTagConditionKeyForService,
            format!(
                "Using the effect Allow with the tag condition key {key} and actions for services with the following \
                 prefixes does not affect the policy: {services}. Actions for the listed service are not allowed by this \
                 statement. We recommend that you move these actions to a different statement without this condition key."
            ),
        )
    };
    cx.add(code, &place, details);
}

/// The services of which the statement has actions, none of which fill the key.
fn unsupported(
    cx: &Checker<'_, '_>,
    statement: &Written<'_>,
    comparison: &Comparison<'_>,
) -> BTreeSet<String> {
    let fills_none = |service: &Service, pattern: &ActionPattern| {
        let mut matching = service
            .actions()
            .filter(|action| pattern.matches(&format!("{}:{}", service.prefix(), action.name)))
            .peekable();
        matching.peek().is_some()
            && matching.all(|action| service.fills(action, &comparison.key) == Some(false))
    };
    statement
        .actions()
        .into_iter()
        .filter_map(|(_, text)| {
            let service = cx.validator.services.service(text.split_once(':')?.0)?;
            let pattern = ActionPattern::parse(text)?;
            fills_none(service, &pattern).then(|| service.prefix().to_owned())
        })
        .collect()
}
