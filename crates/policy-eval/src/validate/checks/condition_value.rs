//! Condition values: whether they are what their operator compares with.

use super::{address, key_value, variable};
use crate::{
    document::{Scalar, Version},
    operator::{Comparison as Order, Operands, Operator},
    validate::{Checker, IssueCode, element::Element, statement::Comparison},
};

pub(super) fn check(cx: &mut Checker<'_, '_>, comparison: &Comparison<'_>) {
    let operator = comparison.operator.operator();
    let mut ranges = Vec::new();
    for element in &comparison.values {
        let Some(text) = element.scalar() else {
            continue;
        };
        variable::check(cx, element, &text);
        let has_variable = cx.version.has_variables() && variable::has_variable(&text);
        if has_variable && !takes_variables(operator) {
            let details = "Policy variables can only be used with String and ARN operators.";
            cx.add(
                IssueCode::InvalidVariableForOperator,
                &element.place(),
                details,
            );
            continue;
        }
        if !has_variable {
            by_operator(cx, comparison, element, &text);
            key_value::check(cx, comparison, element, &text);
        }
        if operator == Operator::IpAddress || operator == Operator::NotIpAddress {
            ranges.extend(address::range(cx, element, &text));
        }
    }
    address::private(cx, comparison, &ranges);
    bounds(cx, comparison);
    always(cx, comparison);
}

fn takes_variables(operator: Operator) -> bool {
    let name = operator.as_str();
    // To `Bool` a variable may give `true`.
    name.starts_with("String") || name.starts_with("Arn") || operator == Operator::Bool
}

fn by_operator(
    cx: &mut Checker<'_, '_>,
    comparison: &Comparison<'_>,
    element: &Element<'_>,
    text: &str,
) {
    let operator = comparison.operator.operator();
    let name = comparison.operator_name;
    let scalar = [Scalar::from(text)];
    let understood = Operands::parse(operator, &scalar, Version::V2012).is_ok();
    let place = element.place();
    match operator {
        Operator::StringEquals
        | Operator::StringNotEquals
        | Operator::StringEqualsIgnoreCase
        | Operator::StringNotEqualsIgnoreCase => {
            if variable::outside(text).contains(['*', '?']) {
                let details = "Your condition value includes a * or ? character. If you meant to use a wildcard (*, ?), update \
                               the condition operator to include Like.";
                cx.add(IssueCode::WildcardWithoutLikeOperator, &place, details);
            }
        }
        Operator::StringLike
        | Operator::StringNotLike
        | Operator::ArnEquals
        | Operator::ArnLike
        | Operator::ArnNotEquals
        | Operator::ArnNotLike => {}
        Operator::NumericEquals
        | Operator::NumericNotEquals
        | Operator::NumericLessThan
        | Operator::NumericLessThanEquals
        | Operator::NumericGreaterThan
        | Operator::NumericGreaterThanEquals => {
            if !understood {
                let details =
                    format!("Add a valid numeric value for the condition operator {name}.");
                cx.add(IssueCode::TypeMismatchNumber, &place, details);
            }
        }
        Operator::DateEquals
        | Operator::DateNotEquals
        | Operator::DateLessThan
        | Operator::DateLessThanEquals
        | Operator::DateGreaterThan
        | Operator::DateGreaterThanEquals => {
            if !understood {
                let details = "The date condition operator is used with an invalid value. Specify a valid date using \
                               YYYY-MM-DD or other ISO 8601 date/time format.";
                cx.add(IssueCode::TypeMismatchDate, &place, details);
            } else if text.len() > 4 && text.bytes().all(|b| b.is_ascii_digit()) {
                let details = format!(
                    "The date {text} might not resolve as expected. We recommend that you use the YYYY-MM-DD format."
                );
                cx.add(IssueCode::InvalidDateValue, &place, details);
            }
        }
        Operator::Bool | Operator::Null => {
            if !understood {
                let details = format!(
                    "Add a valid Boolean value (true or false) for the condition operator {name}."
                );
                cx.add(IssueCode::TypeMismatchBoolean, &place, details);
            }
        }
        Operator::BinaryEquals => {
            if !understood {
                let details = format!(
                    "Add a valid base64-encoded string value for the condition operator {name}."
                );
                cx.add(IssueCode::TypeMismatchString, &place, details);
            }
        }
        Operator::IpAddress | Operator::NotIpAddress => {
            if !understood {
                let details = format!(
                    "The condition operator {name} is used with an invalid IP range value. Specify the IP range in standard \
                     CIDR format."
                );
                cx.add(IssueCode::TypeMismatchIpRange, &place, details);
            }
        }
    }
}

/// Of several bounds one alone counts.
fn bounds(cx: &mut Checker<'_, '_>, comparison: &Comparison<'_>) {
    let operator = comparison.operator.operator();
    if comparison.values.len() < 2 || !operator.as_str().starts_with("Numeric") {
        return;
    }
    let kept = match operator.comparison() {
        Order::Less | Order::AtMost => "greatest",
        Order::Greater | Order::AtLeast => "least",
        Order::Equal => return,
    };
    let details = format!(
        "Multiple values in {} are redundant. Replace with the {kept} single value for {}.",
        comparison.operator_name, comparison.key
    );
    let place = comparison.key_entry.value.place();
    cx.add(IssueCode::RedundantConditionValueNum, &place, details);
}

/// `*` matches every value: then nothing is compared.
fn always(cx: &mut Checker<'_, '_>, comparison: &Comparison<'_>) {
    let operator = comparison.operator;
    let like = matches!(
        operator.operator(),
        Operator::StringLike | Operator::StringNotLike | Operator::ArnLike | Operator::ArnNotLike
    );
    if !like
        || !comparison
            .values
            .iter()
            .any(|value| value.text() == Some("*"))
    {
        return;
    }
    let place = comparison.key_entry.name_place();
    let (name, key) = (comparison.operator_name, &comparison.key);
    if operator.operator().is_negated() {
        let details = format!(
            "The key {key} in the condition block of {name} does not match any values. Remove this key to simplify the \
             condition."
        );
        cx.add(
            IssueCode::RedundantStatementDueToWildcardInCondition,
            &place,
            details,
        );
    } else if operator.if_exists() || operator.set() == Some(crate::SetOperator::ForAllValues) {
        let details = format!(
            "The key {key} in the condition block of {name} is redundant because it is always matched. Remove this key to \
             simplify the condition."
        );
        cx.add(
            IssueCode::RedundantKeyDueToWildcardInCondition,
            &place,
            details,
        );
    }
}
