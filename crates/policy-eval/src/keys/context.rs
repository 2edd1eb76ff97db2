//! Condition keys held as data: for simulations, tests and replays.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

use super::{ConditionKey, ConditionKeys, InvalidConditionKey, Values};

/// Condition keys and their values, as data.
///
/// As JSON it is an object: a text for a single-valued key, a list of texts for a multivalued one.
///
/// ```
/// use policy_eval::Context;
///
/// let context: Context = serde_json::from_str(
///     r#"{"aws:SourceIp": "203.0.113.7", "aws:TagKeys": ["team", "stage"]}"#,
/// )?;
/// assert_eq!(context, Context::new()
///     .with("aws:sourceip", "203.0.113.7")?
///     .with_list("aws:TagKeys", ["team", "stage"])?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Context(BTreeMap<String, Entry>);

/// One key as it was written, with its values.
#[derive(Clone, Debug)]
struct Entry {
    written: String,
    held: Held,
}

/// What a key has.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(untagged)]
pub(crate) enum Held {
    One(String),
    Many(Vec<String>),
}

impl Context {
    /// No keys.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets a single-valued key.
    ///
    /// # Errors
    ///
    /// [`InvalidConditionKey`] if that is no condition key.
    pub fn with(self, key: &str, value: impl Into<String>) -> Result<Self, InvalidConditionKey> {
        self.set(key, Held::One(value.into()))
    }

    /// Sets a multivalued key.
    ///
    /// # Errors
    ///
    /// [`InvalidConditionKey`] if that is no condition key.
    pub fn with_list<T: Into<String>>(
        self,
        key: &str,
        values: impl IntoIterator<Item = T>,
    ) -> Result<Self, InvalidConditionKey> {
        self.set(
            key,
            Held::Many(values.into_iter().map(Into::into).collect()),
        )
    }

    fn set(mut self, key: &str, held: Held) -> Result<Self, InvalidConditionKey> {
        let key: ConditionKey = key.parse()?;
        self.insert(&key, held);
        Ok(self)
    }

    fn insert(&mut self, key: &ConditionKey, held: Held) {
        let written = key.as_str().to_owned();
        self.0
            .insert(key.folded().to_owned(), Entry { written, held });
    }

    /// Sets a key to what it has.
    pub(crate) fn with_held(mut self, key: &ConditionKey, held: Held) -> Self {
        self.insert(key, held);
        self
    }

    /// The same without a key.
    pub(crate) fn without(&self, key: &str) -> Self {
        let mut rest = self.clone();
        rest.0.remove(key);
        rest
    }

    /// The folded names of the keys.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// The keys as they were written, with their values.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[String])> {
        self.0.values().map(|Entry { written, held }| {
            let values = match held {
                Held::One(value) => std::slice::from_ref(value),
                Held::Many(values) => values,
            };
            (written.as_str(), values)
        })
    }

    /// Whether there are no keys.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// The case of keys does not matter.
impl PartialEq for Context {
    fn eq(&self, other: &Self) -> bool {
        let same = |(key, entry): (&String, &Entry)| {
            other
                .0
                .get(key)
                .is_some_and(|theirs| theirs.held == entry.held)
        };
        self.0.len() == other.0.len() && self.0.iter().all(same)
    }
}

impl Eq for Context {}

impl Serialize for Context {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.values().map(|entry| (&entry.written, &entry.held)))
    }
}

impl ConditionKeys for Context {
    fn lookup(&self, key: &ConditionKey) -> Option<Values<'_>> {
        self.0.get(key.folded()).map(|entry| match &entry.held {
            Held::One(value) => Values::from(value.as_str()),
            Held::Many(values) => Values::Many(values),
        })
    }
}

impl<'de> Deserialize<'de> for Context {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let entries = BTreeMap::<String, Held>::deserialize(deserializer)?;
        entries
            .into_iter()
            .try_fold(Self::new(), |context, (key, held)| {
                context
                    .set(&key, held)
                    .map_err(|error| D::Error::custom(format_args!("`{key}`: {error}")))
            })
    }
}
