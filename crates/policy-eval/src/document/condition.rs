//! `Condition`: what must hold of a request beyond whom, what and where.

use serde::{Serialize, Serializer, ser::SerializeMap};

use super::{
    Context as Reading, OneOrMany, Scalar, Version,
    reader::{Reader, Result},
};
use crate::{
    error::{Problem, shown},
    keys::{ConditionKey, ConditionKeys, Context, Held, Value, Values},
    limits,
    operator::{ConditionOperator, Operands, Operator, SetOperator},
    variable::Variable,
};

/// One comparison of a `Condition` element: an operator, a key, and the values to compare with.
///
/// Source: [Condition](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html).
#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    operator: ConditionOperator,
    key: ConditionKey,
    values: OneOrMany<Scalar>,
    operands: Operands,
}

/// A whole `Condition` element.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Conditions {
    all: Vec<Condition>,
    /// Operators without a key: they ask nothing, and are kept as they were written.
    empty: Vec<ConditionOperator>,
}

impl Condition {
    /// What is compared, and how.
    pub fn operator(&self) -> ConditionOperator {
        self.operator
    }

    /// The key whose values in the request are compared.
    pub fn key(&self) -> &ConditionKey {
        &self.key
    }

    /// What they are compared with.
    pub fn values(&self) -> &[Scalar] {
        self.values.as_slice()
    }

    /// Whether the comparison holds in a request.
    pub fn holds(&self, keys: &dyn ConditionKeys) -> bool {
        let ConditionOperator {
            set,
            operator,
            if_exists,
        } = self.operator;
        let negated = operator.is_negated();
        let matches = |value: Value<'_>| self.operands.any_matches(value, keys);
        let values = match keys.lookup(&self.key) {
            // By far the most conditions.
            Some(Values::One(value)) if set.is_none() && operator != Operator::Null => {
                return matches(value) != negated;
            }
            values => values.filter(|values| !values.is_absent()),
        };
        if let Operands::Null(wanted) = &self.operands {
            // "They always return a true or false respectively."
            return match set {
                None => wanted.contains(&values.is_none()),
                Some(SetOperator::ForAllValues) => true,
                Some(SetOperator::ForAnyValue) => false,
            };
        }
        let passes = |value: Value<'_>| matches(value) != negated;
        match (values, set) {
            (None, _) if if_exists => true,
            (None, None) => negated,
            (Some(values), None) => values.any(matches) != negated,
            (None, Some(SetOperator::ForAllValues)) => true,
            (None, Some(SetOperator::ForAnyValue)) => false,
            (Some(values), Some(SetOperator::ForAllValues)) => {
                values.is_null_set() || !values.any(|value| !passes(value))
            }
            (Some(values), Some(SetOperator::ForAnyValue)) => {
                !values.is_null_set() && values.any(passes)
            }
        }
    }

    /// Whether the comparison would hold in a request that has this under the key, and no other keys.
    pub(crate) fn would_hold(&self, held: Option<&Held>) -> bool {
        let context = held.map_or_else(Context::new, |held| {
            Context::new().with_held(&self.key, held.clone())
        });
        self.holds(&context)
    }

    /// What they are compared with, as the operator reads it.
    pub(crate) fn operands(&self) -> &Operands {
        &self.operands
    }

    /// The policy variables among the values.
    pub(crate) fn variables(&self) -> impl Iterator<Item = &Variable> {
        self.operands.variables()
    }

    /// Reads all conditions of a statement.
    pub(super) fn read_all(reader: &mut Reader<'_>, context: Reading) -> Result<Conditions> {
        let (mut conditions, mut empty) = (Vec::new(), Vec::new());
        reader.object("conditions: an object", |reader, name, at| {
            let Ok(operator) = name.parse() else {
                return Err(reader.error_at(at, Problem::UnknownOperator(shown(name))));
            };
            let first = conditions.len();
            if conditions.is_empty() {
                // By far the most statements have one.
                conditions.reserve_exact(1);
            }
            reader.object("condition keys: an object", |reader, name, at| {
                let Ok(key) = name.parse() else {
                    return Err(reader.error_at(at, Problem::invalid(name, EXPECTED_KEY)));
                };
                conditions.push(Self::read(reader, context, operator, key)?);
                Ok(())
            })?;
            if conditions.len() == first {
                empty.push(operator);
            }
            match Self::twice_named(conditions.get(first..).unwrap_or_default()) {
                Some(key) => Err(reader.error_at(at, Problem::Duplicate(shown(key.as_str())))),
                None => Ok(()),
            }
        })?;
        Ok(Conditions {
            all: conditions,
            empty,
        })
    }

