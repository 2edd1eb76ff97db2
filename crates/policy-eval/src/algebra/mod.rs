//! Patterns as sets of texts: what one covers, what two have in common, and an example of what one has and another not.
//!
//! Everything is one question, [`witness`]: is there a text in all of these sets and in none of those? The answer is exact
//! for patterns of characters, `*` and `?`. A policy variable stands for a text that is not known: [`Glob::widest`] takes
//! it for any, [`Glob::surest`] for none, so that whoever asks can err on the safe side. The search is bounded:
//! [`Witness::Unknown`] says that it was given up. A [`Prover`] bounds many searches together.

mod glob;
mod prover;
mod witness;

pub(crate) use glob::Glob;
pub(crate) use prover::Prover;
pub(crate) use witness::{Constraint, Witness, witness};
