//! Short ways to say who asks for what under which policies.

use common_types::{Caller, Principal};
use policy_eval::{
    CompiledPolicy, Context, Decision, Outcome, Policies, Policy, PolicyKind, PolicySet, Request,
    Resource, decide,
};

pub(crate) const ROLE: &str = "arn:aws:iam::111122223333:role/app";
pub(crate) const USER: &str = "arn:aws:iam::111122223333:user/alice";
pub(crate) const KEY: &str = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd";
pub(crate) const FOREIGN_KEY: &str = "arn:aws:kms:eu-west-1:444455556666:key/1234abcd";
pub(crate) const BUCKET: &str = "arn:aws:s3:::bucket";

pub(crate) fn role() -> Principal {
    Caller::role(ROLE).unwrap().principal().clone()
}

pub(crate) fn user() -> Principal {
    Caller::user(USER).unwrap().principal().clone()
}

pub(crate) fn root() -> Principal {
    Caller::root("111122223333").unwrap().principal().clone()
}

pub(crate) fn service(name: &str) -> Principal {
    Caller::service(name.parse().unwrap()).principal().clone()
}

/// Bob, to whom Alice gave a token.
pub(crate) fn federated_user() -> Principal {
    let bob = "arn:aws:sts::111122223333:federated-user/bob";
    let caller = Caller::federated_user(bob, &user());
    caller.unwrap().principal().clone()
}

/// A policy, compiled under its kind's name. A lone statement is enough.
pub(crate) fn policy(kind: PolicyKind, text: &str) -> CompiledPolicy {
    let json = if text.contains("\"Statement\"") {
        text.to_owned()
    } else {
        format!(r#"{{"Version": "2012-10-17", "Statement": {text}}}"#)
    };
    let policy = Policy::parse(&json, kind).unwrap_or_else(|error| panic!("{error}: {json}"));
    CompiledPolicy::compile(format!("{kind:?}"), &policy)
}

pub(crate) fn set(kind: PolicyKind, text: &str) -> PolicySet {
    policy(kind, text).into()
}

pub(crate) fn identity(text: &str) -> PolicySet {
    set(PolicyKind::Identity, text)
}

pub(crate) fn resource(text: &str) -> CompiledPolicy {
    policy(PolicyKind::Resource, text)
}

pub(crate) fn context(json: &str) -> Context {
    serde_json::from_str(json).unwrap()
}

/// What becomes of a request under the policies.
pub(crate) fn outcome(
    policies: Policies<'_>,
    who: &Principal,
    action: &str,
    resource: &str,
) -> Outcome {
    decide(
        &policies,
        &Request::new(who, action, Resource::new(resource), &()),
    )
    .outcome()
}

/// Runs a check on the decision, which borrows all that it is about.
pub(crate) fn deciding<R>(
    policies: Policies<'_>,
    who: &Principal,
    action: &str,
    resource: &str,
    check: impl FnOnce(Decision<'_>) -> R,
) -> R {
    check(decide(
        &policies,
        &Request::new(who, action, Resource::new(resource), &()),
    ))
}

/// Whether one identity-based statement lets a role do `s3:GetObject` in a context. `{}` stands for the rest of it.
pub(crate) fn statement_matches(condition: &str, keys: &str) -> bool {
    let policy = identity(&format!(
        r#"{{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": {condition}}}"#
    ));
    let (who, keys) = (role(), context(keys));
    let request = Request::new(
        &who,
        "s3:GetObject",
        Resource::new("arn:aws:s3:::bucket/a"),
        &keys,
    );
    decide(&Policies::new().identity(&policy), &request).is_allowed()
}
