//! `NumericEquals` and its kin, over whole and decimal numbers.

use std::cmp::Ordering;

use super::name::Comparison;
use crate::keys::Value;

/// One number to compare with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Test {
    comparison: Comparison,
    number: Number,
}

/// Whole numbers are compared as such: `f64` would take 2^53 and 2^53 + 1 for equal.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Number {
    Whole(i128),
    Decimal(f64),
}

impl Test {
    pub(super) fn parse(text: &str, comparison: Comparison) -> Option<Self> {
        Some(Self {
            comparison,
            number: Number::parse(text)?,
        })
    }
}

pub(super) fn any_matches(tests: &[Test], value: Value<'_>) -> bool {
    let number = match value {
        Value::Integer(number) => Some(Number::Whole(number.into())),
        Value::Time(time) => Some(Number::Whole(time.timestamp().into())),
        Value::Text(text) => Number::parse(text),
        Value::Bool(_) | Value::Ip(_) | Value::Binary(_) => None,
    };
    number.is_some_and(|number| {
        tests.iter().any(|test| {
            number
                .compare(test.number)
                .is_some_and(|ordering| test.comparison.holds(ordering))
        })
    })
}

impl Number {
    fn parse(text: &str) -> Option<Self> {
        if let Ok(whole) = text.parse() {
            return Some(Self::Whole(whole));
        }
        // What Rust reads beyond digits (`inf`, `NaN`) is no number to AWS.
        let plain = |b: u8| b.is_ascii_digit() || b"+-.eE".contains(&b);
        let decimal = text
            .bytes()
            .all(plain)
            .then(|| text.parse::<f64>().ok())??;
        decimal.is_finite().then_some(Self::Decimal(decimal))
    }

    fn compare(self, other: Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Whole(a), Self::Whole(b)) => Some(a.cmp(&b)),
            (a, b) => a.to_f64().partial_cmp(&b.to_f64()),
        }
    }

    #[expect(
        clippy::cast_precision_loss,
        reason = "a decimal on the other side has no more precision"
    )]
    fn to_f64(self) -> f64 {
        match self {
            Self::Whole(whole) => whole as f64,
            Self::Decimal(decimal) => decimal,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_compared_by_value() {
        for (comparison, wanted, have, expected) in [
            (Comparison::Equal, "10", "10.0", true),
            (Comparison::Equal, "10", "+10", true),
            (
                Comparison::Equal,
                "9007199254740993",
                "9007199254740992",
                false,
            ),
            (Comparison::AtMost, "10", "9.99", true),
            (Comparison::Less, "10", "10", false),
            (Comparison::Greater, "-1.5", "-1", true),
            (Comparison::AtLeast, "1e3", "1000", true),
            (Comparison::AtLeast, "0", "", false),
            (Comparison::AtLeast, "0", "inf", false),
            (Comparison::AtLeast, "0", "many", false),
        ] {
            let test = Test::parse(wanted, comparison).unwrap();
            assert_eq!(
                any_matches(&[test], Value::Text(have)),
                expected,
                "{have} {comparison:?} {wanted}"
            );
        }
        for bad in ["", "ten", "NaN", "1e999", "0x10", " 1"] {
            assert!(Test::parse(bad, Comparison::Equal).is_none(), "{bad}");
        }
    }
}
