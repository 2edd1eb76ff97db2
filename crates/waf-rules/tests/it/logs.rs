//! Log records and samples.

use serde_json::{Value, json};
use waf_rules::{
    Environment, Header, Location, LogContext, LogRecord, Request, SampledHttpRequest,
    model::LoggingConfiguration,
};

use crate::world::{acl, arn, at, byte_match, compile};

fn configuration(members: &Value) -> LoggingConfiguration {
    let mut config = json!({"ResourceArn": arn("webacl", "edge"), "LogDestinationConfigs": ["arn:aws:logs:eu-west-1:111122223333:log-group:aws-waf-logs"]});
    for (name, value) in members.as_object().unwrap() {
        config[name] = value.clone();
    }
    serde_json::from_value(config).unwrap()
}

#[test]
fn a_record_has_aws_s_fields() {
    let mut document = acl(&[
        json!({"Name": "sqli", "RuleLabels": [{"Name": "attack"}], "Statement": {"SqliMatchStatement": {
            "FieldToMatch": {"SingleHeader": {"Name": "x-test"}}, "TextTransformations": [{"Priority": 0, "Type": "NONE"}], "SensitivityLevel": "HIGH",
        }}}),
    ]);
    document["DataProtectionConfig"] = json!({"DataProtections": [
        {"Field": {"FieldType": "SINGLE_COOKIE", "FieldKeys": ["session"]}, "Action": "SUBSTITUTION"},
        {"Field": {"FieldType": "SINGLE_QUERY_ARGUMENT", "FieldKeys": ["token"]}, "Action": "HASH"},
    ]});
    let acl = compile(&document, &[]);
    let headers = [
        Header::new("x-test", "10 AND 1=1"),
        Header::new("Authorization", "Bearer 123"),
        Header::new("Cookie", "session=abc; theme=dark"),
    ];
    let request = Request::new("GET", "/myUri?a=1&token=abc", [1, 1, 1, 1])
        .headers(&headers)
        .location(Location::new().country("AU"))
        .id("rid");
    let verdict = acl.decide(&request, at(1_576_280_412), &Environment::new());
    let context = LogContext::new(&request, &verdict, at(1_576_280_412));
    let config = configuration(
        &json!({"RedactedFields": [{"SingleHeader": {"Name": "authorization"}}, {"UriPath": {}}]}),
    );
    let record = serde_json::to_value(config.record(&context).unwrap()).unwrap();
    assert_eq!(
        record,
        json!({
            "timestamp": 1_576_280_412_000_u64, "formatVersion": 1, "webaclId": arn("webacl", "edge"),
            "terminatingRuleId": "sqli", "terminatingRuleType": "REGULAR", "action": "BLOCK",
            "terminatingRuleMatchDetails": [
                {"conditionType": "SQL_INJECTION", "sensitivityLevel": "HIGH", "location": "HEADER", "matchedData": ["10", "AND", "1"], "matchedFieldName": "x-test"},
            ],
            "httpSourceName": "-", "httpSourceId": "-", "ruleGroupList": [], "rateBasedRuleList": [],
            "nonTerminatingMatchingRules": [], "requestHeadersInserted": null, "responseCodeSent": null,
            "httpRequest": {
                "clientIp": "1.1.1.1", "country": "AU",
                "headers": [
                    {"name": "x-test", "value": "10 AND 1=1"},
                    {"name": "Authorization", "value": "REDACTED"},
                    {"name": "Cookie", "value": "session=REDACTED; theme=dark"},
                ],
                "uri": "REDACTED",
                "args": "a=1&token=ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
                "httpVersion": "HTTP/1.1", "httpMethod": "GET", "requestId": "rid",
            },
            "labels": [{"name": "awswaf:111122223333:webacl:edge:attack"}],
        })
    );
    let sample = serde_json::to_value(SampledHttpRequest::new(
        &request,
        &verdict,
        verdict.terminating(),
        1,
        at(0),
    ))
    .unwrap();
    assert_eq!(sample["Action"], "BLOCK");
    assert_eq!(
        sample["Request"]["URI"],
        json!(format!(
            "/myUri?{}",
            record["httpRequest"]["args"].as_str().unwrap()
        ))
    );
}

