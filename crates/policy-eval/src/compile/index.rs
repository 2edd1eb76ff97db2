//! Which statements could match a request: those whose action and the beginning of whose resource fit.
//!
//! A statement stands under each of its actions (a whole action, a service, or any action) and there under the literal
//! beginning of each of its resources. A request looks under its action, its service and "any", and there under each
//! beginning of its own resource that has a length in use. So the cost follows from what could match, not from how
//! many statements there are.

use super::{
    chains::Chains,
    hash::{self, Beginnings, ByHash},
    program::Placed,
};
use crate::{
    document::{Actions, Effect, Resources, Statement},
    pattern::{ResourcePattern, Template},
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
    /// The lengths of the beginnings under each action or service, by its hash and in the order of hashes.
    by_action: Box<[(u64, Lengths)]>,
    /// Whether there are services in it.
    by_service: bool,
    /// The lengths of the beginnings under any action.
    anything: Lengths,
    /// Places of statements by action and beginning.
    places: Chains,
}

/// Lengths in bytes of beginnings, in order.
#[derive(Default)]
struct Lengths(Vec<Length>);

/// A length that beginnings have.
struct Length {
    bytes: usize,
    /// What all of them end with, such as a slash; nothing if they differ.
    last: Option<u8>,
}

/// How a resource begins.
#[derive(Clone, Copy)]
struct Beginning {
    bytes: usize,
    last: Option<u8>,
    hash: u64,
}

/// A statement's places at most under one action. Beyond it the statement stands under what its resources have in common.
const RESOURCES_PER_STATEMENT: usize = 16;

/// What stands for any action.
const ANYTHING: &str = "";

impl Index {
    pub(super) fn over(statements: &[Placed]) -> Self {
        let of = |effect| Side::over(statements, effect);
        Self {
            deny: of(Effect::Deny),
            allow: of(Effect::Allow),
        }
    }

    /// Visits the statements that could match, some perhaps twice, until `visit` says that it has seen enough.
    #[inline]
    pub(super) fn candidates(
        &self,
        effect: Effect,
        request: &Request<'_>,
        visit: impl FnMut(usize) -> bool,
    ) {
        let side = match effect {
            Effect::Allow => &self.allow,
            Effect::Deny => &self.deny,
        };
        if !side.places.is_empty() {
            side.candidates(request, visit);
        }
    }
}

impl Side {
    fn over(statements: &[Placed], effect: Effect) -> Self {
        let mut side = Self::default();
        let mut by_action = ByHash::default();
        let mut keys = Keys::default();
        // From the last to the first: what is added last is visited first.
        for (at, placed) in statements.iter().enumerate().rev() {
            if placed.statement.effect() == effect {
                keys.set(&placed.statement);
                side.add(at, &keys, &mut by_action);
            }
        }
        side.places.link();
        side.by_action = by_action.into_iter().collect();
        side.by_action.sort_unstable_by_key(|(hash, _)| *hash);
        side
    }

    fn add(&mut self, at: usize, keys: &Keys<'_>, by_action: &mut ByHash<Lengths>) {
        self.by_service |= keys.by_service;
        for &action in &keys.actions {
            let lengths = match action == action_hash(ANYTHING) {
                true => &mut self.anything,
                false => by_action.entry(action).or_default(),
            };
            for &beginning in &keys.beginnings {
                lengths.add(beginning);
                self.places.add(hash::mix(action, beginning.hash), at);
            }
        }
    }

