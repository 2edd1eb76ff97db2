//! "One, or a list of them": AWS takes both nearly everywhere, and means the same.

use super::reader::{Kind, Reader, Result};

/// One value as itself, or any number of them as a list: kept as it was written.
#[derive(Clone, Debug, Eq, PartialEq, serde::Serialize)]
#[serde(untagged)]
#[non_exhaustive]
pub enum OneOrMany<T> {
    /// `"a"`
    One(T),
    /// `["a", "b"]`
    Many(Vec<T>),
}

impl<T> OneOrMany<T> {
    /// The values, however they were written.
    pub fn as_slice(&self) -> &[T] {
        match self {
            Self::One(value) => std::slice::from_ref(value),
            Self::Many(values) => values,
        }
    }

    /// The values in their order.
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.as_slice().iter()
    }

    /// Each value turned into another.
    pub(super) fn map<U>(&self, mut turn: impl FnMut(&T) -> U) -> OneOrMany<U> {
        match self {
            Self::One(value) => OneOrMany::One(turn(value)),
            Self::Many(values) => OneOrMany::Many(values.iter().map(turn).collect()),
        }
    }

    pub(super) fn read(
        reader: &mut Reader<'_>,
        what: &'static str,
        mut value: impl FnMut(&mut Reader<'_>) -> Result<T>,
    ) -> Result<Self> {
        if reader.kind()? != Kind::List {
            return value(reader).map(Self::One);
        }
        let mut values = Vec::new();
        reader.list(what, |reader| {
            values.push(value(reader)?);
            Ok(())
        })?;
        Ok(Self::Many(values))
    }
}

impl<'a, T> IntoIterator for &'a OneOrMany<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
