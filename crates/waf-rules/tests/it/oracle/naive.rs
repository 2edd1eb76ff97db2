//! A web ACL evaluated as its JSON reads: statement by statement, nothing shared, nothing kept but counts.

use std::{borrow::Cow, collections::HashMap, net::IpAddr};

use base64::Engine as _;
use regex::bytes::Regex;
use serde_json::Value;
use waf_rules::{
    injection::{SensitivityLevel, is_sqli, is_xss},
    transform::{TextTransformationType, apply},
};

use super::{Outcome, generate::Sent};

const BODY_LIMIT: usize = 8_192;
const HEADER_LIMIT: usize = 8_192;

pub(super) struct Naive {
    acl: Value,
    references: HashMap<String, Value>,
    regexes: HashMap<String, Regex>,
    /// When the requests of each instance of each rule came.
    seen: HashMap<(String, String), Vec<i64>>,
}

/// What a component came to.
enum Found {
    Values(Vec<Vec<u8>>),
    Decided(bool),
}

impl Naive {
    pub(super) fn new(acl: &Value, references: &[Value]) -> Self {
        let mut by_arn = HashMap::new();
        for envelope in references {
            for kind in ["IPSet", "RegexPatternSet", "RuleGroup"] {
                if let Some(entity) = envelope.get(kind) {
                    by_arn.insert(entity["ARN"].as_str().unwrap().to_owned(), entity.clone());
                }
            }
        }
        Self {
            acl: acl.clone(),
            references: by_arn,
            regexes: HashMap::new(),
            seen: HashMap::new(),
        }
    }

    pub(super) fn decide(&mut self, sent: &Sent) -> Outcome {
        let mut labels = Vec::new();
        let acl = self.acl.clone();
        let prefix = "awswaf:111122223333:webacl:edge:";
        for rule in in_order(&acl["Rules"]) {
            let name = rule["Name"].as_str().unwrap();
            let action = match rule["Statement"].get("RuleGroupReferenceStatement") {
                Some(reference) => self.group(rule, reference, sent, &mut labels),
                None => self.rule(rule, name, prefix, None, sent, &mut labels),
            };
            if let Some(action) = action {
                return (action, name.to_owned(), labels);
            }
        }
        let default = acl["DefaultAction"]
            .as_object()
            .unwrap()
            .keys()
            .next()
            .unwrap();
        (default.to_uppercase(), "Default_Action".to_owned(), labels)
    }

    fn group(
        &mut self,
        outer: &Value,
        reference: &Value,
        sent: &Sent,
        labels: &mut Vec<String>,
    ) -> Option<String> {
        let group = self.references[reference["ARN"].as_str().unwrap()].clone();
        for rule in in_order(&group["Rules"]) {
            let name = rule["Name"].as_str().unwrap();
            let named = |list: &str| {
                reference[list]
                    .as_array()?
                    .iter()
                    .find(|entry| entry["Name"] == name)
                    .cloned()
            };
            let replaced = match named("RuleActionOverrides") {
                Some(other) => Some(other["ActionToUse"].clone()),
                None => named("ExcludedRules").map(|_| serde_json::json!({"Count": {}})),
            };
            let path = format!("{}/{name}", outer["Name"].as_str().unwrap());
            let prefix = "awswaf:111122223333:rulegroup:g:";
            if let Some(action) = self.rule(rule, &path, prefix, replaced.as_ref(), sent, labels) {
                let only_counts = outer["OverrideAction"].get("Count").is_some();
                return (!only_counts).then_some(action);
            }
        }
        None
    }

    /// The action that ends the evaluation, if the rule matches and has one.
    fn rule(
        &mut self,
        rule: &Value,
        path: &str,
        prefix: &str,
        replaced: Option<&Value>,
        sent: &Sent,
        labels: &mut Vec<String>,
    ) -> Option<String> {
        let statement = &rule["Statement"];
        let text = statement.to_string();
        if text.contains("X-Forwarded-For") && header(sent, "x-forwarded-for").is_none() {
            return None;
        }
        let matches = match statement.get("RateBasedStatement") {
            Some(rate) => self.rate(rate, path, prefix, sent, labels),
            None => self.holds(statement, prefix, sent, labels),
        };
        label_locations(statement, sent, labels);
        if !matches {
            return None;
        }
        for label in rule["RuleLabels"].as_array().into_iter().flatten() {
            add(
                labels,
                format!("{prefix}{}", label["Name"].as_str().unwrap()),
            );
        }
        let action = replaced.unwrap_or_else(|| &rule["Action"]);
        let word = action
            .as_object()
            .unwrap()
            .keys()
            .next()
            .unwrap()
            .to_uppercase();
        (word != "COUNT").then_some(word)
    }

