//! Which statements could match a request: those whose action and the beginning of whose resource fit.
//!
//! A statement stands under each of its actions (a whole action, a service, or any action) and there under the literal
//! beginning of each of its resources. A request looks under its action, its service and "any", and there under each
//! beginning of its own resource that has a length in use. So the cost follows from what could match, not from how
//! many statements there are.

use std::ops::Range;

use super::{
    hash::{self, ByHash},
    program::Placed,
};
use crate::{
    document::{Actions, Effect, Resources, Statement},
    request::Request,
};

/// Places of statements, by effect.
#[derive(Default)]
pub(super) struct Index {
    deny: Side,
    allow: Side,
}

/// The statements of one effect.
#[derive(Default)]
struct Side {
    /// By the hash of an action or a service.
    by_action: ByHash<ByResource>,
    /// Whether there are services in it.
    by_service: bool,
    /// Of any action.
    anything: ByResource,
}

/// Statements of one action, by how their resource begins.
#[derive(Default)]
struct ByResource {
    /// The lengths of the beginnings, in order.
    lengths: Vec<usize>,
    /// Which of `places` are those of a beginning, by its hash. See [`ByResource::hashes`].
    ranges: ByHash<Range<usize>>,
    places: Vec<usize>,
}

/// A statement's places at most under one action. Beyond it the statement stands under what its resources have in common.
const RESOURCES_PER_STATEMENT: usize = 16;

impl Index {
    pub(super) fn over(statements: &[Placed]) -> Self {
        let of = |effect| {
            Side::over(
                statements
                    .iter()
                    .map(|placed| &*placed.statement)
                    .enumerate()
                    .filter(|(_, statement)| statement.effect() == effect),
            )
        };
        Self {
            deny: of(Effect::Deny),
            allow: of(Effect::Allow),
        }
    }

    /// Visits the statements that could match, some perhaps twice, until `visit` says that it has seen enough.
    pub(super) fn candidates(
        &self,
        effect: Effect,
        request: &Request<'_>,
        mut visit: impl FnMut(usize) -> bool,
    ) {
        let side = match effect {
            Effect::Allow => &self.allow,
            Effect::Deny => &self.deny,
        };
        let (action, resource) = (request.action(), request.resource().arn().as_bytes());
        if side.anything.visit(resource, &mut visit) || side.by_action.is_empty() {
            return;
        }
        let bucket = |key: &str| side.by_action.get(&action_hash(key));
        let of_service = || service(action).filter(|_| side.by_service).and_then(bucket);
        for bucket in [bucket(action), of_service()].into_iter().flatten() {
            if bucket.visit(resource, &mut visit) {
                return;
            }
        }
    }
}

impl Side {
    fn over<'a>(statements: impl Iterator<Item = (usize, &'a Statement)>) -> Self {
        // What a bucket's hashes are depends on all lengths in it: so first the beginnings, then the hashes.
        let mut beginnings: ByHash<Vec<(&str, usize)>> = ByHash::default();
        let mut by_service = false;
        for (at, statement) in statements {
            let resources = resource_keys(statement);
            by_service |= action_keys(statement).any(|key| key.ends_with(':'));
            let mut actions: Vec<u64> = action_keys(statement).map(action_hash).collect();
            actions.sort_unstable();
            actions.dedup();
            for action in actions {
                let bucket = beginnings.entry(action).or_default();
                bucket.extend(resources.iter().map(|&resource| (resource, at)));
            }
        }
        let anything = beginnings.remove(&action_hash("")).unwrap_or_default();
        let buckets = beginnings.into_iter();
        Self {
            by_action: buckets
                .map(|(action, of)| (action, ByResource::over(&of)))
                .collect(),
            by_service,
            anything: ByResource::over(&anything),
        }
    }
}

impl ByResource {
    fn over(beginnings: &[(&str, usize)]) -> Self {
        let mut lengths: Vec<usize> = beginnings.iter().map(|(text, _)| text.len()).collect();
        lengths.sort_unstable();
        lengths.dedup();
        let mut bucket = Self {
            lengths,
            ..Self::default()
        };
        let mut hashed: Vec<(u64, usize)> = beginnings
            .iter()
            .map(|&(text, at)| {
                (
                    bucket.hashes(text.as_bytes()).last().unwrap_or(hash::START),
                    at,
                )
            })
            .collect();
        hashed.sort_unstable();
        bucket.ranges.reserve(hashed.len());
        for same in hashed.chunk_by(|(a, _), (b, _)| a == b) {
            let start = bucket.places.len();
            bucket.places.extend(same.iter().map(|(_, at)| at));
            if let Some((hash, _)) = same.first() {
                bucket.ranges.insert(*hash, start..bucket.places.len());
            }
        }
        bucket
    }

