//! One line of a transaction: what must be true of a record, and what becomes of it.

use std::fmt;

use crate::{Key, Revision};

/// One line of a transaction: a record, what must be true of it, and what becomes of it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Operation {
    /// The record.
    pub key: Key,
    /// What must be true of it before.
    pub precondition: Precondition,
    /// What becomes of it.
    pub effect: Effect,
}

impl Operation {
    /// Whether it changes its record, or only checks it.
    pub fn writes(&self) -> bool {
        match self.effect {
            Effect::None => false,
            Effect::Put(_) | Effect::Delete => true,
        }
    }

    pub(crate) fn value_bytes(&self) -> usize {
        match &self.effect {
            Effect::Put(value) => value.len(),
            Effect::None | Effect::Delete => 0,
        }
    }
}

/// What must be true of a record before the transaction.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[expect(
    clippy::exhaustive_enums,
    reason = "a backend must honour every one of them"
)]
pub enum Precondition {
    /// Nothing.
    None,
    /// It is not there.
    Absent,
    /// It is there, in this version.
    Version(Revision),
}

impl Precondition {
    /// Whether it holds for a record that is there in this version, or not there.
    pub fn holds(self, version: Option<Revision>) -> bool {
        match self {
            Self::None => true,
            Self::Absent => version.is_none(),
            Self::Version(required) => version == Some(required),
        }
    }
}

/// What a transaction does to a record.
#[derive(Clone)]
#[expect(
    clippy::exhaustive_enums,
    reason = "a backend must carry out every one of them"
)]
pub enum Effect {
    /// Nothing: the operation only checks.
    None,
    /// It has this value afterwards.
    Put(Vec<u8>),
    /// It is not there afterwards.
    Delete,
}

impl fmt::Debug for Effect {
    /// Names the length of a value and not its bytes: they may be secret in a store that is not
    /// sealed.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => f.write_str("None"),
            Self::Put(value) => write!(f, "Put({} bytes)", value.len()),
            Self::Delete => f.write_str("Delete"),
        }
    }
}
