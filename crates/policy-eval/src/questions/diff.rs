//! What a new policy allows and denies that an old one does not.

use std::{collections::BTreeSet, fmt};

use common_types::Principal;
use serde::{Serialize, Serializer, ser::SerializeStruct};

use super::{
    ExampleRequest, callers,
    cells::{Chosen, texts},
    space::Contexts,
    values,
};
use crate::{
    algebra::{Constraint, Glob},
    compile::{CompiledPolicy, Findings},
    decide::Outcome,
    document::{Actions, Policy, Reach, Resources, Statement, Version},
    request::Request,
};

/// How two policies differ, in requests.
///
/// Each policy is taken by itself: what it allows, what it denies, and what it is silent about. Every example is verified:
/// both policies were asked.
#[derive(Clone, Debug)]
pub struct PolicyDiff {
    changes: Vec<Change>,
    exhaustive: bool,
}

/// One request on which two policies differ. There is one for each pair of statements that makes a difference.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Change {
    /// The request.
    pub request: ExampleRequest,
    /// What the old policy says.
    pub old: Verdict,
    /// What the new policy says.
    pub new: Verdict,
}

/// What one policy says of a request, and by which statement.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub struct Verdict {
    /// Allowed, denied, or neither.
    pub outcome: Outcome,
    /// Whether it is the caller's account that is allowed: then the account's own policies must allow, too.
    pub to_account: bool,
    /// The statement's place in the policy, from 0.
    pub statement: Option<usize>,
    /// Its `Sid`.
    pub sid: Option<String>,
}

/// Requests that are tried at most.
const MAX_REQUESTS: usize = 400_000;

/// Requests that are tried at most for one statement.
const MAX_PER_STATEMENT: usize = 60_000;

/// Compares two policies of one kind.
///
/// The search tries a request for each way in which the patterns and conditions of both policies can match. Where that is all
/// there is, it says so ([`PolicyDiff::is_exhaustive`]); policy variables, operators that ignore case, keys under operators of
/// several kinds and very many combinations are beyond it.
///
/// ```
/// use policy_eval::{Policy, PolicyKind, diff};
///
/// let policy = |action: &str| {
///     let json = format!(r#"{{"Statement": {{"Effect": "Allow", "Action": "{action}", "Resource": "*"}}}}"#);
///     Policy::parse(&json, PolicyKind::Identity)
/// };
/// let diff = diff(&policy("s3:GetObject")?, &policy("s3:Get*")?);
/// assert!(diff.is_exhaustive());
/// assert_eq!(diff.newly_allowed().count(), 1);
/// assert_eq!(diff.newly_denied().count(), 0);
/// # Ok::<(), policy_eval::ParseError>(())
/// ```
pub fn diff(old: &Policy, new: &Policy) -> PolicyDiff {
    let mut search = Search {
        old: CompiledPolicy::compile("old", old),
        new: CompiledPolicy::compile("new", new),
        // A variable of either version may be one.
        version: old.version().max(new.version()),
        statements: all(old).chain(all(new)).collect(),
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

fn all(policy: &Policy) -> impl Iterator<Item = &Statement> {
    policy.statements().iter().map(|statement| &**statement)
}

fn missing_in<'a>(of: &'a Policy, other: &Policy) -> Vec<&'a Statement> {
    all(of)
        .filter(|statement| !all(other).any(|theirs| statement.means_the_same(theirs)))
        .collect()
}

struct Search<'a> {
    old: CompiledPolicy,
    new: CompiledPolicy,
    version: Version,
    /// Of both policies.
    statements: Vec<&'a Statement>,
    /// Differences that have an example.
    seen: BTreeSet<(Verdict, Verdict)>,
    tried: usize,
    diff: PolicyDiff,
}

impl<'a> Search<'a> {
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
            self.diff.changes.push(Change {
                request: example,
                old,
                new,
            });
        }
    }

    /// Actions that the statement is about, as all statements tell them apart.
    fn actions_of(&self, statement: &Statement) -> Chosen<String> {
        let globs = |actions: &Actions| -> Vec<Glob> {
            actions.patterns().iter().map(Glob::of_action).collect()
        };
        let (own, named) = (globs(statement.actions()), Glob::action_form());
        let of_own = match statement.actions() {
            Actions::Matching(_) => Constraint::of(&own),
            Actions::Except(_) => Constraint::not_of(&own),
        };
        let others: Vec<Glob> = self
            .statements
            .iter()
            .flat_map(|s| globs(s.actions()))
            .collect();
        let mut found = texts(&[Constraint::of([&named]), of_own], &others);
        // In the case in which the policies write it.
        for text in &mut found.values {
            let written = self.statements.iter().flat_map(|s| s.actions().patterns());
            let beginnings = written.map(|pattern| pattern.template().literal_prefix());
            let fits = |beginning: &&str| {
                let head = text.get(..beginning.len());
                head.is_some_and(|head| head.eq_ignore_ascii_case(beginning))
            };
            if let Some(beginning) = beginnings
                .filter(fits)
                .max_by_key(|beginning| beginning.len())
            {
                text.replace_range(..beginning.len(), beginning);
            }
        }
        found
    }

    /// Resources that the statement is about, as all statements tell them apart.
    fn resources_of(&self, statement: &Statement) -> Chosen<String> {
        let Some(resources) = statement.resources() else {
            return Chosen {
                values: vec!["arn:aws:iam::111122223333:role/example".to_owned()],
                complete: true,
            };
        };
        let globs = |resources: &Resources| -> Vec<Glob> {
            resources
                .patterns()
                .iter()
                .map(|p| Glob::widest(p.template()))
                .collect()
        };
        let fixed = |resources: &Resources| {
            resources
                .patterns()
                .iter()
                .all(|p| p.template().variables().next().is_none())
        };
        let (own, arn) = (globs(resources), Glob::arn_form());
        let of_own = match resources {
            Resources::Matching(_) => Constraint::of(&own),
            Resources::Except(_) => Constraint::not_of(&own),
        };
        let all = || self.statements.iter().filter_map(|s| s.resources());
        let others: Vec<Glob> = all().flat_map(globs).collect();
        let mut found = texts(&[Constraint::of([&arn]), of_own], &others);
        found.complete &= all().all(fixed);
        let rendered = all().flat_map(|r| r.patterns()).filter_map(|pattern| {
            pattern.template().variables().next()?;
            Some(values::render(pattern.template()))
        });
        found.values.extend(rendered);
        // Actions without a resource of their own are about `*`.
        let about_any = match resources {
            Resources::Matching(r) => r.iter().any(crate::pattern::ResourcePattern::is_any),
            Resources::Except(r) => !r.iter().any(crate::pattern::ResourcePattern::is_any),
        };
        found.values.extend(about_any.then(|| "*".to_owned()));
        found
    }
}

