//! `Condition`: operators, keys and lists of values as such.

use std::collections::HashMap;

use super::{condition_key, condition_value, key_advice, sensitive};
use crate::{
    document::tree::Tree,
    keys::ConditionKey,
    operator::{ConditionOperator, Operator, SetOperator},
    validate::{
        Checker, IssueCode,
        element::{Element, Entry},
        report::Place,
        statement::Written,
    },
};

pub(super) fn check(cx: &mut Checker<'_, '_>, statement: &Written<'_>) {
    let Some(block) = statement.member("Condition").map(|entry| &entry.value) else {
        return;
    };
    let Some(operators) = block.members() else {
        return cx.mismatch(block, "Object");
    };
    if operators.is_empty() {
        empty_block(cx, block);
    }
    for entry in &operators {
        operator(cx, entry);
    }
    for comparison in &statement.comparisons {
        condition_key::check(cx, statement, comparison);
        key_advice::check(cx, statement, comparison);
        condition_value::check(cx, comparison);
        sensitive::check(cx, comparison);
    }
    key_advice::together(cx, statement);
}

fn operator(cx: &mut Checker<'_, '_>, entry: &Entry<'_>) {
    let parsed = entry.name.parse::<ConditionOperator>();
    if parsed.is_err() {
        let (code, details) = if entry.name.ends_with("NullIfExists") {
            let details = "The Null condition operator cannot be used with the IfExists suffix. Update the operator or the \
                           suffix.";
            (IssueCode::NullWithIfExists, details.to_owned())
        } else {
            let details = format!(
                "The condition operator {} is not valid. Use a valid condition operator.",
                entry.name
            );
            (IssueCode::InvalidConditionOperator, details)
        };
        cx.add(code, &entry.name_place(), details);
    }
    let Some(keys) = entry.value.members() else {
        return cx.mismatch(&entry.value, "Object");
    };
    if keys.is_empty() {
        empty_block(cx, &entry.value);
    }
    if let Ok(operator) = parsed
        && operator.operator() == Operator::Null
        && operator.set().is_some()
    {
        let details = "Avoid using the Null condition operator with the ForAllValues or ForAnyValue qualifiers because they \
                       always return a true or false respectively.";
        cx.add(IssueCode::NullWithQualifier, &entry.name_place(), details);
    }
    let mut seen: HashMap<String, Place> = HashMap::new();
    for key in &keys {
        if key.name.parse::<ConditionKey>().is_err() {
            let details = "The condition key format is not valid. Use the format service:keyname.";
            cx.add(
                IssueCode::InvalidConditionKeyFormat,
                &key.name_place(),
                details,
            );
        }
        if let Some(first) = seen.insert(key.name.to_lowercase(), key.name_place()) {
            let details = format!(
                "The condition key {} appears more than once with different capitalization in the same condition block. \
                 Remove the duplicate condition keys.",
                key.name
            );
            let code = IssueCode::DuplicateKeysWithDifferentCase;
            cx.report.add_at(code, &[key.name_place(), first], details);
        }
        values(cx, parsed.ok(), key);
    }
}

fn empty_block(cx: &mut Checker<'_, '_>, element: &Element<'_>) {
    let details =
        "This condition block is empty and it does not affect the policy. Specify conditions.";
    cx.add(IssueCode::EmptyObjectCondition, &element.place(), details);
}

fn values(cx: &mut Checker<'_, '_>, operator: Option<ConditionOperator>, key: &Entry<'_>) {
    if key.value.is_empty_list() {
        return empty_values(cx, operator, key);
    }
    let values = key.value.each();
    let mut kinds: Vec<u8> = Vec::new();
    for value in &values {
        match &value.node().value {
            Tree::Text(_) => kinds.push(0),
            Tree::Number(_) => kinds.push(1),
            Tree::Bool(_) => kinds.push(2),
            Tree::Object(_) | Tree::List(_) | Tree::Null => cx.mismatch(value, "String"),
        }
    }
    let place = key.value.place();
    if kinds.iter().any(|kind| kinds.first() != Some(kind)) {
        let details = "The condition value data types do not match. Use condition values of the same JSON data type.";
        cx.add(IssueCode::InvalidConditionDataType, &place, details);
    }
    let of_bools =
        operator.is_some_and(|o| matches!(o.operator(), Operator::Bool | Operator::Null));
    if of_bools && values.len() > 1 {
        let details = "The condition key does not support multiple Boolean values. Use a single Boolean value.";
        cx.add(IssueCode::InvalidConditionMultipleBoolean, &place, details);
    }
}

fn empty_values(cx: &mut Checker<'_, '_>, operator: Option<ConditionOperator>, key: &Entry<'_>) {
    let name = key.name;
    let null = "To determine if the request context is empty, we recommend that you use the Null condition operator with the \
                value of true instead.";
    let (code, details) = match operator {
        Some(operator) if operator.set() == Some(SetOperator::ForAllValues) => (
            IssueCode::EmptyArrayConditionForallvalues,
            format!(
                "The ForAllValues prefix with an empty condition key matches only if the key {name} is missing from the \
                 request context. {null}"
            ),
        ),
        Some(operator) if operator.set() == Some(SetOperator::ForAnyValue) => (
            IssueCode::EmptyArrayConditionForanyvalue,
            format!(
                "The ForAnyValue prefix with an empty condition key {name} never matches the request context and it does \
                 not affect the policy. Specify conditions."
            ),
        ),
        Some(operator) if operator.if_exists() => (
            IssueCode::EmptyArrayConditionIfexists,
            format!(
                "The IfExists suffix with an empty condition key matches only if the key {name} is missing from the \
                 request context. {null}"
            ),
        ),
        Some(_) | None => (
            IssueCode::EmptyArrayCondition,
            format!(
                "There are no values for the condition key {name} and it does not affect the policy. Specify conditions."
            ),
        ),
    };
    cx.add(code, &key.value.place(), details);
}
