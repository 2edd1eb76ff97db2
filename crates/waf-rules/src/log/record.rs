//! Log records, as AWS WAF writes them.

use common_types::Timestamp;
use serde::Serialize;

use super::{
    details::{self, RuleMatchDetail},
    protect::{Protection, text},
    rate::RateBased,
};
use crate::{
    Environment, GeoLookup, Request, RuleMatch, TokenResponse, Verdict,
    decide::Evaluation,
    inspect::Sight,
    limits,
    model::{ActionValue, FieldToMatch},
};

/// What a record is of.
#[derive(Clone, Copy, Debug)]
pub struct LogContext<'a, 'v> {
    pub(super) request: &'a Request<'a>,
    pub(super) verdict: &'a Verdict<'v>,
    now: Timestamp,
    country: Option<&'a str>,
    geo: Option<&'a dyn GeoLookup>,
    source_name: &'a str,
    source_id: &'a str,
}

impl<'a, 'v> LogContext<'a, 'v> {
    /// A request, what became of it, and when.
    pub fn new(request: &'a Request<'a>, verdict: &'a Verdict<'v>, now: Timestamp) -> Self {
        Self {
            request,
            verdict,
            now,
            country: None,
            geo: None,
            source_name: "-",
            source_id: "-",
        }
    }

    /// The country of the client's address, where the request itself does not say it.
    #[must_use]
    pub fn country(mut self, code: &'a str) -> Self {
        self.country = Some(code);
        self
    }

    /// Who knows where addresses are, where the request itself does not say it: for its country, and for the autonomous system that a
    /// rate-based rule counts by.
    #[must_use]
    pub fn geo(mut self, lookup: &'a dyn GeoLookup) -> Self {
        self.geo = Some(lookup);
        self
    }

    /// The resource that the web ACL protects: AWS has `CF`, `APIGW`, `ALB`, `APPSYNC`, … and an id; `-` where it is not given.
    #[must_use]
    pub fn source(mut self, name: &'a str, id: &'a str) -> Self {
        self.source_name = name;
        self.source_id = id;
        self
    }
}

