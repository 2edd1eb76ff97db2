//! Callers that stand for all, as far as the principals of some statements can tell them apart.

use common_types::{Arn, Caller, Principal};

use crate::document::{PrincipalKey, Principals, Statement, WhichPrincipals};

/// Somebody of an account that no policy names.
const STRANGER: &str = "arn:aws:iam::000000000000:user/example";

/// Whoever is named, somebody else of each account that is named, a stranger, and nobody known.
pub(super) fn of_statements(statements: &[&Statement]) -> Vec<Principal> {
    let mut callers = Vec::new();
    let mut add = |principal: Principal| {
        if !callers.contains(&principal) {
            callers.push(principal);
        }
    };
    let mut names_principals = false;
    for statement in statements {
        let named = match statement.principals() {
            None => continue,
            Some(WhichPrincipals::Named(named) | WhichPrincipals::Except(named)) => named,
        };
        names_principals = true;
        let all: &Principals = named;
        for (key, name) in all.names() {
            match key {
                PrincipalKey::Aws => named_by(name.as_str()).into_iter().for_each(&mut add),
                PrincipalKey::Service => {
                    let service = name
                        .as_str()
                        .split('.')
                        .next()
                        .and_then(|name| name.parse().ok());
                    if let Some(service) = service {
                        add(Caller::service(service).principal().clone());
                    }
                }
                PrincipalKey::Federated => {
                    let provider = name.as_str().parse().ok();
                    provider
                        .map(|provider| Principal::Federated { provider })
                        .into_iter()
                        .for_each(&mut add);
                }
                // Whom it means is not in the policies.
                PrincipalKey::CanonicalUser => {}
            }
        }
    }
    if let Ok(stranger) = Caller::user(STRANGER) {
        add(stranger.principal().clone());
    }
    if names_principals {
        add(Principal::Anonymous);
        if let Ok(service) = "example".parse() {
            add(Caller::service(service).principal().clone());
        }
    }
    callers
}

/// Whom a name means; and of its account, the root user and somebody else.
fn named_by(name: &str) -> Vec<Principal> {
    let root_of = |account: &str| format!("arn:aws:iam::{account}:root").parse::<Arn>();
    if name.starts_with("AIDA") || name.starts_with("AROA") {
        let arn = STRANGER.parse();
        return arn
            .map(|arn| Principal::User {
                arn,
                id: Some(name.to_owned()),
            })
            .into_iter()
            .collect();
    }
    let Ok(arn) = name.parse::<Arn>().or_else(|_| root_of(name)) else {
        return Vec::new();
    };
    let somebody = format!(
        "arn:{}:iam::{}:user/example",
        arn.partition(),
        arn.account()
    );
    let root = format!("arn:{}:iam::{}:root", arn.partition(), arn.account());
    [Some(arn), root.parse().ok(), somebody.parse().ok()]
        .into_iter()
        .flatten()
        .filter_map(|arn| Principal::from_arn(arn, "example").ok())
        .collect()
}
