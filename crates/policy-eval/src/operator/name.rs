//! The names of condition operators, declared once.

use std::{cmp::Ordering, fmt, str::FromStr};

/// What a condition compares by, with what may be added to it: `ForAnyValue:StringLikeIfExists`.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct ConditionOperator {
    pub(crate) set: Option<SetOperator>,
    pub(crate) operator: Operator,
    pub(crate) if_exists: bool,
}

/// How the values of a multivalued key are taken together.
///
/// Source: [Multivalued context keys](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html).
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum SetOperator {
    /// Every value must pass; none at all is enough.
    ForAllValues,
    /// One value must pass.
    ForAnyValue,
}

macro_rules! operators {
    ($($name:ident)*) => {
        /// AWS's condition operators.
        #[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
        #[non_exhaustive]
        #[expect(missing_docs, reason = "the names are AWS's and say it all")]
        pub enum Operator { $($name),* }

        impl Operator {
            /// The operator's name in a policy.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => stringify!($name)),* }
            }
        }

        impl FromStr for Operator {
            type Err = UnknownOperator;

            fn from_str(text: &str) -> Result<Self, UnknownOperator> {
                match text { $(stringify!($name) => Ok(Self::$name),)* _ => Err(UnknownOperator) }
            }
        }
    };
}

operators! {
    StringEquals StringNotEquals StringEqualsIgnoreCase StringNotEqualsIgnoreCase StringLike StringNotLike
    NumericEquals NumericNotEquals
    NumericLessThan NumericLessThanEquals NumericGreaterThan NumericGreaterThanEquals
    DateEquals DateNotEquals DateLessThan DateLessThanEquals DateGreaterThan DateGreaterThanEquals
    Bool BinaryEquals IpAddress NotIpAddress
    ArnEquals ArnLike ArnNotEquals ArnNotLike
    Null
}

/// A name that is none of AWS's.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("unknown condition operator")]
#[non_exhaustive]
pub struct UnknownOperator;

impl Operator {
    /// Whether it holds when nothing is equal: a missing key passes it.
    pub(crate) fn is_negated(self) -> bool {
        matches!(
            self,
            Self::StringNotEquals
                | Self::StringNotEqualsIgnoreCase
                | Self::StringNotLike
                | Self::NumericNotEquals
                | Self::DateNotEquals
                | Self::NotIpAddress
                | Self::ArnNotEquals
                | Self::ArnNotLike
        )
    }

    /// Which orderings of a request's value to a policy's satisfy it.
    pub(crate) fn comparison(self) -> Comparison {
        match self {
            Self::NumericLessThan | Self::DateLessThan => Comparison::Less,
            Self::NumericLessThanEquals | Self::DateLessThanEquals => Comparison::AtMost,
            Self::NumericGreaterThan | Self::DateGreaterThan => Comparison::Greater,
            Self::NumericGreaterThanEquals | Self::DateGreaterThanEquals => Comparison::AtLeast,
            _ => Comparison::Equal,
        }
    }
}

/// How a request's value is to stand to a policy's.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Comparison {
    Equal,
    Less,
    AtMost,
    Greater,
    AtLeast,
}

impl Comparison {
    pub(crate) fn holds(self, ordering: Ordering) -> bool {
        match self {
            Self::Equal => ordering.is_eq(),
            Self::Less => ordering.is_lt(),
            Self::AtMost => ordering.is_le(),
            Self::Greater => ordering.is_gt(),
            Self::AtLeast => ordering.is_ge(),
        }
    }
}

impl ConditionOperator {
    /// With `ForAllValues:`: every value must pass.
    #[must_use]
    pub fn for_all_values(self) -> Self {
        Self {
            set: Some(SetOperator::ForAllValues),
            ..self
        }
    }

    /// With `ForAnyValue:`: one value must pass.
    #[must_use]
    pub fn for_any_value(self) -> Self {
        Self {
            set: Some(SetOperator::ForAnyValue),
            ..self
        }
    }

    /// With `IfExists`: a missing key passes. `Null` has no such form and stays as it is.
    #[must_use]
    pub fn or_absent(self) -> Self {
        Self {
            if_exists: self.operator != Operator::Null,
            ..self
        }
    }

    /// How the values of a multivalued key are taken together.
    pub fn set(&self) -> Option<SetOperator> {
        self.set
    }

    /// What one value is compared by.
    pub fn operator(&self) -> Operator {
        self.operator
    }

    /// Whether a missing key passes.
    pub fn if_exists(&self) -> bool {
        self.if_exists
    }
}

/// The operator alone.
impl From<Operator> for ConditionOperator {
    fn from(operator: Operator) -> Self {
        Self {
            set: None,
            operator,
            if_exists: false,
        }
    }
}

impl FromStr for ConditionOperator {
    type Err = UnknownOperator;

    fn from_str(text: &str) -> Result<Self, UnknownOperator> {
        // By far the most are given as they are.
        if let Ok(operator) = text.parse::<Operator>() {
            return Ok(operator.into());
        }
        let (set, rest) = match text.split_once(':') {
            None => (None, text),
            Some(("ForAllValues", rest)) => (Some(SetOperator::ForAllValues), rest),
            Some(("ForAnyValue", rest)) => (Some(SetOperator::ForAnyValue), rest),
            Some(_) => return Err(UnknownOperator),
        };
        let (name, if_exists) = match rest.strip_suffix("IfExists") {
            Some(name) => (name, true),
            None => (rest, false),
        };
        let operator = name.parse()?;
        if operator == Operator::Null && if_exists {
            return Err(UnknownOperator);
        }
        Ok(Self {
            set,
            operator,
            if_exists,
        })
    }
}

impl fmt::Display for ConditionOperator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.set {
            None => {}
            Some(SetOperator::ForAllValues) => f.write_str("ForAllValues:")?,
            Some(SetOperator::ForAnyValue) => f.write_str("ForAnyValue:")?,
        }
        f.write_str(self.operator.as_str())?;
        f.write_str(if self.if_exists { "IfExists" } else { "" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_read_and_print() {
        for name in [
            "StringEquals",
            "ForAnyValue:StringLikeIfExists",
            "ForAllValues:ArnNotLike",
            "Null",
        ] {
            assert_eq!(name.parse::<ConditionOperator>().unwrap().to_string(), name);
        }
        for bad in [
            "",
            "stringequals",
            "ForSome:Bool",
            "NullIfExists",
            "BinaryLike",
            "IfExists",
        ] {
            assert!(bad.parse::<ConditionOperator>().is_err(), "{bad}");
        }
    }
}
