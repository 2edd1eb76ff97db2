//! All combinations of some choices, as far as there is time.

use super::values::{KeyValues, MaybeHeld};
use crate::keys::Context;

/// Contexts made of the chosen values of some keys, the plainest first.
pub(super) struct Contexts<'a> {
    keys: &'a [KeyValues<'a>],
    /// Which value each key has; none when there are no more.
    at: Option<Vec<usize>>,
}

impl<'a> Contexts<'a> {
    pub(super) fn of(keys: &'a [KeyValues<'a>]) -> Self {
        let any = keys.iter().all(|key| !key.chosen.values.is_empty());
        Self {
            keys,
            at: any.then(|| vec![0; keys.len()]),
        }
    }

    /// How many there are.
    pub(super) fn size(&self) -> usize {
        let sizes = self.keys.iter().map(|key| key.chosen.values.len());
        sizes.fold(1, usize::saturating_mul)
    }

    /// Whether they stand for all.
    pub(super) fn are_complete(&self) -> bool {
        self.keys.iter().all(|key| key.chosen.complete)
    }

    fn context(&self, at: &[usize]) -> Context {
        let held =
            |(key, at): (&'a KeyValues<'a>, &usize)| -> Option<(&'a KeyValues<'a>, &'a MaybeHeld)> {
                Some((key, key.chosen.values.get(*at)?))
            };
        let values = self.keys.iter().zip(at).filter_map(held);
        values.fold(Context::new(), |context, (key, held)| match held {
            None => context,
            Some(held) => context.with_held(key.key, held.clone()),
        })
    }
}

impl Iterator for Contexts<'_> {
    type Item = Context;

    fn next(&mut self) -> Option<Context> {
        let mut at = self.at.take()?;
        let context = self.context(&at);
        let mut carried = true;
        for (digit, key) in at.iter_mut().zip(self.keys) {
            *digit += 1;
            carried = *digit == key.chosen.values.len();
            if !carried {
                break;
            }
            *digit = 0;
        }
        if !carried && !self.keys.is_empty() {
            self.at = Some(at);
        }
        Some(context)
    }
}
