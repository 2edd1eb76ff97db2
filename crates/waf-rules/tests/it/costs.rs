//! What a decision costs, whatever the request.

use serde_json::json;
use waf_rules::{Environment, Header, Request};

use crate::world::{acl, at, byte_match, compile, contains, none};

#[test]
fn a_request_without_transformations_allocates_nothing() {
    let acl = compile(
        &acl(&[
            json!({"Statement": contains(&json!({"UriPath": {}}), "/etc/passwd")}),
            json!({"Statement": contains(&json!({"Body": {}}), "<script")}),
            json!({"Statement": {"RegexMatchStatement": {"RegexString": r"(?:\.\./){2,}", "FieldToMatch": {"QueryString": {}}, "TextTransformations": none()}}}),
            json!({"Statement": byte_match(&json!({"Headers": {"MatchPattern": {"All": {}}, "MatchScope": "ALL", "OversizeHandling": "CONTINUE"}}), "x", "EXACTLY")}),
            json!({"Statement": {"RateBasedStatement": {"Limit": 100, "AggregateKeyType": "IP"}}}),
        ]),
        &[],
    );
    let headers = [
        Header::new("host", "example.com"),
        Header::new("cookie", "a=b"),
    ];
    let request = Request::new("POST", "/a?b=c", [192, 0, 2, 1])
        .headers(&headers)
        .body("quantity=12");
    // The first request makes room for its address.
    assert!(
        acl.decide(&request, at(0), &Environment::new())
            .is_allowed()
    );
    let counted = allocation_counter::measure(|| {
        assert!(
            acl.decide(&request, at(0), &Environment::new())
                .is_allowed()
        );
    });
    assert_eq!(counted.count_total, 0);
}

#[test]
fn an_aggregation_instance_takes_at_most_64_bytes() {
    let rate = json!({"Limit": 100, "EvaluationWindowSec": 600, "AggregateKeyType": "IP"});
    let acl = compile(
        &acl(&[json!({"Statement": {"RateBasedStatement": rate}})]),
        &[],
    );
    let instances = 200_000_u32;
    let counted = allocation_counter::measure(|| {
        for n in 0..instances {
            let request = Request::new(
                "GET",
                "/",
                std::net::Ipv4Addr::from(n.wrapping_mul(2_654_435_761)),
            );
            assert!(
                acl.decide(&request, at(0), &Environment::new())
                    .is_allowed()
            );
        }
    });
    assert!(
        counted.bytes_max <= u64::from(instances) * 64,
        "{counted:?}"
    );
}
