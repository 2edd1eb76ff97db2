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
                {"conditionType": "SQL_INJECTION", "sensitivityLevel": "HIGH", "location": "HEADER", "matchedData": []},
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
