//! Places of a request that hold nothing that could be taken, and what they are read as, so that the rest can be read.

use std::collections::BTreeMap;

use super::error::{ReadError, Step};

/// The gaps at a place of a request and within it.
#[derive(Debug)]
pub(super) struct Gaps {
    filling: Option<Filling>,
    within: BTreeMap<Step, Self>,
}

/// What a gap is read as: the least value of its type, of words this one.
#[derive(Debug, Default)]
struct Filling {
    word: Option<String>,
}

/// What became of a gap.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Filled {
    /// It is filled from now on.
    Anew,
    /// It is filled otherwise, or lies within one that was filled.
    Better,
    /// Nothing else is known to fill it with.
    InVain,
}

impl Gaps {
    pub(super) const fn none() -> Self {
        Self {
            filling: None,
            within: BTreeMap::new(),
        }
    }

    /// Fills the place of an error.
    pub(super) fn fill(&mut self, error: &ReadError) -> Filled {
        let mut is_within = false;
        let mut gaps = self;
        for step in error.place() {
            is_within |= gaps.filling.is_some();
            gaps = gaps.within.entry(step.clone()).or_insert_with(Self::none);
        }
        let word = error.first_word();
        match &mut gaps.filling {
            None => {
                gaps.filling = Some(Filling {
                    word: word.map(str::to_owned),
                });
                if is_within {
                    Filled::Better
                } else {
                    Filled::Anew
                }
            }
            Some(Filling { word: known @ None }) if word.is_some() => {
                *known = word.map(str::to_owned);
                Filled::Better
            }
            Some(_) => Filled::InVain,
        }
    }

    /// Whether a place is filled, or lies within one that is.
    pub(super) fn cover<'a>(&self, place: impl Iterator<Item = &'a Step>) -> bool {
        let mut gaps = self;
        for step in place {
            if gaps.is_filled() {
                return true;
            }
            match gaps.at(step) {
                Some(within) => gaps = within,
                None => return false,
            }
        }
        gaps.is_filled()
    }

    /// The gaps one step further.
    pub(super) fn at(&self, step: &Step) -> Option<&Self> {
        self.within.get(step)
    }

    /// The members that are filled.
    pub(super) fn members(&self) -> impl Iterator<Item = (&str, &Self)> {
        self.within.iter().filter_map(|(step, gaps)| match step {
            Step::Member(name) if gaps.is_filled() => Some((name.as_str(), gaps)),
            Step::Member(_) | Step::Item(_) => None,
        })
    }

    pub(super) fn is_filled(&self) -> bool {
        self.filling.is_some()
    }

    /// What a text here is read as.
    pub(super) fn word(&self) -> &str {
        let word = self
            .filling
            .as_ref()
            .and_then(|filling| filling.word.as_deref());
        word.unwrap_or_default()
    }
}
