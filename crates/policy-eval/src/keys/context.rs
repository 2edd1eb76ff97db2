//! Condition keys held as data: for simulations, tests and replays.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, de::Error as _};

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
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Context(BTreeMap<String, Held>);

#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(untagged)]
enum Held {
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
        self.0.insert(key.folded().to_owned(), held);
        Ok(self)
    }
}

impl ConditionKeys for Context {
    fn lookup(&self, key: &ConditionKey) -> Option<Values<'_>> {
        self.0.get(key.folded()).map(|held| match held {
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
