//! Which statements could match a request.

use super::program::Placed;
use crate::{document::Effect, request::Request};

/// Places of statements, by effect.
#[derive(Default)]
pub(super) struct Index {
    deny: Vec<usize>,
    allow: Vec<usize>,
}

impl Index {
    pub(super) fn over(statements: &[Placed]) -> Self {
        let of = |effect| {
            let placed = statements.iter().enumerate();
            placed
                .filter(|(_, p)| p.statement.effect() == effect)
                .map(|(at, _)| at)
                .collect()
        };
        Self {
            deny: of(Effect::Deny),
            allow: of(Effect::Allow),
        }
    }

    /// Visits the statements that could match, until `visit` says that it has seen enough.
    pub(super) fn candidates(
        &self,
        effect: Effect,
        _: &Request<'_>,
        mut visit: impl FnMut(usize) -> bool,
    ) {
        let places = match effect {
            Effect::Allow => &self.allow,
            Effect::Deny => &self.deny,
        };
        for &at in places {
            if visit(at) {
                return;
            }
        }
    }
}
