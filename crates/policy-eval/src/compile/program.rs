//! Policies laid out for deciding: all their statements in a row, and an index over them.

use std::{fmt, sync::Arc};

use super::index::Index;
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
}

/// A statement by the policy that it stands in: what explanations and audit records name.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct StatementRef<'a> {
    policy: &'a str,
    sid: Option<&'a str>,
    index: usize,
}

/// What a program says of a request.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Findings<'a> {
    /// The statement that denies it.
    pub(crate) deny: Option<StatementRef<'a>>,
    /// The statement that allows it; among several, the one that names the caller most closely.
    pub(crate) allow: Option<Allowed<'a>>,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Allowed<'a> {
    pub(crate) statement: StatementRef<'a>,
    pub(crate) reach: Reach,
}

impl Program {
    pub(super) fn of_policy(name: Arc<str>, policy: &Policy) -> Self {
        let place = |(position, statement): (usize, &Arc<Statement>)| Placed {
            statement: Arc::clone(statement),
            policy: 0,
            position,
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

    fn new(policies: Vec<Named>, statements: Vec<Placed>) -> Self {
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

    pub(crate) fn statements(&self) -> impl Iterator<Item = (StatementRef<'_>, &Statement)> {
        self.statements
            .iter()
            .map(|placed| (self.name(placed), &*placed.statement))
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
    pub(crate) fn find(&self, request: &Request<'_>, bounded: bool) -> Findings<'_> {
        let mut findings = Findings::default();
        let reach = |placed: &Placed| reach(&placed.statement, request, bounded);
        self.index.candidates(Effect::Deny, request, |at| {
            let denying = self
                .statements
                .get(at)
                .filter(|placed| reach(placed).is_some());
            findings.deny = denying.map(|placed| self.name(placed));
            findings.deny.is_some()
        });
        self.index.candidates(Effect::Allow, request, |at| {
            let Some(placed) = self.statements.get(at) else {
                return false;
            };
            let best = findings.allow.map(|allowed| allowed.reach);
            if let Some(reach) = reach(placed)
                && Some(reach) > best
            {
                findings.allow = Some(Allowed {
                    statement: self.name(placed),
                    reach,
                });
                return reach == Reach::Caller;
            }
            false
        });
        findings
    }

    fn name<'a>(&'a self, placed: &'a Placed) -> StatementRef<'a> {
        // INVARIANT: `new` is given statements whose `policy` is a place in `policies`.
        let policy = self
            .policies
            .get(placed.policy)
            .map_or("", |policy| &*policy.name);
        StatementRef {
            policy,
            sid: placed.statement.sid(),
            index: placed.position,
        }
    }
}

/// How closely a statement that matches the request names its caller; `None` when it does not match.
fn reach(statement: &Statement, request: &Request<'_>, bounded: bool) -> Option<Reach> {
    if !statement.actions().matches(request.action())
        || !statement.matches_resource(request.resource().arn(), request.keys())
    {
        return None;
    }
    let reach = match statement.principals() {
        None => Reach::Caller,
        Some(principals) => principals.reach(request.principal(), bounded)?,
    };
    statement
        .conditions()
        .iter()
        .all(|c| c.holds(request.keys()))
        .then_some(reach)
}

impl<'a> StatementRef<'a> {
    /// The name of the policy.
    pub fn policy(&self) -> &'a str {
        self.policy
    }

    /// The statement's `Sid`.
    pub fn sid(&self) -> Option<&'a str> {
        self.sid
    }

    /// The statement's place in the policy, from 0.
    pub fn index(&self) -> usize {
        self.index
    }
}

impl fmt::Display for StatementRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.sid {
            Some(sid) => write!(f, "statement `{sid}` of policy `{}`", self.policy),
            None => write!(f, "statement {} of policy `{}`", self.index, self.policy),
        }
    }
}
