//! The store-wide clock of commits, and what is stored at one of its ticks.

use std::fmt;

/// How many writing commits the store had seen: every one of them takes the next revision.
///
/// A record's version is the revision of the commit that wrote it. Revisions grow and are never
/// used again, so a version names one value of one record for ever, also after a delete.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Revision(u64);

impl Revision {
    /// Before the first commit.
    pub const ZERO: Self = Self(0);

    /// The revision with this number.
    pub const fn new(number: u64) -> Self {
        Self(number)
    }

    /// Its number.
    pub const fn number(self) -> u64 {
        self.0
    }

    /// The one that the next commit takes; none after 2^64 - 1.
    pub const fn next(self) -> Option<Self> {
        match self.0.checked_add(1) {
            Some(number) => Some(Self(number)),
            None => None,
        }
    }
}

impl fmt::Display for Revision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A record's value and the commit that wrote it.
#[derive(Clone, Eq, PartialEq)]
#[non_exhaustive]
pub struct Versioned {
    /// What was written.
    pub value: Vec<u8>,
    /// The revision of the commit that wrote it.
    pub version: Revision,
}

impl Versioned {
    /// A value as a commit at this revision wrote it.
    pub fn new(value: Vec<u8>, version: Revision) -> Self {
        Self { value, version }
    }
}

impl fmt::Debug for Versioned {
    /// Names the length and not the bytes: values may be secret in a store that is not sealed.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { value, version } = self;
        write!(
            f,
            "Versioned {{ {} bytes at revision {version} }}",
            value.len()
        )
    }
}

/// What a successful commit answers.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Committed {
    /// The revision that the transaction took, and the version of every record that it wrote.
    ///
    /// A transaction that only checks takes none: it answers the revision at which it held.
    pub revision: Revision,
}

impl Committed {
    /// The answer to a transaction that took this revision.
    pub fn new(revision: Revision) -> Self {
        Self { revision }
    }
}
