//! Which bytes of a request each component is.

use serde_json::{Value, json};
use waf_rules::{Header, Request};

use crate::world::{byte_match, contains, matches, none, of};

const IP: [u8; 4] = [192, 0, 2, 44];

fn exactly(field: &Value, text: &str) -> waf_rules::CompiledWebAcl {
    of(&byte_match(field, text, "EXACTLY"))
}

#[test]
fn the_path_is_as_received_and_without_the_query() {
    let acl = exactly(&json!({"UriPath": {}}), "/a%2Fb");
    assert!(matches(&acl, &Request::new("GET", "/a%2Fb?c", IP)));
    assert!(matches(
        &acl,
        &Request::new("GET", "http://example.com/a%2Fb#c", IP)
    ));
    assert!(!matches(&acl, &Request::new("GET", "/a/b", IP)));
}

#[test]
fn an_absent_query_string_is_empty() {
    let acl = exactly(&json!({"QueryString": {}}), "");
    assert!(matches(&acl, &Request::new("GET", "/a", IP)));
    assert!(!matches(&acl, &Request::new("GET", "/a?b", IP)));
}

#[test]
fn any_value_of_a_query_argument_in_any_case() {
    let acl = exactly(
        &json!({"SingleQueryArgument": {"Name": "SalesRegion"}}),
        "seattle",
    );
    assert!(matches(
        &acl,
        &Request::new("GET", "/?salesregion=boston&SALESREGION=seattle", IP)
    ));
    assert!(!matches(&acl, &Request::new("GET", "/?region=seattle", IP)));
    let acl = exactly(&json!({"AllQueryArguments": {}}), "seattle");
    assert!(matches(&acl, &Request::new("GET", "/?a=1&b=seattle", IP)));
    assert!(
        !matches(&acl, &Request::new("GET", "/?seattle=1", IP)),
        "names are not looked at"
    );
}

#[test]
fn header_names_have_no_case_and_an_absent_header_does_not_match() {
    let acl = of(&json!({"SizeConstraintStatement": {
        "FieldToMatch": {"SingleHeader": {"Name": "User-Agent"}}, "ComparisonOperator": "GE", "Size": 0, "TextTransformations": none(),
    }}));
    let headers = [Header::new("user-AGENT", "")];
    assert!(matches(
        &acl,
        &Request::new("GET", "/", IP).headers(&headers)
    ));
    assert!(!matches(&acl, &Request::new("GET", "/", IP)));
}

#[test]
fn cookies_are_names_and_values() {
    let cookies = |scope: &str| json!({"Cookies": {"MatchPattern": {"IncludedCookies": ["id"]}, "MatchScope": scope, "OversizeHandling": "CONTINUE"}});
    let headers = [Header::new("Cookie", "ID=x; id=secret; other=y")];
    let request = Request::new("GET", "/", IP).headers(&headers);
    for (scope, text, expected) in [
        ("VALUE", "secret", true),
        ("KEY", "id", true),
        ("KEY", "secret", false),
        ("ALL", "secret", true),
        // The case of a cookie's name matters.
        ("ALL", "x", false),
        ("ALL", "y", false),
    ] {
        assert_eq!(
            matches(&exactly(&cookies(scope), text), &request),
            expected,
            "{scope} {text}"
        );
    }
}

#[test]
fn header_order_joins_names() {
    let acl = exactly(
        &json!({"HeaderOrder": {"OversizeHandling": "CONTINUE"}}),
        "host:user-agent:accept",
    );
    let headers = [
        Header::new("host", "h"),
        Header::new("user-agent", "u"),
        Header::new("accept", "*/*"),
    ];
    assert!(matches(
        &acl,
        &Request::new("GET", "/", IP).headers(&headers)
    ));
}

#[test]
fn fingerprints_and_fragments_have_fallbacks() {
    let ja3 = |fallback: &str| {
        exactly(
            &json!({"JA3Fingerprint": {"FallbackBehavior": fallback}}),
            "e7d705a3286e19ea42f587b344ee6865",
        )
    };
    assert!(matches(&ja3("MATCH"), &Request::new("GET", "/", IP)));
    assert!(!matches(&ja3("NO_MATCH"), &Request::new("GET", "/", IP)));
    let known = Request::new("GET", "/", IP).ja3("e7d705a3286e19ea42f587b344ee6865");
    assert!(matches(&ja3("NO_MATCH"), &known));
    let fragment = exactly(
        &json!({"UriFragment": {"FallbackBehavior": "MATCH"}}),
        "top",
    );
    assert!(matches(&fragment, &Request::new("GET", "/#top", IP)));
    assert!(matches(&fragment, &Request::new("GET", "/", IP)));
    assert!(!matches(&fragment, &Request::new("GET", "/#end", IP)));
}

