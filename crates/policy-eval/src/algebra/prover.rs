//! Proofs under a bound on all of their work together.

use std::cell::Cell;

use super::{Constraint, Glob, Witness, witness::witness_within};

/// Answers only what it can prove, as long as its work lasts: then nothing is proven any more.
///
/// One is made for each policy, or pair of policies, that comes from outside, so that none can cost without bound.
#[derive(Debug)]
pub(crate) struct Prover {
    /// Steps that are left.
    left: Cell<usize>,
}

impl Prover {
    /// A prover that may take so many steps: a step is a state of a search, or a question.
    pub(crate) fn new(steps: usize) -> Self {
        Self {
            left: Cell::new(steps),
        }
    }

    /// Takes steps for other work. Whether there were so many left.
    pub(crate) fn spend(&self, steps: usize) -> bool {
        let left = self.left.get();
        self.left.set(left.saturating_sub(steps));
        left >= steps
    }

    /// Whether it is proven that no text meets all constraints.
    pub(crate) fn nothing(&self, constraints: &[Constraint<'_>]) -> bool {
        if !self.spend(1) {
            return false;
        }
        let mut left = self.left.get();
        let found = witness_within(constraints, &mut left);
        self.left.set(left);
        found == Witness::None
    }

    /// Whether `outer` is proven to have every text that `inner` has.
    pub(crate) fn covers<'a>(
        &self,
        outer: impl IntoIterator<Item = &'a Glob>,
        inner: impl IntoIterator<Item = &'a Glob>,
    ) -> bool {
        self.nothing(&[Constraint::of(inner), Constraint::not_of(outer)])
    }

    /// Whether `one` and `other` are proven to have no text in common.
    pub(crate) fn disjoint<'a>(
        &self,
        one: impl IntoIterator<Item = &'a Glob>,
        other: impl IntoIterator<Item = &'a Glob>,
    ) -> bool {
        self.nothing(&[Constraint::of(one), Constraint::of(other)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_proven_when_the_work_is_done() {
        let (a, b) = (Glob::literal("a"), Glob::literal("b"));
        let prover = Prover::new(10);
        assert!(prover.disjoint([&a], [&b]));
        assert!(prover.spend(5) && !prover.spend(100));
        assert!(!prover.disjoint([&a], [&b]));
    }
}