    fn rate(
        &mut self,
        rate: &Value,
        path: &str,
        prefix: &str,
        sent: &Sent,
        labels: &[String],
    ) -> bool {
        if let Some(scope) = rate.get("ScopeDownStatement")
            && !self.holds(scope, prefix, sent, labels)
        {
            return false;
        }
        let instance = match rate["AggregateKeyType"].as_str().unwrap() {
            "IP" => sent.client_ip.to_string(),
            "CONSTANT" => String::new(),
            "FORWARDED_IP" => match first_forwarded(sent) {
                Some(address) => address.to_string(),
                None if rate["ForwardedIPConfig"]["FallbackBehavior"] == "MATCH" => {
                    "none".to_owned()
                }
                None => return false,
            },
            _ => {
                let mut parts = Vec::new();
                for key in rate["CustomKeys"].as_array().unwrap() {
                    let values = custom_key(key, sent, labels);
                    if values.is_empty() {
                        return false;
                    }
                    parts.push(values);
                }
                format!("{parts:?}")
            }
        };
        let window = rate["EvaluationWindowSec"].as_i64().unwrap() * 1000;
        let seen = self.seen.entry((path.to_owned(), instance)).or_default();
        seen.push(sent.time_millis);
        let count = seen
            .iter()
            .filter(|&&at| sent.time_millis - at < window)
            .count();
        u64::try_from(count).unwrap() > rate["Limit"].as_u64().unwrap()
    }

    fn holds(&mut self, statement: &Value, prefix: &str, sent: &Sent, labels: &[String]) -> bool {
        let (name, body) = statement.as_object().unwrap().iter().next().unwrap();
        match name.as_str() {
            "AndStatement" => {
                let inner = body["Statements"].as_array().unwrap();
                inner
                    .iter()
                    .all(|statement| self.holds(statement, prefix, sent, labels))
            }
            "OrStatement" => {
                let inner = body["Statements"].as_array().unwrap();
                inner
                    .iter()
                    .any(|statement| self.holds(statement, prefix, sent, labels))
            }
            "NotStatement" => !self.holds(&body["Statement"], prefix, sent, labels),
            "LabelMatchStatement" => labels
                .iter()
                .any(|label| label_matches(body, prefix, label)),
            "IPSetReferenceStatement" => self.in_set(body, sent),
            "GeoMatchStatement" => match body.get("ForwardedIPConfig") {
                None => country_matches(body, sent.country),
                Some(config) => match first_forwarded(sent) {
                    Some(address) => country_matches(body, country_of(address, sent)),
                    None => config["FallbackBehavior"] == "MATCH",
                },
            },
            _ => match values(body, sent) {
                Found::Decided(decided) => decided,
                Found::Values(values) => values.iter().any(|value| {
                    let value = transformed(&body["TextTransformations"], value);
                    self.asks(name, body, &value)
                }),
            },
        }
    }

    fn asks(&mut self, name: &str, body: &Value, value: &[u8]) -> bool {
        match name {
            "ByteMatchStatement" => byte_match(body, value),
            "SizeConstraintStatement" => {
                let (size, to) = (
                    u64::try_from(value.len()).unwrap(),
                    body["Size"].as_u64().unwrap(),
                );
                match body["ComparisonOperator"].as_str().unwrap() {
                    "EQ" => size == to,
                    "NE" => size != to,
                    "LE" => size <= to,
                    "LT" => size < to,
                    "GE" => size >= to,
                    _ => size > to,
                }
            }
            "SqliMatchStatement" => is_sqli(value, SensitivityLevel::High),
            "XssMatchStatement" => is_xss(value),
            "RegexMatchStatement" => self.regex(body["RegexString"].as_str().unwrap(), value),
            "RegexPatternSetReferenceStatement" => {
                let set = self.references[body["ARN"].as_str().unwrap()].clone();
                let mut list = set["RegularExpressionList"].as_array().unwrap().iter();
                list.any(|pattern| self.regex(pattern["RegexString"].as_str().unwrap(), value))
            }
            other => panic!("{other}"),
        }
    }

    fn regex(&mut self, pattern: &str, value: &[u8]) -> bool {
        let regex = self
            .regexes
            .entry(pattern.to_owned())
            // As PCRE: `$` is also before a last line feed.
            .or_insert_with(|| Regex::new(&pattern.replace('$', r"(?:\n?\z)")).unwrap());
        regex.is_match(value)
    }

