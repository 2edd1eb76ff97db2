//! Condition keys: whether they exist, what they are compared by, and by which actions they are filled.

use crate::{
    keys::{GlobalKey, KeyKind, KeyType},
    operator::{Operator, SetOperator},
    services::Known,
    validate::{
        Checker, IssueCode,
        statement::{Comparison, Written},
    },
};

/// Actions that are authorised as part of another one, whose keys are filled then.
const WITH_ANOTHER: &[&str] = &["sts:TagSession", "sts:SetSourceIdentity", "sts:SetContext"];

pub(super) fn check(
    cx: &mut Checker<'_, '_>,
    statement: &Written<'_>,
    comparison: &Comparison<'_>,
) {
    if let Some(kind) = kind(cx, comparison) {
        qualifier(cx, comparison, kind);
        operator(cx, comparison, kind.value);
    }
    actions(cx, statement, comparison);
}

/// What the key is, as far as it is known; a finding if there is no such key.
fn kind(cx: &mut Checker<'_, '_>, comparison: &Comparison<'_>) -> Option<KeyKind> {
    let key = &comparison.key;
    let place = comparison.key_entry.name_place();
    let name = key.folded();
    if let Some(global) = GlobalKey::find(key).filter(|_| key.tail() != Some("")) {
        return Some(global.kind);
    }
    let (prefix, _) = name.split_once(':')?;
    // `aws:RequestTag`, or `iam:ResourceTag/`.
    let is_tag = |base: &str| base.ends_with("tag");
    if let Some(base) = Some(name.strip_suffix('/').unwrap_or(name)).filter(|base| is_tag(base))
        && (prefix == "aws" || name.ends_with('/'))
        && ["principaltag", "requesttag", "resourcetag"]
            .iter()
            .any(|tag| base.ends_with(&format!(":{tag}")))
    {
        let written = key.as_str().trim_end_matches('/');
        let details = format!(
            "The condition key {written}/ must include a tag key to control access based on tags. Use the format \
             {written}/tag-key and specify a key name for tag-key."
        );
        cx.add(IssueCode::MissingTagKeyInCondition, &place, details);
        return None;
    }
    if name == "aws:arn" {
        let details = "The condition key aws:ARN is not supported. Use aws:PrincipalArn or aws:SourceArn instead.";
        cx.add(IssueCode::UnsupportedGlobalConditionKey, &place, details);
        return None;
    }
    if prefix == "aws" {
        let details = format!("The condition key {key} does not exist. Use a valid condition key.");
        cx.add(IssueCode::InvalidGlobalConditionKey, &place, details);
        return None;
    }
    // Identity providers fill keys of their own: `token.actions.githubusercontent.com:sub`, `saml:aud`.
    if prefix.contains('.') || prefix == "saml" {
        return None;
    }
    match cx.validator.services.known(prefix) {
        Known::Service(service) if service.has_key(key) => service.key_kind(key),
        Known::Service(_) => {
            let details = format!(
                "The condition key {key} does not exist in the service {prefix}. Use a valid condition key."
            );
            cx.add(IssueCode::InvalidServiceConditionKey, &place, details);
            None
        }
        Known::Exists => None,
        Known::Nothing => {
            let details = format!("The service {prefix} does not exist. Use a valid service name.");
            cx.add(IssueCode::InvalidService, &place, details);
            None
        }
    }
}

fn qualifier(cx: &mut Checker<'_, '_>, comparison: &Comparison<'_>, kind: KeyKind) {
    let operator = comparison.operator;
    let place = comparison.key_entry.name_place();
    let key = &comparison.key;
    match operator.set() {
        None if kind.multivalued && operator.operator() != Operator::Null => {
            let details = format!(
                "The request context key {key} has multiple values. Use the ForAllValues or ForAnyValue condition key \
                 qualifiers in your policy."
            );
            cx.add(IssueCode::MissingQualifier, &place, details);
        }
        Some(SetOperator::ForAllValues) if !kind.multivalued => {
            let details = format!(
                "Using ForAllValues qualifier with the single-valued condition key {key} can be overly permissive. We \
                 recommend that you remove ForAllValues:."
            );
            cx.add(IssueCode::ForallvaluesWithSingleValuedKey, &place, details);
        }
        None | Some(_) => {}
    }
}

fn operator(cx: &mut Checker<'_, '_>, comparison: &Comparison<'_>, value: KeyType) {
    let operator = comparison.operator.operator();
    let of = family(operator);
    let fits = match value {
        // Text operators compare ARNs as text.
        KeyType::Arn => matches!(of, None | Some(KeyType::Arn | KeyType::String)),
        // Seconds are numbers.
        KeyType::Date => matches!(of, None | Some(KeyType::Date | KeyType::Numeric)),
        other => of.is_none_or(|of| of == other),
    };
    let wild_arn =
        value == KeyType::Arn && matches!(operator, Operator::StringLike | Operator::StringNotLike);
    let (code, allowed) = match (fits, wild_arn) {
        (_, true) => (
            IssueCode::StringLikeOperatorWithArnConditionKeys,
            "ArnLike".to_owned(),
        ),
        (false, false) => (IssueCode::TypeMismatch, value.to_string()),
        (true, false) => return,
    };
    let details = format!(
        "Use the operator type {allowed} instead of operator {} for the condition key {}.",
        comparison.operator_name, comparison.key
    );
    cx.add(code, &comparison.key_entry.name_place(), details);
}

/// The type of the keys that an operator is made for; `Null` is for all.
pub(super) fn family(operator: Operator) -> Option<KeyType> {
    let name = operator.as_str();
    Some(match () {
        () if name.starts_with("String") => KeyType::String,
        () if name.starts_with("Numeric") => KeyType::Numeric,
        () if name.starts_with("Date") => KeyType::Date,
        () if name.starts_with("Arn") => KeyType::Arn,
        () if name.ends_with("IpAddress") => KeyType::IpAddress,
        () if operator == Operator::Bool => KeyType::Bool,
        () if operator == Operator::BinaryEquals => KeyType::Binary,
        () => return None,
    })
}

/// The statement's actions that never fill the key. Those with wildcards are not looked at, as AWS does not either.
fn actions(cx: &mut Checker<'_, '_>, statement: &Written<'_>, comparison: &Comparison<'_>) {
    let key = &comparison.key;
    let Some((prefix, _)) = key.folded().split_once(':') else {
        return;
    };
    if statement.has_not_action() || GlobalKey::find(key).is_some() {
        return;
    }
    let services = &cx.validator.services;
    if !services
        .service(prefix)
        .is_some_and(|service| service.has_key(key))
    {
        return;
    }
    let unsupported: Vec<&str> = statement
        .actions()
        .into_iter()
        .filter(|(_, action)| {
            !WITH_ANOTHER
                .iter()
                .any(|with| with.eq_ignore_ascii_case(action))
        })
        .filter_map(|(_, action)| {
            let (service, name) = action.split_once(':')?;
            let service = services.service(service)?;
            let found = service.find_action(name)?;
            (service.fills(found, key) == Some(false)).then_some(action)
        })
        .collect();
    if !unsupported.is_empty() {
        let details = format!(
            "The following actions: {} are not supported by the condition key {key}. The condition will not be evaluated \
             for these actions. We recommend that you move these actions to a different statement without this condition \
             key.",
            unsupported.join(", ")
        );
        let place = comparison.key_entry.name_place();
        cx.add(IssueCode::UnsupportedActionForConditionKey, &place, details);
    }
}
