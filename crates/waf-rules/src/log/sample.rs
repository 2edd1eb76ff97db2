//! Samples of requests, as `aws wafv2 get-sampled-requests` prints them.

use common_types::Timestamp;
use serde::Serialize;

use super::{
    protect::{Protection, text},
    record::{NameValue, inserted},
};
use crate::{
    FailureReason, Header, Request, RuleMatch, TokenResponse, Verdict, limits,
    model::{ActionValue, Label},
};

/// A sample of the requests that a rule matched.
///
/// Source: [SampledHTTPRequest](https://docs.aws.amazon.com/waf/latest/APIReference/API_SampledHTTPRequest.html).
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct SampledHttpRequest {
    request: Sampled,
    weight: u64,
    timestamp: f64,
    action: ActionValue,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule_name_within_rule_group: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    request_headers_inserted: Vec<Inserted>,
    #[serde(skip_serializing_if = "Option::is_none")]
    response_code_sent: Option<u16>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    labels: Vec<Label>,
    #[serde(skip_serializing_if = "Option::is_none")]
    captcha_response: Option<Answer>,
    #[serde(skip_serializing_if = "Option::is_none")]
    challenge_response: Option<Answer>,
    #[serde(skip_serializing_if = "Option::is_none")]
    overridden_action: Option<ActionValue>,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Sampled {
    #[serde(rename = "ClientIP")]
    client_ip: String,
    country: String,
    #[serde(rename = "URI")]
    uri: String,
    method: String,
    #[serde(rename = "HTTPVersion")]
    http_version: String,
    headers: Vec<Inserted>,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Inserted {
    name: String,
    value: String,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Answer {
    response_code: u16,
    solve_timestamp: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    failure_reason: Option<FailureReason>,
}

impl From<TokenResponse> for Answer {
    fn from(response: TokenResponse) -> Self {
        let TokenResponse {
            response_code,
            solve_timestamp,
            failure_reason,
        } = response;
        Self {
            response_code,
            solve_timestamp,
            failure_reason,
        }
    }
}

impl From<NameValue> for Inserted {
    fn from(pair: NameValue) -> Self {
        let NameValue { name, value } = pair;
        Self { name, value }
    }
}

impl SampledHttpRequest {
    /// A sample of what this rule matched, or of the default action. Each stands for `weight` requests. Protected data are hidden.
    pub fn new(
        request: &Request<'_>,
        verdict: &Verdict<'_>,
        found: Option<&RuleMatch<'_>>,
        weight: u64,
        now: Timestamp,
    ) -> Self {
        let acl = verdict.acl;
        let protection = Protection::new(&[], acl.source.data_protection_config.as_ref());
        let mut uri = protection.path(request.path());
        if let Some(query) = request.query() {
            uri.push('?');
            uri.push_str(&protection.query(query));
        }
        let headers = shown(request.all_headers()).map(|header| Inserted {
            name: text(header.name()),
            value: protection.header(header.name(), header.value()),
        });
        #[expect(clippy::cast_precision_loss, reason = "milliseconds of this age fit")]
        let timestamp = now.timestamp_millis() as f64 / 1000.0;
        Self {
            request: Sampled {
                client_ip: request.client_ip().to_string(),
                country: request
                    .known_location()
                    .country_code()
                    .unwrap_or("-")
                    .to_owned(),
                uri,
                method: protection.method(request.method()),
                http_version: request.protocol().to_owned(),
                headers: headers.collect(),
            },
            weight,
            timestamp,
            action: found.map_or(acl.default_action.value, RuleMatch::action),
            rule_name_within_rule_group: found
                .filter(|found| found.outer().is_some())
                .map(|found| found.rule().to_owned()),
            request_headers_inserted: inserted(verdict).into_iter().map(Inserted::from).collect(),
            response_code_sent: verdict.response().map(|response| response.status),
            labels: verdict.labels().map(Label::new).collect(),
            captcha_response: verdict.captcha_response().map(Answer::from),
            challenge_response: verdict.challenge_response().map(Answer::from),
            overridden_action: found.and_then(RuleMatch::overridden_action),
        }
    }

    /// The same, standing for so many requests.
    #[must_use]
    pub fn weighing(self, weight: u64) -> Self {
        Self { weight, ..self }
    }
}

/// As much of the headers as is inspected.
fn shown<'a>(headers: &'a [Header<'a>]) -> impl Iterator<Item = &'a Header<'a>> {
    let mut bytes = 0_usize;
    headers
        .iter()
        .take(limits::HEADERS)
        .take_while(move |header| {
            bytes = bytes.saturating_add(header.name().len() + header.value().len());
            bytes <= limits::HEADERS_BYTES
        })
}
