//! Random web ACLs and requests, out of a small vocabulary so that they meet.

use std::net::IpAddr;

use base64::Engine as _;
use serde_json::{Value, json};

use super::random::Random;

pub(super) struct Case {
    pub(super) acl: Value,
    pub(super) references: Vec<Value>,
    pub(super) requests: Vec<Sent>,
}

#[derive(Debug)]
pub(super) struct Sent {
    pub(super) method: &'static str,
    pub(super) uri: String,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
    pub(super) client_ip: IpAddr,
    pub(super) country: Option<&'static str>,
    pub(super) time_millis: i64,
}

const WORDS: [&str; 16] = [
    "admin",
    "Admin",
    "login",
    "a",
    "ab",
    "abc",
    "select",
    "1' OR '1'='1",
    "<script>",
    "user_id",
    "%61dmin",
    "..",
    "x",
    "",
    "bot",
    "BadBot",
];
const PATTERNS: [&str; 10] = [
    "^/adm",
    "a.c",
    "(?i)badbot",
    "sel(ect)?",
    "^$",
    "[0-9]{2,}",
    "login|admin",
    r"\.\.",
    "(a|b)+c",
    r"bot$",
];
const SETS: [&str; 2] = ["v4", "v6"];

pub(super) fn case(seed: u64) -> Case {
    let random = Random::new(seed);
    let count = 1 + random.below(8);
    let rules = (0..count).map(|n| rule(&random, n)).collect::<Vec<_>>();
    let rates = rules
        .iter()
        .filter(|rule| rule["Statement"]["RateBasedStatement"].is_object())
        .count();
    assert!(rates <= 10);
    let acl = json!({
        "Name": "edge", "Id": ID, "ARN": arn("webacl", "edge"),
        "DefaultAction": if random.one_in(2) { json!({"Allow": {}}) } else { json!({"Block": {}}) },
        "Rules": rules,
        "VisibilityConfig": visibility("edge"),
    });
    Case {
        acl,
        references: references(&random),
        requests: requests(&random),
    }
}

const ID: &str = "a1b2c3d4-5678-90ab-cdef-111111111111";

fn arn(kind: &str, name: &str) -> String {
    format!("arn:aws:wafv2:eu-west-1:111122223333:regional/{kind}/{name}/{ID}")
}

fn visibility(name: &str) -> Value {
    json!({"SampledRequestsEnabled": false, "CloudWatchMetricsEnabled": false, "MetricName": name})
}

fn references(random: &Random) -> Vec<Value> {
    let mut group_rules = Vec::new();
    for n in 0..1 + random.below(3) {
        let mut rule = rule(random, n);
        while rule["Statement"]["RuleGroupReferenceStatement"].is_object() {
            rule = self::rule(random, n);
        }
        rule["Name"] = json!(format!("inner{n}"));
        rule["VisibilityConfig"] = visibility(&format!("inner{n}"));
        group_rules.push(rule);
    }
    vec![
        json!({"IPSet": {
            "Name": "v4", "Id": ID, "ARN": arn("ipset", "v4"), "IPAddressVersion": "IPV4",
            "Addresses": ["10.0.0.0/30", "10.0.0.8/32", "192.0.2.0/24"],
        }, "LockToken": ID}),
        json!({"IPSet": {
            "Name": "v6", "Id": ID, "ARN": arn("ipset", "v6"), "IPAddressVersion": "IPV6",
            "Addresses": ["2001:db8::/64"],
        }, "LockToken": ID}),
        json!({"RegexPatternSet": {
            "Name": "p", "Id": ID, "ARN": arn("regexpatternset", "p"),
            "RegularExpressionList": [{"RegexString": random.of(&PATTERNS)}, {"RegexString": random.of(&PATTERNS)}],
        }, "LockToken": ID}),
        json!({"RuleGroup": {
            "Name": "g", "Id": ID, "ARN": arn("rulegroup", "g"), "Capacity": 1500, "Rules": group_rules,
            "VisibilityConfig": visibility("g"),
        }, "LockToken": ID}),
    ]
}

