//! What kind of value a condition key has.

use std::fmt;

/// The type of a condition key's values.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum KeyType {
    /// Text.
    String,
    /// A number.
    Numeric,
    /// A point in time.
    Date,
    /// `true` or `false`.
    Bool,
    /// Bytes.
    Binary,
    /// An IP address.
    IpAddress,
    /// An ARN.
    Arn,
}

/// The type of a condition key's values, and whether a request may carry several of them.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub struct KeyKind {
    /// The type of each value.
    pub value: KeyType,
    /// Whether the key is multivalued: then policies compare it with `ForAllValues:` or `ForAnyValue:`.
    pub multivalued: bool,
}

impl KeyKind {
    /// A key with one value.
    pub const fn single(value: KeyType) -> Self {
        Self {
            value,
            multivalued: false,
        }
    }

    /// A key with any number of values.
    pub const fn many(value: KeyType) -> Self {
        Self {
            value,
            multivalued: true,
        }
    }

    /// Reads a type as AWS's references write it: `String`, `ArrayOfString`, `ARN`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (name, multivalued) = match text.strip_prefix("ArrayOf") {
            Some(name) => (name, true),
            None => (text, false),
        };
        let value = match name {
            "String" => KeyType::String,
            "Numeric" | "Long" => KeyType::Numeric,
            "Date" => KeyType::Date,
            "Bool" | "Boolean" => KeyType::Bool,
            "Binary" => KeyType::Binary,
            "IPAddress" | "IpAddress" | "IP" => KeyType::IpAddress,
            "ARN" | "Arn" => KeyType::Arn,
            _ => return None,
        };
        Some(Self { value, multivalued })
    }
}

impl fmt::Display for KeyType {
    /// The name of the operators for it, as AWS's findings write it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::String => "String",
            Self::Numeric => "Numeric",
            Self::Date => "Date",
            Self::Bool => "Bool",
            Self::Binary => "Binary",
            Self::IpAddress => "IpAddress",
            Self::Arn => "ARN",
        })
    }
}
