//! The value of a gap: whatever is asked for, at its least.

use serde::{
    Deserializer,
    de::{
        DeserializeSeed, EnumAccess, Error, IntoDeserializer, MapAccess, VariantAccess, Visitor,
        value::{MapDeserializer, SeqDeserializer, StrDeserializer},
    },
};

use super::{
    error::{ReadError, Step},
    gaps::Gaps,
};

/// The value of a gap: nought, no text, an empty list, a structure of gaps, the first of a union.
#[derive(Clone, Copy, Debug)]
pub(super) struct Filler<'g> {
    gaps: &'g Gaps,
    depth: usize,
}

impl<'g> Filler<'g> {
    pub(super) fn new(gaps: &'g Gaps) -> Self {
        Self { gaps, depth: 0 }
    }

    /// Fills a member that lies within the gap.
    fn member<'de, T: DeserializeSeed<'de>>(
        self,
        name: &str,
        seed: T,
    ) -> Result<T::Value, ReadError> {
        // A union may have itself as its first member.
        if self.depth == MOST_DEPTH {
            return Err(ReadError::custom("nested too deeply"));
        }
        let step = Step::Member(name.to_owned());
        let filler = Filler {
            gaps: self.gaps.at(&step).unwrap_or(&NO_GAPS),
            depth: self.depth + 1,
        };
        seed.deserialize(filler).map_err(|error| error.within(step))
    }
}

static NO_GAPS: Gaps = Gaps::none();
const MOST_DEPTH: usize = 16;

/// Methods that say what a value is at its least.
macro_rules! least {
    ($($method:ident => $visit:ident($($value:expr)?),)+) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
            visitor.$visit($($value)?)
        }
    )+};
}

/// Methods of texts.
macro_rules! text {
    ($($method:ident)+) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
            visitor.visit_str(self.gaps.word())
        }
    )+};
}

impl<'de> Deserializer<'de> for Filler<'_> {
    type Error = ReadError;

    least! {
        deserialize_bool => visit_bool(false),
        deserialize_i8 => visit_i8(0), deserialize_i16 => visit_i16(0), deserialize_i32 => visit_i32(0),
        deserialize_i64 => visit_i64(0), deserialize_i128 => visit_i128(0),
        deserialize_u8 => visit_u8(0), deserialize_u16 => visit_u16(0), deserialize_u32 => visit_u32(0),
        deserialize_u64 => visit_u64(0), deserialize_u128 => visit_u128(0),
        deserialize_f32 => visit_f32(0.0), deserialize_f64 => visit_f64(0.0),
        deserialize_bytes => visit_bytes(&[]), deserialize_byte_buf => visit_bytes(&[]),
        deserialize_unit => visit_unit(), deserialize_ignored_any => visit_unit(),
        deserialize_seq => visit_seq(SeqDeserializer::new(std::iter::empty::<()>())),
        deserialize_map => visit_map(MapDeserializer::new(std::iter::empty::<((), ())>())),
    }

    text! {
        deserialize_any deserialize_char deserialize_str deserialize_string deserialize_identifier
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        visitor.visit_some(self)
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        visitor.visit_unit()
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_tuple<V: Visitor<'de>>(
        self,
        _len: usize,
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _len: usize,
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _known: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        visitor.visit_map(FilledMembers {
            structure: self,
            rest: self.gaps.members().map(|(name, _)| name).collect(),
            current: "",
        })
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        words: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        let word = words.first().copied().unwrap_or_default();
        visitor.visit_enum(FilledVariant { union: self, word })
    }
}

/// The members of a structure without which it could not be read.
struct FilledMembers<'g> {
    structure: Filler<'g>,
    rest: Vec<&'g str>,
    current: &'g str,
}

impl<'de> MapAccess<'de> for FilledMembers<'_> {
    type Error = ReadError;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, ReadError> {
        let Some(name) = self.rest.pop() else {
            return Ok(None);
        };
        self.current = name;
        let name: StrDeserializer<'_, ReadError> = name.into_deserializer();
        seed.deserialize(name).map(Some)
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, ReadError> {
        self.structure.member(self.current, seed)
    }
}

/// The first word of an enum, the first member of a union.
struct FilledVariant<'g> {
    union: Filler<'g>,
    word: &'static str,
}

impl<'de> EnumAccess<'de> for FilledVariant<'_> {
    type Error = ReadError;
    type Variant = Self;

    fn variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<(T::Value, Self), ReadError> {
        let word: StrDeserializer<'_, ReadError> = self.word.into_deserializer();
        Ok((seed.deserialize(word)?, self))
    }
}

impl<'de> VariantAccess<'de> for FilledVariant<'_> {
    type Error = ReadError;

    fn unit_variant(self) -> Result<(), ReadError> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, ReadError> {
        self.union.member(self.word, seed)
    }

    fn tuple_variant<V: Visitor<'de>>(self, len: usize, visitor: V) -> Result<V::Value, ReadError> {
        self.union.deserialize_tuple(len, visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        self.union.deserialize_struct("", fields, visitor)
    }
}