fn example(
    caller: &Principal,
    action: &str,
    resource: &str,
    context: &crate::keys::Context,
) -> ExampleRequest {
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

impl Verdict {
    /// How far the request gets by this policy: the more, the further.
    fn reach(&self) -> u8 {
        match (self.outcome, self.to_account) {
            (Outcome::ExplicitlyDenied, _) => 0,
            (Outcome::ImplicitlyDenied, _) => 1,
            (Outcome::Allowed, true) => 2,
            (Outcome::Allowed, false) => 3,
        }
    }
}

impl Change {
    /// Whether the new policy lets the request further than the old one, by allowing it.
    fn allows_more(&self) -> bool {
        self.new.outcome == Outcome::Allowed && self.new.reach() > self.old.reach()
    }

    /// Whether the old policy denied the request, and the new one is silent.
    fn denies_no_more(&self) -> bool {
        self.new.outcome == Outcome::ImplicitlyDenied && self.new.reach() > self.old.reach()
    }
}

impl PolicyDiff {
    /// Every difference that was found.
    pub fn changes(&self) -> &[Change] {
        &self.changes
    }

    /// What the new policy allows and the old one did not.
    pub fn newly_allowed(&self) -> impl Iterator<Item = &Change> {
        self.changes.iter().filter(|change| change.allows_more())
    }

    /// What the new policy denies, or no longer allows.
    pub fn newly_denied(&self) -> impl Iterator<Item = &Change> {
        self.changes
            .iter()
            .filter(|change| change.new.reach() < change.old.reach())
    }

    /// What the old policy denied, and the new one is silent about.
    pub fn no_longer_denied(&self) -> impl Iterator<Item = &Change> {
        self.changes.iter().filter(|change| change.denies_no_more())
    }

    /// Whether there are no other differences. If not, there may be.
    pub fn is_exhaustive(&self) -> bool {
        self.exhaustive
    }
}

impl fmt::Display for PolicyDiff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut part = |title: &str, changes: &mut dyn Iterator<Item = &Change>| {
            changes.enumerate().try_for_each(|(at, change)| {
                if at == 0 {
                    writeln!(f, "{title}:")?;
                }
                let Change { request, old, new } = change;
                writeln!(f, "  {request}\n    old: {old}; new: {new}")
            })
        };
        part("newly allowed", &mut self.newly_allowed())?;
        part("newly denied", &mut self.newly_denied())?;
        part("no longer denied", &mut self.no_longer_denied())?;
        match (self.changes.is_empty(), self.exhaustive) {
            (true, true) => writeln!(f, "no difference"),
            (true, false) => writeln!(f, "no difference was found; the search was not exhaustive"),
            (false, true) => writeln!(f, "there are no other differences"),
            (false, false) => writeln!(
                f,
                "the search was not exhaustive: there may be other differences"
            ),
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let says = match self.outcome {
            Outcome::Allowed if self.to_account => "allowed to the account",
            Outcome::Allowed => "allowed",
            Outcome::ExplicitlyDenied => "denied",
            Outcome::ImplicitlyDenied => return f.write_str("not allowed"),
        };
        match (&self.sid, self.statement) {
            (Some(sid), _) => write!(f, "{says} by statement `{sid}`"),
            (None, Some(at)) => write!(f, "{says} by statement {at}"),
            (None, None) => f.write_str(says),
        }
    }
}

impl Serialize for PolicyDiff {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut diff = serializer.serialize_struct("PolicyDiff", 4)?;
        diff.serialize_field("newly_allowed", &self.newly_allowed().collect::<Vec<_>>())?;
        diff.serialize_field("newly_denied", &self.newly_denied().collect::<Vec<_>>())?;
        diff.serialize_field(
            "no_longer_denied",
            &self.no_longer_denied().collect::<Vec<_>>(),
        )?;
        diff.serialize_field("exhaustive", &self.exhaustive)?;
        diff.end()
    }
}

impl Serialize for Change {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { request, old, new } = self;
        let mut change = serializer.serialize_struct("Change", 3)?;
        change.serialize_field("request", request)?;
        change.serialize_field("old", old)?;
        change.serialize_field("new", new)?;
        change.end()
    }
}

impl Serialize for Verdict {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self {
            outcome,
            to_account,
            statement,
            sid,
        } = self;
        let mut verdict = serializer.serialize_struct("Verdict", 4)?;
        verdict.serialize_field("outcome", outcome.as_str())?;
        verdict.serialize_field("to_account", to_account)?;
        verdict.serialize_field("statement", statement)?;
        verdict.serialize_field("sid", sid)?;
        verdict.end()
    }
}
