//! `Condition`: what must hold of a request beyond whom, what and where.

use std::{borrow::Cow, fmt};

use serde::{Serialize, Serializer, ser::SerializeMap};

use super::{
    Context, OneOrMany,
    reader::{Kind, Reader, Result},
};
use crate::{
    error::{Problem, shown},
    keys::{ConditionKey, ConditionKeys, Value},
    operator::{ConditionOperator, Operands, SetOperator},
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

/// A condition value as it was written: quotation marks are optional around numbers and truth values.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Scalar {
    /// `"10"`
    Text(Box<str>),
    /// `10`
    Number(serde_json::Number),
    /// `true`
    Bool(bool),
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
        let values = keys.lookup(&self.key).filter(|values| !values.is_absent());
        if let Operands::Null(wanted) = &self.operands {
            // "They always return a true or false respectively."
            return match set {
                None => wanted.contains(&values.is_none()),
                Some(SetOperator::ForAllValues) => true,
                Some(SetOperator::ForAnyValue) => false,
            };
        }
        let negated = operator.is_negated();
        let matches = |value: Value<'_>| self.operands.any_matches(value, keys);
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

    /// The policy variables among the values.
    pub(crate) fn variables(&self) -> impl Iterator<Item = &Variable> {
        self.operands.variables()
    }

    /// Reads all conditions of a statement.
    pub(super) fn read_all(reader: &mut Reader<'_>, context: Context) -> Result<Vec<Self>> {
        let mut conditions = Vec::new();
        reader.object("conditions: an object", |reader, name, at| {
            let Ok(operator) = name.parse() else {
                return Err(reader.error_at(at, Problem::UnknownOperator(shown(name))));
            };
            let first = conditions.len();
            reader.object("condition keys: an object", |reader, name, at| {
                let Ok(key) = name.parse() else {
                    let expected = "a condition key: it looks like `aws:SourceIp`";
                    return Err(reader.error_at(at, Problem::invalid(name, expected)));
                };
                conditions.push(Self::read(reader, context, operator, key)?);
                Ok(())
            })?;
            match Self::twice_named(conditions.get(first..).unwrap_or_default()) {
                Some(key) => Err(reader.error_at(at, Problem::Duplicate(shown(key.as_str())))),
                None => Ok(()),
            }
        })?;
        Ok(conditions)
    }

    /// A key that two of the conditions name, in whichever case.
    fn twice_named(conditions: &[Self]) -> Option<&ConditionKey> {
        let mut keys: Vec<&ConditionKey> = conditions.iter().map(|c| &c.key).collect();
        keys.sort_unstable_by_key(|key| key.folded());
        keys.array_windows()
            .find_map(|[one, other]| (one == other).then_some(*one))
    }

    fn read(
        reader: &mut Reader<'_>,
        context: Context,
        operator: ConditionOperator,
        key: ConditionKey,
    ) -> Result<Self> {
        let mut places = Vec::new();
        let values = OneOrMany::read(reader, "a value or a list of values", |reader| {
            places.push(reader.offset());
            Scalar::read(reader)
        })?;
        let operands = Operands::parse(operator.operator(), values.as_slice(), context.version)
            .map_err(|(at, expected)| {
                let value = values
                    .as_slice()
                    .get(at)
                    .map(Scalar::to_string)
                    .unwrap_or_default();
                let place = places.get(at).copied().unwrap_or_default();
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

impl Scalar {
    /// The value as text.
    pub fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Text(text) => Cow::Borrowed(text),
            Self::Number(number) => Cow::Owned(number.to_string()),
            Self::Bool(true) => Cow::Borrowed("true"),
            Self::Bool(false) => Cow::Borrowed("false"),
        }
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self> {
        match reader.kind()? {
            Kind::Text => Ok(Self::Text(reader.text("a text")?.into())),
            Kind::Bool => reader.bool().map(Self::Bool),
            Kind::Number => reader.number().map(Self::Number),
            Kind::Object | Kind::List | Kind::Null => {
                Err(reader.expected("a text, a number or a truth value"))
            }
        }
    }
}

impl fmt::Display for Scalar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text())
    }
}

impl Serialize for Scalar {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::Number(number) => number.serialize(serializer),
            Self::Bool(value) => serializer.serialize_bool(*value),
        }
    }
}

/// Conditions in the shape of the document: by operator, then by key.
pub(super) struct Grouped<'a>(pub(super) &'a [Condition]);

impl Serialize for Grouped<'_> {
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
        for group in self.0.chunk_by(|a, b| a.operator == b.operator) {
            if let Some(first) = group.first() {
                map.serialize_entry(&first.operator.to_string(), &Keys(group))?;
            }
        }
        map.end()
    }
}
