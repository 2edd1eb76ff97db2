//! Patterns as sets of texts: what one covers, what two have in common, and an example of what one has and another not.
//!
//! Everything is one question, [`witness`]: is there a text in all of these sets and in none of those? The answer is exact
//! for patterns of characters, `*` and `?`. A policy variable stands for a text that is not known: [`Glob::widest`] takes
//! it for any, [`Glob::surest`] for none, so that whoever asks can err on the safe side. The search is bounded:
//! [`Witness::Unknown`] says that it was given up.

mod glob;
mod witness;

pub(crate) use glob::Glob;
pub(crate) use witness::{Constraint, Witness, witness};

/// Whether `outer` is proven to have every text that `inner` has.
pub(crate) fn covers<'a>(
    outer: impl IntoIterator<Item = &'a Glob>,
    inner: impl IntoIterator<Item = &'a Glob>,
) -> bool {
    let question = [Constraint::of(inner), Constraint::not_of(outer)];
    witness(&question) == Witness::None
}

/// Whether `one` and `other` are proven to have no text in common.
pub(crate) fn disjoint<'a>(
    one: impl IntoIterator<Item = &'a Glob>,
    other: impl IntoIterator<Item = &'a Glob>,
) -> bool {
    witness(&[Constraint::of(one), Constraint::of(other)]) == Witness::None
}
