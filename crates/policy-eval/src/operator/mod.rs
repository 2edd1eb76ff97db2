//! Condition operators: their names, and what each asks of one value.
//!
//! Source: [Condition operators](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html).

mod arn;
mod binary;
mod boolean;
mod date;
mod ip;
mod name;
mod numeric;
mod string;

pub(crate) use date::parse as parse_date;
pub use name::{ConditionOperator, Operator, SetOperator, UnknownOperator};

pub(crate) use name::Comparison;

use crate::{
    document::{OneOrMany, Scalar, Version},
    keys::{ConditionKeys, Value},
    pattern::Template,
    variable::Variable,
};

/// The values of one condition as their operator reads them.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Operands {
    Text(string::Texts),
    Number(OneOrMany<numeric::Test>),
    Date(OneOrMany<date::Test>),
    Bool(OneOrMany<boolean::Test>),
    Binary(OneOrMany<Vec<u8>>),
    Ip(OneOrMany<ipnet::IpNet>),
    Arn(arn::Arns),
    /// `true`: the key must be absent.
    Null(OneOrMany<bool>),
}

impl Operands {
    /// Reads the values, or says what the operator takes and which value is none.
    pub(crate) fn parse(
        operator: Operator,
        values: &[Scalar],
        version: Version,
    ) -> Result<Self, (usize, &'static str)> {
        fn each<T>(
            values: &[Scalar],
            expected: &'static str,
            parse: impl Fn(&str) -> Option<T>,
        ) -> Result<OneOrMany<T>, (usize, &'static str)> {
            OneOrMany::of_each(values, |value| parse(&value.text()).ok_or(expected))
        }

        const NO_VARIABLE: &str = "a condition value: `${` begins no policy variable";
        let order = operator.comparison();
        match operator {
            Operator::StringEquals
            | Operator::StringNotEquals
            | Operator::StringEqualsIgnoreCase
            | Operator::StringNotEqualsIgnoreCase
            | Operator::StringLike
            | Operator::StringNotLike => {
                let style = string::Style::of(operator);
                let texts = each(values, NO_VARIABLE, |text| style.parse(text, version))?;
                Ok(Self::Text(string::Texts::new(style, texts)))
            }
            Operator::NumericEquals
            | Operator::NumericNotEquals
            | Operator::NumericLessThan
            | Operator::NumericLessThanEquals
            | Operator::NumericGreaterThan
            | Operator::NumericGreaterThanEquals => {
                each(values, "a number", |text| numeric::Test::parse(text, order)).map(Self::Number)
            }
            Operator::DateEquals
            | Operator::DateNotEquals
            | Operator::DateLessThan
            | Operator::DateLessThanEquals
            | Operator::DateGreaterThan
            | Operator::DateGreaterThanEquals => {
                let expected = "a date: it is ISO 8601 or seconds since 1970";
                each(values, expected, |text| date::Test::parse(text, order)).map(Self::Date)
            }
            Operator::Bool => {
                let parse = |text: &str| boolean::Test::parse(text, version);
                each(values, "`true` or `false`", parse).map(Self::Bool)
            }
            Operator::BinaryEquals => each(values, "base64", binary::parse).map(Self::Binary),
            Operator::IpAddress | Operator::NotIpAddress => {
                each(values, "an IP address or a range in CIDR form", ip::parse).map(Self::Ip)
            }
            Operator::ArnEquals
            | Operator::ArnLike
            | Operator::ArnNotEquals
            | Operator::ArnNotLike => {
                let expected = "an ARN pattern: it is `*` or has the six parts of an ARN";
                let arns = each(values, expected, |text| arn::parse(text, version))?;
                Ok(Self::Arn(arn::Arns::new(arns)))
            }
            Operator::Null => {
                each(values, "`true` or `false`", boolean::parse_literal).map(Self::Null)
            }
        }
    }

    /// Whether a value of the request is one that the operator, without its `Not`, looks for.
    pub(crate) fn any_matches(&self, value: Value<'_>, keys: &dyn ConditionKeys) -> bool {
        match self {
            Self::Text(texts) => texts.any_matches(value, keys),
            Self::Number(tests) => numeric::any_matches(tests.as_slice(), value),
            Self::Date(tests) => date::any_matches(tests.as_slice(), value),
            Self::Bool(tests) => boolean::any_matches(tests.as_slice(), value, keys),
            Self::Binary(wanted) => binary::any_matches(wanted.as_slice(), value),
            Self::Ip(ranges) => ip::any_matches(ranges.as_slice(), value),
            Self::Arn(arns) => arns.any_matches(value, keys),
            // Asks whether there is a value, not which: see `Clause`.
            Self::Null(_) => false,
        }
    }

    /// Whether every value is one of the other's: then what these look for, those do.
    pub(crate) fn all_in(&self, other: &Self) -> bool {
        fn all<T: PartialEq>(own: &OneOrMany<T>, others: &OneOrMany<T>) -> bool {
            own.iter().all(|value| others.contains(value))
        }
        match (self, other) {
            (Self::Text(own), Self::Text(others)) => own.all_in(others),
            (Self::Number(own), Self::Number(others)) => all(own, others),
            (Self::Date(own), Self::Date(others)) => all(own, others),
            (Self::Bool(own), Self::Bool(others)) => all(own, others),
            (Self::Binary(own), Self::Binary(others)) => all(own, others),
            (Self::Ip(own), Self::Ip(others)) => all(own, others),
            (Self::Arn(own), Self::Arn(others)) => own.all_in(others),
            (Self::Null(own), Self::Null(others)) => all(own, others),
            _ => false,
        }
    }

    /// The texts or ARNs that are looked for, and whether case does not matter.
    pub(crate) fn templates(&self) -> Option<(&[Template], bool)> {
        match self {
            Self::Text(texts) => Some(texts.templates()),
            Self::Arn(arns) => Some((arns.templates(), false)),
            Self::Number(_)
            | Self::Date(_)
            | Self::Bool(_)
            | Self::Binary(_)
            | Self::Ip(_)
            | Self::Null(_) => None,
        }
    }

    /// Whether both look for truth values, neither for one that the other does, and no variable is among them.
    pub(crate) fn truths_apart(&self, other: &Self) -> bool {
        let truths = |operands: &Self| match operands {
            Self::Bool(tests) => tests.iter().map(boolean::Test::literal).collect(),
            _ => None,
        };
        let both: (Option<Vec<bool>>, Option<Vec<bool>>) = (truths(self), truths(other));
        matches!(both, (Some(own), Some(others)) if !own.iter().any(|truth| others.contains(truth)))
    }

    /// The variables in the values.
    pub(crate) fn variables(&self) -> Box<dyn Iterator<Item = &Variable> + '_> {
        match self {
            Self::Text(texts) => Box::new(texts.variables()),
            Self::Arn(arns) => Box::new(arns.variables()),
            Self::Bool(tests) => Box::new(boolean::variables(tests.as_slice())),
            Self::Number(_) | Self::Date(_) | Self::Binary(_) | Self::Ip(_) | Self::Null(_) => {
                Box::new(std::iter::empty())
            }
        }
    }
}
