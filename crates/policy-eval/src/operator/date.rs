//! `DateEquals` and its kin: ISO 8601 in the forms of W3C's note, or seconds since 1970.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime};
use common_types::Timestamp;

use super::name::Comparison;
use crate::keys::Value;

/// One point in time to compare with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Test {
    comparison: Comparison,
    time: Timestamp,
}

impl Test {
    pub(super) fn parse(text: &str, comparison: Comparison) -> Option<Self> {
        Some(Self {
            comparison,
            time: parse(text)?,
        })
    }
}

pub(super) fn any_matches(tests: &[Test], value: Value<'_>) -> bool {
    let time = match value {
        Value::Time(time) => Some(time),
        Value::Integer(seconds) => DateTime::from_timestamp(seconds, 0),
        Value::Text(text) => parse(text),
        Value::Bool(_) | Value::Ip(_) | Value::Binary(_) => None,
    };
    time.is_some_and(|time| {
        tests
            .iter()
            .any(|test| test.comparison.holds(time.cmp(&test.time)))
    })
}

/// Source: [W3C date and time formats](https://www.w3.org/TR/NOTE-datetime). A time without a zone is UTC.
pub(crate) fn parse(text: &str) -> Option<Timestamp> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    // Four digits alone are a year.
    if digits.len() != 4 && !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()) {
        return DateTime::from_timestamp(text.parse().ok()?, 0);
    }
    if let Ok(time) = DateTime::parse_from_rfc3339(text) {
        return Some(time.to_utc());
    }
    if let Some(date) = parse_date(text) {
        return Some(date.and_time(NaiveTime::MIN).and_utc());
    }
    let zoned = [
        "%Y-%m-%dT%H:%M%:z",
        "%Y-%m-%dT%H:%M:%S%.f%z",
        "%Y%m%dT%H%M%S%z",
    ];
    let utc = text.strip_suffix('Z').unwrap_or(text);
    let naive = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S%.f", "%Y%m%dT%H%M%S"];
    zoned
        .iter()
        .find_map(|form| DateTime::parse_from_str(text, form).ok())
        .map(|time| time.to_utc())
        .or_else(|| {
            let parse = |form: &&str| NaiveDateTime::parse_from_str(utc, form).ok();
            naive.iter().find_map(parse).map(|time| time.and_utc())
        })
}

/// `2024`, `2024-02` or `2024-02-29`.
fn parse_date(text: &str) -> Option<NaiveDate> {
    let mut parts = text.split('-');
    let mut part = |digits: usize| match parts.next() {
        None => Some(1),
        Some(part) if part.len() == digits && part.bytes().all(|b| b.is_ascii_digit()) => {
            part.parse().ok()
        }
        Some(_) => None,
    };
    let date = NaiveDate::from_ymd_opt(i32::try_from(part(4)?).ok()?, part(2)?, part(2)?);
    date.filter(|_| parts.next().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_forms_of_one_point_in_time() {
        let expected = parse("1704067200").unwrap();
        for text in [
            "2024",
            "2024-01",
            "2024-01-01",
            "2024-01-01T00:00Z",
            "2024-01-01T00:00:00Z",
            "2024-01-01T01:00+01:00",
            "2024-01-01T01:00:00.000+01:00",
            "2024-01-01T00:00:00",
            "20240101T000000Z",
        ] {
            assert_eq!(parse(text), Some(expected), "{text}");
        }
        for bad in [
            "",
            "-",
            "today",
            "2024-13",
            "2024-02-30",
            "2024-1-1",
            "99999999999999999999",
            "24-01-01",
        ] {
            assert_eq!(parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn before_and_after() {
        let test = |comparison| Test::parse("2020-01-01T00:00:01Z", comparison).unwrap();
        let after = Value::Text("2020-01-01T00:00:02Z");
        assert!(any_matches(&[test(Comparison::Greater)], after));
        assert!(!any_matches(&[test(Comparison::AtMost)], after));
        assert!(any_matches(
            &[test(Comparison::Equal)],
            Value::Integer(1_577_836_801)
        ));
    }
}
