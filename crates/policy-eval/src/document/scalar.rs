//! The values of conditions, quoted or not.

use std::{borrow::Cow, fmt};

use serde::{Serialize, Serializer};
use smol_str::SmolStr;

use super::reader::{Kind, Reader, Result};

/// A condition value as it was written: quotation marks are optional around numbers and truth values.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Scalar(Written);

#[derive(Clone, Debug, Eq, PartialEq)]
enum Written {
    /// `"10"`
    Text(SmolStr),
    /// `10`
    Number(serde_json::Number),
    /// `true`
    Bool(bool),
}

impl Scalar {
    /// The value as text.
    pub fn text(&self) -> Cow<'_, str> {
        match &self.0 {
            Written::Text(text) => Cow::Borrowed(text),
            Written::Number(number) => Cow::Owned(number.to_string()),
            Written::Bool(true) => Cow::Borrowed("true"),
            Written::Bool(false) => Cow::Borrowed("false"),
        }
    }

    pub(super) fn read(reader: &mut Reader<'_>) -> Result<Self> {
        match reader.kind()? {
            Kind::Text => Ok(Self::from(&*reader.text("a text")?)),
            Kind::Bool => reader.bool().map(Self::from),
            Kind::Number => reader.number().map(Written::Number).map(Self),
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
        Self(Written::Text(text.into()))
    }
}

impl From<String> for Scalar {
    fn from(text: String) -> Self {
        Self(Written::Text(text.into()))
    }
}

impl From<bool> for Scalar {
    fn from(value: bool) -> Self {
        Self(Written::Bool(value))
    }
}

impl From<i64> for Scalar {
    fn from(number: i64) -> Self {
        Self(Written::Number(number.into()))
    }
}

impl Serialize for Scalar {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        match &self.0 {
            Written::Text(text) => serializer.serialize_str(text),
            Written::Number(number) => number.serialize(serializer),
            Written::Bool(value) => serializer.serialize_bool(*value),
        }
    }
}
