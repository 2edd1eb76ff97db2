//! What a rate-based rule that matched has counted the request under.

use serde::Serialize;

use super::protect::{Details, Field, Protection, text};
use crate::{
    RuleMatch,
    compile::{Aggregation, KeyPart, Origin, RateRule, RuleKind},
    decide::{Address, Evaluation, Part},
    rate::KeyValue,
};

/// A rate-based rule that matched.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RateBased {
    rate_based_rule_id: String,
    rate_based_rule_name: String,
    limit_key: &'static str,
    /// The address that was counted, of a rule that aggregates by addresses alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    limit_value: Option<String>,
    max_rate_allowed: u64,
    /// AWS writes this number as a string.
    evaluation_window_sec: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    custom_values: Vec<CustomValue>,
}

/// A value of a custom key.
#[derive(Clone, Debug, Serialize)]
struct CustomValue {
    key: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    value: String,
}

/// Characters of a value that are written.
const VALUE_CHARACTERS: usize = 32;

/// What there is instead of an address that is none.
const INVALID: &str = "INVALID";

impl RateBased {
    pub(super) fn new(
        web_acl_arn: &str,
        found: &RuleMatch<'_>,
        evaluation: &Evaluation<'_>,
        protection: &Protection<'_>,
    ) -> Option<Self> {
        let rule = found.program();
        let rate = match &rule.kind {
            RuleKind::Rate(rate) => rate,
            RuleKind::Statement(_) | RuleKind::Group(_) => return None,
        };
        Some(Self {
            rate_based_rule_id: format!("{web_acl_arn}/{}", rule.name),
            rate_based_rule_name: rule.name.clone(),
            limit_key: limit_key(&rate.aggregation),
            limit_value: match &rate.aggregation {
                Aggregation::Address(origin) => Some(match evaluation.address(origin) {
                    Address::Known(address) => protection.detail(
                        Details::Rate,
                        field_of(origin),
                        address.to_string().as_bytes(),
                    ),
                    Address::Fallback(_) => INVALID.to_owned(),
                }),
                Aggregation::Constant | Aggregation::Keys(_) => None,
            },
            max_rate_allowed: rate.limit,
            evaluation_window_sec: rate.window_seconds.to_string(),
            custom_values: custom_values(rate, evaluation, protection),
        })
    }
}

/// What a rule aggregates by, as logs name it.
pub(crate) fn limit_key(aggregation: &Aggregation) -> &'static str {
    match aggregation {
        Aggregation::Address(Origin::Header(_)) => "FORWARDED_IP",
        Aggregation::Address(Origin::Connection) => "IP",
        Aggregation::Constant => "CONSTANT",
        Aggregation::Keys(_) => "CUSTOMKEYS",
    }
}

fn custom_values(
    rate: &RateRule,
    evaluation: &Evaluation<'_>,
    protection: &Protection<'_>,
) -> Vec<CustomValue> {
    let Aggregation::Keys(parts) = &rate.aggregation else {
        return Vec::new();
    };
    let mut values = Vec::new();
    for part in parts {
        let (key, name, field) = describe(part);
        let mut write = |value: String| {
            values.push(CustomValue {
                key,
                name: name.map(text),
                value,
            });
        };
        let became = evaluation.part(evaluation.program(), part, &mut |value| {
            let value = match value {
                KeyValue::Text(value) => text(value),
                KeyValue::Address(address) => address.to_string(),
                KeyValue::Number(number) => number.to_string(),
            };
            let value: String = value.chars().take(VALUE_CHARACTERS).collect();
            write(protection.detail(Details::Rate, field, value.as_bytes()));
        });
        match became {
            Part::Invalid | Part::Fallback => write(INVALID.to_owned()),
            Part::Present | Part::Absent => {}
        }
    }
    values
}

/// The key's word, the name that it is of, and the field that hides it.
fn describe(part: &KeyPart) -> (&'static str, Option<&[u8]>, Field<'_>) {
    match part {
        KeyPart::Header(name, _) => ("HEADER", Some(name), Field::Header(name)),
        KeyPart::Cookie(name, _) => ("COOKIE", Some(name), Field::Cookie(name)),
        KeyPart::Argument(name, _) => ("QUERY_ARGUMENT", Some(name), Field::Argument(name)),
        KeyPart::Query(_) => ("QUERY_STRING", None, Field::Query),
        KeyPart::Path(_) => ("URI_PATH", None, Field::Path),
        KeyPart::Method => ("HTTP_METHOD", None, Field::Method),
        KeyPart::Address(origin @ Origin::Connection) => ("IP", None, field_of(origin)),
        KeyPart::Address(origin @ Origin::Header(_)) => ("FORWARDED_IP", None, field_of(origin)),
        KeyPart::Labels(namespace) => ("LABEL_NAMESPACE", Some(namespace.as_bytes()), Field::Other),
        KeyPart::Ja3(_) => ("JA3_FINGERPRINT", None, Field::Other),
        KeyPart::Ja4(_) => ("JA4_FINGERPRINT", None, Field::Other),
        KeyPart::Asn(_) => ("ASN", None, Field::Other),
    }
}

fn field_of(origin: &Origin) -> Field<'_> {
    match origin {
        Origin::Connection => Field::Other,
        Origin::Header(header) => Field::Header(header.name.as_bytes()),
    }
}