    fn in_set(&self, body: &Value, sent: &Sent) -> bool {
        let set = &self.references[body["ARN"].as_str().unwrap()];
        let contains = |address: IpAddr| {
            let ranges = set["Addresses"].as_array().unwrap();
            ranges
                .iter()
                .any(|range| in_range(range.as_str().unwrap(), address))
        };
        let Some(config) = body.get("IPSetForwardedIPConfig") else {
            return contains(sent.client_ip);
        };
        let fallback = config["FallbackBehavior"] == "MATCH";
        let value = header(sent, "x-forwarded-for").unwrap();
        let all: Vec<Option<IpAddr>> = value
            .split(',')
            .map(|text| text.trim().parse().ok())
            .collect();
        let one = |address: &Option<IpAddr>| address.map_or(fallback, contains);
        match config["Position"].as_str().unwrap() {
            "FIRST" => one(all.first().unwrap()),
            "LAST" => one(all.last().unwrap()),
            _ => {
                all.iter().flatten().any(|&address| contains(address))
                    || (fallback && all.contains(&None))
            }
        }
    }
}

fn in_order(rules: &Value) -> Vec<&Value> {
    let mut rules: Vec<&Value> = rules.as_array().unwrap().iter().collect();
    rules.sort_by_key(|rule| rule["Priority"].as_u64());
    rules
}

fn add(labels: &mut Vec<String>, label: String) {
    if !labels.contains(&label) {
        labels.push(label);
    }
}

/// Country and region of every address that a geo match statement of the rule asks about, the connection's or the header's.
fn label_locations(statement: &Value, sent: &Sent, labels: &mut Vec<String>) {
    match statement {
        Value::Object(members) => {
            for (name, body) in members {
                if name != "GeoMatchStatement" {
                    label_locations(body, sent, labels);
                    continue;
                }
                let (source, country) = match body.get("ForwardedIPConfig") {
                    None => ("clientip", sent.country),
                    Some(_) => match first_forwarded(sent) {
                        Some(address) => ("forwardedip", country_of(address, sent)),
                        None => continue,
                    },
                };
                let country = country.unwrap_or("XX");
                add(labels, format!("awswaf:{source}:geo:country:{country}"));
                add(labels, format!("awswaf:{source}:geo:region:{country}-XX"));
            }
        }
        Value::Array(inner) => inner
            .iter()
            .for_each(|statement| label_locations(statement, sent, labels)),
        _ => {}
    }
}

fn country_of(address: IpAddr, sent: &Sent) -> Option<&'static str> {
    (address == sent.client_ip)
        .then_some(sent.country)
        .flatten()
}

fn country_matches(body: &Value, country: Option<&str>) -> bool {
    let codes = body["CountryCodes"].as_array().unwrap();
    country.is_some_and(|country| codes.iter().any(|code| code == country))
}

fn label_matches(body: &Value, prefix: &str, label: &str) -> bool {
    let key = body["Key"].as_str().unwrap();
    let is_label = body["Scope"] == "LABEL";
    if key.starts_with("awswaf:") {
        return if is_label {
            label == key
        } else {
            label.starts_with(key)
        };
    }
    let Some(own) = label.strip_prefix(prefix) else {
        return false;
    };
    let parts: Vec<&str> = own.split(':').collect();
    let wanted: Vec<&str> = key.trim_end_matches(':').split(':').collect();
    if is_label {
        parts.ends_with(&wanted)
    } else {
        parts[..parts.len() - 1]
            .windows(wanted.len())
            .any(|window| window == wanted)
    }
}

fn header<'a>(sent: &'a Sent, name: &str) -> Option<&'a str> {
    let found = sent
        .headers
        .iter()
        .find(|(n, _)| n.eq_ignore_ascii_case(name));
    found.map(|(_, value)| value.as_str())
}

fn first_forwarded(sent: &Sent) -> Option<IpAddr> {
    header(sent, "x-forwarded-for")?
        .split(',')
        .next()?
        .trim()
        .parse()
        .ok()
}