fn rule(random: &Random, n: usize) -> Value {
    let name = format!("rule{n}");
    let mut rule = json!({
        "Name": name,
        // Not in the order of the list.
        "Priority": (n * 7 + 3) % 11,
        "VisibilityConfig": visibility(&name),
    });
    if n.is_multiple_of(4) && random.one_in(2) {
        rule["Statement"] = json!({"RuleGroupReferenceStatement": {"ARN": arn("rulegroup", "g")}});
        if random.one_in(3) {
            rule["Statement"]["RuleGroupReferenceStatement"]["RuleActionOverrides"] =
                json!([{"Name": "inner0", "ActionToUse": action(random, false)}]);
        } else if random.one_in(3) {
            rule["Statement"]["RuleGroupReferenceStatement"]["ExcludedRules"] =
                json!([{"Name": "inner0"}]);
        }
        rule["OverrideAction"] = if random.one_in(3) {
            json!({"Count": {}})
        } else {
            json!({"None": {}})
        };
        return rule;
    }
    let is_rate = random.one_in(6);
    rule["Statement"] = if is_rate {
        rate(random)
    } else {
        statement(random, 0)
    };
    rule["Action"] = action(random, is_rate);
    if random.one_in(2) {
        rule["RuleLabels"] = json!([{"Name": random.of(&["l1", "ns:l1", "ns:m:l2", "m:l1"])}]);
    }
    rule
}

fn action(random: &Random, is_rate: bool) -> Value {
    match random.below(8) {
        0 if !is_rate => json!({"Allow": {}}),
        1 => json!({"Block": {}}),
        2 => json!({"Captcha": {}}),
        3 => json!({"Challenge": {}}),
        _ => json!({"Count": {}}),
    }
}

fn rate(random: &Random) -> Value {
    let mut rate =
        json!({"Limit": 10 + random.below(3), "EvaluationWindowSec": *random.of(&[60, 120])});
    match random.below(4) {
        0 => rate["AggregateKeyType"] = json!("IP"),
        1 => {
            rate["AggregateKeyType"] = json!("FORWARDED_IP");
            rate["ForwardedIPConfig"] = forwarded(random);
        }
        2 => {
            rate["AggregateKeyType"] = json!("CONSTANT");
            rate["ScopeDownStatement"] = statement(random, 2);
        }
        _ => {
            let none = json!([{"Priority": 0, "Type": "LOWERCASE"}]);
            rate["AggregateKeyType"] = json!("CUSTOM_KEYS");
            rate["CustomKeys"] = match random.below(4) {
                0 => json!([{"HTTPMethod": {}}, {"IP": {}}]),
                1 => json!([{"Header": {"Name": "User-Agent", "TextTransformations": none}}]),
                2 => {
                    json!([{"QueryArgument": {"Name": "Q", "TextTransformations": none}}, {"HTTPMethod": {}}])
                }
                _ => {
                    json!([{"LabelNamespace": {"Namespace": "awswaf:111122223333:webacl:edge:ns:"}}])
                }
            };
        }
    }
    if rate.get("ScopeDownStatement").is_none() && random.one_in(3) {
        rate["ScopeDownStatement"] = statement(random, 2);
    }
    json!({"RateBasedStatement": rate})
}

fn forwarded(random: &Random) -> Value {
    json!({"HeaderName": "X-Forwarded-For", "FallbackBehavior": random.of(&["MATCH", "NO_MATCH"])})
}