    /// Whether `visit` has seen enough.
    fn visit(&self, resource: &[u8], visit: &mut impl FnMut(usize) -> bool) -> bool {
        self.hashes(resource)
            .filter_map(|hash| self.places.get(self.ranges.get(&hash)?.clone()))
            .any(|places| places.iter().any(|&at| visit(at)))
    }

    /// The hashes of a text's beginnings that have a length in use, the shortest first. Each goes on from the one before.
    fn hashes<'a>(&'a self, text: &'a [u8]) -> impl Iterator<Item = u64> + 'a {
        let mut state = hash::START;
        let mut done = 0;
        self.lengths.iter().map_while(move |&length| {
            state = hash::hash(state, text.get(done..length)?);
            done = length;
            Some(state)
        })
    }
}

/// Under which actions, services (`s3:`) or, as the empty text, anything a statement stands.
fn action_keys(statement: &Statement) -> impl Iterator<Item = &str> {
    let (patterns, any) = match statement.actions() {
        Actions::Matching(patterns) => (patterns.as_slice(), None),
        Actions::Except(_) => (&[][..], Some("")),
    };
    let keys = patterns
        .iter()
        .map(|pattern| match pattern.template().as_literal() {
            Some(action) => action,
            None => service(pattern.template().literal_prefix()).unwrap_or(""),
        });
    keys.chain(any)
}

/// How the resources of a statement begin.
fn resource_keys(statement: &Statement) -> Vec<&str> {
    let Some(Resources::Matching(patterns)) = statement.resources() else {
        return vec![""];
    };
    let mut keys: Vec<&str> = patterns
        .iter()
        .map(|pattern| pattern.template().literal_prefix())
        .collect();
    keys.sort_unstable();
    keys.dedup();
    match (keys.first(), keys.last()) {
        // In order, what the first and the last begin with, all begin with.
        (Some(first), Some(last)) if keys.len() > RESOURCES_PER_STATEMENT => {
            vec![common_beginning(first, last)]
        }
        _ => keys,
    }
}

fn common_beginning<'a>(a: &'a str, b: &str) -> &'a str {
    let same = |((_, a), b): &((usize, char), char)| a == b;
    let end = a.char_indices().zip(b.chars()).take_while(same).last();
    a.get(..end.map_or(0, |((at, c), _)| at + c.len_utf8()))
        .unwrap_or_default()
}

/// The service of an action, with its colon.
fn service(action: &str) -> Option<&str> {
    action.get(..=action.bytes().position(|b| b == b':')?)
}

fn action_hash(action: &str) -> u64 {
    hash::hash_any_case(hash::START, action.as_bytes())
}

#[cfg(test)]
mod tests {
    use common_types::Caller;
    use proptest::{prelude::*, sample::select};

    use super::*;
    use crate::{
        compile::CompiledPolicy,
        document::{Policy, PolicyKind},
        request::Resource,
    };

    proptest! {
        /// Whatever matches is among the candidates.
        #[test]
        fn no_match_is_missed(
            statements in proptest::collection::vec(
                (
                    select(&["Action", "NotAction"]),
                    proptest::collection::vec(select(&["*", "s3:*", "S3:Get*", "s3:getobject", "s3:Put", "kms:G?t"]), 0..4),
                    select(&["Resource", "NotResource"]),
                    proptest::collection::vec("arn:aws:s3:::[ab*]{0,3}[ab*]", 0..20),
                ),
                1..8,
            ),
            action in select(&["s3:GetObject", "S3:GETOBJECT", "s3:Put", "kms:Get", "odd"]),
            resource in prop_oneof!["arn:aws:s3:::[ab]{1,5}", Just("*".to_owned())],
        ) {
            let statements: Vec<_> = statements
                .iter()
                .map(|(action, actions, resource, resources)| {
                    serde_json::json!({"Effect": "Allow", *action: actions, *resource: resources})
                })
                .collect();
            let json = serde_json::json!({"Statement": statements}).to_string();
            let policy = Policy::parse(&json, PolicyKind::Identity).unwrap();
            let compiled = CompiledPolicy::compile("policy", &policy);
            let caller = Caller::anonymous();
            let request = Request::new(caller.principal(), action, Resource::new(&resource), &());
            let mut candidates = Vec::new();
            compiled.program().candidates(Effect::Allow, &request, |at| {
                candidates.push(at);
                false
            });
            for (at, statement) in policy.statements().iter().enumerate() {
                let matches = statement.actions().matches(action)
                    && statement.matches_resource(&resource, &());
                prop_assert!(!matches || candidates.contains(&at), "{at} of {json}");
            }
        }
    }
}
