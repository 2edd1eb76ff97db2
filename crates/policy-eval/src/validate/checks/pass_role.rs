//! Statements that let their principals hand on roles, or make service-linked ones, more widely than is wise.

use crate::{
    pattern::ActionPattern,
    validate::{Checker, IssueCode, PolicyType, report::Place, statement::Written},
};

/// One of the two actions, and what AWS says of it.
struct Watched {
    action: &'static str,
    /// The condition key that narrows it.
    narrowed_by: &'static str,
    not_resource: (IssueCode, &'static str),
    star_action_not_resource: (IssueCode, &'static str),
    not_action_not_resource: (IssueCode, &'static str),
    star_resource: (IssueCode, &'static str),
    star_action_star_resource: (IssueCode, &'static str),
    star_resource_not_action: (IssueCode, &'static str),
}

const PASS_ROLE: Watched = Watched {
    action: "iam:PassRole",
    narrowed_by: "iam:passedtoservice",
    not_resource: (
        IssueCode::PassRoleWithNotResource,
        "Using the iam:PassRole action with NotResource can be overly permissive because it can allow iam:PassRole \
         permissions on multiple resources. We recommend that you specify resource ARNs instead.",
    ),
    star_action_not_resource: (
        IssueCode::PassRoleWithStarInActionAndNotResource,
        "Using an action with a wildcard (*) and NotResource can be overly permissive because it can allow iam:PassRole \
         permissions on multiple resources. We recommend that you specify resource ARNs instead.",
    ),
    not_action_not_resource: (
        IssueCode::PassRoleWithNotActionAndNotResource,
        "Using NotAction with NotResource can be overly permissive because it can allow iam:PassRole permissions on multiple \
         resources.. We recommend that you specify resource ARNs instead.",
    ),
    star_resource: (
        IssueCode::PassRoleWithStarInResource,
        "Using the iam:PassRole action with wildcards (*) in the resource can be overly permissive because it allows \
         iam:PassRole permissions on multiple resources. We recommend that you specify resource ARNs or add the \
         iam:PassedToService condition key to your statement.",
    ),
    star_action_star_resource: (
        IssueCode::PassRoleWithStarInActionAndResource,
        "Using wildcards (*) in the action and the resource can be overly permissive because it allows iam:PassRole \
         permissions on all resources. We recommend that you specify resource ARNs or add the iam:PassedToService condition \
         key to your statement.",
    ),
    star_resource_not_action: (
        IssueCode::PassRoleWithStarInResourceAndNotAction,
        "Using a resource with wildcards (*) and NotAction can be overly permissive because it allows iam:PassRole \
         permissions on all resources. We recommend that you specify resource ARNs or add the iam:PassedToService condition \
         key to your statement.",
    ),
};

const CREATE_SLR: Watched = Watched {
    action: "iam:CreateServiceLinkedRole",
    narrowed_by: "iam:awsservicename",
    not_resource: (
        IssueCode::CreateSlrWithNotResource,
        "Using the iam:CreateServiceLinkedRole action with NotResource can allow creation of unintended service-linked roles \
         for multiple resources. We recommend that you specify resource ARNs instead.",
    ),
    star_action_not_resource: (
        IssueCode::CreateSlrWithStarInActionAndNotResource,
        "Using an action with a wildcard(*) and NotResource can allow creation of unintended service-linked roles because it \
         can allow iam:CreateServiceLinkedRole permissions on multiple resources. We recommend that you specify resource ARNs \
         instead.",
    ),
    not_action_not_resource: (
        IssueCode::CreateSlrWithNotActionAndNotResource,
        "Using NotAction with NotResource can allow creation of unintended service-linked roles because it allows \
         iam:CreateServiceLinkedRole permissions on multiple resources. We recommend that you specify resource ARNs instead.",
    ),
    star_resource: (
        IssueCode::CreateSlrWithStarInResource,
        "Using the iam:CreateServiceLinkedRole action with wildcards (*) in the resource can allow creation of unintended \
         service-linked roles. We recommend that you specify resource ARNs instead.",
    ),
    star_action_star_resource: (
        IssueCode::CreateSlrWithStarInActionAndResource,
        "Using wildcards (*) in the action and the resource can allow creation of unintended service-linked roles because it \
         allows iam:CreateServiceLinkedRole permissions on all resources. We recommend that you specify resource ARNs \
         instead.",
    ),
    star_resource_not_action: (
        IssueCode::CreateSlrWithStarInResourceAndNotAction,
        "Using a resource with wildcards (*) and NotAction can allow creation of unintended service-linked roles because it \
         allows iam:CreateServiceLinkedRole permissions on all resources. We recommend that you specify resource ARNs \
         instead.",
    ),
};

pub(super) fn check(cx: &mut Checker<'_, '_>, statement: &Written<'_>) {
    if cx.validator.policy_type != PolicyType::Identity || !statement.allows() {
        return;
    }
    for watched in [PASS_ROLE, CREATE_SLR] {
        if statement.compares(watched.narrowed_by) {
            continue;
        }
        if let Some((place, (code, details))) = finding(statement, &watched) {
            cx.add(code, &place, details);
        }
    }
}

/// How a statement reaches the action.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
enum By {
    Name,
    Star,
    NotAction,
}

fn finding(
    statement: &Written<'_>,
    watched: &Watched,
) -> Option<(Place, (IssueCode, &'static str))> {
    let reached = reached(statement, watched.action)?;
    let resource = statement.resource.as_ref()?;
    let place = if statement.has_not_resource() {
        resource.entry.name_place()
    } else {
        let mut all = statement.resources().into_iter();
        all.find(|(_, text)| is_every_role(text))?.0.place()
    };
    let said = match (reached, statement.has_not_resource()) {
        (By::Name, true) => watched.not_resource,
        (By::Star, true) => watched.star_action_not_resource,
        (By::NotAction, true) => watched.not_action_not_resource,
        (By::Name, false) => watched.star_resource,
        (By::Star, false) => watched.star_action_star_resource,
        (By::NotAction, false) => watched.star_resource_not_action,
    };
    Some((place, said))
}

fn reached(statement: &Written<'_>, action: &str) -> Option<By> {
    let patterns = statement.actions();
    let covering = patterns
        .iter()
        .filter_map(|(_, text)| ActionPattern::parse(text))
        .filter(|pattern| pattern.matches(action));
    if statement.has_not_action() {
        return (covering.count() == 0).then_some(By::NotAction);
    }
    covering
        .map(|pattern| match pattern.as_str().contains(['*', '?']) {
            true => By::Star,
            false => By::Name,
        })
        .min()
}

/// Whether a resource has all roles of an account. One that begins a role's name narrows enough: some services keep to such.
fn is_every_role(resource: &str) -> bool {
    if resource == "*" {
        return true;
    }
    let last = resource.splitn(6, ':').nth(5).unwrap_or("*");
    last.starts_with('*') || last.starts_with("role/*") || last == "role*"
}