#[test]
fn a_body_beyond_the_limit() {
    let body = |oversize: &str| {
        of(&contains(
            &json!({"Body": {"OversizeHandling": oversize}}),
            "needle",
        ))
    };
    let mut long = vec![b'x'; 8_192];
    long.extend_from_slice(b"needle");
    let request = Request::new("POST", "/", IP).body(&long);
    assert!(
        !matches(&body("CONTINUE"), &request),
        "only what is within the limit is looked at"
    );
    assert!(matches(&body("MATCH"), &request));
    assert!(!matches(&body("NO_MATCH"), &request));
    let short = Request::new("POST", "/", IP).body("a needle");
    assert!(matches(&body("NO_MATCH"), &short));
    // The server read no more than the limit.
    let cut = Request::new("POST", "/", IP)
        .body("a needle")
        .body_is_cut(true);
    assert!(!matches(&body("NO_MATCH"), &cut));
}

#[test]
fn headers_beyond_the_limit() {
    let headers = |oversize: &str| {
        of(&contains(
            &json!({"Headers": {"MatchPattern": {"All": {}}, "MatchScope": "VALUE", "OversizeHandling": oversize}}),
            "needle",
        ))
    };
    let many: Vec<Header<'_>> = std::iter::repeat_n(Header::new("x", "y"), 200)
        .chain([Header::new("x", "needle")])
        .collect();
    let request = Request::new("GET", "/", IP).headers(&many);
    assert!(!matches(&headers("CONTINUE"), &request));
    assert!(matches(&headers("MATCH"), &request));
    assert!(!matches(&headers("NO_MATCH"), &request));
    assert!(matches(
        &headers("CONTINUE"),
        &Request::new("GET", "/", IP).headers(&many[100..])
    ));
}

#[test]
fn json_bodies() {
    let json_body = |pattern: Value, scope: &str, fallback: Option<&str>| {
        let mut field = json!({"JsonBody": {"MatchPattern": pattern, "MatchScope": scope}});
        if let Some(fallback) = fallback {
            field["JsonBody"]["InvalidFallbackBehavior"] = json!(fallback);
        }
        of(&byte_match(&field, "needle", "EXACTLY"))
    };
    let all = || json!({"All": {}});
    let asks = |acl: &waf_rules::CompiledWebAcl, body: &str| {
        matches(acl, &Request::new("POST", "/", IP).body(body))
    };
    assert!(asks(
        &json_body(all(), "VALUE", None),
        r#"{"a": [{"b": "\u006eeedle"}]}"#
    ));
    assert!(!asks(&json_body(all(), "KEY", None), r#"{"a": "needle"}"#));
    assert!(asks(&json_body(all(), "KEY", None), r#"{"needle": 1}"#));
    let included = || json!({"IncludedPaths": ["/dogs/0/name"]});
    assert!(asks(
        &json_body(included(), "ALL", None),
        r#"{"dogs": [{"name": "needle"}]}"#
    ));
    assert!(!asks(
        &json_body(included(), "ALL", None),
        r#"{"dogs": [{"name": "x"}, {"name": "needle"}]}"#
    ));
    // Without a fallback, what was parsed before the fault is inspected.
    assert!(asks(
        &json_body(all(), "ALL", None),
        r#"{"a": "needle", "a": 1"#
    ));
    assert!(
        !asks(&json_body(all(), "ALL", None), r#"{"a": 1, "a": "needle"}"#),
        "a key that comes twice ends it"
    );
    assert!(asks(&json_body(all(), "ALL", Some("MATCH")), "junk"));
    assert!(!asks(
        &json_body(all(), "ALL", Some("NO_MATCH")),
        r#"["needle""#
    ));
    assert!(asks(
        &json_body(all(), "ALL", Some("EVALUATE_AS_STRING")),
        "needle"
    ));
    // No body is no component: no fallback applies.
    assert!(!asks(&json_body(all(), "ALL", Some("MATCH")), ""));
}