    /// A condition of these parts, if they make one.
    pub(super) fn build(
        operator: ConditionOperator,
        key: &str,
        values: Vec<Scalar>,
        version: Version,
    ) -> std::result::Result<Self, Problem> {
        if values
            .iter()
            .any(|value| value.text().len() > limits::ELEMENT_BYTES)
        {
            return Err(Problem::TooLong);
        }
        let values = match <[Scalar; 1]>::try_from(values) {
            Ok([only]) => OneOrMany::One(only),
            Err(several) => OneOrMany::Many(several),
        };
        let operands = Operands::parse(operator.operator(), values.as_slice(), version).map_err(
            |(at, expected)| {
                let value = values.as_slice().get(at).map(Scalar::to_string);
                Problem::invalid(&value.unwrap_or_default(), expected)
            },
        )?;
        let key = key
            .parse()
            .map_err(|_| Problem::invalid(key, EXPECTED_KEY))?;
        Ok(Self {
            operator,
            key,
            values,
            operands,
        })
    }

    /// A key that comes twice under one operator. Conditions of one operator stand together.
    pub(super) fn named_twice_under_one_operator(conditions: &[Self]) -> Option<&ConditionKey> {
        conditions
            .chunk_by(|a, b| a.operator == b.operator)
            .find_map(Self::twice_named)
    }

    /// A key that two of the conditions name, in whichever case.
    fn twice_named(conditions: &[Self]) -> Option<&ConditionKey> {
        if conditions.len() < 2 {
            return None;
        }
        let mut keys: Vec<&ConditionKey> = conditions.iter().map(|c| &c.key).collect();
        keys.sort_unstable_by_key(|key| key.folded());
        keys.array_windows()
            .find_map(|[one, other]| (one == other).then_some(*one))
    }

    fn read(
        reader: &mut Reader<'_>,
        context: Reading,
        operator: ConditionOperator,
        key: ConditionKey,
    ) -> Result<Self> {
        let start = reader.offset();
        let values = OneOrMany::read(reader, "a value or a list of values", Scalar::read)?;
        let operands = Operands::parse(operator.operator(), values.as_slice(), context.version)
            .map_err(|(at, expected)| {
                let value = values
                    .as_slice()
                    .get(at)
                    .map(Scalar::to_string)
                    .unwrap_or_default();
                let place = OneOrMany::place(reader, start, at);
                reader.error_at(place, Problem::invalid(&value, expected))
            })?;
        Ok(Self {
            operator,
            key,
            values,
            operands,
        })
    }
}

const EXPECTED_KEY: &str = "a condition key: it looks like `aws:SourceIp`";

impl Conditions {
    /// Conditions of one operator stand together.
    pub(super) fn new(all: Vec<Condition>) -> Self {
        Self {
            all,
            empty: Vec::new(),
        }
    }

    pub(super) fn as_slice(&self) -> &[Condition] {
        &self.all
    }
}

/// By operator, then by key.
impl Serialize for Conditions {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        struct Keys<'a>(&'a [Condition]);

        impl Serialize for Keys<'_> {
            fn serialize<S: Serializer>(
                &self,
                serializer: S,
            ) -> std::result::Result<S::Ok, S::Error> {
                serializer.collect_map(self.0.iter().map(|c| (c.key.as_str(), &c.values)))
            }
        }

        let mut map = serializer.serialize_map(None)?;
        for group in self.all.chunk_by(|a, b| a.operator == b.operator) {
            if let Some(first) = group.first() {
                map.serialize_entry(&first.operator.to_string(), &Keys(group))?;
            }
        }
        for operator in &self.empty {
            map.serialize_entry(&operator.to_string(), &Keys(&[]))?;
        }
        map.end()
    }
}