fn statement(random: &Random, depth: usize) -> Value {
    let several = |random: &Random| {
        (0..2 + random.below(2))
            .map(|_| statement(random, depth + 1))
            .collect::<Vec<_>>()
    };
    match random.below(if depth < 3 { 16 } else { 12 }) {
        0..=3 => json!({"ByteMatchStatement": component(random, json!({
            "SearchString": base64::engine::general_purpose::STANDARD.encode(random.of(&WORDS)),
            "PositionalConstraint": random.of(&["EXACTLY", "STARTS_WITH", "ENDS_WITH", "CONTAINS"]),
        }))}),
        4 => json!({"ByteMatchStatement": component(random, json!({
            "SearchString": base64::engine::general_purpose::STANDARD.encode(random.of(&["admin", "a", "ab", "bot", "user_id"])),
            "PositionalConstraint": "CONTAINS_WORD",
        }))}),
        5 => json!({"SizeConstraintStatement": component(random, json!({
            "ComparisonOperator": random.of(&["EQ", "NE", "LE", "LT", "GE", "GT"]),
            "Size": random.below(12),
        }))}),
        6 => json!({"RegexMatchStatement": component(random, json!({"RegexString": random.of(&PATTERNS)}))}),
        7 => {
            let name = *random.of(&SETS);
            let mut set = json!({"ARN": arn("ipset", name)});
            if random.one_in(2) {
                set["IPSetForwardedIPConfig"] = forwarded(random);
                set["IPSetForwardedIPConfig"]["Position"] = json!(random.of(&["FIRST", "LAST", "ANY"]));
            }
            json!({"IPSetReferenceStatement": set})
        }
        8 => {
            let mut geo = json!({"CountryCodes": [random.of(&["US", "DE", "CN"])]});
            if random.one_in(4) {
                geo["ForwardedIPConfig"] = forwarded(random);
            }
            json!({"GeoMatchStatement": geo})
        }
        9 => json!({"LabelMatchStatement": random.of(&[
            json!({"Scope": "LABEL", "Key": "l1"}),
            json!({"Scope": "LABEL", "Key": "m:l2"}),
            json!({"Scope": "NAMESPACE", "Key": "ns:"}),
            json!({"Scope": "NAMESPACE", "Key": "m:"}),
            json!({"Scope": "LABEL", "Key": "awswaf:clientip:geo:country:US"}),
            json!({"Scope": "NAMESPACE", "Key": "awswaf:clientip:geo:"}),
            json!({"Scope": "LABEL", "Key": "awswaf:111122223333:rulegroup:g:ns:l1"}),
            json!({"Scope": "NAMESPACE", "Key": "awswaf:111122223333:webacl:edge:"}),
        ])}),
        10 => random.of(&[
            json!({"SqliMatchStatement": {"FieldToMatch": {"AllQueryArguments": {}}, "TextTransformations": [{"Priority": 0, "Type": "URL_DECODE"}], "SensitivityLevel": "HIGH"}}),
            json!({"XssMatchStatement": {"FieldToMatch": {"Body": {}}, "TextTransformations": [{"Priority": 0, "Type": "NONE"}]}}),
        ]).clone(),
        11 => json!({"RegexPatternSetReferenceStatement": component(random, json!({"ARN": arn("regexpatternset", "p")}))}),
        12 | 13 => json!({"AndStatement": {"Statements": several(random)}}),
        14 => json!({"OrStatement": {"Statements": several(random)}}),
        _ => json!({"NotStatement": {"Statement": statement(random, depth + 1)}}),
    }
}

