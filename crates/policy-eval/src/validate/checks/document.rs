//! The document as a whole.

use std::collections::HashMap;

use super::{action, condition, organisation, pass_role, principal, redundant, resource};
use super::{service_principal, size, statement, tags, trust};
use crate::{
    document::Version,
    error::ParseError,
    validate::{
        Checker, IssueCode, PolicyType,
        element::Element,
        report::{Place, Report},
        statement::Written,
    },
};

/// The document is no JSON.
pub(in crate::validate) fn syntax(report: &mut Report<'_>, text: &str, error: &ParseError) {
    let at = byte_offset(text, error.position().line, error.position().column);
    let place = Place {
        path: Vec::new(),
        span: at..text.len(),
    };
    let position = report.position(at);
    let details = format!(
        "Fix the JSON syntax error at index {} line {} column {}: {}.",
        position.offset,
        position.line,
        position.column,
        error.problem()
    );
    report.add(IssueCode::JsonSyntaxError, &place, details);
}

fn byte_offset(text: &str, line: usize, column: usize) -> usize {
    let lines = text.split_inclusive('\n');
    let start: usize = lines.take(line.saturating_sub(1)).map(str::len).sum();
    let rest = text.get(start..).unwrap_or_default();
    let within = rest.char_indices().nth(column.saturating_sub(1));
    start + within.map_or(rest.len(), |(at, _)| at)
}

pub(in crate::validate) fn document(cx: &mut Checker<'_, '_>, text: &str, root: &Element<'_>) {
    let Some(members) = root.members() else {
        return cx.mismatch(root, "Object");
    };
    let find = |name: &str| members.iter().find(|entry| entry.name == name);
    for entry in &members {
        match entry.name {
            "Version" | "Statement" => {}
            "Id" => {
                if entry.value.text().is_none() {
                    cx.mismatch(&entry.value, "String");
                }
            }
            other => {
                let details = format!("The policy element {other} is not valid.");
                cx.add(
                    IssueCode::InvalidPolicyElement,
                    &entry.name_place(),
                    details,
                );
            }
        }
    }
    version(cx, root, find("Version").map(|entry| &entry.value));
    size::check(cx, text, root);
    let statements = find("Statement").map(|entry| entry.value.each());
    let statements = statements.unwrap_or_default();
    if statements.is_empty() {
        let code = IssueCode::MissingStatement;
        return cx.add(code, &root.place(), "Add a statement to the policy");
    }
    let mut written = Vec::with_capacity(statements.len());
    for element in &statements {
        match Written::new(element) {
            Some(statement) => written.push(statement),
            None => cx.mismatch(element, "Object"),
        }
    }
    for each in &written {
        if cx.report.is_full() {
            return;
        }
        statement::check(cx, each);
        principal::check(cx, each);
        action::check(cx, each);
        resource::check(cx, each);
        condition::check(cx, each);
        redundant::check(cx, each);
        pass_role::check(cx, each);
        tags::check(cx, each);
        service_principal::check(cx, each);
        organisation::check(cx, each);
        trust::check(cx, each);
    }
    sids(cx, &written);
    redundant::statements(cx, &written);
}

fn version(cx: &mut Checker<'_, '_>, root: &Element<'_>, version: Option<&Element<'_>>) {
    let Some(element) = version else {
        let details = "We recommend that you specify the Version element to help you with debugging permission issues.";
        return cx.add(IssueCode::MissingVersion, &root.place(), details);
    };
    let Some(text) = element.text() else {
        return cx.mismatch(element, "String");
    };
    match [Version::V2008, Version::V2012]
        .into_iter()
        .find(|version| version.as_str() == text)
    {
        Some(version) => cx.version = version,
        None => {
            // What is meant is, as a rule, the current one.
            cx.version = Version::V2012;
            let details = format!(
                "The version {text} is not valid. Use one of the following versions: [2012-10-17, 2008-10-17]"
            );
            cx.add(IssueCode::InvalidVersion, &element.place(), details);
        }
    }
}

/// IAM and Organizations want each `Sid` once; services recommend it.
fn sids(cx: &mut Checker<'_, '_>, statements: &[Written<'_>]) {
    let strict = cx.validator.policy_type != PolicyType::Resource || cx.validator.is_trust();
    let (code, details) = match strict {
        true => (
            IssueCode::UniqueSidsRequired,
            "Duplicate statement IDs are not supported for this policy type. Update the Sid value.",
        ),
        false => (
            IssueCode::UniqueSidsRecommended,
            "We recommend that you use statement IDs that are unique to your policy. Update the Sid value.",
        ),
    };
    let mut seen: HashMap<&str, Place> = HashMap::new();
    for statement in statements {
        let Some(element) = statement.member("Sid").map(|entry| &entry.value) else {
            continue;
        };
        let Some(sid) = element.text().filter(|sid| !sid.is_empty()) else {
            continue;
        };
        match seen.get(sid) {
            None => {
                seen.insert(sid, element.place());
            }
            Some(first) => {
                let places = [element.place(), first.clone()];
                cx.report.add_at(code, &places, details);
            }
        }
    }
}
