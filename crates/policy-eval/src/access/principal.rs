//! Whether one statement is about everybody that another one is about.

use crate::document::{PrincipalKey, PrincipalName, Principals, Statement, WhichPrincipals};

/// One that a statement names.
#[derive(Clone, Copy, Debug)]
pub(super) enum Who<'a> {
    /// Whom the policy is attached to.
    Attached,
    /// `"*"` or `{"AWS": "*"}`: services too.
    Everybody,
    Named(PrincipalKey, &'a PrincipalName),
    /// All but some.
    Except(&'a Principals),
}

/// All that a statement names, one at a time.
pub(super) fn each(statement: &Statement) -> Vec<Who<'_>> {
    match statement.principals() {
        None => vec![Who::Attached],
        Some(WhichPrincipals::Named(Principals::Everybody)) => vec![Who::Everybody],
        Some(WhichPrincipals::Named(named)) => named
            .names()
            .map(|(key, name)| match (key, name.as_str()) {
                (PrincipalKey::Aws, "*") => Who::Everybody,
                _ => Who::Named(key, name),
            })
            .collect(),
        Some(WhichPrincipals::Except(except)) => vec![Who::Except(except)],
    }
}

/// Whether a statement is proven to be about all of these.
pub(super) fn covers(statement: &Statement, who: Who<'_>) -> bool {
    each(statement).into_iter().any(|outer| match (outer, who) {
        (Who::Attached, Who::Attached) | (Who::Everybody, Who::Everybody | Who::Named(..)) => true,
        (Who::Named(one, a), Who::Named(other, b)) => one == other && a.means_as(b),
        (Who::Except(a), Who::Except(b)) => a == b,
        _ => false,
    })
}

/// Whether a statement is proven to be about none of these.
pub(super) fn is_apart(statement: &Statement, who: Who<'_>) -> bool {
    let is_service = |who: Who<'_>| matches!(who, Who::Named(PrincipalKey::Service, _));
    let is_aws = |who: Who<'_>| matches!(who, Who::Named(PrincipalKey::Aws, _));
    each(statement).into_iter().all(|outer| match (outer, who) {
        // Of two services each is itself, and none is a user or a role.
        (Who::Named(PrincipalKey::Service, a), Who::Named(PrincipalKey::Service, b)) => {
            a.service_name() != b.service_name()
        }
        (outer, who) => is_service(outer) && is_aws(who) || is_aws(outer) && is_service(who),
    })
}
