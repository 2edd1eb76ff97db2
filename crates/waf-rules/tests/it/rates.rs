//! Rate-based rules.

use serde_json::{Value, json};
use waf_rules::{CompiledWebAcl, Environment, Header, Location, Request};

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
fn each_of_the_twelve_kinds_of_keys_tells_requests_apart() {
    struct Sent<'s> {
        method: &'s str,
        uri: &'s str,
        headers: [(&'s str, &'s str); 4],
        ip: [u8; 4],
        asn: u32,
        ja3: &'s str,
        ja4: &'s str,
    }
    let plain = || Sent {
        method: "GET",
        uri: "/a?q=1&r=1",
        headers: [
            ("x-key", "1"),
            ("cookie", "c=1"),
            ("x-forwarded-for", "198.51.100.1"),
            ("x-label", "1"),
        ],
        ip: [192, 0, 2, 1],
        asn: 64_500,
        ja3: "a",
        ja4: "b",
    };
    let other = |change: &dyn Fn(&mut Sent<'static>)| {
        let mut sent = plain();
        change(&mut sent);
        sent
    };
    let as_is = || json!([{"Priority": 0, "Type": "NONE"}]);
    let named = |name: &str| json!({"Name": name, "TextTransformations": as_is()});
    let unnamed = || json!({"TextTransformations": as_is()});
    let fallback = || json!({"FallbackBehavior": "NO_MATCH"});
    let labels = json!({"Namespace": "awswaf:111122223333:webacl:edge:ns:"});
    for (key, different) in [
        (
            json!({"Header": named("X-Key")}),
            other(&|sent| sent.headers[0].1 = "2"),
        ),
        (
            json!({"Cookie": named("c")}),
            other(&|sent| sent.headers[1].1 = "c=2"),
        ),
        (
            json!({"QueryArgument": named("Q")}),
            other(&|sent| sent.uri = "/a?q=2&r=1"),
        ),
        (
            json!({"QueryString": unnamed()}),
            other(&|sent| sent.uri = "/a?q=1&r=2"),
        ),
        (
            json!({"UriPath": unnamed()}),
            other(&|sent| sent.uri = "/b?q=1&r=1"),
        ),
        (
            json!({"HTTPMethod": {}}),
            other(&|sent| sent.method = "HEAD"),
        ),
        (json!({"IP": {}}), other(&|sent| sent.ip = [192, 0, 2, 2])),
        (
            json!({"ForwardedIP": {}}),
            other(&|sent| sent.headers[2].1 = "198.51.100.2"),
        ),
        (json!({"ASN": {}}), other(&|sent| sent.asn = 64_501)),
        (
            json!({"JA3Fingerprint": fallback()}),
            other(&|sent| sent.ja3 = "c"),
        ),
        (
            json!({"JA4Fingerprint": fallback()}),
            other(&|sent| sent.ja4 = "c"),
        ),
        (
            json!({"LabelNamespace": labels}),
            other(&|sent| sent.headers[3].1 = "2"),
        ),
    ] {
        let mut keys = vec![key.clone()];
        if key.get("IP").is_some() || key.get("ForwardedIP").is_some() {
            keys.push(json!({"Header": named("Host")}));
        }
        let mut rate = json!({"Limit": 10, "EvaluationWindowSec": 60, "AggregateKeyType": "CUSTOM_KEYS", "CustomKeys": keys});
        if key.get("ForwardedIP").is_some() {
            rate["ForwardedIPConfig"] =
                json!({"HeaderName": "X-Forwarded-For", "FallbackBehavior": "NO_MATCH"});
        }
        let label = |value: &str| {
            json!({
                "Action": {"Count": {}}, "RuleLabels": [{"Name": format!("ns:{value}")}],
                "Statement": byte_match(&json!({"SingleHeader": {"Name": "x-label"}}), value, "EXACTLY"),
            })
        };
        let acl = compile(
            &acl(&[
                label("1"),
                label("2"),
                json!({"Statement": {"RateBasedStatement": rate}}),
            ]),
            &[],
        );
        let is_limited = |sent: &Sent<'_>| {
            let mut headers: Vec<_> = sent
                .headers
                .iter()
                .map(|(name, value)| Header::new(*name, *value))
                .collect();
            headers.push(Header::new("host", "shop.example.com"));
            let request = Request::new(sent.method, sent.uri, sent.ip)
                .headers(&headers)
                .location(Location::new().country("IE").asn(sent.asn))
                .ja3(sent.ja3)
                .ja4(sent.ja4);
            is_limited(&acl, &request, 100)
        };
        for _ in 0..10 {
            assert!(!is_limited(&plain()), "{key}");
        }
        assert!(is_limited(&plain()), "{key}");
        assert!(!is_limited(&different), "{key}");
    }
}

#[test]
fn addresses_that_are_none_are_counted_together_where_they_match() {
    let with = |value: &'static str| [Header::new("x-forwarded-for", value)];
    for keys in [
        json!({"AggregateKeyType": "FORWARDED_IP"}),
        json!({"AggregateKeyType": "CUSTOM_KEYS", "CustomKeys": [{"ForwardedIP": {}}, {"HTTPMethod": {}}]}),
        json!({"AggregateKeyType": "CUSTOM_KEYS", "CustomKeys": [{"ASN": {}}]}),
    ] {
        let mut keys = keys;
        let of = |keys: &Value| rate(keys);
        keys["ForwardedIPConfig"] =
            json!({"HeaderName": "X-Forwarded-For", "FallbackBehavior": "MATCH"});
        let acl = of(&keys);
        for n in 0..10 {
            let headers = with(if n % 2 == 0 { "x" } else { "y" });
            let request = Request::new("GET", "/", [192, 0, 2, n]).headers(&headers);
            assert!(!is_limited(&acl, &request, 100), "{keys}");
        }
        let invalid = with("z");
        let request = Request::new("GET", "/", [192, 0, 2, 99]).headers(&invalid);
        assert!(is_limited(&acl, &request, 100), "{keys}");
        let tracker = acl.rate_tracker(None, "rate").unwrap();
        if keys["AggregateKeyType"] == "FORWARDED_IP" {
            assert!(tracker.limited_addresses(100_000).is_empty());
        }
        let valid = with("198.51.100.1");
        let request = Request::new("GET", "/", [192, 0, 2, 99]).headers(&valid);
        assert!(!is_limited(&acl, &request, 100), "{keys}");

        keys["ForwardedIPConfig"]["FallbackBehavior"] = json!("NO_MATCH");
        let acl = of(&keys);
        let request = Request::new("GET", "/", [192, 0, 2, 99]).headers(&invalid);
        for _ in 0..30 {
            assert!(!is_limited(&acl, &request, 100), "{keys}");
        }
    }
}

#[test]
fn an_address_in_no_autonomous_system_is_counted_in_number_0() {
    let acl = rate(&json!({"AggregateKeyType": "CUSTOM_KEYS", "CustomKeys": [{"ASN": {}}]}));
    for n in 0..10 {
        let request = Request::new("GET", "/", [192, 0, 2, n]);
        assert!(!is_limited(&acl, &request, 100));
    }
    let request = Request::new("GET", "/", [192, 0, 2, 99]);
    assert!(is_limited(&acl, &request, 100));
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
