//! The search: requests around each statement that one of the policies has alone.

use std::collections::BTreeSet;

use common_types::Principal;

use super::{Change, PolicyDiff, Verdict, known::KnownActions};
use crate::{
    compile::{CompiledPolicy, Findings},
    decide::Outcome,
    document::{Policy, Reach, Statement, Version},
    keys::Context,
    questions::{ExampleRequest, callers, space::Contexts, values},
    request::Request,
    services::ServiceReference,
};

/// Requests that are tried at most.
const MAX_REQUESTS: usize = 400_000;

/// Requests that are tried at most for one statement.
const MAX_PER_STATEMENT: usize = 60_000;

/// A comparison under way.
pub(super) struct Search<'a> {
    old: CompiledPolicy,
    new: CompiledPolicy,
    version: Version,
    services: &'a ServiceReference,
    /// Of both policies.
    pub(super) statements: Vec<&'a Statement>,
    pub(super) known: KnownActions,
    /// Differences that have an example.
    seen: BTreeSet<(Verdict, Verdict)>,
    tried: usize,
    diff: PolicyDiff,
}

impl<'a> Search<'a> {
    /// Compares two policies.
    pub(super) fn run(
        old: &'a Policy,
        new: &'a Policy,
        services: &'a ServiceReference,
    ) -> PolicyDiff {
        let statements: Vec<&Statement> = all(old).chain(all(new)).collect();
        let mut search = Self {
            old: CompiledPolicy::compile("old", old),
            new: CompiledPolicy::compile("new", new),
            // A variable of either version may be one.
            version: old.version().max(new.version()),
            services,
            known: KnownActions::of(services, &statements),
            statements,
            seen: BTreeSet::new(),
            tried: 0,
            diff: PolicyDiff {
                changes: Vec::new(),
                exhaustive: true,
            },
        };
        // Requests that no statement of one policy alone matches come to the same in both.
        let (only_old, only_new) = (missing_in(old, new), missing_in(new, old));
        for statement in only_new.into_iter().chain(only_old) {
            search.around(statement);
        }
        // What is a variable in one version is mere text in the other.
        let variables = || {
            [old, new]
                .iter()
                .any(|policy| policy.to_string().contains("${"))
        };
        if old.version() != new.version() && variables() {
            search.diff.exhaustive = false;
        }
        search.diff
    }

    /// Tries requests that a statement matches.
    fn around(&mut self, statement: &'a Statement) {
        let (actions, resources) = (self.actions_of(statement), self.resources_of(statement));
        let matters = |other: &&'a Statement| {
            let acts = actions
                .values
                .iter()
                .any(|action| other.actions().matches(action));
            let on = |arn: &String| other.resources().is_none_or(|r| r.may_match(arn));
            acts && resources.values.iter().any(on)
        };
        let mut involved: Vec<&Statement> =
            self.statements.iter().copied().filter(matters).collect();
        if !involved.iter().any(|other| std::ptr::eq(*other, statement)) {
            involved.push(statement);
        }
        let callers = callers::of_statements(&involved);
        let mut keys = values::of_statements(&involved, self.version);
        for key in &mut keys {
            // What the statement itself asks of a key cuts down what is worth trying.
            let own = statement
                .conditions()
                .iter()
                .filter(|c| c.key() == key.key && c.variables().next().is_none());
            for condition in own {
                key.chosen
                    .values
                    .retain(|held| condition.would_hold(held.as_ref()));
            }
        }
        let contexts = Contexts::of(&keys);
        let complete = actions.complete && resources.complete && contexts.are_complete();
        let count = contexts
            .size()
            .saturating_mul(actions.values.len())
            .saturating_mul(resources.values.len())
            .saturating_mul(callers.len());
        let budget = MAX_PER_STATEMENT.min(MAX_REQUESTS - self.tried);
        self.diff.exhaustive &= complete && count <= budget;
        self.tried += count.min(budget);

        let requests = contexts.flat_map(|context| {
            let pairs = actions.values.iter().flat_map(|action| {
                resources
                    .values
                    .iter()
                    .map(move |resource| (action, resource))
            });
            pairs
                .flat_map(|(action, resource)| {
                    callers.iter().map(move |caller| (caller, action, resource))
                })
                .map(|(caller, action, resource)| example(caller, action, resource, &context))
                .collect::<Vec<_>>()
        });
        for request in requests.take(budget) {
            self.compare(request);
        }
    }

    /// Asks both policies.
    fn compare(&mut self, example: ExampleRequest) {
        let request = example.request();
        let (old, new) = (verdict(&self.old, &request), verdict(&self.new, &request));
        if old.reach() != new.reach() && self.seen.insert((old.clone(), new.clone())) {
            let service = self.services.find_action(&example.action);
            self.diff.changes.push(Change {
                action_exists: service.map(|(_, action)| action.is_some()),
                request: example,
                old,
                new,
            });
        }
    }
}

fn example(caller: &Principal, action: &str, resource: &str, context: &Context) -> ExampleRequest {
    ExampleRequest {
        principal: caller.clone(),
        action: action.to_owned(),
        resource: resource.to_owned(),
        context: context.clone(),
    }
}

/// What a policy by itself says of a request.
fn verdict(policy: &CompiledPolicy, request: &Request<'_>) -> Verdict {
    let program = policy.program();
    let Findings { deny, allow } = program.find(request, false);
    let (outcome, at) = match (deny, allow) {
        (Some(at), _) => (Outcome::ExplicitlyDenied, Some(at)),
        (None, Some((at, _))) => (Outcome::Allowed, Some(at)),
        (None, None) => (Outcome::ImplicitlyDenied, None),
    };
    let to_account = deny.is_none() && allow.is_some_and(|(_, reach)| reach == Reach::Account);
    let statement = at.map(|at| program.statement(at));
    Verdict {
        outcome,
        to_account,
        statement: statement.map(|statement| statement.index()),
        sid: statement
            .and_then(|statement| statement.sid())
            .map(str::to_owned),
    }
}

fn all(policy: &Policy) -> impl Iterator<Item = &Statement> {
    policy.statements().iter().map(|statement| &**statement)
}

fn missing_in<'a>(of: &'a Policy, other: &Policy) -> Vec<&'a Statement> {
    all(of)
        .filter(|statement| !all(other).any(|theirs| statement.means_the_same(theirs)))
        .collect()
}
