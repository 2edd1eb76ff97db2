//! Condition keys: what a policy may ask of a request, looked up when it asks and not before.

mod context;
mod global;
mod key;
mod kind;
mod value;

pub use context::Context;
pub(crate) use context::Held;
pub use global::GlobalKey;
pub use key::{ConditionKey, InvalidConditionKey};
pub use kind::{KeyKind, KeyType};
pub use value::{Value, ValueList, Values};

/// Where a decision looks up condition keys.
///
/// A lookup happens only for a key that a candidate statement names, so an implementation may compute nothing ahead.
/// Values are borrowed from the implementation: the common lookup allocates nothing.
///
/// ```
/// use policy_eval::{ConditionKey, ConditionKeys, Values};
///
/// struct Call<'a> {
///     via_service: Option<&'a str>,
/// }
///
/// impl ConditionKeys for Call<'_> {
///     fn lookup(&self, key: &ConditionKey) -> Option<Values<'_>> {
///         match key.name() {
///             "kms:viaservice" => self.via_service.map(Values::from),
///             _ => None,
///         }
///     }
/// }
/// ```
pub trait ConditionKeys {
    /// The value or values of a key in this request; `None` when the request does not carry it.
    fn lookup(&self, key: &ConditionKey) -> Option<Values<'_>>;
}

/// A request that carries no condition keys.
impl ConditionKeys for () {
    fn lookup(&self, _: &ConditionKey) -> Option<Values<'_>> {
        None
    }
}

impl<T: ConditionKeys + ?Sized> ConditionKeys for &T {
    fn lookup(&self, key: &ConditionKey) -> Option<Values<'_>> {
        (**self).lookup(key)
    }
}

/// Two sources: the first that has the key answers.
impl<A: ConditionKeys, B: ConditionKeys> ConditionKeys for (A, B) {
    fn lookup(&self, key: &ConditionKey) -> Option<Values<'_>> {
        self.0.lookup(key).or_else(|| self.1.lookup(key))
    }
}
