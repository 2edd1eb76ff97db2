//! Tags: pairs by which resources and principals are sorted, and policies decide.

use std::{collections::BTreeMap, str::FromStr, sync::Arc};

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use unicode_general_category::{GeneralCategory, get_general_category};

use crate::{ParseError, limits, text::text_forms};

/// The key of a tag: 1 to [`limits::TAG_KEY_CHARS`] letters, digits, spaces and `_.:/=+-@`.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct TagKey(Arc<str>);

/// The value of a tag: 0 to [`limits::TAG_VALUE_CHARS`] letters, digits, spaces and `_.:/=+-@`.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct TagValue(Arc<str>);

/// One tag. As JSON it has the members `Key` and `Value`.
#[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct Tag {
    key: TagKey,
    value: TagValue,
}

/// The tags of one resource or principal: at most [`limits::TAGS_PER_RESOURCE`], each key once.
#[derive(Clone, Debug, Default, Eq, Hash, PartialEq)]
pub struct Tags(BTreeMap<TagKey, TagValue>);

impl TagKey {
    /// The key's text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether only AWS may set it: it begins with `aws:`, in any case.
    pub fn is_reserved(&self) -> bool {
        self.0
            .get(..4)
            .is_some_and(|prefix| prefix.eq_ignore_ascii_case("aws:"))
    }
}

impl TagValue {
    /// The value's text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Tag {
    /// Pairs a key with a value.
    pub fn new(key: TagKey, value: TagValue) -> Self {
        Self { key, value }
    }

    /// Its key.
    pub fn key(&self) -> &TagKey {
        &self.key
    }

    /// Its value.
    pub fn value(&self) -> &TagValue {
        &self.value
    }

    /// Both, apart.
    pub fn into_parts(self) -> (TagKey, TagValue) {
        (self.key, self.value)
    }
}

impl Tags {
    /// No tags.
    pub const fn new() -> Self {
        Self(BTreeMap::new())
    }

    /// Sets a tag, and gives back the value that its key had before.
    ///
    /// # Errors
    ///
    /// [`ParseError`] if there are [`limits::TAGS_PER_RESOURCE`] others already.
    pub fn set(&mut self, tag: Tag) -> Result<Option<TagValue>, ParseError> {
        let (key, value) = tag.into_parts();
        if self.0.len() >= limits::TAGS_PER_RESOURCE && !self.0.contains_key(&key) {
            let reason = "there are 50 tags already";
            return Err(ParseError::new(key.as_str(), "one more tag", reason));
        }
        Ok(self.0.insert(key, value))
    }

    /// Takes a tag out, and gives back its value.
    pub fn remove(&mut self, key: &TagKey) -> Option<TagValue> {
        self.0.remove(key)
    }

    /// The value of the tag with exactly this key.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.iter()
            .find(|(have, _)| have.as_str() == key)
            .map(|(_, value)| value.as_str())
    }

    /// The value of the tag whose key is this one in any case: how condition keys find tags.
    pub fn get_ignore_case(&self, key: &str) -> Option<&str> {
        self.get(key).or_else(|| {
            let key = key.to_lowercase();
            self.iter()
                .find(|(have, _)| have.as_str().to_lowercase() == key)
                .map(|(_, value)| value.as_str())
        })
    }

    /// The tags in the order of their keys' bytes.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&TagKey, &TagValue)> {
        self.0.iter()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }
}

impl FromStr for TagKey {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        if text.is_empty() {
            return Err(ParseError::new(text, "a tag key", "it is empty"));
        }
        check(text, "a tag key", limits::TAG_KEY_CHARS)?;
        Ok(Self(Arc::from(text)))
    }
}

impl FromStr for TagValue {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        check(text, "a tag value", limits::TAG_VALUE_CHARS)?;
        Ok(Self(Arc::from(text)))
    }
}

text_forms!(TagKey);
text_forms!(TagValue);

impl Serialize for Tags {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(
            self.iter()
                .map(|(key, value)| Tag::new(key.clone(), value.clone())),
        )
    }
}

impl<'de> Deserialize<'de> for Tags {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        use serde::de::Error as _;

