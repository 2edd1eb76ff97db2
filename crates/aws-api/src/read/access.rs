//! Walking through the members of an object, the items of a list, the one member of a union.

use serde::{
    Deserializer,
    de::{
        DeserializeSeed, EnumAccess, Error, MapAccess, SeqAccess, VariantAccess, Visitor,
        value::StrDeserializer,
    },
};
use serde_json::{Map, Value, map};

use super::{
    error::{ReadError, Step},
    node::{Node, Scalars},
};

/// The members of an object.
pub(super) struct Members {
    rest: map::IntoIter,
    known: Option<&'static [&'static str]>,
    current: Option<(String, Value)>,
    scalars: Scalars,
}

impl Members {
    /// All of them: those of a map.
    pub(super) fn all(members: Map<String, Value>, scalars: Scalars) -> Self {
        Self {
            rest: members.into_iter(),
            known: None,
            current: None,
            scalars,
        }
    }

    /// Those that a structure has.
    pub(super) fn known(
        members: Map<String, Value>,
        known: &'static [&'static str],
        scalars: Scalars,
    ) -> Self {
        Self {
            known: Some(known),
            ..Self::all(members, scalars)
        }
    }
}

impl<'de> MapAccess<'de> for Members {
    type Error = ReadError;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, ReadError> {
        let Some((name, value)) = self.rest.find(|(_, value)| !value.is_null()) else {
            return Ok(None);
        };
        if let Some(known) = self.known
            && !known.contains(&name.as_str())
        {
            return Err(ReadError::unknown_member(name));
        }
        let key = seed.deserialize(word(&name));
        let (name, _) = self.current.insert((name, value));
        key.map(Some)
            .map_err(|error| error.within(Step::Member(name.clone())))
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, ReadError> {
        let (name, value) = self.current.take().unwrap_or_default();
        seed.deserialize(Node::new(value, self.scalars))
            .map_err(|error| error.within(Step::Member(name)))
    }
}

/// The items of a list.
pub(super) struct Items {
    rest: std::iter::Enumerate<std::vec::IntoIter<Value>>,
    scalars: Scalars,
}

impl Items {
    pub(super) fn new(items: Vec<Value>, scalars: Scalars) -> Self {
        Self {
            rest: items.into_iter().enumerate(),
            scalars,
        }
    }
}

impl<'de> SeqAccess<'de> for Items {
    type Error = ReadError;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, ReadError> {
        let Some((index, item)) = self.rest.next() else {
            return Ok(None);
        };
        seed.deserialize(Node::new(item, self.scalars))
            .map(Some)
            .map_err(|error| error.within(Step::Item(index)))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.rest.len())
    }
}

/// The one member of a union.
pub(super) struct Variant {
    name: String,
    value: Value,
    scalars: Scalars,
}

impl Variant {
    pub(super) fn of(
        members: Map<String, Value>,
        union: &'static str,
        known: &'static [&'static str],
        scalars: Scalars,
    ) -> Result<Self, ReadError> {
        let mut members = members.into_iter().filter(|(_, value)| !value.is_null());
        match (members.next(), members.next()) {
            (Some((name, _)), None) if !known.contains(&name.as_str()) => {
                Err(ReadError::unknown_member(name))
            }
            (Some((name, value)), None) => Ok(Self {
                name,
                value,
                scalars,
            }),
            _ => Err(ReadError::custom(format!(
                "Value failed to satisfy constraint: {union} must have exactly one of its members"
            ))),
        }
    }
}

impl<'de> EnumAccess<'de> for Variant {
    type Error = ReadError;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), ReadError> {
        let variant = seed.deserialize(word(&self.name))?;
        Ok((variant, self))
    }
}

impl<'de> VariantAccess<'de> for Variant {
    type Error = ReadError;

    fn unit_variant(self) -> Result<(), ReadError> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, ReadError> {
        seed.deserialize(Node::new(self.value, self.scalars))
            .map_err(|error| error.within(Step::Member(self.name)))
    }

    fn tuple_variant<V: Visitor<'de>>(
        self,
        _len: usize,
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        Node::new(self.value, self.scalars)
            .deserialize_any(visitor)
            .map_err(|error| error.within(Step::Member(self.name)))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        Node::new(self.value, self.scalars)
            .deserialize_struct("", fields, visitor)
            .map_err(|error| error.within(Step::Member(self.name)))
    }
}

fn word(name: &str) -> StrDeserializer<'_, ReadError> {
    StrDeserializer::new(name)
}
