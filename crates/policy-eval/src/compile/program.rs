//! Policies laid out for deciding: all their statements in a row, and an index over them.

use std::{fmt, sync::Arc};

use super::{
    index::Index,
    shared::{self, Asked, Shared},
};
use crate::{
    document::{Effect, Policy, PolicyKind, Reach, Statement},
    request::Request,
};

/// One or several policies, compiled.
#[derive(Default)]
pub(crate) struct Program {
    policies: Vec<Named>,
    statements: Vec<Placed>,
    index: Index,
}

/// What explanations need to know of a policy.
#[derive(Clone)]
pub(crate) struct Named {
    pub(crate) name: Arc<str>,
    pub(crate) kind: PolicyKind,
}

/// A statement, and where it stands.
#[derive(Clone)]
pub(crate) struct Placed {
    pub(crate) statement: Arc<Statement>,
    policy: usize,
    position: usize,
    /// Whether it is about any action on any resource: then neither needs a look.
    pub(super) about_anything: bool,
    /// Whether it is about every caller, since it names none.
    of_every_caller: bool,
    /// Its conditions by number, where other statements have the same.
    pub(super) shared: Option<Shared>,
}

/// A statement by the policy that it stands in: what explanations and audit records name.
#[derive(Clone, Copy)]
pub struct StatementRef<'a> {
    program: &'a Program,
    at: usize,
}

/// What a program says of a request: places of statements.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Findings {
    /// The statement that denies it.
    pub(crate) deny: Option<usize>,
    /// The statement that allows it; among several, the one that names the caller most closely.
    pub(crate) allow: Option<(usize, Reach)>,
}

impl Program {
    pub(super) fn of_policy(name: Arc<str>, policy: &Policy) -> Self {
        let place = |(position, statement): (usize, &Arc<Statement>)| Placed {
            statement: Arc::clone(statement),
            policy: 0,
            position,
            about_anything: statement.is_about_anything(),
            of_every_caller: statement.principals().is_none(),
            shared: None,
        };
        let statements = policy.statements().iter().enumerate().map(place).collect();
        Self::new(
            vec![Named {
                name,
                kind: policy.kind(),
            }],
            statements,
        )
    }

    pub(super) fn of_programs(programs: impl Iterator<Item = Arc<Self>>) -> Self {
        let (mut policies, mut statements) = (Vec::new(), Vec::new());
        for program in programs {
            let offset = policies.len();
            policies.extend_from_slice(&program.policies);
            statements.extend(program.statements.iter().map(|placed| Placed {
                policy: placed.policy + offset,
                ..placed.clone()
            }));
        }
        Self::new(policies, statements)
    }

    fn new(policies: Vec<Named>, mut statements: Vec<Placed>) -> Self {
        shared::number(&mut statements);
        let index = Index::over(&statements);
        Self {
            policies,
            statements,
            index,
        }
    }

    pub(super) fn first_policy(&self) -> Option<&Named> {
        self.policies.first()
    }

    pub(crate) fn policies(&self) -> impl Iterator<Item = &Named> {
        self.policies.iter()
    }

    pub(crate) fn statements(&self) -> impl Iterator<Item = StatementRef<'_>> {
        (0..self.statements.len()).map(|at| self.statement(at))
    }

    pub(crate) fn statement(&self, at: usize) -> StatementRef<'_> {
        StatementRef { program: self, at }
    }

    #[cfg(test)]
    pub(super) fn candidates(
        &self,
        effect: Effect,
        request: &Request<'_>,
        visit: impl FnMut(usize) -> bool,
    ) {
        self.index.candidates(effect, request, visit);
    }

    /// What the statements say of a request. `bounded`: the caller has a permissions boundary.
    pub(crate) fn find(&self, request: &Request<'_>, bounded: bool) -> Findings {
        let mut findings = Findings::default();
        let asked = Asked::default();
        let reach = |at: usize| self.statements.get(at)?.reach(request, bounded, &asked);
        self.index.candidates(Effect::Deny, request, |at| {
            findings.deny = reach(at).map(|_| at);
            findings.deny.is_some()
        });
        self.index.candidates(Effect::Allow, request, |at| {
            let best = findings.allow.map(|(_, reach)| reach);
            match reach(at) {
                Some(reach) if Some(reach) > best => {
                    findings.allow = Some((at, reach));
                    reach == Reach::Caller
                }
                _ => false,
            }
        });
        findings
    }
}

impl Placed {
    /// How closely the statement, if it matches the request, names its caller.
    #[inline]
    fn reach(&self, request: &Request<'_>, bounded: bool, asked: &Asked) -> Option<Reach> {
        let Self {
            statement,
            about_anything,
            of_every_caller,
            shared,
            policy: _,
            position: _,
        } = self;
        let about_this = *about_anything
            || (statement.actions().matches(request.action())
                && statement.matches_resource(request.resource().arn(), request.keys()));
        if !about_this {
            return None;
        }
        let reach = match of_every_caller {
            true => Reach::Caller,
            false => statement.principals()?.reach(request, bounded)?,
        };
        let all_hold = || {
            statement
                .conditions()
                .iter()
                .all(|c| c.holds(request.keys()))
        };
        let hold = match shared {
            None => all_hold(),
            Some(shared) => asked.once(*shared, all_hold),
        };
        hold.then_some(reach)
    }
}

impl<'a> StatementRef<'a> {
    /// The name of the policy.
    pub fn policy(&self) -> &'a str {
        // INVARIANT: a place in `statements`, whose `policy` is a place in `policies`.
        let policy = self
            .placed()
            .and_then(|placed| self.program.policies.get(placed.policy));
        policy.map_or("", |policy| &policy.name)
    }

    /// The statement's `Sid`.
    pub fn sid(&self) -> Option<&'a str> {
        self.placed().and_then(|placed| placed.statement.sid())
    }

    /// The statement's place in the policy, from 0.
    pub fn index(&self) -> usize {
        self.placed().map_or(0, |placed| placed.position)
    }

    /// The statement itself.
    pub(crate) fn statement(&self) -> Option<&'a Statement> {
        self.placed().map(|placed| &*placed.statement)
    }

    fn placed(&self) -> Option<&'a Placed> {
        self.program.statements.get(self.at)
    }
}

impl fmt::Debug for StatementRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StatementRef")
            .field("policy", &self.policy())
            .field("sid", &self.sid())
            .field("index", &self.index())
            .finish()
    }
}

impl fmt::Display for StatementRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let policy = self.policy();
        match self.sid().filter(|sid| !sid.is_empty()) {
            Some(sid) => write!(f, "statement `{sid}` of policy `{policy}`"),
            None => write!(f, "statement {} of policy `{policy}`", self.index()),
        }
    }
}
