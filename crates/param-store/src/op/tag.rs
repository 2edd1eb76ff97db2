//! Tags as requests carry them, and what they must be.

use common_types::{
    ParseError, Tag,
    constraint::{Check, Constrained},
};
use serde::{Deserialize, Serialize};
use service_kit::{RequestTagKeys, RequestTags};

use crate::{Error, Result, bounds};

/// One tag. Not checked before the call.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct WireTag {
    /// Its key.
    pub key: String,
    /// Its value.
    pub value: String,
}

impl WireTag {
    /// Pairs a key with a value.
    pub fn new(key: impl Into<String>, value: impl Into<String>) -> Self {
        Self {
            key: key.into(),
            value: value.into(),
        }
    }
}

impl Constrained for WireTag {
    fn constraints(&self, check: &mut Check<'_>) {
        let Self { key, value } = self;
        check.text("key", key, &bounds::TAG_KEY);
        check.text("value", value, &bounds::TAG_VALUE);
    }
}

/// The tags of a request.
///
/// # Errors
///
/// [`Error::Validation`] if one is not well formed, reserved for AWS, or comes twice.
pub(super) fn parse(tags: &[WireTag]) -> Result<RequestTags> {
    let parse = |WireTag { key, value }: &WireTag| Ok(Tag::new(key.parse()?, value.parse()?));
    let tags = tags.iter().map(parse).collect::<Result<_, ParseError>>();
    Ok(RequestTags::new(tags.map_err(|error| invalid(&error))?)?)
}

/// The tag keys of a request.
///
/// # Errors
///
/// As [`parse`].
pub(super) fn parse_keys(keys: &[String]) -> Result<RequestTagKeys> {
    let keys = keys
        .iter()
        .map(|key| key.parse())
        .collect::<Result<_, ParseError>>();
    Ok(RequestTagKeys::new(keys.map_err(|error| invalid(&error))?)?)
}

fn invalid(error: &ParseError) -> Error {
    Error::validation(error.to_string())
}