/// A log record: serialises as the JSON that AWS WAF writes.
///
/// Source: [log fields](https://docs.aws.amazon.com/waf/latest/developerguide/logging-fields.html).
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LogRecord {
    timestamp: i64,
    format_version: u32,
    webacl_id: String,
    terminating_rule_id: String,
    terminating_rule_type: &'static str,
    action: ActionValue,
    terminating_rule_match_details: Vec<RuleMatchDetail>,
    http_source_name: String,
    http_source_id: String,
    rule_group_list: Vec<Group>,
    rate_based_rule_list: Vec<RateBased>,
    non_terminating_matching_rules: Vec<Matched>,
    request_headers_inserted: Option<Vec<NameValue>>,
    response_code_sent: Option<u16>,
    http_request: HttpRequest,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    labels: Vec<Name>,
    #[serde(skip_serializing_if = "Option::is_none")]
    captcha_response: Option<Answer>,
    #[serde(skip_serializing_if = "Option::is_none")]
    challenge_response: Option<Answer>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    oversize_fields: Vec<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    request_body_size: Option<u64>,
    #[serde(
        rename = "requestBodySizeInspectedByWAF",
        skip_serializing_if = "Option::is_none"
    )]
    request_body_size_inspected: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    client_asn: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    forwarded_asn: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ja3_fingerprint: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ja4_fingerprint: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Group {
    rule_group_id: String,
    terminating_rule: Option<Matched>,
    non_terminating_matching_rules: Vec<Matched>,
    excluded_rules: Option<Vec<Excluded>>,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Matched {
    rule_id: String,
    action: ActionValue,
    #[serde(skip_serializing_if = "Option::is_none")]
    overridden_action: Option<ActionValue>,
    rule_match_details: Vec<RuleMatchDetail>,
    #[serde(skip_serializing_if = "Option::is_none")]
    captcha_response: Option<Answer>,
    #[serde(skip_serializing_if = "Option::is_none")]
    challenge_response: Option<Answer>,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Excluded {
    exclusion_type: &'static str,
    rule_id: String,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct HttpRequest {
    client_ip: String,
    country: String,
    headers: Vec<NameValue>,
    uri: String,
    args: String,
    http_version: String,
    http_method: String,
    request_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    fragment: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    scheme: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    host: Option<String>,
}

/// A header in a record or sample.
#[derive(Clone, Debug, Serialize)]
pub(super) struct NameValue {
    pub(super) name: String,
    pub(super) value: String,
}

#[derive(Clone, Debug, Serialize)]
struct Name {
    name: String,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    response_code: u16,
    solve_timestamp: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    failure_reason: Option<&'static str>,
}

impl LogRecord {
    /// The record of a request, with these fields redacted, and the web ACL's protected data hidden.
    pub fn new(context: &LogContext<'_, '_>, redacted: &[FieldToMatch]) -> Self {
        let LogContext {
            request,
            verdict,
            now,
            country,
            geo,
            source_name,
            source_id,
        } = *context;
        let acl = verdict.acl;
        let protection = Protection::new(redacted, acl.source.data_protection_config.as_ref());
        let writer = Writer {
            verdict,
            sight: Sight {
                request,
                body_limit: acl.body_limit,
            },
            environment: Environment { geo, tokens: None },
            protection: &protection,
        };
        let location = request.known_location();
        let located = geo.map(|geo| geo.locate(request.client_ip()));
        let host = request.header("host");
        let body = Some(request.body_size()).filter(|&size| size > 0);
        let terminating = verdict.terminating();
        let own = verdict
            .matches()
            .iter()
            .filter(|found| found.outer().is_none());
        Self {
            timestamp: now.timestamp_millis(),
            format_version: 1,
            webacl_id: acl.source.arn.clone(),
            terminating_rule_id: verdict.rule().to_owned(),
            terminating_rule_type: terminating.map_or("REGULAR", rule_type),
            action: verdict.action(),
            terminating_rule_match_details: terminating
                .map(|found| writer.details(found))
                .unwrap_or_default(),
            http_source_name: source_name.to_owned(),
            http_source_id: source_id.to_owned(),
            rule_group_list: writer.groups(),
            rate_based_rule_list: verdict
                .matches()
                .iter()
                .filter_map(|found| writer.rate(found))
                .collect(),
            non_terminating_matching_rules: own
                .filter(|found| !found.is_terminating())
                .map(|found| writer.matched(found))
                .collect(),
            request_headers_inserted: Some(inserted(verdict)).filter(|headers| !headers.is_empty()),
            response_code_sent: verdict
                .response()
                .map(|response| response.status)
                .filter(|_| verdict.action() != ActionValue::Block || has_custom_response(verdict)),
            http_request: HttpRequest {
                client_ip: request.client_ip().to_string(),
                country: location
                    .country_code()
                    .or(country)
                    .or_else(|| located.as_ref()?.country_code())
                    .unwrap_or("-")
                    .to_owned(),
                headers: request
                    .all_headers()
                    .iter()
                    .map(|header| NameValue {
                        name: text(header.name()),
                        value: protection.header(header.name(), header.value()),
                    })
                    .collect(),
                uri: protection.path(request.path()),
                args: request
                    .query()
                    .map(|query| protection.query(query))
                    .unwrap_or_default(),
                http_version: request.protocol().to_owned(),
                http_method: protection.method(request.method()),
                request_id: request.request_id().to_owned(),
                fragment: request.fragment().map(text),
                scheme: request.known_scheme().map(str::to_owned),
                host: host.map(|host| protection.header(b"host", host)),
            },
            labels: verdict
                .labels()
                .take(limits::LOGGED_LABELS)
                .map(|name| Name { name: name.into() })
                .collect(),
            captcha_response: verdict.captcha_response().map(answer),
            challenge_response: verdict.challenge_response().map(answer),
            oversize_fields: verdict.oversize_fields().collect(),
            request_body_size: body,
            request_body_size_inspected: body.map(|_| request.body_within(acl.body_limit).0.len()),
            client_asn: verdict.asns.client,
            forwarded_asn: verdict.asns.forwarded,
            ja3_fingerprint: request.ja3_fingerprint().map(str::to_owned),
            ja4_fingerprint: request.ja4_fingerprint().map(str::to_owned),
        }
    }
}

fn rule_type(found: &RuleMatch<'_>) -> &'static str {
    if found.is_of_managed_group() {
        "MANAGED_RULE_GROUP"
    } else if found.outer().is_some() {
        "GROUP"
    } else if found.rate().is_some() {
        "RATE_BASED"
    } else {
        "REGULAR"
    }
}

fn has_custom_response(verdict: &Verdict<'_>) -> bool {
    let action = verdict
        .terminating()
        .map_or(&verdict.acl.default_action, RuleMatch::applied);
    action.response.is_some()
}

/// Writes what rules found.
struct Writer<'a, 'v> {
    verdict: &'a Verdict<'v>,
    sight: Sight<'a>,
    environment: Environment<'a>,
    protection: &'a Protection<'a>,
}

impl Writer<'_, '_> {
    /// The groups with a rule that matched, in order.
    fn groups(&self) -> Vec<Group> {
        let mut groups: Vec<(&str, Group)> = Vec::new();
        for found in self.verdict.matches() {
            let Some(id) = found.rule_group() else {
                continue;
            };
            let outer = found.web_acl_rule();
            if groups.last().is_none_or(|(name, _)| *name != outer) {
                let group = Group {
                    rule_group_id: id.to_owned(),
                    terminating_rule: None,
                    non_terminating_matching_rules: Vec::new(),
                    excluded_rules: None,
                };
                groups.push((outer, group));
            }
            let Some((_, group)) = groups.last_mut() else {
                continue;
            };
            if found.is_excluded() {
                group.excluded_rules.get_or_insert_default().push(Excluded {
                    exclusion_type: "EXCLUDED_AS_COUNT",
                    rule_id: found.rule().to_owned(),
                });
            } else if found.is_terminating() {
                group.terminating_rule = Some(self.matched(found));
            } else {
                let matched = self.matched(found);
                group.non_terminating_matching_rules.push(matched);
            }
        }
        groups.into_iter().map(|(_, group)| group).collect()
    }

    fn matched(&self, found: &RuleMatch<'_>) -> Matched {
        let token = found.token().map(answer);
        let is_captcha = found.action() == ActionValue::Captcha;
        Matched {
            rule_id: found.rule().to_owned(),
            action: found.action(),
            overridden_action: found.overridden_action(),
            rule_match_details: self.details(found),
            captcha_response: token.clone().filter(|_| is_captcha),
            challenge_response: token.filter(|_| !is_captcha),
        }
    }

    fn details(&self, found: &RuleMatch<'_>) -> Vec<RuleMatchDetail> {
        let program = &self.verdict.acl.program;
        details::of_rule(program, self.sight, self.protection, found.program())
    }

    fn rate(&self, found: &RuleMatch<'_>) -> Option<RateBased> {
        let acl = self.verdict.acl;
        let mut evaluation = Evaluation::new(&acl.program, self.sight, &self.environment);
        evaluation.labels = self.verdict.labels.first(found.labels_before());
        RateBased::new(&acl.source.arn, found, &evaluation, self.protection)
    }
}

pub(super) fn inserted(verdict: &Verdict<'_>) -> Vec<NameValue> {
    verdict
        .insert_headers()
        .map(|(name, value)| NameValue {
            name: name.to_owned(),
            value: value.to_owned(),
        })
        .collect()
}

fn answer(response: TokenResponse) -> Answer {
    Answer {
        response_code: response.response_code,
        solve_timestamp: response.solve_timestamp,
        failure_reason: response.failure_reason.map(|reason| reason.as_str()),
    }
}
