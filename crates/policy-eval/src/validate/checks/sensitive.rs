//! Keys that wildcards and variables open to everybody.

use super::{resource::fields, variable};
use crate::{
    keys::GlobalKey,
    operator::Operator,
    validate::{Checker, IssueCode, statement::Comparison},
};

pub(super) fn check(cx: &mut Checker<'_, '_>, comparison: &Comparison<'_>) {
    let sensitive = GlobalKey::find(&comparison.key).is_some_and(|key| key.sensitive);
    let of_user = comparison.is_of("aws:userid");
    if !sensitive && !of_user {
        return;
    }
    let patterns = matches!(
        comparison.operator.operator(),
        Operator::StringLike | Operator::StringNotLike
    );
    for element in &comparison.values {
        let Some(text) = element.text() else {
            continue;
        };
        let wild = patterns && variable::outside(text).contains(['*', '?']);
        let varies = cx.version.has_variables() && variable::has_variable(text);
        let place = element.place();
        for (found, code, what, list) in [
            (
                wild,
                IssueCode::WildcardUsageTooPermissive,
                "wildcard",
                "We consider the key to be sensitive and wildcards are not allowed to be used with sensitive keys.",
            ),
            (
                varies,
                IssueCode::VariableUsageTooPermissive,
                "policy variable",
                "We consider the key to be sensitive and policy variables can be evaluated as effective wildcards. Therefore \
                 policy variables are not allowed to be used with sensitive keys.",
            ),
        ] {
            if found && sensitive {
                let details = format!(
                    "The {what} is not allowed in the condition key {}. {list} Refer to \
                     https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html for the list of \
                     sensitive keys.",
                    comparison.key
                );
                cx.add(code, &place, details);
            } else if found && of_user && names_anybody(text) {
                let details = format!(
                    "Overly permissive use of {what} with aws:userID. Use the {what} on the right side of colon or as the \
                     only character on the left side of a colon."
                );
                cx.add(code, &place, details);
            }
        }
    }
}

/// Whether the part of a user id that is a user's or role's own, before the colon, is a pattern other than `*`.
fn names_anybody(text: &str) -> bool {
    let open = |part: &str| part.contains(['*', '?']) || variable::has_variable(part);
    match fields(text).as_slice() {
        [own, _, ..] => {
            let alone =
                matches!(variable::placeholders(own).as_slice(), [one] if one.written == *own);
            open(own) && *own != "*" && !alone
        }
        _ => open(text),
    }
}
