//! Actions that there are, to stand for those that a pattern covers.

use std::collections::BTreeMap;

use crate::{document::Statement, pattern::ActionPattern, services::ServiceReference};

/// Actions and patterns that are compared at most: beyond it examples have actions that are made up.
const MAX_COMPARED: usize = 5_000_000;

/// The actions of known services, one for each way in which some patterns match them.
pub(super) struct KnownActions {
    patterns: Vec<ActionPattern>,
    by_matches: BTreeMap<Box<[bool]>, String>,
}

impl KnownActions {
    /// Those that the patterns of these statements tell apart.
    pub(super) fn of(services: &ServiceReference, statements: &[&Statement]) -> Self {
        let written = statements.iter().flat_map(|s| s.actions().patterns());
        let mut patterns: Vec<ActionPattern> = written.cloned().collect();
        patterns.sort_unstable_by(|a, b| a.as_str().cmp(b.as_str()));
        patterns.dedup();
        let mut known = Self {
            patterns,
            by_matches: BTreeMap::new(),
        };
        let actions = || {
            services.services().flat_map(|service| {
                let named = |name: &str| format!("{}:{name}", service.prefix());
                service.actions().map(move |action| named(&action.name))
            })
        };
        if actions().count().saturating_mul(known.patterns.len()) <= MAX_COMPARED {
            for action in actions() {
                let matches = known.matches(&action);
                known.by_matches.entry(matches).or_insert(action);
            }
        }
        known
    }

    /// An action that the patterns match as they match this one.
    pub(super) fn like(&self, action: &str) -> Option<&str> {
        let found = self.by_matches.get(&self.matches(action));
        found.map(String::as_str)
    }

    fn matches(&self, action: &str) -> Box<[bool]> {
        let matches = self.patterns.iter().map(|pattern| pattern.matches(action));
        matches.collect()
    }
}
