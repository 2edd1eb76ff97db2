//! The elements of a statement: which there are, and which go together.

use crate::validate::{Checker, IssueCode, PolicyType, statement::Written};

pub(super) fn check(cx: &mut Checker<'_, '_>, statement: &Written<'_>) {
    unknown(cx, statement);
    sid(cx, statement);
    effect(cx, statement);
    combinations(cx, statement);
    missing(cx, statement);
}

fn unknown(cx: &mut Checker<'_, '_>, statement: &Written<'_>) {
    for entry in &statement.members {
        if !matches!(
            entry.name,
            "Sid"
                | "Effect"
                | "Principal"
                | "NotPrincipal"
                | "Action"
                | "NotAction"
                | "Resource"
                | "NotResource"
                | "Condition"
        ) {
            let details = format!("The policy element {} is not valid.", entry.name);
            cx.add(
                IssueCode::InvalidPolicyElement,
                &entry.name_place(),
                details,
            );
        }
    }
}

/// IAM takes letters and digits alone; services take more.
fn sid(cx: &mut Checker<'_, '_>, statement: &Written<'_>) {
    let Some(element) = statement.member("Sid").map(|entry| &entry.value) else {
        return;
    };
    let strict = cx.validator.policy_type != PolicyType::Resource || cx.validator.is_trust();
    match element.text() {
        None => cx.mismatch(element, "String"),
        Some("") => {
            let details = "Add a value to the empty string in the Sid element.";
            cx.add(IssueCode::EmptySidValue, &element.place(), details);
        }
        Some(sid) if strict && !sid.bytes().all(|b| b.is_ascii_alphanumeric()) => {
            let details = "Update the characters in the Sid element to use one of the following character types: \
                           [a-z, A-Z, 0-9]";
            cx.add(IssueCode::UnsupportedSid, &element.place(), details);
        }
        Some(_) => {}
    }
}

fn effect(cx: &mut Checker<'_, '_>, statement: &Written<'_>) {
    let Some(element) = statement.member("Effect").map(|entry| &entry.value) else {
        let details =
            "Add an Effect element to the policy statement with a value of Allow or Deny.";
        return cx.add(
            IssueCode::MissingEffect,
            &statement.element.place(),
            details,
        );
    };
    match element.text() {
        Some("Allow" | "Deny") => {}
        Some(other) => {
            let details = format!("The effect {other} is not valid. Use Allow or Deny.");
            cx.add(IssueCode::InvalidEffect, &element.place(), details);
        }
        None => cx.mismatch(element, "String"),
    }
}

fn combinations(cx: &mut Checker<'_, '_>, statement: &Written<'_>) {
    for (one, other) in [
        ("Action", "NotAction"),
        ("Principal", "NotPrincipal"),
        ("Resource", "NotResource"),
    ] {
        if let (Some(a), Some(b)) = (statement.member(one), statement.member(other)) {
            let details = format!(
                "The policy elements {one} and {other} can not be used in the same statement. Remove one of these \
                 elements."
            );
            let places = [a.name_place(), b.name_place()];
            let code = IssueCode::UnsupportedElementCombination;
            cx.report.add_at(code, &places, details);
        }
    }
}

fn missing(cx: &mut Checker<'_, '_>, statement: &Written<'_>) {
    let place = statement.element.place();
    match &statement.action {
        None => {
            let details = "Add an Action or NotAction element to the policy statement.";
            cx.add(IssueCode::MissingAction, &place, details);
        }
        Some(choice) if choice.entry.value.is_empty_list() => {
            let details = "This statement includes no actions and does not affect the policy. Specify actions.";
            cx.add(
                IssueCode::EmptyArrayAction,
                &choice.entry.value.place(),
                details,
            );
        }
        Some(_) => {}
    }
    match &statement.resource {
        Some(choice) if cx.validator.is_trust() => {
            let details = "Role trust policies apply to the role that they are attached to. You cannot specify a resource. \
                           Remove the Resource or NotResource element.";
            let code = IssueCode::RoleTrustPolicySyntaxErrorResource;
            cx.add(code, &choice.entry.name_place(), details);
        }
        None if !cx.validator.is_trust() => {
            let details = "Add a Resource or NotResource element to the policy statement.";
            cx.add(IssueCode::MissingResource, &place, details);
        }
        Some(choice) if choice.entry.value.is_empty_list() => {
            let details = "This statement includes no resources and does not affect the policy. Specify resources.";
            cx.add(
                IssueCode::EmptyArrayResource,
                &choice.entry.value.place(),
                details,
            );
        }
        None | Some(_) => {}
    }
}
