//! Tags as KMS's requests carry them, and what they must be.

use common_types::{ParseError, Tag};
use serde::{Deserialize, Serialize};
use service_kit::{RequestTagKeys, RequestTags};

use crate::{Error, Result};

/// One tag, with the names that KMS alone gives its members. Not checked before the call.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct WireTag {
    /// Its key.
    pub tag_key: String,
    /// Its value.
    pub tag_value: String,
}

impl WireTag {
    /// Pairs a key with a value.
    pub fn new(key: impl Into<String>, value: impl Into<String>) -> Self {
        Self {
            tag_key: key.into(),
            tag_value: value.into(),
        }
    }
}

/// The tags of a request.
///
/// # Errors
///
/// [`Error::Tag`] if one is not well formed, reserved for AWS, or comes twice.
pub(super) fn parse(tags: Vec<WireTag>) -> Result<RequestTags> {
    let parse = |WireTag { tag_key, tag_value }| Ok(Tag::new(tag_key.parse()?, tag_value.parse()?));
    let tags = tags
        .into_iter()
        .map(parse)
        .collect::<Result<_, ParseError>>();
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
    Error::Tag {
        reason: error.to_string(),
    }
}