fn component(random: &Random, mut statement: Value) -> Value {
    let oversize = *random.of(&["CONTINUE", "MATCH", "NO_MATCH"]);
    let scope = *random.of(&["ALL", "KEY", "VALUE"]);
    let fallback = *random.of(&["MATCH", "NO_MATCH", "EVALUATE_AS_STRING"]);
    statement["FieldToMatch"] = random.of(&[
        json!({"UriPath": {}}),
        json!({"UriPath": {}}),
        json!({"QueryString": {}}),
        json!({"SingleHeader": {"Name": "User-Agent"}}),
        json!({"SingleQueryArgument": {"Name": "q"}}),
        json!({"AllQueryArguments": {}}),
        json!({"Method": {}}),
        json!({"Body": {"OversizeHandling": oversize}}),
        json!({"Headers": {"MatchPattern": {"All": {}}, "MatchScope": scope, "OversizeHandling": oversize}}),
        json!({"Headers": {"MatchPattern": {"ExcludedHeaders": ["cookie"]}, "MatchScope": scope, "OversizeHandling": oversize}}),
        json!({"Cookies": {"MatchPattern": {"IncludedCookies": ["a", "b"]}, "MatchScope": scope, "OversizeHandling": oversize}}),
        json!({"HeaderOrder": {"OversizeHandling": oversize}}),
        json!({"UriFragment": {"FallbackBehavior": if oversize == "MATCH" { "MATCH" } else { "NO_MATCH" }}}),
        json!({"JsonBody": {
            "MatchPattern": {"All": {}}, "MatchScope": scope, "OversizeHandling": oversize,
            "InvalidFallbackBehavior": fallback,
        }}),
    ]).clone();
    let kinds = [
        "NONE",
        "LOWERCASE",
        "URL_DECODE",
        "REMOVE_WHITESPACE",
        "HEX_DECODE",
    ];
    let transformations = (0..1 + random.below(3))
        .map(|n| json!({"Priority": (n * 5 + 1) % 7, "Type": random.of(&kinds)}))
        .collect::<Vec<_>>();
    statement["TextTransformations"] = json!(transformations);
    statement
}

fn requests(random: &Random) -> Vec<Sent> {
    let mut time_millis = 1_000_000;
    (0..40)
        .map(|_| {
            time_millis += i64::try_from(random.below(9_000)).unwrap();
            request(random, time_millis)
        })
        .collect()
}

fn request(random: &Random, time_millis: i64) -> Sent {
    let mut uri = format!("/{}", random.of(&WORDS));
    if random.one_in(3) {
        uri.push_str(&format!("/{}", random.of(&WORDS)));
    }
    if random.one_in(2) {
        uri.push_str(&format!(
            "?{}={}",
            random.of(&["q", "Q", "id"]),
            random.of(&WORDS)
        ));
        if random.one_in(2) {
            uri.push_str(&format!("&q={}", random.of(&WORDS)));
        }
    }
    if random.one_in(8) {
        uri.push_str(&format!("#{}", random.of(&WORDS)));
    }
    let mut headers = vec![("Host".to_owned(), "example.com".to_owned())];
    if random.one_in(2) {
        headers.push(("user-agent".to_owned(), random.of(&WORDS).to_string()));
    }
    if random.one_in(3) {
        let value = random.of(&[
            "10.0.0.1",
            "10.0.0.9, 192.0.2.7",
            "junk",
            "2001:db8::5,10.0.0.8",
            "10.0.0.1,junk",
        ]);
        headers.push(("X-Forwarded-For".to_owned(), value.to_string()));
    }
    if random.one_in(3) {
        let value = format!("a={}; b={}; c=abc", random.of(&WORDS), random.of(&WORDS));
        headers.push(("Cookie".to_owned(), value));
    }
    if random.one_in(12) {
        headers.push(("X-Long".to_owned(), "abc".repeat(3_000)));
    }
    let body = match random.below(6) {
        0 => random.of(&WORDS).as_bytes().to_vec(),
        1 => {
            json!({"a": random.of(&WORDS), "user_id": [1, true, null, {"abc": random.of(&WORDS)}]})
                .to_string()
                .into_bytes()
        }
        2 if random.one_in(4) => "admin ".repeat(2_000).into_bytes(),
        _ => Vec::new(),
    };
    let method = *random.of(&["GET", "GET", "POST", "admin"]);
    let address = random.of(&[
        "10.0.0.1",
        "10.0.0.5",
        "10.0.0.8",
        "192.0.2.200",
        "2001:db8::1",
        "2001:db8:1::1",
    ]);
    Sent {
        method,
        uri,
        headers,
        body,
        client_ip: address.parse().unwrap(),
        country: *random.of(&[None, Some("US"), Some("DE")]),
        time_millis,
    }
}
