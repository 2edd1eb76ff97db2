//! Conditions that several statements have in common: they are asked once a decision.
//!
//! It counts where no index tells statements apart, as in a policy that denies many things under one condition.

use std::{cell::Cell, collections::hash_map::Entry};

use super::{
    hash::{self, ByHash},
    program::Placed,
};
use crate::document::Condition;

/// The number of some conditions: below [`NUMBERS`].
pub(super) type Shared = u8;

/// How many can be kept apart: one bit each.
const NUMBERS: u8 = 64;

/// Which conditions were asked in one decision, and which of them hold.
#[derive(Default)]
pub(super) struct Asked {
    asked: Cell<u64>,
    holding: Cell<u64>,
}

impl Asked {
    /// Whether the conditions hold: asked for the first time, known from then on.
    #[inline]
    pub(super) fn once(&self, shared: Shared, hold: impl FnOnce() -> bool) -> bool {
        let bit = 1 << shared;
        if self.asked.get() & bit == 0 {
            self.asked.set(self.asked.get() | bit);
            if hold() {
                self.holding.set(self.holding.get() | bit);
            }
        }
        self.holding.get() & bit != 0
    }
}

/// Gives a number to the conditions that more than one of the statements about anything have.
pub(super) fn number(statements: &mut [Placed]) {
    // Statements of other programs bring numbers of their own.
    statements
        .iter_mut()
        .for_each(|placed| placed.shared = None);
    // By what the conditions are: where they come first.
    let mut first: ByHash<usize> = ByHash::default();
    let mut next: Shared = 0;
    for at in 0..statements.len() {
        let Some(here) = statements.get(at).filter(|placed| placed.about_anything) else {
            continue;
        };
        let conditions = here.statement.conditions();
        if conditions.is_empty() {
            continue;
        }
        let before = match first.entry(hash_of(conditions)) {
            Entry::Occupied(before) => *before.get(),
            Entry::Vacant(free) => {
                free.insert(at);
                continue;
            }
        };
        let Some(other) = statements.get(before) else {
            continue;
        };
        if other.statement.conditions() != conditions {
            continue;
        }
        let shared = match other.shared {
            Some(shared) => shared,
            None if next < NUMBERS => {
                next += 1;
                next - 1
            }
            None => continue,
        };
        for at in [before, at] {
            if let Some(placed) = statements.get_mut(at) {
                placed.shared = Some(shared);
            }
        }
    }
}

/// Equal conditions have equal hashes; so do some others.
fn hash_of(conditions: &[Condition]) -> u64 {
    conditions.iter().fold(hash::START, |state, condition| {
        let state = hash::hash(state, condition.key().folded().as_bytes());
        condition.values().iter().fold(state, |state, value| {
            hash::hash(state, value.text().as_bytes())
        })
    })
}

#[cfg(test)]
mod tests {
    use common_types::Caller;

    use crate::{
        CompiledPolicy, Context, Policies, Policy, PolicyKind, PolicySet, Request, Resource, decide,
    };

    fn compile(team: &str, effect: &str) -> CompiledPolicy {
        let condition = format!(r#"{{"StringEquals": {{"aws:PrincipalTag/team": "{team}"}}}}"#);
        let statement = format!(
            r#"{{"Effect": "{effect}", "Action": "*", "Resource": "*", "Condition": {condition}}}"#
        );
        let json = format!(r#"{{"Statement": [{statement}, {statement}]}}"#);
        CompiledPolicy::compile(team, &Policy::parse(&json, PolicyKind::Identity).unwrap())
    }

    /// Each of two policies numbers its conditions; together they must not be taken for each other's.
    #[test]
    fn numbers_are_given_anew_when_policies_are_put_together() {
        let set: PolicySet = [compile("red", "Allow"), compile("blue", "Deny")]
            .into_iter()
            .collect();
        let caller = Caller::user("arn:aws:iam::111122223333:user/alice").unwrap();
        for (team, allowed) in [("red", true), ("blue", false), ("green", false)] {
            let keys = Context::new().with("aws:PrincipalTag/team", team).unwrap();
            let request = Request::new(caller.principal(), "s3:Get", Resource::any(), &keys);
            let decision = decide(&Policies::new().identity(&set), &request);
            assert_eq!(decision.is_allowed(), allowed, "{team}");
        }
    }
}
