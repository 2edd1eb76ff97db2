//! What each statement asks.

use serde_json::json;
use waf_rules::{Environment, GeoLookup, Header, Location, Request};

use crate::world::{ID, acl, arn, at, byte_match, compile, matches, none, of, rule, visibility};

const IP: [u8; 4] = [192, 0, 2, 44];

#[test]
fn words_have_no_letter_digit_or_underscore_beside_them() {
    let word = of(&byte_match(
        &json!({"SingleHeader": {"Name": "user-agent"}}),
        "BadBot",
        "CONTAINS_WORD",
    ));
    for (value, expected) in [
        ("BadBot", true),
        ("BadBot;", true),
        (";BadBot", true),
        ("-BadBot;", true),
        ("BadBots", false),
        ("_BadBot", false),
        ("xBadBot BadBot", true),
        ("badbot", false),
    ] {
        let headers = [Header::new("user-agent", value)];
        assert_eq!(
            matches(&word, &Request::new("GET", "/", IP).headers(&headers)),
            expected,
            "{value}"
        );
    }
}

#[test]
fn patterns_are_read_as_pcre_reads_them() {
    for (pattern, text, expected) in [
        (r"^/a$", "/a\n", true),
        (r"\<script\>", "/<script>", true),
        (r"(?i)ADMIN", "/admin", true),
        (r"\.php[0-9]?$", "/x.php5", true),
        (r"a{2}", "/aa", true),
        (r"${", "/${", false),
        (r"\${", "/${", true),
    ] {
        let statement = json!({"RegexMatchStatement": {
            "RegexString": pattern, "FieldToMatch": {"UriPath": {}}, "TextTransformations": none(),
        }});
        assert_eq!(
            matches(&of(&statement), &Request::new("GET", text, IP)),
            expected,
            "{pattern} {text}"
        );
    }
}

fn office() -> serde_json::Value {
    json!({"IPSet": {
        "Name": "office", "Id": ID, "ARN": arn("ipset", "office"), "IPAddressVersion": "IPV4", "Addresses": ["10.0.0.0/24"],
    }})
}

#[test]
fn forwarded_addresses() {
    let of_position = |position: &str, fallback: &str| {
        let statement = json!({"IPSetReferenceStatement": {
            "ARN": arn("ipset", "office"),
            "IPSetForwardedIPConfig": {"HeaderName": "X-Forwarded-For", "FallbackBehavior": fallback, "Position": position},
        }});
        compile(&acl(&[json!({"Statement": statement})]), &[office()])
    };
    let asks = |acl: &waf_rules::CompiledWebAcl, value: &str| {
        let headers = [Header::new("x-forwarded-for", value)];
        matches(
            acl,
            &Request::new("GET", "/", [10, 0, 0, 1]).headers(&headers),
        )
    };
    let first = of_position("FIRST", "NO_MATCH");
    assert!(asks(&first, "10.0.0.7, 192.0.2.1"));
    assert!(!asks(&first, "192.0.2.1, 10.0.0.7"));
    assert!(asks(
        &of_position("LAST", "NO_MATCH"),
        "192.0.2.1, 10.0.0.7"
    ));
    assert!(asks(
        &of_position("ANY", "NO_MATCH"),
        "192.0.2.1, 10.0.0.7, 192.0.2.2"
    ));
    // Of more than ten, the last ten.
    let eleven = format!("10.0.0.7{}", ", 192.0.2.1".repeat(10));
    assert!(!asks(&of_position("ANY", "NO_MATCH"), &eleven));
    assert!(asks(&of_position("FIRST", "MATCH"), "junk"));
    assert!(!asks(&first, "junk"));
    // Without the header the rule does not apply at all, not even negated.
    let not = json!({"NotStatement": {"Statement": {"IPSetReferenceStatement": {
        "ARN": arn("ipset", "office"),
        "IPSetForwardedIPConfig": {"HeaderName": "X-Forwarded-For", "FallbackBehavior": "MATCH", "Position": "ANY"},
    }}}});
    let not = compile(&acl(&[json!({"Statement": not})]), &[office()]);
    assert!(!matches(&not, &Request::new("GET", "/", IP)));
}

#[derive(Debug)]
struct Everywhere;

impl GeoLookup for Everywhere {
    fn locate(&self, address: std::net::IpAddr) -> Location {
        match address.to_string().as_str() {
            "192.0.2.44" => Location::new().country("US").region("US-WA").asn(64_500),
            "198.51.100.7" => Location::new().country("DE"),
            _ => Location::new(),
        }
    }
}