fn custom_key(key: &Value, sent: &Sent, labels: &[String]) -> Vec<String> {
    let (kind, _) = key.as_object().unwrap().iter().next().unwrap();
    match kind.as_str() {
        "HTTPMethod" => vec![sent.method.to_owned()],
        "IP" => vec![sent.client_ip.to_string()],
        "Header" => header(sent, "user-agent")
            .map(str::to_lowercase)
            .into_iter()
            .collect(),
        "QueryArgument" => {
            let named = arguments(sent)
                .into_iter()
                .filter(|(name, _)| name.eq_ignore_ascii_case("q"));
            named.map(|(_, value)| value.to_lowercase()).collect()
        }
        "LabelNamespace" => {
            let namespace = "awswaf:111122223333:webacl:edge:ns:";
            let mut names: Vec<String> = labels
                .iter()
                .filter(|label| {
                    label
                        .strip_prefix(namespace)
                        .is_some_and(|name| !name.contains(':'))
                })
                .cloned()
                .collect();
            names.sort();
            names
        }
        other => panic!("{other}"),
    }
}

fn parts(sent: &Sent) -> (&str, Option<&str>, Option<&str>) {
    let (rest, fragment) = match sent.uri.split_once('#') {
        Some((rest, fragment)) => (rest, Some(fragment)),
        None => (sent.uri.as_str(), None),
    };
    match rest.split_once('?') {
        Some((path, query)) => (path, Some(query), fragment),
        None => (rest, None, fragment),
    }
}

fn arguments(sent: &Sent) -> Vec<(&str, &str)> {
    let query = parts(sent).1.unwrap_or_default();
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .collect()
}

/// The headers within the limit, and whether there are more.
fn seen_headers(sent: &Sent) -> (Vec<(String, String)>, bool) {
    let mut left = HEADER_LIMIT;
    let mut seen = Vec::new();
    for (name, value) in &sent.headers {
        if left == 0 {
            return (seen, true);
        }
        let name_seen: String = name.chars().take(left).collect();
        left -= name_seen.len();
        let value_seen: String = value.chars().take(left).collect();
        left -= value_seen.len();
        let is_cut = name_seen.len() < name.len() || value_seen.len() < value.len();
        seen.push((name_seen, value_seen));
        if is_cut {
            return (seen, true);
        }
    }
    (seen, false)
}

fn values(body: &Value, sent: &Sent) -> Found {
    let (field, settings) = body["FieldToMatch"]
        .as_object()
        .unwrap()
        .iter()
        .next()
        .unwrap();
    let (path, query, fragment) = parts(sent);
    let texts = |list: Vec<&str>| {
        Found::Values(
            list.into_iter()
                .map(|text| text.as_bytes().to_vec())
                .collect(),
        )
    };
    let scoped = |pairs: Vec<(String, String)>| {
        let scope = settings["MatchScope"].as_str().unwrap();
        let mut found = Vec::new();
        for (name, value) in pairs {
            if scope != "VALUE" {
                found.push(name.into_bytes());
            }
            if scope != "KEY" {
                found.push(value.into_bytes());
            }
        }
        Found::Values(found)
    };
    let oversize = |is_oversize: bool| match settings["OversizeHandling"].as_str() {
        Some("MATCH") if is_oversize => Some(Found::Decided(true)),
        Some("NO_MATCH") if is_oversize => Some(Found::Decided(false)),
        _ => None,
    };
    let (headers, headers_are_oversize) = seen_headers(sent);
    let body_seen = &sent.body[..sent.body.len().min(BODY_LIMIT)];
    let body_is_oversize = sent.body.len() > BODY_LIMIT;
    match field.as_str() {
        "UriPath" => texts(vec![path]),
        "QueryString" => texts(vec![query.unwrap_or_default()]),
        "Method" => texts(vec![sent.method]),
        "SingleHeader" => Found::Values(
            headers
                .into_iter()
                .filter(|(name, _)| name.eq_ignore_ascii_case("user-agent"))
                .map(|(_, value)| value.into_bytes())
                .collect(),
        ),
        "SingleQueryArgument" => {
            let named = arguments(sent)
                .into_iter()
                .filter(|(name, _)| name.eq_ignore_ascii_case("q"));
            texts(named.map(|(_, value)| value).collect())
        }
        "AllQueryArguments" => texts(
            arguments(sent)
                .into_iter()
                .map(|(_, value)| value)
                .collect(),
        ),
        "UriFragment" => match fragment {
            Some(fragment) => texts(vec![fragment]),
            None => Found::Decided(settings["FallbackBehavior"] == "MATCH"),
        },
        "Body" => {
            oversize(body_is_oversize).unwrap_or_else(|| Found::Values(vec![body_seen.to_vec()]))
        }
        "Headers" => oversize(headers_are_oversize).unwrap_or_else(|| {
            let excludes = settings["MatchPattern"].get("ExcludedHeaders").is_some();
            let is_in =
                |(name, _): &(String, String)| !(excludes && name.eq_ignore_ascii_case("cookie"));
            scoped(headers.into_iter().filter(is_in).collect())
        }),
        "Cookies" => {
            // The generator's cookies are all below the limit.
            let cookies = header(sent, "cookie")
                .unwrap_or_default()
                .split("; ")
                .filter(|cookie| !cookie.is_empty());
            let pairs = cookies.map(|cookie| cookie.split_once('=').unwrap_or((cookie, "")));
            let named = pairs.filter(|(name, _)| ["a", "b"].contains(name));
            scoped(
                named
                    .map(|(name, value)| (name.to_owned(), value.to_owned()))
                    .collect(),
            )
        }
        "HeaderOrder" => oversize(headers_are_oversize).unwrap_or_else(|| {
            let names: Vec<String> = headers.into_iter().map(|(name, _)| name).collect();
            Found::Values(vec![names.join(":").into_bytes()])
        }),
        "JsonBody" => {
            if let Some(found) = oversize(body_is_oversize) {
                return found;
            }
            if body_seen.is_empty() {
                return Found::Values(Vec::new());
            }
            match serde_json::from_slice::<Value>(body_seen) {
                Ok(document) if document.is_object() || document.is_array() => {
                    let mut found = Vec::new();
                    flatten(
                        &document,
                        settings["MatchScope"].as_str().unwrap(),
                        &mut found,
                    );
                    Found::Values(found)
                }
                _ => match settings["InvalidFallbackBehavior"].as_str().unwrap() {
                    "EVALUATE_AS_STRING" => Found::Values(vec![body_seen.to_vec()]),
                    word => Found::Decided(word == "MATCH"),
                },
            }
        }
        other => panic!("{other}"),
    }
}

