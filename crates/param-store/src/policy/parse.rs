//! Reading the policies that a request carries.

use chrono::{DateTime, NaiveDateTime, TimeDelta};
use common_types::Timestamp;
use serde_json::{Map, Value};

use super::{PolicyType, Rule, Span};
use crate::{Error, Result, limits};

/// Reads the JSON array of a request: the policies, or none if it is to remove them (`[]` or `[{}]`).
///
/// # Errors
///
/// [`Error::InvalidPolicyType`], [`Error::InvalidPolicyAttribute`], [`Error::PoliciesLimitExceeded`], and
/// [`Error::IncompatiblePolicy`] for two expirations, or a notification of one that there is not.
///
/// Source: [Parameter policies](https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-policies.html).
pub(crate) fn parse(text: &str) -> Result<Vec<Rule>> {
    let policies: Vec<Value> = serde_json::from_str(text)
        .map_err(|error| invalid(format!("it is not a JSON array of policies: {error}")))?;
    let is_empty = |policy: &Value| policy.as_object().is_some_and(Map::is_empty);
    if let [only] = policies.as_slice()
        && is_empty(only)
    {
        return Ok(Vec::new());
    }
    if policies.len() > limits::POLICIES {
        return Err(Error::PoliciesLimitExceeded);
    }
    let rules: Vec<_> = policies.iter().map(rule).collect::<Result<_>>()?;
    let count = |kind| rules.iter().filter(|rule| rule.kind() == kind).count();
    let incompatible = |reason| Err(Error::IncompatiblePolicy { reason });
    match (
        count(PolicyType::Expiration),
        count(PolicyType::ExpirationNotification),
    ) {
        (2.., _) => incompatible("a parameter has at most one Expiration"),
        (0, 1..) => incompatible("an ExpirationNotification needs an Expiration"),
        _ => Ok(rules),
    }
}

/// Reads one policy.
pub(super) fn rule(policy: &Value) -> Result<Rule> {
    let policy = policy
        .as_object()
        .ok_or_else(|| invalid("it is not a JSON object"))?;
    only(policy, &["Type", "Version", "Attributes"])?;
    let kind = text(policy, "Type")?;
    let kind: PolicyType = kind.parse().map_err(|_| Error::InvalidPolicyType {
        found: kind.chars().take(256).collect(),
    })?;
    match text(policy, "Version")? {
        "1.0" => {}
        other => return Err(invalid(format!("its `Version` is 1.0, not `{other}`"))),
    }
    let attributes = policy
        .get("Attributes")
        .and_then(Value::as_object)
        .ok_or_else(|| invalid("it has no `Attributes`"))?;
    match kind {
        PolicyType::Expiration => {
            only(attributes, &["Timestamp"])?;
            let text = text(attributes, "Timestamp")?;
            let at = moment(text).ok_or_else(|| {
                invalid(format!(
                    "`{text}` is no time such as 2018-12-02T21:34:33.000Z"
                ))
            })?;
            Ok(Rule::Expiration { at })
        }
        PolicyType::ExpirationNotification => Ok(Rule::ExpirationNotification {
            before: span(attributes, "Before")?,
        }),
        PolicyType::NoChangeNotification => Ok(Rule::NoChangeNotification {
            after: span(attributes, "After")?,
        }),
    }
}

fn span(attributes: &Map<String, Value>, name: &str) -> Result<Span> {
    only(attributes, &[name, "Unit"])?;
    let count = match attributes.get(name) {
        Some(Value::String(digits)) if digits.bytes().all(|b| b.is_ascii_digit()) => {
            digits.parse().ok()
        }
        Some(Value::Number(number)) => number.as_u64().and_then(|count| count.try_into().ok()),
        _ => None,
    };
    let count = count.filter(|count| (1..=MOST).contains(count));
    let count = count.ok_or_else(|| invalid(format!("its `{name}` is 1 to {MOST}")))?;
    let unit = text(attributes, "Unit")?;
    let unit = unit
        .parse()
        .map_err(|_| invalid("its `Unit` is Days or Hours"))?;
    Ok(Span { count, unit })
}

/// A time in Java's `ISO_INSTANT` or `ISO_OFFSET_DATE_TIME`: that is RFC 3339, but seconds may be left out, and an offset may have some.
fn moment(text: &str) -> Option<Timestamp> {
    if let Ok(at) = DateTime::parse_from_rfc3339(text) {
        return Some(at.to_utc());
    }
    let (local, offset) = match text.strip_suffix('Z') {
        Some(local) => (local, TimeDelta::zero()),
        None => {
            let at = text.rfind(['+', '-'])?;
            let (local, offset) = text.split_at_checked(at)?;
            (local, self::offset(offset)?)
        }
    };
    let local = ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%dT%H:%M"]
        .iter()
        .find_map(|form| NaiveDateTime::parse_from_str(local, form).ok())?;
    Some(local.checked_sub_signed(offset)?.and_utc())
}

/// `+10:30` or `+10:30:00`.
fn offset(text: &str) -> Option<TimeDelta> {
    let sign = if text.starts_with('-') { -1 } else { 1 };
    let mut parts = text.get(1..)?.split(':');
    let mut part = |most: i64| match parts.next() {
        Some(digits) if digits.len() == 2 && digits.bytes().all(|b| b.is_ascii_digit()) => {
            digits.parse().ok().filter(|number| *number <= most)
        }
        Some(_) => None,
        None => Some(0),
    };
    let (hours, minutes, seconds) = (part(18)?, part(59)?, part(59)?);
    parts
        .next()
        .is_none()
        .then(|| TimeDelta::seconds(sign * (hours * 3600 + minutes * 60 + seconds)))
}

