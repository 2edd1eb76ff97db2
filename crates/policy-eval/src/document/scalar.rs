//! The values of conditions, quoted or not.

use std::{borrow::Cow, fmt};

use serde::{Serialize, Serializer};

use super::reader::{Kind, Reader, Result};

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

    pub(super) fn read(reader: &mut Reader<'_>) -> Result<Self> {
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

impl From<&str> for Scalar {
    fn from(text: &str) -> Self {
        Self::Text(text.into())
    }
}

impl From<String> for Scalar {
    fn from(text: String) -> Self {
        Self::Text(text.into())
    }
}

impl From<bool> for Scalar {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<i64> for Scalar {
    fn from(number: i64) -> Self {
        Self::Number(number.into())
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
