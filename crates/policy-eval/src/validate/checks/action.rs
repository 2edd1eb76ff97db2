//! `Action` and `NotAction`: whether there are such actions.

use super::similar::nearest;
use crate::{
    pattern::ActionPattern,
    services::{Known, Service},
    validate::{Checker, IssueCode, element::Element, statement::Written},
};

pub(super) fn check(cx: &mut Checker<'_, '_>, statement: &Written<'_>) {
    let Some(choice) = &statement.action else {
        return;
    };
    for element in choice.entry.value.each() {
        if cx.report.is_full() {
            return;
        }
        match element.text() {
            Some(action) => one(cx, &element, action),
            None => cx.mismatch(&element, "String"),
        }
    }
}

fn one(cx: &mut Checker<'_, '_>, element: &Element<'_>, action: &str) {
    if super::variable::unsupported(cx, element, action) || matches!(action, "*" | "*:*") {
        return;
    }
    let place = element.place();
    let unknown = format!("The action {action} does not exist.");
    let Some((service, name)) = action.split_once(':') else {
        return cx.add(IssueCode::InvalidAction, &place, unknown);
    };
    let services = &cx.validator.services;
    match services.known(service) {
        Known::Nothing => {
            let mut details =
                format!("The service {service} specified in the action does not exist.");
            if let Some(meant) = nearest(service, services.prefixes()) {
                details += &format!(" Did you mean {meant}?");
            }
            cx.add(IssueCode::InvalidServiceInAction, &place, details);
        }
        Known::Service(known) if !has(known, name) => {
            let mut details = unknown;
            let names = known.actions().map(|action| action.name.as_str());
            if let Some(meant) = nearest(name, names) {
                details += &format!(" Did you mean {}:{meant}?", known.prefix());
            }
            cx.add(IssueCode::InvalidAction, &place, details);
        }
        Known::Exists if ActionPattern::parse(action).is_none() => {
            cx.add(IssueCode::InvalidAction, &place, unknown);
        }
        Known::Service(_) | Known::Exists => {}
    }
    resource_type(cx, element, action, service);
}

/// Whether the service has the action, or one that the pattern covers.
fn has(service: &Service, name: &str) -> bool {
    if !name.contains(['*', '?']) {
        return service.find_action(name).is_some();
    }
    let pattern = ActionPattern::parse(&format!("{}:{name}", service.prefix()));
    pattern.is_some_and(|pattern| {
        service
            .actions()
            .any(|action| pattern.matches(&format!("{}:{}", service.prefix(), action.name)))
    })
}

/// A resource's policy is about the actions of its own service.
fn resource_type(cx: &mut Checker<'_, '_>, element: &Element<'_>, action: &str, service: &str) {
    let Some(resource) = cx.validator.resource_type else {
        return;
    };
    if !service.eq_ignore_ascii_case(resource.service()) {
        let details = format!(
            "The action {action} is not supported for the resource-based policy attached to the resource type {}.",
            resource.as_str()
        );
        cx.add(
            IssueCode::UnsupportedActionInPolicy,
            &element.place(),
            details,
        );
    }
}