#[test]
fn filters_keep_and_drop() {
    let acl = compile(
        &acl(&[
            json!({"Name": "count", "Action": {"Count": {}}, "RuleLabels": [{"Name": "seen"}], "Statement": byte_match(&json!({"UriPath": {}}), "/c", "STARTS_WITH")}),
            json!({"Name": "block", "Statement": byte_match(&json!({"UriPath": {}}), "/b", "STARTS_WITH")}),
        ]),
        &[],
    );
    let config = configuration(
        &json!({"LoggingFilter": {"DefaultBehavior": "DROP", "Filters": [
            {"Behavior": "KEEP", "Requirement": "MEETS_ANY", "Conditions": [
                {"ActionCondition": {"Action": "BLOCK"}},
                {"LabelNameCondition": {"LabelName": "awswaf:111122223333:webacl:edge:seen"}},
            ]},
        ]}}),
    );
    let is_kept = |uri: &str| {
        let request = Request::new("GET", uri, [192, 0, 2, 1]);
        let verdict = acl.decide(&request, at(0), &Environment::new());
        config
            .record(&LogContext::new(&request, &verdict, at(0)))
            .is_some()
    };
    assert!(is_kept("/b"));
    assert!(is_kept("/c"));
    assert!(!is_kept("/a"));
    let request = Request::new("GET", "/a", [192, 0, 2, 1]);
    let verdict = acl.decide(&request, at(0), &Environment::new());
    let record = serde_json::to_value(LogRecord::new(
        &LogContext::new(&request, &verdict, at(0)),
        &[],
    ))
    .unwrap();
    assert_eq!(record["terminatingRuleId"], "Default_Action");
}

fn record(
    document: &Value,
    request: &Request<'_>,
    redacted: &Value,
    requests_before: usize,
) -> Value {
    let acl = compile(document, &[]);
    for _ in 0..requests_before {
        acl.decide(request, at(0), &Environment::new());
    }
    let verdict = acl.decide(request, at(0), &Environment::new());
    let context = LogContext::new(request, &verdict, at(0));
    let config = configuration(&json!({"RedactedFields": redacted}));
    serde_json::to_value(config.record(&context).unwrap()).unwrap()
}

fn injection(kind: &str, field: &Value) -> Value {
    json!({kind: {"FieldToMatch": field, "TextTransformations": [{"Priority": 0, "Type": "URL_DECODE"}]}})
}

#[test]
fn details_say_what_of_which_argument_header_or_cookie_was_an_injection() {
    let all = |members: &str| json!({members: {"MatchPattern": {"All": {}}, "MatchScope": "VALUE", "OversizeHandling": "CONTINUE"}});
    let attack = json!({"AllQueryArguments": {}});
    let document = acl(&[
        json!({"Name": "xss", "Action": {"Count": {}}, "Statement": {"OrStatement": {"Statements": [
            injection("XssMatchStatement", &json!({"Body": {}})),
            injection("XssMatchStatement", &all("Headers")),
            injection("XssMatchStatement", &all("Cookies")),
        ]}}}),
        json!({"Name": "sqli", "Statement": injection("SqliMatchStatement", &attack)}),
    ]);
    let headers = [
        Header::new("X-Note", "<img src=x onerror=alert(1)>"),
        Header::new("Cookie", "theme=dark; pet=%3Cscript%3E"),
    ];
    let request =
        Request::new("GET", "/?page=2&id=1%27%20OR%20%271%27=%271", [1, 1, 1, 1]).headers(&headers);
    let written = record(&document, &request, &json!([]), 0);
    assert_eq!(
        written["terminatingRuleMatchDetails"],
        json!([{"conditionType": "SQL_INJECTION", "sensitivityLevel": "LOW", "location": "ALL_QUERY_ARGS",
            "matchedData": ["1", "OR", "1", "=", "1"], "matchedFieldName": "id"}])
    );
    assert_eq!(
        written["nonTerminatingMatchingRules"][0]["ruleMatchDetails"],
        json!([
            {"conditionType": "XSS", "location": "ALL_HEADERS", "matchedData": ["onerror", "alert(1)"], "matchedFieldName": "X-Note"},
            {"conditionType": "XSS", "location": "ALL_COOKIES", "matchedData": ["<", "script"], "matchedFieldName": "pet"},
        ])
    );
}

