//! The engine beside a naive evaluator that reads the JSON itself: random web ACLs, and random requests through both.
//!
//! A case is a web ACL and 40 requests. `PROPTEST_CASES=25000` decides a million requests.

mod generate;
mod naive;
mod random;

use common_types::Timestamp;
use proptest::prelude::*;
use waf_rules::{
    Bundle, CompileOptions, CompiledWebAcl, Environment, Header, Location, Request, WebAclDocument,
};

use generate::Sent;

fn compile(acl: &serde_json::Value, references: &[serde_json::Value]) -> CompiledWebAcl {
    let document =
        WebAclDocument::from_json(&acl.to_string()).unwrap_or_else(|e| panic!("{e}: {acl:#}"));
    let mut bundle = Bundle::new();
    for reference in references {
        bundle.add_json(&reference.to_string()).unwrap();
    }
    CompiledWebAcl::compile(document.web_acl(), &bundle, &CompileOptions::new())
        .unwrap_or_else(|e| panic!("{e}: {acl:#}"))
}

/// Action, rule, labels.
type Outcome = (String, String, Vec<String>);

fn engine(acl: &CompiledWebAcl, sent: &Sent) -> Outcome {
    let headers: Vec<Header<'_>> = sent
        .headers
        .iter()
        .map(|(name, value)| Header::new(name, value))
        .collect();
    let mut location = Location::new();
    if let Some(country) = sent.country {
        location = location.country(country);
    }
    let request = Request::new(sent.method, &sent.uri, sent.client_ip)
        .headers(&headers)
        .body(&sent.body)
        .location(location);
    let now = Timestamp::from_timestamp_millis(sent.time_millis).unwrap();
    let verdict = acl.decide(&request, now, &Environment::new());
    (
        verdict.action().to_string(),
        verdict.rule().to_owned(),
        verdict.labels().map(Into::into).collect(),
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases, ..ProptestConfig::default() })]

    #[test]
    fn agrees_with_the_naive_evaluator(seed in any::<u64>()) {
        let case = generate::case(seed);
        let acl = compile(&case.acl, &case.references);
        let mut naive = naive::Naive::new(&case.acl, &case.references);
        for sent in &case.requests {
            prop_assert_eq!(engine(&acl, sent), naive.decide(sent), "{:#?}\n{:#}", sent, case.acl);
        }
    }
}
