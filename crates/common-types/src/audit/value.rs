//! A member of a request that may be known.

use std::borrow::Cow;

use serde::Serialize;

/// What a member of a request says.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
#[non_exhaustive]
pub enum AuditValue {
    /// A text; one of our own is not copied.
    Text(Cow<'static, str>),
    /// Anything else.
    Json(serde_json::Value),
}

impl AuditValue {
    /// Bytes of text in it, and some for what else it holds.
    pub fn len(&self) -> usize {
        match self {
            Self::Text(text) => text.len(),
            Self::Json(value) => json_len(value),
        }
    }

    /// Whether it is a text without a character.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// The length of all texts in it, and a few bytes for all else.
fn json_len(value: &serde_json::Value) -> usize {
    use serde_json::Value;
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) => 8,
        Value::String(text) => text.len(),
        Value::Array(values) => values.iter().map(json_len).fold(0, usize::saturating_add),
        Value::Object(members) => members
            .iter()
            .map(|(name, value)| name.len().saturating_add(json_len(value)))
            .fold(0, usize::saturating_add),
    }
}

impl From<&'static str> for AuditValue {
    fn from(text: &'static str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<String> for AuditValue {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl From<serde_json::Value> for AuditValue {
    fn from(value: serde_json::Value) -> Self {
        Self::Json(value)
    }
}