#[test]
fn a_body_that_is_too_large_has_matched_without_data() {
    let document = acl(&[
        json!({"Name": "xss", "Statement": injection("XssMatchStatement", &json!({"Body": {"OversizeHandling": "MATCH"}}))}),
    ]);
    let body = vec![b'a'; 10_000];
    let request = Request::new("POST", "/", [1, 1, 1, 1]).body(&body);
    assert_eq!(
        record(&document, &request, &json!([]), 0)["terminatingRuleMatchDetails"],
        json!([{"conditionType": "XSS", "location": "BODY", "matchedData": [], "matchedFieldName": ""}])
    );
}

#[test]
fn details_hide_what_is_hidden_unless_they_are_excluded_from_that() {
    let attack = Header::new("x-test", "10 AND 1=1");
    let request = Request::new("GET", "/", [1, 1, 1, 1]).headers(std::slice::from_ref(&attack));
    let mut document = acl(&[
        json!({"Name": "sqli", "Statement": injection("SqliMatchStatement", &json!({"SingleHeader": {"Name": "x-test"}}))}),
    ]);
    let data = |document: &Value, redacted: &Value| {
        record(document, &request, redacted, 0)["terminatingRuleMatchDetails"][0]["matchedData"]
            .clone()
    };
    let hidden = json!(["REDACTED", "REDACTED", "REDACTED"]);
    let redacted = json!([{"SingleHeader": {"Name": "X-Test"}}]);
    assert_eq!(data(&document, &redacted), hidden);
    document["DataProtectionConfig"] = json!({"DataProtections": [
        {"Field": {"FieldType": "SINGLE_HEADER", "FieldKeys": ["x-test"]}, "Action": "SUBSTITUTION"},
    ]});
    assert_eq!(data(&document, &json!([])), hidden);
    document["DataProtectionConfig"]["DataProtections"][0]["ExcludeRuleMatchDetails"] = json!(true);
    assert_eq!(data(&document, &json!([])), json!(["10", "AND", "1"]));
}

#[test]
fn a_rate_based_rule_says_which_address_it_has_limited() {
    let document = acl(&[
        json!({"Name": "rate", "Statement": {"RateBasedStatement": {"Limit": 10, "AggregateKeyType": "IP"}}}),
    ]);
    let request = Request::new("GET", "/", [192, 0, 2, 44]);
    let written = record(&document, &request, &json!([]), 10);
    assert_eq!(written["terminatingRuleType"], "RATE_BASED");
    assert_eq!(
        written["rateBasedRuleList"],
        json!([{"rateBasedRuleId": format!("{}/rate", arn("webacl", "edge")), "rateBasedRuleName": "rate", "limitKey": "IP",
            "limitValue": "192.0.2.44", "maxRateAllowed": 10, "evaluationWindowSec": "300"}])
    );
}

