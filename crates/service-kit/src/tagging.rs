//! Tags of resources: what a request does to them, and what policies may ask of that.

use std::collections::BTreeSet;

use common_types::{Tag, TagKey, Tags};
use policy_eval::{ConditionKey, ConditionKeys, Value, ValueList, Values};

use crate::{Error, Result};

/// The tags that a request sets, each key once and none of AWS's own.
///
/// It knows their condition keys: `aws:RequestTag/…` and `aws:TagKeys`.
///
/// ```
/// use common_types::{Tag, Tags};
/// use service_kit::RequestTags;
///
/// let tag = |key: &str, value: &str| Ok::<_, common_types::ParseError>(Tag::new(key.parse()?, value.parse()?));
/// let request = RequestTags::new(vec![tag("team", "a")?, tag("stage", "test")?])?;
/// let tags = request.applied_to(&Tags::new())?;
/// assert_eq!(tags.get("team"), Some("a"));
///
/// assert!(RequestTags::new(vec![tag("aws:mine", "")?]).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct RequestTags(Vec<Tag>);

/// The keys of tags that a request takes away. It knows their condition key: `aws:TagKeys`.
#[derive(Clone, Debug, Default)]
pub struct RequestTagKeys(Vec<TagKey>);

impl RequestTags {
    /// Checks the tags of a request.
    ///
    /// # Errors
    ///
    /// [`Error::ReservedTagKey`], [`Error::DuplicateTagKey`].
    pub fn new(tags: Vec<Tag>) -> Result<Self> {
        check(tags.iter().map(Tag::key))?;
        Ok(Self(tags))
    }

    /// The tags of the resource afterwards: a tag replaces the one with the same key.
    ///
    /// # Errors
    ///
    /// [`Error::TooManyTags`].
    pub fn applied_to(&self, tags: &Tags) -> Result<Tags> {
        let mut tags = tags.clone();
        for tag in &self.0 {
            tags.set(tag.clone()).map_err(|_| Error::TooManyTags)?;
        }
        Ok(tags)
    }

    /// The tags.
    pub fn as_slice(&self) -> &[Tag] {
        &self.0
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl RequestTagKeys {
    /// Checks the keys of a request.
    ///
    /// # Errors
    ///
    /// [`Error::ReservedTagKey`], [`Error::DuplicateTagKey`].
    pub fn new(keys: Vec<TagKey>) -> Result<Self> {
        check(keys.iter())?;
        Ok(Self(keys))
    }

    /// The tags of the resource afterwards. A key that it does not have is no error.
    pub fn removed_from(&self, tags: &Tags) -> Tags {
        let mut tags = tags.clone();
        for key in &self.0 {
            tags.remove(key);
        }
        tags
    }
}

impl ConditionKeys for RequestTags {
    fn lookup(&self, key: &ConditionKey) -> Option<Values<'_>> {
        match key.name() {
            "aws:requesttag" => {
                let wanted = key.tail()?;
                let named = |tag: &&Tag| tag.key().as_str().to_lowercase() == wanted;
                let tag = self.0.iter().find(named)?;
                Some(tag.value().as_str().into())
            }
            "aws:tagkeys" if !self.0.is_empty() => Some(Values::Many(self)),
            _ => None,
        }
    }
}

impl ConditionKeys for RequestTagKeys {
    fn lookup(&self, key: &ConditionKey) -> Option<Values<'_>> {
        match key.name() {
            "aws:tagkeys" if !self.0.is_empty() => Some(Values::Many(&self.0)),
            _ => None,
        }
    }
}

/// The keys of the tags.
impl ValueList for RequestTags {
    fn any(&self, test: &mut dyn FnMut(Value<'_>) -> bool) -> bool {
        self.0
            .iter()
            .any(|tag| test(Value::Text(tag.key().as_str())))
    }
}

fn check<'a>(keys: impl Iterator<Item = &'a TagKey>) -> Result<()> {
    let mut seen = BTreeSet::new();
    for key in keys {
        if key.is_reserved() {
            return Err(Error::ReservedTagKey { key: key.clone() });
        }
        if !seen.insert(key) {
            return Err(Error::DuplicateTagKey { key: key.clone() });
        }
    }
    Ok(())
}
