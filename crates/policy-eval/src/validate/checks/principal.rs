//! `Principal` and `NotPrincipal`: whom a statement names.

use super::variable;
use crate::{
    document::{PrincipalKey, PrincipalName},
    validate::{
        Checker, IssueCode, PolicyType,
        element::{Element, Entry},
        statement::{Choice, Written},
    },
};

pub(super) fn check(cx: &mut Checker<'_, '_>, statement: &Written<'_>) {
    match (cx.validator.policy_type, &statement.principal) {
        (PolicyType::Identity, Some(choice)) => {
            let details = "The policy type IDENTITY_POLICY does not support the Principal element. Remove the Principal \
                           element.";
            cx.add(
                IssueCode::UnsupportedPrincipal,
                &choice.entry.name_place(),
                details,
            );
        }
        (PolicyType::ServiceControl, Some(choice)) => {
            let details = "SCPs do not support specifying principals. Remove the Principal or NotPrincipal element.";
            cx.add(
                IssueCode::ScpSyntaxErrorPrincipal,
                &choice.entry.name_place(),
                details,
            );
        }
        (PolicyType::Identity | PolicyType::ServiceControl, None) => {}
        (PolicyType::Resource | PolicyType::ResourceControl, None) => {
            let details = "Add a Principal element to the policy statement.";
            cx.add(
                IssueCode::MissingPrincipal,
                &statement.element.place(),
                details,
            );
        }
        (PolicyType::Resource, Some(choice)) => {
            named(cx, statement, choice);
        }
        // Whatever is not `*` is refused there: see `organisation`.
        (PolicyType::ResourceControl, Some(_)) => {}
    }
}

fn named(cx: &mut Checker<'_, '_>, statement: &Written<'_>, choice: &Choice<'_>) {
    if choice.negated && cx.validator.is_trust() {
        let details = "Role trust policies do not support NotPrincipal. Update the policy to use a Principal element \
                       instead.";
        let code = IssueCode::RoleTrustPolicySyntaxErrorNotprincipal;
        cx.add(code, &choice.entry.name_place(), details);
    } else if choice.negated && statement.allows() {
        let details = "Using Allow with NotPrincipal can be overly permissive. We recommend that you use Principal instead.";
        cx.add(
            IssueCode::AllowWithNotPrincipal,
            &choice.entry.name_place(),
            details,
        );
    }
    let value = &choice.entry.value;
    if value.text() == Some("*") {
        return everybody(cx, statement, value);
    }
    let Some(members) = value.members() else {
        return invalid(cx, value);
    };
    if members.is_empty() {
        let details = "This statement includes no principals and does not affect the policy. Specify principals.";
        cx.add(IssueCode::EmptyObjectPrincipal, &value.place(), details);
    }
    for entry in &members {
        of_key(cx, statement, entry);
    }
}

fn of_key(cx: &mut Checker<'_, '_>, statement: &Written<'_>, entry: &Entry<'_>) {
    let key = match entry.name {
        "AWS" => PrincipalKey::Aws,
        "Service" => PrincipalKey::Service,
        "Federated" => PrincipalKey::Federated,
        "CanonicalUser" => PrincipalKey::CanonicalUser,
        other => {
            let details = format!("The principal key {other} is not valid.");
            return cx.add(IssueCode::InvalidPrincipalKey, &entry.name_place(), details);
        }
    };
    if entry.value.is_empty_list() {
        let details = "This statement includes no principals and does not affect the policy. Specify principals.";
        cx.add(
            IssueCode::EmptyArrayPrincipal,
            &entry.value.place(),
            details,
        );
    }
    if key == PrincipalKey::Federated && !cx.validator.is_trust() {
        let details = "The policy type does not support a federated identity provider in the principal element. Use a \
                       supported principal.";
        let code = IssueCode::FederatedPrincipalNotSupported;
        return cx.add(code, &entry.value.place(), details);
    }
    for element in entry.value.each() {
        match element.text() {
            None => cx.mismatch(&element, "String"),
            Some("*") if key == PrincipalKey::Aws => everybody(cx, statement, &element),
            Some(name) => one(cx, &element, key, name),
        }
    }
}

