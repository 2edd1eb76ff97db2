//! Which records a scan goes over.

use std::ops::Bound;

use super::Key;

/// A contiguous run of keys, in their order: what a scan goes over.
///
/// ```
/// use store::{Key, KeyRange};
///
/// let aliases = Key::global("kms").str("alias");
/// let (a, b) = (aliases.clone().str("a").build()?, aliases.clone().str("b").build()?);
///
/// let all = aliases.range()?;
/// assert!(all.contains(&a) && all.contains(&b));
/// // A listing goes on after the last key that it has seen.
/// assert!(!all.clone().after(&a).contains(&a) && all.after(&a).contains(&b));
/// # Ok::<(), store::Error>(())
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct KeyRange {
    /// The first bytes in it.
    start: Vec<u8>,
    /// The first bytes beyond it; none if it has no end.
    end: Option<Vec<u8>>,
}

impl KeyRange {
    /// Every key.
    pub fn all() -> Self {
        Self {
            start: Vec::new(),
            end: None,
        }
    }

    /// This key, and all whose tuple begins with this one's.
    pub fn prefix(key: &Key) -> Self {
        let start = key.as_bytes().to_vec();
        Self {
            end: successor(&start),
            start,
        }
    }

    /// From this key, included, to that one, excluded.
    pub fn between(start: &Key, end: &Key) -> Self {
        Self {
            start: start.as_bytes().to_vec(),
            end: Some(end.as_bytes().to_vec()),
        }
    }

    /// The part of it that lies behind this key: how a listing goes on.
    pub fn after(mut self, key: &Key) -> Self {
        // No key lies between another and the same one with a 00 appended.
        let next = [key.as_bytes(), &[0]].concat();
        self.start = self.start.max(next);
        self
    }

    /// The part of it that no wrapper reserves for itself.
    pub(crate) fn unreserved(mut self) -> Self {
        self.start = self.start.max(vec![super::RESERVED + 1]);
        self
    }

    /// The keys that wrappers reserve for themselves.
    pub(crate) fn reserved() -> Self {
        let (start, end) = (vec![super::RESERVED], Some(vec![super::RESERVED + 1]));
        Self { start, end }
    }

    /// Whether the key lies in it.
    pub fn contains(&self, key: &Key) -> bool {
        let Self { start, end } = self;
        let key = key.as_bytes();
        key >= start.as_slice() && end.as_deref().is_none_or(|end| key < end)
    }

    /// Whether no key can lie in it.
    pub fn is_empty(&self) -> bool {
        let Self { start, end } = self;
        end.as_ref().is_some_and(|end| end <= start)
    }

    /// The first bytes in it and the first beyond it: for backends.
    pub fn bounds(&self) -> (Bound<&[u8]>, Bound<&[u8]>) {
        let Self { start, end } = self;
        let end = end.as_deref().map_or(Bound::Unbounded, Bound::Excluded);
        (Bound::Included(start.as_slice()), end)
    }
}

/// The first bytes behind all that begin with these.
fn successor(prefix: &[u8]) -> Option<Vec<u8>> {
    let last = prefix.iter().rposition(|byte| *byte != u8::MAX)?;
    let mut end = prefix.get(..=last)?.to_vec();
    if let Some(byte) = end.last_mut() {
        *byte = byte.saturating_add(1);
    }
    Some(end)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn keys() -> impl Strategy<Value = Key> {
        let first = prop_oneof![Just(0u8), Just(254)];
        let rest = prop::collection::vec(prop_oneof![Just(0u8), Just(254), Just(255)], 0..4);
        (first, rest)
            .prop_map(|(first, rest)| Key::from_bytes([vec![first], rest].concat()).unwrap())
    }

    proptest! {
        #[test]
        fn a_prefix_holds_what_begins_with_it(prefix in keys(), key in keys()) {
            let begins = key.as_bytes().starts_with(prefix.as_bytes());
            prop_assert_eq!(KeyRange::prefix(&prefix).contains(&key), begins);
        }

        #[test]
        fn after_leaves_exactly_the_larger_ones(prefix in keys(), seen in keys(), key in keys()) {
            let range = KeyRange::prefix(&prefix);
            let rest = range.clone().after(&seen);
            prop_assert_eq!(rest.contains(&key), range.contains(&key) && key > seen);
            prop_assert!(!rest.is_empty() || !rest.contains(&key));
        }
    }
}
