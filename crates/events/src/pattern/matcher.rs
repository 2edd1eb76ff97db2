//! One entry of a leaf: what a value has to be.

use std::net::IpAddr;

use ipnet::IpNet;
use serde_json::{Number, Value};

use super::wildcard::Wildcard;

/// What a value has to be.
#[derive(Clone, Debug)]
pub(super) enum Matcher {
    /// Whether there is one at all.
    Exists(bool),
    /// This one.
    Exact(Scalar),
    /// One of which this is true.
    Is(Test),
    /// None of these.
    AnythingBut(Vec<Scalar>),
    /// One of which none of these is true.
    AnythingButIs(Vec<Test>),
    /// A number within a range.
    Numeric(Range),
    /// An IP address within a network.
    Cidr(IpNet),
}

/// A value that is compared as it is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Scalar {
    Null,
    Bool(bool),
    Number(Number),
    String(String),
}

/// What is true of a text.
#[derive(Clone, Debug)]
pub(super) enum Test {
    Prefix(Text),
    Suffix(Text),
    Equals(Text),
    Wildcard(Wildcard),
}

/// A text, and whether its case matters.
#[derive(Clone, Debug)]
pub(super) struct Text {
    pub(super) text: String,
    pub(super) ignore_case: bool,
}

/// The numbers between two bounds, each with whether it is included.
#[derive(Clone, Copy, Debug)]
pub(super) struct Range {
    pub(super) above: Option<(f64, bool)>,
    pub(super) below: Option<(f64, bool)>,
}

impl Matcher {
    /// Whether it is true of a member; of an array, of one of its elements.
    pub(super) fn matches(&self, value: Option<&Value>) -> bool {
        match self {
            Self::Exists(wanted) => value.is_some_and(has_leaf) == *wanted,
            _ => match value {
                None | Some(Value::Object(_)) => false,
                Some(Value::Array(items)) => items.iter().any(|item| self.matches(Some(item))),
                Some(leaf) => self.matches_leaf(leaf),
            },
        }
    }

    fn matches_leaf(&self, leaf: &Value) -> bool {
        match self {
            Self::Exists(wanted) => *wanted,
            Self::Exact(scalar) => scalar.is(leaf),
            Self::Is(test) => leaf.as_str().is_some_and(|text| test.holds(text)),
            Self::AnythingBut(scalars) => !scalars.iter().any(|scalar| scalar.equals(leaf)),
            Self::AnythingButIs(tests) => !leaf
                .as_str()
                .is_some_and(|text| tests.iter().any(|test| test.holds(text))),
            Self::Numeric(range) => leaf.as_f64().is_some_and(|number| range.contains(number)),
            Self::Cidr(net) => leaf
                .as_str()
                .and_then(|text| text.parse::<IpAddr>().ok())
                .is_some_and(|address| net.contains(&address)),
        }
    }
}

/// Whether there is anything but objects in it.
fn has_leaf(value: &Value) -> bool {
    match value {
        Value::Object(_) => false,
        Value::Array(items) => items.iter().any(has_leaf),
        _ => true,
    }
}

impl Scalar {
    /// As [`is`](Self::is), but numbers are compared by what they are, not by how they are written.
    fn equals(&self, leaf: &Value) -> bool {
        match (self, leaf) {
            (Self::Number(one), Value::Number(other)) if one != other => {
                one.is_f64() != other.is_f64() && one.as_f64() == other.as_f64()
            }
            _ => self.is(leaf),
        }
    }

    fn is(&self, leaf: &Value) -> bool {
        match (self, leaf) {
            (Self::Null, Value::Null) => true,
            (Self::Bool(one), Value::Bool(other)) => one == other,
            (Self::Number(one), Value::Number(other)) => one == other,
            (Self::String(one), Value::String(other)) => one == other,
            _ => false,
        }
    }
}

impl Test {
    fn holds(&self, text: &str) -> bool {
        match self {
            Self::Prefix(prefix) if prefix.ignore_case => {
                begins(&mut folded(text), &mut folded(&prefix.text))
            }
            Self::Prefix(prefix) => text.starts_with(&prefix.text),
            Self::Suffix(suffix) if suffix.ignore_case => {
                begins(&mut folded(text).rev(), &mut folded(&suffix.text).rev())
            }
            Self::Suffix(suffix) => text.ends_with(&suffix.text),
            Self::Equals(other) if other.ignore_case => folded(text).eq(folded(&other.text)),
            Self::Equals(other) => text == other.text,
            Self::Wildcard(wildcard) => wildcard.matches(text),
        }
    }
}

/// A text whose case does not matter any more.
fn folded(text: &str) -> impl DoubleEndedIterator<Item = char> {
    text.chars().flat_map(char::to_lowercase)
}

fn begins(text: &mut impl Iterator<Item = char>, prefix: &mut impl Iterator<Item = char>) -> bool {
    prefix.all(|char| text.next() == Some(char))
}

impl Range {
    fn contains(&self, number: f64) -> bool {
        let above = |(bound, included)| number > bound || (included && number == bound);
        let below = |(bound, included)| number < bound || (included && number == bound);
        self.above.is_none_or(above) && self.below.is_none_or(below)
    }
}