#[test]
fn countries_are_matched_and_labelled() {
    let acl = compile(
        &acl(&[
            json!({"Name": "geo", "Action": {"Count": {}}, "Statement": {"GeoMatchStatement": {"CountryCodes": ["CN"]}}}),
            json!({"Name": "forwarded", "Action": {"Count": {}}, "Statement": {"GeoMatchStatement": {
                "CountryCodes": ["DE"], "ForwardedIPConfig": {"HeaderName": "X-Forwarded-For", "FallbackBehavior": "NO_MATCH"},
            }}}),
            json!({"Name": "asn", "Action": {"Count": {}}, "Statement": {"AsnMatchStatement": {"AsnList": [64_500]}}}),
            json!({"Name": "wa", "Statement": {"LabelMatchStatement": {"Scope": "LABEL", "Key": "awswaf:clientip:geo:region:US-WA"}}}),
        ]),
        &[],
    );
    let headers = [Header::new("X-Forwarded-For", "198.51.100.7")];
    let request = Request::new("GET", "/", IP).headers(&headers);
    let environment = Environment::new().geo(&Everywhere);
    let verdict = acl.decide(&request, at(0), &environment);
    assert_eq!(verdict.rule(), "wa");
    let matched: Vec<_> = verdict
        .matches()
        .iter()
        .map(waf_rules::RuleMatch::rule)
        .collect();
    assert_eq!(matched, ["forwarded", "asn", "wa"]);
    let labels: Vec<_> = verdict.labels().collect();
    assert_eq!(
        labels,
        [
            "awswaf:clientip:geo:country:US",
            "awswaf:clientip:geo:region:US-WA",
            "awswaf:forwardedip:geo:country:DE",
            "awswaf:forwardedip:geo:region:DE-XX",
        ]
    );
}

#[test]
fn an_address_in_no_autonomous_system_is_in_number_zero() {
    let acl = of(&json!({"AsnMatchStatement": {"AsnList": [0]}}));
    assert!(matches(&acl, &Request::new("GET", "/", IP)));
}

#[test]
fn rules_run_by_priority_until_one_decides() {
    let path = |text: &str| byte_match(&json!({"UriPath": {}}), text, "STARTS_WITH");
    let mut document = acl(&[
        json!({"Name": "late", "Statement": path("/")}),
        json!({"Name": "early", "Action": {"Allow": {}}, "Statement": path("/ok")}),
    ]);
    document["Rules"][0]["Priority"] = json!(50);
    let acl = compile(&document, &[]);
    assert_eq!(rule(&acl, &Request::new("GET", "/ok", IP)), "early");
    assert_eq!(rule(&acl, &Request::new("GET", "/no", IP)), "late");
}

#[test]
fn a_group_s_decision_may_only_count() {
    let group = json!({"RuleGroup": {
        "Name": "g", "Id": ID, "ARN": arn("rulegroup", "g"), "Capacity": 10, "VisibilityConfig": visibility("g"),
        "Rules": [
            {"Name": "first", "Priority": 0, "Action": {"Block": {}}, "RuleLabels": [{"Name": "seen"}],
             "Statement": byte_match(&json!({"UriPath": {}}), "/", "STARTS_WITH"), "VisibilityConfig": visibility("first")},
            {"Name": "second", "Priority": 1, "Action": {"Count": {}}, "RuleLabels": [{"Name": "never"}],
             "Statement": byte_match(&json!({"UriPath": {}}), "/", "STARTS_WITH"), "VisibilityConfig": visibility("second")},
        ],
    }});
    let using = |extra: serde_json::Value, override_action: serde_json::Value| {
        let mut reference = json!({"ARN": arn("rulegroup", "g")});
        for (name, value) in extra.as_object().unwrap() {
            reference[name] = value.clone();
        }
        let rule = json!({"Name": "group", "OverrideAction": override_action, "Statement": {"RuleGroupReferenceStatement": reference}});
        compile(&acl(&[rule]), std::slice::from_ref(&group))
    };
    let request = Request::new("GET", "/", IP);
    let blocks = using(json!({}), json!({"None": {}}));
    let verdict = blocks.decide(&request, at(0), &Environment::new());
    assert_eq!(
        (verdict.rule(), verdict.terminating().unwrap().rule()),
        ("group", "first")
    );
    // Counted as a whole: the group's later rules are not asked all the same.
    let counts = using(json!({}), json!({"Count": {}}));
    let verdict = counts.decide(&request, at(0), &Environment::new());
    assert!(verdict.is_allowed());
    let labels: Vec<_> = verdict.labels().collect();
    assert_eq!(labels, ["awswaf:111122223333:rulegroup:g:seen"]);
    // One rule counted: the next is asked.
    for extra in [
        json!({"RuleActionOverrides": [{"Name": "first", "ActionToUse": {"Count": {}}}]}),
        json!({"ExcludedRules": [{"Name": "first"}]}),
    ] {
        let acl = using(extra, json!({"None": {}}));
        let verdict = acl.decide(&request, at(0), &Environment::new());
        assert!(verdict.is_allowed());
        assert_eq!(verdict.labels().count(), 2);
    }
}