#[test]
fn a_rate_based_rule_with_custom_keys_says_their_values() {
    let keys = json!([
        {"Header": {"Name": "dogname", "TextTransformations": [{"Priority": 0, "Type": "LOWERCASE"}]}},
        {"LabelNamespace": {"Namespace": "awswaf:111122223333:webacl:edge:ns:"}},
        {"HTTPMethod": {}},
        {"IP": {}},
    ]);
    let mut document = acl(&[
        json!({"Name": "label", "Action": {"Count": {}}, "RuleLabels": [{"Name": "ns:early"}], "Statement": byte_match(&json!({"UriPath": {}}), "/", "STARTS_WITH")}),
        json!({"Name": "rate", "RuleLabels": [{"Name": "ns:late"}], "Statement": {"RateBasedStatement": {
            "Limit": 10, "EvaluationWindowSec": 120, "AggregateKeyType": "CUSTOM_KEYS", "CustomKeys": keys,
        }}}),
    ]);
    let name = "Ella, of whom there is more to say than can be said";
    let headers = [Header::new("dogname", name)];
    let request = Request::new("GET", "/", [192, 0, 2, 44]).headers(&headers);
    let written = record(&document, &request, &json!([]), 10);
    let list = &written["rateBasedRuleList"][0];
    assert_eq!(list["limitKey"], "CUSTOMKEYS");
    assert_eq!(
        list["customValues"],
        json!([
            {"key": "HEADER", "name": "dogname", "value": "ella, of whom there is more to s"},
            {"key": "LABEL_NAMESPACE", "name": "awswaf:111122223333:webacl:edge:ns:", "value": "awswaf:111122223333:webacl:edge:"},
            {"key": "HTTP_METHOD", "value": "GET"},
            {"key": "IP", "value": "192.0.2.44"},
        ])
    );
    document["DataProtectionConfig"] = json!({"DataProtections": [
        {"Field": {"FieldType": "SINGLE_HEADER"}, "Action": "SUBSTITUTION"},
    ]});
    let written = record(&document, &request, &json!([]), 10);
    assert_eq!(
        written["rateBasedRuleList"][0]["customValues"][0]["value"],
        "REDACTED"
    );
}

#[test]
fn sizes_of_bodies_and_who_was_asked_for() {
    let asn = |forwarded: bool| {
        let mut statement = json!({"AsnList": [64_500]});
        if forwarded {
            statement["ForwardedIPConfig"] =
                json!({"HeaderName": "X-Forwarded-For", "FallbackBehavior": "NO_MATCH"});
        }
        json!({"AsnMatchStatement": statement})
    };
    let acl = compile(
        &acl(&[
            json!({"Name": "client", "Statement": asn(false), "Action": {"Count": {}}}),
            json!({"Name": "forwarded", "Statement": asn(true), "Action": {"Count": {}}}),
        ]),
        &[],
    );
    let logged = |request: &Request<'_>| {
        let verdict = acl.decide(request, at(0), &Environment::new());
        let context = LogContext::new(request, &verdict, at(0));
        let record = configuration(&json!({})).record(&context).unwrap();
        serde_json::to_value(record).unwrap()
    };
    let body = vec![b'a'; 20_000];
    let headers = [Header::new("Content-Length", "1000000")];
    let request = Request::new("POST", "/", [192, 0, 2, 1])
        .body(&body)
        .scheme("https")
        .location(Location::new().asn(64_500));
    let record = logged(&request);
    assert_eq!(record["requestBodySize"], 20_000);
    assert_eq!(record["requestBodySizeInspectedByWAF"], 8_192);
    assert_eq!(record["clientAsn"], 64_500);
    // The header is not there: nobody was asked for.
    assert_eq!(record.get("forwardedAsn"), None);
    assert_eq!(record["httpRequest"]["scheme"], "https");

    let record = logged(&request.headers(&headers).body_is_cut(true));
    assert_eq!(record["requestBodySize"], 1_000_000);

    let headers = [Header::new("X-Forwarded-For", "198.51.100.1")];
    let record = logged(&Request::new("GET", "/", [192, 0, 2, 1]).headers(&headers));
    // Of an address that nobody knows the number is 0, as AWS has it.
    assert_eq!(
        (&record["clientAsn"], &record["forwardedAsn"]),
        (&json!(0), &json!(0))
    );
    assert_eq!(record.get("requestBodySize"), None);
}
