//! A JSON value that types are read from.

use serde::{
    Deserializer,
    de::{DeserializeSeed, Error, IntoDeserializer, Unexpected, Visitor},
    forward_to_deserialize_any,
};
use serde_json::Value;

use super::{
    access::{Items, Members, Variant},
    error::{ReadError, Step},
    filler::Filler,
    gaps::Gaps,
};

/// A JSON value that types are read from. A structure is an object and never a list; its members that are `null` are as if they were not
/// there, and those that nobody knows are refused.
#[derive(Debug)]
pub(super) struct Node<'g> {
    value: Value,
    way: Way<'g>,
}

/// How a request is read: its scalars, and what of it is filled at this place and within.
#[derive(Clone, Copy, Debug)]
pub(super) struct Way<'g> {
    pub(super) scalars: Scalars,
    pub(super) gaps: Option<&'g Gaps>,
}

/// How numbers and truth values are written.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Scalars {
    /// As JSON has them.
    Typed,
    /// As texts.
    Texts,
}

impl Way<'_> {
    /// Whether a member of this place is filled.
    pub(super) fn is_filled(self, member: &str) -> bool {
        let gaps = self
            .gaps
            .and_then(|gaps| gaps.at(&Step::Member(member.to_owned())));
        gaps.is_some_and(Gaps::is_filled)
    }

    /// Whether any member of this place is filled.
    pub(super) fn has_filled_members(self) -> bool {
        self.gaps
            .is_some_and(|gaps| gaps.members().next().is_some())
    }

    /// Reads what stands one step further.
    pub(super) fn read<'de, T: DeserializeSeed<'de>>(
        self,
        step: Step,
        value: Value,
        seed: T,
    ) -> Result<T::Value, ReadError> {
        let gaps = self.gaps.and_then(|gaps| gaps.at(&step));
        let read = match gaps {
            Some(gaps) if gaps.is_filled() => seed.deserialize(Filler::new(gaps)),
            Some(_) | None => seed.deserialize(Node::new(value, Self { gaps, ..self })),
        };
        read.map_err(|error| error.within(step))
    }
}

impl<'g> Node<'g> {
    pub(super) fn new(value: Value, way: Way<'g>) -> Self {
        Self { value, way }
    }

    /// A text that is read as a number or a truth value.
    fn typed(self) -> Self {
        let value = match (self.way.scalars, self.value) {
            (Scalars::Texts, Value::String(text)) => serde_json::from_str(&text)
                .ok()
                .filter(|value: &Value| value.is_number() || value.is_boolean())
                .unwrap_or(Value::String(text)),
            (_, value) => value,
        };
        Self { value, ..self }
    }
}

/// Forwards the methods of numbers and truth values.
macro_rules! typed {
    ($($method:ident)+) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
            self.typed().deserialize_any(visitor)
        }
    )+};
}

impl<'de> Deserializer<'de> for Node<'_> {
    type Error = ReadError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        let way = self.way;
        match self.value {
            Value::Null => visitor.visit_unit(),
            Value::Bool(value) => visitor.visit_bool(value),
            Value::Number(value) => match (value.as_u64(), value.as_i64(), value.as_f64()) {
                (Some(value), _, _) => visitor.visit_u64(value),
                (None, Some(value), _) => visitor.visit_i64(value),
                (None, None, Some(value)) => visitor.visit_f64(value),
                (None, None, None) => Err(ReadError::invalid_value(
                    Unexpected::Other("number"),
                    &"a number",
                )),
            },
            Value::String(value) => visitor.visit_string(value),
            Value::Array(items) => visitor.visit_seq(Items::new(items, way)),
            Value::Object(members) => visitor.visit_map(Members::all(members, way)),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        match self.value {
            Value::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        known: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        let way = self.way;
        match self.value {
            Value::Object(members) => visitor.visit_map(Members::known(members, known, way)),
            Value::Array(_) => Err(ReadError::invalid_type(Unexpected::Seq, &visitor)),
            value => Self::new(value, way).deserialize_any(visitor),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        words: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        let way = self.way;
        match self.value {
            Value::String(word) => visitor.visit_enum(word.into_deserializer()),
            Value::Object(members) => visitor.visit_enum(Variant::of(members, name, words, way)?),
            other => Err(ReadError::invalid_type(unexpected(&other), &"a string")),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        visitor.visit_unit()
    }

    typed! {
        deserialize_bool deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_u8
        deserialize_u16 deserialize_u32 deserialize_u64 deserialize_f32 deserialize_f64
    }

    forward_to_deserialize_any! {
        i128 u128 char str string bytes byte_buf
        unit unit_struct seq tuple tuple_struct map identifier
    }
}

fn unexpected(value: &Value) -> Unexpected<'_> {
    match value {
        Value::Null => Unexpected::Unit,
        Value::Bool(value) => Unexpected::Bool(*value),
        Value::Number(_) => Unexpected::Signed(0),
        Value::String(value) => Unexpected::Str(value),
        Value::Array(_) => Unexpected::Seq,
        Value::Object(_) => Unexpected::Map,
    }
}