fn flatten(value: &Value, scope: &str, found: &mut Vec<Vec<u8>>) {
    match value {
        Value::Object(members) => {
            for (name, inner) in members {
                if scope != "VALUE" {
                    found.push(name.clone().into_bytes());
                }
                flatten(inner, scope, found);
            }
        }
        Value::Array(inner) => inner.iter().for_each(|inner| flatten(inner, scope, found)),
        _ if scope == "KEY" => {}
        Value::String(text) => found.push(text.clone().into_bytes()),
        other => found.push(other.to_string().into_bytes()),
    }
}

fn transformed(list: &Value, value: &[u8]) -> Vec<u8> {
    let mut list: Vec<&Value> = list.as_array().unwrap().iter().collect();
    list.sort_by_key(|transformation| transformation["Priority"].as_u64());
    list.iter().fold(value.to_vec(), |value, transformation| {
        let kind: TextTransformationType =
            serde_json::from_value(transformation["Type"].clone()).unwrap();
        apply(kind, Cow::Owned(value)).into_owned()
    })
}

fn byte_match(body: &Value, value: &[u8]) -> bool {
    let text = body["SearchString"].as_str().unwrap();
    let wanted = base64::engine::general_purpose::STANDARD
        .decode(text)
        .unwrap();
    let places = || {
        let last = value.len().checked_sub(wanted.len());
        last.into_iter()
            .flat_map(|last| 0..=last)
            .filter(|&at| value[at..].starts_with(&wanted))
    };
    let is_part = |byte: Option<&u8>| byte.is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_');
    match body["PositionalConstraint"].as_str().unwrap() {
        "EXACTLY" => value == wanted,
        "STARTS_WITH" => value.starts_with(&wanted),
        "ENDS_WITH" => value.ends_with(&wanted),
        "CONTAINS" => places().next().is_some(),
        _ => places().any(|at| {
            let before = at.checked_sub(1).and_then(|at| value.get(at));
            !is_part(before) && !is_part(value.get(at + wanted.len()))
        }),
    }
}

fn in_range(range: &str, address: IpAddr) -> bool {
    let (network, length) = range.split_once('/').unwrap();
    let length: u32 = length.parse().unwrap();
    match (network.parse::<IpAddr>().unwrap(), address) {
        (IpAddr::V4(network), IpAddr::V4(address)) => {
            (u32::from(network) ^ u32::from(address))
                .checked_shr(32 - length)
                .unwrap_or(0)
                == 0
        }
        (IpAddr::V6(network), IpAddr::V6(address)) => {
            (u128::from(network) ^ u128::from(address))
                .checked_shr(128 - length)
                .unwrap_or(0)
                == 0
        }
        _ => false,
    }
}
