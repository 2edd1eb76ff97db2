//! Resource policies that let a service in: on whose behalf?

use crate::{
    operator::Operator,
    validate::{Checker, IssueCode, PolicyType, statement::Written},
};

/// What says on whose behalf a service calls.
const SOURCES: &[&str] = &[
    "aws:sourcearn",
    "aws:sourceaccount",
    "aws:sourceorgid",
    "aws:sourceorgpaths",
];

/// What says something of users and roles, and nothing of services.
const OF_PRINCIPALS: &[&str] = &[
    "aws:principalaccount",
    "aws:principalarn",
    "aws:principalorgid",
    "aws:principalorgpaths",
    "aws:principaltag/",
    "aws:userid",
    "aws:username",
];

pub(super) fn check(cx: &mut Checker<'_, '_>, statement: &Written<'_>) {
    // What a role's trust policy lets in has no source.
    if cx.validator.policy_type != PolicyType::Resource || cx.validator.is_trust() {
        return;
    }
    let services = statement.principals("Service");
    let negated = statement
        .principal
        .as_ref()
        .is_none_or(|choice| choice.negated);
    let Some((element, service)) = services.first().filter(|_| statement.allows() && !negated)
    else {
        return;
    };
    if !SOURCES.iter().any(|key| statement.compares(key)) {
        match statement
            .comparisons
            .iter()
            .find(|c| c.is_of("aws:referer"))
        {
            Some(comparison) => {
                let details = format!(
                    "To restrict access to the service principal {service} operating on your behalf, we recommend \
                     aws:SourceArn, aws:SourceAccount, aws:SourceOrgID, or aws:SourceOrgPaths instead of {}.",
                    comparison.key
                );
                let code = IssueCode::RecommendedConditionKeyForServicePrincipal;
                cx.add(code, &comparison.key_entry.name_place(), details);
            }
            None => {
                let details = "Granting access to a service principal without specifying a source is overly permissive. Use \
                               aws:SourceArn, aws:SourceAccount, aws:SourceOrgID, or aws:SourceOrgPaths condition key to grant \
                               fine-grained access.";
                cx.add(
                    IssueCode::RestrictAccessToServicePrincipal,
                    &element.place(),
                    details,
                );
            }
        }
    }
    let alone = ["AWS", "Federated", "CanonicalUser"]
        .iter()
        .all(|key| statement.principals(key).is_empty());
    let senseless: Vec<&str> = statement
        .comparisons
        .iter()
        .filter(|comparison| {
            let operator = comparison.operator;
            !operator.if_exists()
                && !operator.operator().is_negated()
                && operator.operator() != Operator::Null
                && OF_PRINCIPALS.iter().any(|key| comparison.is_of(key))
        })
        .map(|comparison| comparison.key.as_str())
        .collect();
    if alone && !senseless.is_empty() {
        let details = format!(
            "The following condition keys are not supported when used with the service principal: {}.",
            senseless.join(", ")
        );
        let code = IssueCode::UnsupportedConditionKeyForServicePrincipal;
        cx.add(code, &element.place(), details);
    }
}