    fn candidates(&self, request: &Request<'_>, mut visit: impl FnMut(usize) -> bool) {
        let Self {
            by_action,
            by_service,
            anything,
            places,
        } = self;
        let (action, resource) = (request.action(), request.resource().arn().as_bytes());
        let mut visit_all = |action: u64, lengths: &Lengths| {
            let mut beginnings = Beginnings::of(resource);
            let lengths = lengths.0.iter().filter(|length| length.may_be_of(resource));
            lengths
                .map_while(|length| beginnings.hash(length.bytes))
                .any(|hash| places.visit(hash::mix(action, hash), &mut visit))
        };
        if !anything.0.is_empty() && visit_all(action_hash(ANYTHING), anything) {
            return;
        }
        if by_action.is_empty() {
            return;
        }
        let mut visit_of = |key: &str| {
            let hash = action_hash(key);
            let found = by_action.binary_search_by_key(&hash, |(hash, _)| *hash);
            let lengths = found.ok().and_then(|at| by_action.get(at));
            lengths.is_some_and(|(_, lengths)| visit_all(hash, lengths))
        };
        if !visit_of(action) && *by_service {
            let _ = service(action).is_some_and(visit_of);
        }
    }
}

impl Lengths {
    fn add(&mut self, Beginning { bytes, last, .. }: Beginning) {
        let found = self.0.binary_search_by_key(&bytes, |length| length.bytes);
        match found.map(|at| self.0.get_mut(at)) {
            Err(place) => self.0.insert(place, Length { bytes, last }),
            Ok(Some(known)) if known.last != last => known.last = None,
            Ok(_) => {}
        }
    }
}

impl Length {
    /// Whether a resource may begin with one of those that have this length: a quick look.
    #[inline]
    fn may_be_of(&self, resource: &[u8]) -> bool {
        let Self { bytes, last } = self;
        last.is_none() || resource.get(bytes.wrapping_sub(1)).copied() == *last
    }
}

/// Under which actions, services (`s3:`) or, as the empty text, anything a statement stands.
fn action_keys(statement: &Statement) -> impl Iterator<Item = &str> {
    let (patterns, any) = match statement.actions() {
        Actions::Matching(patterns) => (patterns.as_slice(), None),
        Actions::Except(_) => (&[][..], Some(ANYTHING)),
    };
    let keys = patterns
        .iter()
        .map(|pattern| match pattern.template().as_literal() {
            Some(action) => action,
            None => service(pattern.template().literal_prefix()).unwrap_or(ANYTHING),
        });
    keys.chain(any)
}

/// What a statement stands under. Its room is used for one statement after the other.
#[derive(Default)]
struct Keys<'a> {
    /// Hashes of actions, services, or anything.
    actions: Vec<u64>,
    by_service: bool,
    resources: Vec<&'a str>,
    beginnings: Vec<Beginning>,
}

impl<'a> Keys<'a> {
    fn set(&mut self, statement: &'a Statement) {
        let Self {
            actions,
            by_service,
            resources,
            beginnings,
        } = self;
        *by_service = action_keys(statement).any(|key| key.ends_with(':'));
        actions.clear();
        actions.extend(action_keys(statement).map(action_hash));
        actions.sort_unstable();
        actions.dedup();

        set_resource_keys(resources, statement);
        beginnings.clear();
        beginnings.extend(resources.iter().map(|text| {
            let hash = Beginnings::of(text.as_bytes()).hash(text.len());
            Beginning {
                bytes: text.len(),
                last: text.bytes().last(),
                hash: hash.unwrap_or_default(),
            }
        }));
    }
}

/// How the resources of a statement begin.
fn set_resource_keys<'a>(resources: &mut Vec<&'a str>, statement: &'a Statement) {
    resources.clear();
    let Some(Resources::Matching(patterns)) = statement.resources() else {
        resources.push("");
        return;
    };
    let patterns = patterns.iter().map(ResourcePattern::template);
    resources.extend(patterns.map(Template::literal_prefix));
    resources.sort_unstable();
    resources.dedup();
    if let [first, .., last] = resources.as_slice()
        && resources.len() > RESOURCES_PER_STATEMENT
    {
        // In order, what the first and the last begin with, all begin with.
        let common = common_beginning(first, last);
        resources.clear();
        resources.push(common);
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
