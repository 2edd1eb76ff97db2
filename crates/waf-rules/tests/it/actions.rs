//! What follows a match: responses, headers, tokens, metrics.

use serde_json::{Value, json};
use waf_rules::{Environment, Header, Request, Token, TokenCheck, TokenClaims, model::ActionValue};

use crate::world::{acl, at, byte_match, compile};

const IP: [u8; 4] = [192, 0, 2, 44];

fn everything() -> Value {
    byte_match(&json!({"UriPath": {}}), "/", "STARTS_WITH")
}

#[test]
fn a_block_has_its_custom_response() {
    let mut document = acl(&[json!({
        "Statement": everything(),
        "Action": {"Block": {"CustomResponse": {
            "ResponseCode": 429, "CustomResponseBodyKey": "slow", "ResponseHeaders": [{"Name": "retry-after", "Value": "60"}],
        }}},
    })]);
    document["CustomResponseBodies"] =
        json!({"slow": {"ContentType": "APPLICATION_JSON", "Content": "{\"slow\":\"down\"}"}});
    let acl = compile(&document, &[]);
    let request = Request::new("GET", "/", IP);
    let response = acl
        .decide(&request, at(0), &Environment::new())
        .response()
        .unwrap();
    assert_eq!(response.status, 429);
    assert_eq!(response.headers, [("retry-after".into(), "60".into())]);
    assert_eq!(
        response.body,
        Some(("application/json", "{\"slow\":\"down\"}"))
    );
}

#[test]
fn headers_are_inserted_by_all_that_let_the_request_on() {
    let insert = |value: &str| json!({"CustomRequestHandling": {"InsertHeaders": [{"Name": "seen", "Value": value}]}});
    let mut document = acl(&[
        json!({"Statement": everything(), "Action": {"Count": insert("counted")}}),
        json!({"Statement": byte_match(&json!({"UriPath": {}}), "/no", "STARTS_WITH")}),
    ]);
    document["DefaultAction"] = json!({"Allow": insert("allowed")});
    let acl = compile(&document, &[]);
    let request = Request::new("GET", "/", IP);
    let verdict = acl.decide(&request, at(0), &Environment::new());
    let inserted: Vec<_> = verdict.insert_headers().collect();
    assert_eq!(
        inserted,
        [
            ("x-amzn-waf-seen", "counted"),
            ("x-amzn-waf-seen", "allowed")
        ]
    );
    let request = Request::new("GET", "/no", IP);
    assert_eq!(
        acl.decide(&request, at(0), &Environment::new())
            .insert_headers()
            .count(),
        0
    );
}

#[derive(Debug)]
struct Solved(i64);

impl TokenCheck for Solved {
    fn check(&self, request: &Request<'_>, _now: common_types::Timestamp) -> Token {
        match request.cookie("aws-waf-token") {
            Some(b"good") => Token::Valid(
                TokenClaims::new()
                    .domain("shop.example.com")
                    .captcha_solved_at(at(self.0)),
            ),
            Some(_) => Token::Invalid,
            None => Token::Missing,
        }
    }
}

#[test]
fn a_valid_token_makes_a_captcha_a_count() {
    let acl = compile(
        &acl(&[json!({
            "Statement": everything(), "Action": {"Captcha": {}}, "RuleLabels": [{"Name": "asked"}],
            "CaptchaConfig": {"ImmunityTimeProperty": {"ImmunityTime": 60}},
        })]),
        &[],
    );
    let tokens = Solved(1_000);
    let environment = Environment::new().tokens(&tokens);
    let outcome = |cookie: Option<&str>, now: i64| {
        let headers: Vec<Header<'_>> = [("host", "shop.example.com")]
            .into_iter()
            .chain(cookie.map(|value| ("cookie", value)))
            .map(|(name, value)| Header::new(name, value))
            .collect();
        let request = Request::new("GET", "/", IP).headers(&headers);
        let verdict = acl.decide(&request, at(now), &environment);
        let response = verdict.captcha_response().unwrap();
        (
            verdict.action(),
            response.failure_reason.map(|reason| reason.as_str()),
            verdict.labels().count(),
        )
    };
    assert_eq!(
        outcome(None, 1_000),
        (ActionValue::Captcha, Some("TOKEN_MISSING"), 1)
    );
    assert_eq!(
        outcome(Some("aws-waf-token=bad"), 1_000),
        (ActionValue::Captcha, Some("TOKEN_INVALID"), 1)
    );
    assert_eq!(
        outcome(Some("aws-waf-token=good"), 1_059),
        (ActionValue::Allow, None, 1)
    );
    assert_eq!(
        outcome(Some("aws-waf-token=good"), 1_060),
        (ActionValue::Captcha, Some("TOKEN_EXPIRED"), 1)
    );
    let request = Request::new("GET", "/", IP);
    let verdict = acl.decide(&request, at(0), &Environment::new());
    let response = verdict.response().unwrap();
    assert_eq!(
        (response.status, &response.headers[..]),
        (405, &[("x-amzn-waf-action".into(), "captcha".into())][..])
    );
}

#[test]
fn metrics_are_counted_by_rule_and_for_the_default_action() {
    let acl = compile(
        &acl(&[
            json!({"Name": "counted", "Statement": everything(), "Action": {"Count": {}}}),
            json!({"Name": "blocked", "Statement": byte_match(&json!({"UriPath": {}}), "/no", "STARTS_WITH")}),
        ]),
        &[],
    );
    let metrics = |uri: &str| {
        let request = Request::new("GET", uri, IP);
        let verdict = acl.decide(&request, at(0), &Environment::new());
        verdict
            .metrics()
            .iter()
            .map(|metric| format!("{} {}", metric.name, metric.rule))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        metrics("/"),
        ["CountedRequests counted", "AllowedRequests Default_Action"]
    );
    assert_eq!(
        metrics("/no"),
        ["CountedRequests counted", "BlockedRequests blocked"]
    );
}
