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
    gaps::Gaps,
    node::Way,
};

/// The members of an object.
pub(super) struct Members<'g> {
    rest: map::IntoIter,
    known: Option<&'static [&'static str]>,
    current: Option<(String, Value)>,
    way: Way<'g>,
}

impl<'g> Members<'g> {
    /// All of them: those of a map.
    pub(super) fn all(members: Map<String, Value>, way: Way<'g>) -> Self {
        Self {
            rest: members.into_iter(),
            known: None,
            current: None,
            way,
        }
    }

    /// Those that a structure has.
    pub(super) fn known(
        mut members: Map<String, Value>,
        known: &'static [&'static str],
        way: Way<'g>,
    ) -> Self {
        for (name, _) in way.gaps.into_iter().flat_map(Gaps::members) {
            members.insert(name.to_owned(), FILLED);
        }
        Self {
            known: Some(known),
            ..Self::all(members, way)
        }
    }
}

impl<'de> MapAccess<'de> for Members<'_> {
    type Error = ReadError;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, ReadError> {
        let (known, way) = (self.known, self.way);
        // What nobody knows is there no more once it was told.
        let was_told =
            |name: &str| way.is_filled(name) && known.is_some_and(|known| !known.contains(&name));
        let Some((name, value)) = self
            .rest
            .find(|(name, value)| !value.is_null() && !was_told(name))
        else {
            return Ok(None);
        };
        if let Some(known) = self.known
            && !known.contains(&name.as_str())
        {
            return Err(ReadError::unknown_member(&name));
        }
        let key = seed.deserialize(word(&name));
        let (name, _) = self.current.insert((name, value));
        key.map(Some)
            .map_err(|error| error.within(Step::Member(name.clone())))
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, ReadError> {
        let (name, value) = self.current.take().unwrap_or_default();
        self.way.read(Step::Member(name), value, seed)
    }
}

/// What stands for a member that is filled: nothing looks at it.
const FILLED: Value = Value::Bool(true);

/// The items of a list.
pub(super) struct Items<'g> {
    rest: std::iter::Enumerate<std::vec::IntoIter<Value>>,
    way: Way<'g>,
}

impl<'g> Items<'g> {
    pub(super) fn new(items: Vec<Value>, way: Way<'g>) -> Self {
        Self {
            rest: items.into_iter().enumerate(),
            way,
        }
    }
}

impl<'de> SeqAccess<'de> for Items<'_> {
    type Error = ReadError;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, ReadError> {
        let Some((index, item)) = self.rest.next() else {
            return Ok(None);
        };
        self.way.read(Step::Item(index), item, seed).map(Some)
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.rest.len())
    }
}

/// The one member of a union.
pub(super) struct Variant<'g> {
    name: String,
    value: Value,
    way: Way<'g>,
}

impl<'g> Variant<'g> {
    pub(super) fn of(
        members: Map<String, Value>,
        union: &'static str,
        known: &'static [&'static str],
        way: Way<'g>,
    ) -> Result<Self, ReadError> {
        let mut members = members.into_iter().filter(|(name, value)| {
            !value.is_null() && (known.contains(&name.as_str()) || !way.is_filled(name))
        });
        match (members.next(), members.next()) {
            (Some((name, _)), None) if !known.contains(&name.as_str()) => {
                Err(ReadError::unknown_member(&name))
            }
            (Some((name, value)), None) => Ok(Self { name, value, way }),
            (None, _) if way.has_filled_members() => Err(ReadError::told()),
            _ => Err(ReadError::custom(format!(
                "Value failed to satisfy constraint: {union} must have exactly one of its members"
            ))),
        }
    }
}

impl<'de> EnumAccess<'de> for Variant<'_> {
    type Error = ReadError;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), ReadError> {
        let variant = seed.deserialize(word(&self.name))?;
        Ok((variant, self))
    }
}

impl<'de> VariantAccess<'de> for Variant<'_> {
    type Error = ReadError;

    fn unit_variant(self) -> Result<(), ReadError> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, ReadError> {
        self.way.read(Step::Member(self.name), self.value, seed)
    }

    fn tuple_variant<V: Visitor<'de>>(
        self,
        _len: usize,
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        let content = Content {
            fields: None,
            visitor,
        };
        self.way.read(Step::Member(self.name), self.value, content)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        let content = Content {
            fields: Some(fields),
            visitor,
        };
        self.way.read(Step::Member(self.name), self.value, content)
    }
}

/// What a visitor of a union's member wants to see.
struct Content<V> {
    /// Of a structure.
    fields: Option<&'static [&'static str]>,
    visitor: V,
}

impl<'de, V: Visitor<'de>> DeserializeSeed<'de> for Content<V> {
    type Value = V::Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<V::Value, D::Error> {
        match self.fields {
            Some(fields) => deserializer.deserialize_struct("", fields, self.visitor),
            None => deserializer.deserialize_any(self.visitor),
        }
    }
}

fn word(name: &str) -> StrDeserializer<'_, ReadError> {
    StrDeserializer::new(name)
}
