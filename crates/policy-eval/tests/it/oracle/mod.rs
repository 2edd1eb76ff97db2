//! The engine beside a naive evaluator that reads the JSON itself: random policies and requests through both.
//!
//! `PROPTEST_CASES=1000000` runs a million.

mod access;
mod generate;
mod naive;

use policy_eval::{
    CompiledPolicy, Policies, Policy, PolicyKind, PolicySet, Request, Resource, decide,
};
use proptest::prelude::*;

use generate::Case;

fn compile(kind: PolicyKind, documents: &[serde_json::Value]) -> PolicySet {
    documents
        .iter()
        .map(|json| {
            let policy =
                Policy::parse(&json.to_string(), kind).unwrap_or_else(|e| panic!("{e}: {json}"));
            CompiledPolicy::compile("policy", &policy)
        })
        .collect()
}

fn engine(case: &Case) -> &'static str {
    let identity = compile(PolicyKind::Identity, &case.identity);
    let resource = case.resource.as_ref().map(|json| {
        let policy = Policy::parse(&json.to_string(), PolicyKind::Resource);
        CompiledPolicy::compile(
            "resource",
            &policy.unwrap_or_else(|e| panic!("{e}: {json}")),
        )
    });
    let boundary = case
        .boundary
        .as_ref()
        .map(|documents| compile(PolicyKind::Boundary, documents));
    let session = case
        .session
        .as_ref()
        .map(|documents| compile(PolicyKind::Session, documents));
    let scps: Vec<_> = case
        .scps
        .iter()
        .map(|level| compile(PolicyKind::ServiceControl, level))
        .collect();

    let mut policies = Policies::new().identity(&identity).service_control(&scps);
    if let Some(resource) = &resource {
        policies = policies.resource(resource, case.mode);
    }
    if let Some(boundary) = &boundary {
        policies = policies.boundary(boundary);
    }
    if let Some(session) = &session {
        policies = policies.session(session);
    }
    let principal = case.who.principal();
    let mut target = Resource::new(&case.target);
    if let Some(owner) = case.owner {
        target = target.owned_by(owner.parse().unwrap());
    }
    let keys = case.context();
    decide(
        &policies,
        &Request::new(&principal, &case.action, target, &keys),
    )
    .outcome()
    .as_str()
}

proptest! {
    #[test]
    fn agrees_with_the_naive_evaluator(case in generate::case()) {
        prop_assert_eq!(engine(&case), naive::decide(&case), "{:#?}", case);
    }
}