fn text<'a>(object: &'a Map<String, Value>, name: &str) -> Result<&'a str> {
    object
        .get(name)
        .and_then(Value::as_str)
        .ok_or_else(|| invalid(format!("it has no `{name}`")))
}

fn only(object: &Map<String, Value>, known: &[&str]) -> Result<()> {
    match object.keys().find(|name| !known.contains(&name.as_str())) {
        Some(other) => Err(invalid(format!(
            "it has an attribute `{}`",
            other.chars().take(256).collect::<String>()
        ))),
        None => Ok(()),
    }
}

fn invalid(reason: impl Into<String>) -> Error {
    Error::InvalidPolicyAttribute {
        reason: reason.into(),
    }
}

/// Days or hours in a span. Ours: AWS states none.
const MOST: u32 = 99_999;

#[cfg(test)]
mod tests {
    use common_types::ServiceError;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_policies_of_the_users_guide() {
        let policies = r#"[
            {"Type":"Expiration","Version":"1.0","Attributes":{"Timestamp":"2018-12-02T21:34:33.000Z"}},
            {"Type":"ExpirationNotification","Version":"1.0","Attributes":{"Before":"15","Unit":"Days"}},
            {"Type":"NoChangeNotification","Version":"1.0","Attributes":{"After":"20","Unit":"Hours"}}
        ]"#;
        let rules = parse(policies).unwrap();
        let texts: Vec<_> = rules.iter().map(Rule::text).collect();
        assert_eq!(
            texts,
            [
                r#"{"Type":"Expiration","Version":"1.0","Attributes":{"Timestamp":"2018-12-02T21:34:33.000Z"}}"#,
                r#"{"Type":"ExpirationNotification","Version":"1.0","Attributes":{"Before":"15","Unit":"Days"}}"#,
                r#"{"Type":"NoChangeNotification","Version":"1.0","Attributes":{"After":"20","Unit":"Hours"}}"#,
            ]
        );
        assert!(parse("[]").unwrap().is_empty());
        assert!(parse("[{}]").unwrap().is_empty());
    }

    #[test]
    fn times_are_as_java_writes_them() {
        for (text, wanted) in [
            ("2018-12-02T21:34:33.000Z", "2018-12-02T21:34:33Z"),
            ("2018-12-02T21:34:33Z", "2018-12-02T21:34:33Z"),
            ("2018-12-02T21:34Z", "2018-12-02T21:34:00Z"),
            (
                "2019-11-01T22:13:48.87+10:30:00",
                "2019-11-01T11:43:48.870Z",
            ),
            ("2019-11-01T22:13:48.87+10:30", "2019-11-01T11:43:48.870Z"),
            ("2019-11-01T22:13-01:00", "2019-11-01T23:13:00Z"),
        ] {
            assert_eq!(moment(text), Some(wanted.parse().unwrap()), "{text}");
        }
        for bad in [
            "",
            "Z",
            "2018-12-02",
            "2018-12-02T21:34:33",
            "2018-13-02T21:34Z",
            "x+10:00",
        ] {
            assert_eq!(moment(bad), None, "{bad}");
        }
    }

    #[test]
    fn what_is_wrong_has_the_error_of_aws() {
        let expiration = r#"{"Type":"Expiration","Version":"1.0","Attributes":{"Timestamp":"2018-12-02T21:34:33.000Z"}}"#;
        let eleven = [expiration; 11].join(",");
        for (text, code) in [
            ("{}".to_owned(), "InvalidPolicyAttributeException"),
            ("no".to_owned(), "InvalidPolicyAttributeException"),
            ("[1]".to_owned(), "InvalidPolicyAttributeException"),
            (format!("[{expiration},{{}}]"), "InvalidPolicyAttributeException"),
            (r#"[{"Type":"Other","Version":"1.0","Attributes":{}}]"#.to_owned(), "InvalidPolicyTypeException"),
            (r#"[{"Type":"Expiration","Version":"2.0","Attributes":{}}]"#.to_owned(), "InvalidPolicyAttributeException"),
            (r#"[{"Type":"NoChangeNotification","Version":"1.0","Attributes":{"After":"0","Unit":"Days"}}]"#.to_owned(), "InvalidPolicyAttributeException"),
            (r#"[{"Type":"NoChangeNotification","Version":"1.0","Attributes":{"After":"1","Unit":"Weeks"}}]"#.to_owned(), "InvalidPolicyAttributeException"),
            (r#"[{"Type":"ExpirationNotification","Version":"1.0","Attributes":{"Before":"1","Unit":"Days"}}]"#.to_owned(), "IncompatiblePolicyException"),
            (format!("[{expiration},{expiration}]"), "IncompatiblePolicyException"),
            (format!("[{eleven}]"), "PoliciesLimitExceededException"),
        ] {
            assert_eq!(parse(&text).unwrap_err().code(), code, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "\\PC{0,80}") {
            let _ = parse(&text);
            let _ = moment(&text);
        }

        #[test]
        fn what_a_rule_says_is_read_as_the_rule(seconds in 0_i64..4_000_000_000, count in 1_u32..=MOST, days: bool) {
            let unit = if days { crate::policy::rule::Unit::Days } else { crate::policy::rule::Unit::Hours };
            let span = Span { count, unit };
            for wanted in [
                Rule::Expiration { at: Timestamp::from_timestamp(seconds, 0).unwrap() },
                Rule::ExpirationNotification { before: span },
                Rule::NoChangeNotification { after: span },
            ] {
                prop_assert_eq!(rule(&serde_json::from_str(&wanted.text()).unwrap()).unwrap(), wanted);
            }
        }
    }
}
