//! Rate-based rules.

use serde_json::{Value, json};
use waf_rules::{CompiledWebAcl, Environment, Header, Request};

use crate::world::{acl, at, byte_match, compile};

fn rate(members: &Value) -> CompiledWebAcl {
    let mut rate = json!({"Limit": 10, "EvaluationWindowSec": 60});
    for (name, value) in members.as_object().unwrap() {
        rate[name] = value.clone();
    }
    compile(
        &acl(&[json!({"Name": "rate", "Statement": {"RateBasedStatement": rate}})]),
        &[],
    )
}

fn is_limited(acl: &CompiledWebAcl, request: &Request<'_>, second: i64) -> bool {
    !acl.decide(request, at(second), &Environment::new())
        .is_allowed()
}

#[test]
fn the_request_over_the_limit_is_the_first_that_is_limited_and_the_window_slides() {
    let acl = rate(&json!({"AggregateKeyType": "IP"}));
    let request = Request::new("GET", "/", [192, 0, 2, 1]);
    for n in 0..10 {
        assert!(!is_limited(&acl, &request, 100 + n));
    }
    assert!(is_limited(&acl, &request, 110));
    assert!(!is_limited(
        &acl,
        &Request::new("GET", "/", [192, 0, 2, 2]),
        110
    ));
    // Requests at 102 to 110 and this one: ten.
    assert!(!is_limited(&acl, &request, 161));
    assert!(is_limited(&acl, &request, 161));
    let limited = acl
        .rate_tracker(None, "rate")
        .unwrap()
        .limited_addresses(161_000);
    assert_eq!(limited, ["192.0.2.1".parse::<std::net::IpAddr>().unwrap()]);
    assert!(
        acl.rate_tracker(None, "rate")
            .unwrap()
            .limited_addresses(300_000)
            .is_empty()
    );
}

#[test]
fn only_what_is_in_scope_is_counted() {
    let scope = byte_match(&json!({"UriPath": {}}), "/login", "STARTS_WITH");
    let acl = rate(&json!({"AggregateKeyType": "CONSTANT", "ScopeDownStatement": scope}));
    for _ in 0..20 {
        assert!(!is_limited(
            &acl,
            &Request::new("GET", "/", [192, 0, 2, 1]),
            100
        ));
    }
    for n in 0..10 {
        assert!(!is_limited(
            &acl,
            &Request::new("GET", "/login", [192, 0, 2, n]),
            100
        ));
    }
    assert!(is_limited(
        &acl,
        &Request::new("GET", "/login", [192, 0, 2, 99]),
        100
    ));
    assert!(!is_limited(
        &acl,
        &Request::new("GET", "/", [192, 0, 2, 99]),
        100
    ));
}

#[test]
fn a_request_that_lacks_a_key_is_not_counted() {
    let acl = rate(&json!({"AggregateKeyType": "CUSTOM_KEYS", "CustomKeys": [
        {"Header": {"Name": "Api-Key", "TextTransformations": [{"Priority": 0, "Type": "LOWERCASE"}]}}, {"HTTPMethod": {}},
    ]}));
    let without = Request::new("GET", "/", [192, 0, 2, 1]);
    for _ in 0..30 {
        assert!(!is_limited(&acl, &without, 100));
    }
    let of = |key: &'static str| [Header::new("api-key", key)];
    let (upper, lower) = (of("KEY"), of("key"));
    for n in 0..10 {
        let headers = if n % 2 == 0 { &upper } else { &lower };
        assert!(!is_limited(
            &acl,
            &Request::new("GET", "/", [192, 0, 2, n]).headers(headers),
            100
        ));
    }
    assert!(is_limited(
        &acl,
        &Request::new("GET", "/", [192, 0, 2, 1]).headers(&lower),
        100
    ));
    assert!(!is_limited(
        &acl,
        &Request::new("POST", "/", [192, 0, 2, 1]).headers(&lower),
        100
    ));
}

#[test]
fn counts_go_over_to_the_next_version() {
    let earlier = rate(&json!({"AggregateKeyType": "IP"}));
    let request = Request::new("GET", "/", [192, 0, 2, 1]);
    for _ in 0..10 {
        assert!(!is_limited(&earlier, &request, 100));
    }
    let mut same = rate(&json!({"AggregateKeyType": "IP"}));
    same.inherit_rates(&earlier);
    assert!(is_limited(&same, &request, 101));
    let mut other = rate(&json!({"AggregateKeyType": "IP", "Limit": 11}));
    other.inherit_rates(&earlier);
    assert!(
        !is_limited(&other, &request, 101),
        "other settings begin anew"
    );
}

#[test]
fn instances_are_bounded() {
    let document = acl(&[
        json!({"Name": "rate", "Statement": {"RateBasedStatement": {"Limit": 10, "AggregateKeyType": "IP"}}}),
    ]);
    let document = waf_rules::WebAclDocument::from_json(&document.to_string()).unwrap();
    let options = waf_rules::CompileOptions::new().max_rate_instances(6_400);
    let acl =
        CompiledWebAcl::compile(document.web_acl(), &waf_rules::Bundle::new(), &options).unwrap();
    for n in 0..50_000_u32 {
        is_limited(
            &acl,
            &Request::new("GET", "/", std::net::Ipv4Addr::from(n)),
            100,
        );
    }
    assert!(acl.rate_tracker(None, "rate").unwrap().instances() <= 6_400);
}
