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

/// How many values most lists have: room is made for so many at once.
const USUAL_LENGTH: usize = 2;

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

    pub(crate) fn contains(&self, value: &T) -> bool
    where
        T: PartialEq,
    {
        self.as_slice().contains(value)
    }

    /// Each value turned into another.
    pub(super) fn map<U>(&self, mut turn: impl FnMut(&T) -> U) -> OneOrMany<U> {
        match self {
            Self::One(value) => OneOrMany::One(turn(value)),
            Self::Many(values) => OneOrMany::Many(values.iter().map(turn).collect()),
        }
    }

    pub(super) fn read<'a>(
        reader: &mut Reader<'a>,
        what: &'static str,
        mut value: impl FnMut(&mut Reader<'a>) -> Result<T>,
    ) -> Result<Self> {
        if reader.kind()? != Kind::List {
            return value(reader).map(Self::One);
        }
        let mut values = Vec::with_capacity(USUAL_LENGTH);
        reader.list(what, |reader| {
            values.push(value(reader)?);
            Ok(())
        })?;
        Ok(Self::Many(values))
    }

    /// The values, each turned into another; what is said of the first that cannot be, and its place.
    pub(crate) fn of_each<U, E>(
        values: &[U],
        mut turn: impl FnMut(&U) -> Result<T, E>,
    ) -> Result<Self, (usize, E)> {
        if let [only] = values {
            return turn(only).map(Self::One).map_err(|error| (0, error));
        }
        let turn = |(at, value)| turn(value).map_err(|error| (at, error));
        values
            .iter()
            .enumerate()
            .map(turn)
            .collect::<Result<_, _>>()
            .map(Self::Many)
    }
}

impl OneOrMany<()> {
    /// Where a value of the list that begins at `start` begins: looked for when there is something to say about it.
    pub(super) fn place(reader: &mut Reader<'_>, start: usize, index: usize) -> usize {
        let mut places = Vec::new();
        reader.seek(start);
        let read = Self::read(reader, "a list", |reader| {
            places.push(reader.offset());
            reader.skip()
        });
        // It was read before without a fault.
        debug_assert!(read.is_ok());
        places.get(index).copied().unwrap_or(start)
    }
}

impl<'a, T> IntoIterator for &'a OneOrMany<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