        let mut tags = Self::new();
        for tag in Vec::<Tag>::deserialize(deserializer)? {
            let key = tag.key().clone();
            if tags.set(tag).map_err(D::Error::custom)?.is_some() {
                return Err(D::Error::custom(format_args!(
                    "tag key `{key}` comes twice"
                )));
            }
        }
        Ok(tags)
    }
}

fn check(text: &str, expected: &'static str, max_chars: usize) -> Result<(), ParseError> {
    if text.len() > 4 * max_chars || text.chars().count() > max_chars {
        let reason = format!("it is longer than {max_chars} characters");
        return Err(ParseError::new(text, expected, reason));
    }
    if let Some(bad) = text.chars().find(|&c| !is_tag_char(c)) {
        let reason = format!(
            "`{}` is no letter, digit, space or one of `_.:/=+-@`",
            bad.escape_debug()
        );
        return Err(ParseError::new(text, expected, reason));
    }
    Ok(())
}

/// AWS's character class `[\p{L}\p{Z}\p{N}_.:/=+\-@]`.
fn is_tag_char(c: char) -> bool {
    use GeneralCategory as G;

    "_.:/=+-@".contains(c)
        || matches!(
            get_general_category(c),
            G::UppercaseLetter
                | G::LowercaseLetter
                | G::TitlecaseLetter
                | G::ModifierLetter
                | G::OtherLetter
                | G::SpaceSeparator
                | G::LineSeparator
                | G::ParagraphSeparator
                | G::DecimalNumber
                | G::LetterNumber
                | G::OtherNumber
        )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn tag(key: &str, value: &str) -> Tag {
        Tag::new(key.parse().unwrap(), value.parse().unwrap())
    }

    #[test]
    fn limits_are_counted_in_characters() {
        assert!("é".repeat(128).parse::<TagKey>().is_ok());
        assert!("é".repeat(129).parse::<TagKey>().is_err());
        assert!("".parse::<TagKey>().is_err());
        assert!("".parse::<TagValue>().is_ok());
        assert!("x".repeat(257).parse::<TagValue>().is_err());
        for bad in ["a*b", "a\tb", "<b>", "a\u{0}"] {
            assert!(bad.parse::<TagKey>().is_err(), "{bad:?}");
        }
        for good in ["cost center", "a_b.c:d/e=f+g-h@i", "Ⅷ", "名前"] {
            assert!(good.parse::<TagKey>().is_ok(), "{good}");
        }
    }

    #[test]
    fn a_resource_has_at_most_fifty_tags() {
        let mut tags = Tags::new();
        for i in 0..limits::TAGS_PER_RESOURCE {
            tags.set(tag(&format!("k{i}"), "v")).unwrap();
        }
        assert!(tags.set(tag("k50", "v")).is_err());
        assert_eq!(tags.set(tag("k7", "w")).unwrap().unwrap().as_str(), "v");
        assert_eq!(tags.len(), limits::TAGS_PER_RESOURCE);
    }

    #[test]
    fn keys_differ_by_case_but_conditions_find_them_in_any() {
        let mut tags = Tags::new();
        tags.set(tag("Team", "a")).unwrap();
        tags.set(tag("team", "b")).unwrap();
        assert_eq!((tags.get("Team"), tags.get("TEAM")), (Some("a"), None));
        assert_eq!(tags.get_ignore_case("team"), Some("b"));
        assert!(tags.get_ignore_case("TEAM").is_some());
        assert!("AWS:x".parse::<TagKey>().unwrap().is_reserved());
    }

    #[test]
    fn json_says_a_key_once() {
        let twice = r#"[{"Key":"a","Value":"1"},{"Key":"a","Value":"2"}]"#;
        let error = serde_json::from_str::<Tags>(twice).unwrap_err().to_string();
        assert!(error.contains("tag key `a` comes twice"), "{error}");
    }

    proptest! {
        #[test]
        fn json_round_trips(pairs in proptest::collection::btree_map("[a-zé ]{1,9}", "[a-z0-9@]{0,9}", 0..9)) {
            let mut tags = Tags::new();
            for (key, value) in &pairs {
                tags.set(tag(key, value)).unwrap();
            }
            let json = serde_json::to_string(&tags).unwrap();
            prop_assert_eq!(serde_json::from_str::<Tags>(&json).unwrap(), tags);
        }
    }
}