fn everybody(cx: &mut Checker<'_, '_>, statement: &Written<'_>, element: &Element<'_>) {
    if cx.validator.is_trust() && statement.allows() {
        let details = "\"Principal:\" \"*\" is not supported in the principal element of a role trust policy. Replace the \
                       wildcard with a valid principal value.";
        let code = IssueCode::RoleTrustPolicyUnsupportedWildcardInPrincipal;
        cx.add(code, &element.place(), details);
    }
}

fn one(cx: &mut Checker<'_, '_>, element: &Element<'_>, key: PrincipalKey, name: &str) {
    if variable::unsupported(cx, element, name) {
        return;
    }
    let place = element.place();
    if name.contains(['*', '?']) {
        let details = format!(
            "Wildcards (*, ?) are not supported with the principal key {}. Replace the wildcard with a valid principal \
             value.",
            key.as_str()
        );
        return cx.add(IssueCode::UnsupportedWildcardInPrincipal, &place, details);
    }
    match (PrincipalName::parse(name, key), key) {
        (Some(_), PrincipalKey::Aws) => by_id(cx, element, name),
        (Some(_), PrincipalKey::Service) if is_service_principal(name) => {}
        (_, PrincipalKey::Service) => {
            let details = "The service principal does not match the expected format. Use the format \
                           service-name.amazonaws.com.";
            cx.add(IssueCode::InvalidServicePrincipalFormat, &place, details);
        }
        (Some(_), PrincipalKey::Federated) if is_provider(name) => {}
        (_, PrincipalKey::Federated) => {
            let details = "The principal value specifies a federated principal that does not match the expected format. \
                           Update the federated principal to a domain name or a SAML metadata ARN.";
            let code = IssueCode::InvalidFederatedPrincipalSyntaxInRoleTrustPolicy;
            cx.add(code, &place, details);
        }
        (Some(_), PrincipalKey::CanonicalUser) => {}
        (None, PrincipalKey::Aws | PrincipalKey::CanonicalUser) => invalid(cx, element),
    }
}

/// A user or role that is named by its unique id, which is how IAM keeps it.
fn by_id(cx: &mut Checker<'_, '_>, element: &Element<'_>, name: &str) {
    let (code, what, form) = match name.get(..4) {
        Some("AROA") => (IssueCode::InvalidRoleReference, "role", "a role"),
        Some("AIDA") => (IssueCode::InvalidUserReference, "user", "a user"),
        _ => return,
    };
    let details = format!(
        "The Principal element includes the IAM {what} ID {name}. We recommend that you use {form} ARN instead."
    );
    cx.add(code, &element.place(), details);
}

fn invalid(cx: &mut Checker<'_, '_>, element: &Element<'_>) {
    let details = "The Principal element contents are not valid. Specify a key-value pair in the Principal element.";
    cx.add(IssueCode::InvalidPrincipalFormat, &element.place(), details);
}

/// Whether it looks like `ssm.amazonaws.com`.
pub(super) fn is_service_principal(name: &str) -> bool {
    let label = |label: &str| {
        let allowed = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-_".contains(&b);
        !label.is_empty() && label.bytes().all(allowed)
    };
    [
        ".amazonaws.com",
        ".amazonaws.com.cn",
        ".amazon.com",
        ".aws.internal",
    ]
    .iter()
    .find_map(|suffix| name.strip_suffix(suffix))
    .is_some_and(|service| service.split('.').all(label))
}

/// Whether it is a domain, or the ARN of a provider.
fn is_provider(name: &str) -> bool {
    match name.strip_prefix("arn:") {
        None => !name.contains(':'),
        Some(arn) => {
            let fields: Vec<&str> = arn.splitn(5, ':').collect();
            matches!(fields.as_slice(), [_, "iam", "", account, resource]
                if account.len() == 12
                    && account.bytes().all(|b| b.is_ascii_digit())
                    && ["saml-provider/", "oidc-provider/"]
                        .iter()
                        .any(|kind| resource.strip_prefix(kind).is_some_and(|name| !name.is_empty())))
        }
    }
}
