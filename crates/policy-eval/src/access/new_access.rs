//! Whether a policy grants what another one does not.

use super::{
    answer::{AccessCheck, Words},
    condition::{all_follow, exclude},
    principal::{self, Who},
    set::{self, Names, Proofs, Set},
};
use crate::{
    algebra::Prover,
    document::{Condition, Effect, Policy, Statement},
    limits,
    variable::Variable,
};

const WORDS: Words = Words {
    pass: "The modified permissions do not grant new access compared to your existing policy.",
    fail: "The modified permissions grant new access compared to your existing policy.",
    reason: "New access in the statement",
};

/// Of a statement's patterns for actions, resources and principals, how many combinations are looked at one by one.
const COMBINATIONS: usize = 10_000;

/// Whether a changed policy grants nothing that the existing one does not: AWS's `CheckNoNewAccess`.
///
/// ```
/// use policy_eval::{Policy, PolicyKind, check_no_new_access};
///
/// let policy = |action: &str| {
///     let json = r#"{"Statement": {"Effect": "Allow", "Action": "ACTION", "Resource": "*"}}"#;
///     Policy::parse(&json.replace("ACTION", action), PolicyKind::Identity)
/// };
/// assert!(check_no_new_access(&policy("kms:Decrypt")?, &policy("kms:De*")?).passed());
///
/// let answer = check_no_new_access(&policy("kms:*")?, &policy("kms:De*")?);
/// assert_eq!(answer.reasons[0].description, "New access in the statement with index: 0.");
/// # Ok::<(), policy_eval::ParseError>(())
/// ```
///
/// It passes only if that is proven. Each combination of a new statement's patterns must be allowed by statements of the
/// existing policy that ask no more, and no denial may have gone. A role that gets access by its own ARN is not covered by
/// its account: it no longer needs an identity policy.
///
/// # Source
///
/// [CheckNoNewAccess](https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_CheckNoNewAccess.html).
pub fn check_no_new_access(new: &Policy, existing: &Policy) -> AccessCheck {
    let all = new.statements().iter().chain(existing.statements());
    let comparison = Comparison {
        new: Rules::of(new),
        existing: Rules::of(existing),
        names: Names::of(all.map(|statement| &**statement)),
        prover: Prover::new(limits::PROOF_STEPS),
    };
    let grants_more: Vec<usize> = new
        .statements()
        .iter()
        .enumerate()
        .filter(|(_, statement)| statement.effect() == Effect::Allow)
        .filter(|(_, statement)| comparison.grants_more(statement))
        .map(|(index, _)| index)
        .collect();
    AccessCheck::of(new, &grants_more, &WORDS)
}

struct Comparison<'p> {
    new: Rules<'p>,
    existing: Rules<'p>,
    names: Names,
    prover: Prover,
}

/// A policy's statements by their effect.
struct Rules<'p> {
    allow: Vec<&'p Statement>,
    deny: Vec<&'p Statement>,
}

impl<'p> Rules<'p> {
    fn of(policy: &'p Policy) -> Self {
        let with = |effect: Effect| {
            let statements = policy.statements().iter().map(|statement| &**statement);
            statements.filter(move |statement| statement.effect() == effect)
        };
        Self {
            allow: with(Effect::Allow).collect(),
            deny: with(Effect::Deny).collect(),
        }
    }
}

/// One combination of a new statement's patterns.
struct Cell<'a> {
    statement: &'a Statement,
    who: Who<'a>,
    actions: &'a Set,
    resources: &'a Set,
}

/// A statement that leaves less of a cell to be allowed.
struct Candidate {
    actions: Set,
    resources: Set,
    /// Whether it is about all resources of the cell.
    has_all_resources: bool,
}

impl Comparison<'_> {
    /// Whether the statement grants something that was not granted, or may.
    fn grants_more(&self, statement: &Statement) -> bool {
        let actions = set::each_action(statement);
        let resources = set::each_resource(statement, &self.names);
        let principals = principal::each(statement);
        if actions.len() * resources.len() * principals.len() > COMBINATIONS {
            return true;
        }
        principals.iter().any(|&who| {
            actions.iter().any(|actions| {
                resources.iter().any(|resources| {
                    let cell = Cell {
                        statement,
                        who,
                        actions,
                        resources,
                    };
                    !self.was_allowed(&cell) || self.was_denied(&cell)
                })
            })
        })
    }

    /// Whether the existing policy is proven to have a statement that allows it, if it is not denied now.
    fn was_allowed(&self, cell: &Cell<'_>) -> bool {
        // What is denied now is not granted, whatever allows it.
        let known: Vec<&Variable> = set::variables(cell.statement).collect();
        let candidates: Vec<Candidate> = self
            .existing
            .allow
            .iter()
            .chain(&self.new.deny)
            .filter(|other| cell.is_met_by(other, &self.prover))
            .filter_map(|other| {
                let resources = set::surest_resources(other, &self.names, &known)?;
                Some(Candidate {
                    // What is written the same is the same, whatever its variables are.
                    has_all_resources: other.resources() == cell.statement.resources()
                        || self.prover.is_within(cell.resources, &resources),
                    actions: set::actions(other),
                    resources,
                })
            })
            .collect();
        let mut open = vec![cell.actions.constraint()];
        let whole = candidates.iter().filter(|other| other.has_all_resources);
        open.extend(whole.map(|other| other.actions.complement()));
        if self.prover.nothing(&open) {
            return true;
        }
        let mut open = vec![cell.resources.constraint()];
        let whole = candidates
            .iter()
            .filter(|other| cell.resources.may_be_named_in(&other.resources))
            .filter(|other| self.prover.is_within(cell.actions, &other.actions));
        open.extend(whole.map(|other| other.resources.complement()));
        self.prover.nothing(&open)
    }

    /// Whether the existing policy denies some of it that is no longer denied, or may.
    fn was_denied(&self, cell: &Cell<'_>) -> bool {
        self.existing.deny.iter().any(|denial| {
            !cell.is_apart_from(denial, &self.prover)
                && !self
                    .new
                    .deny
                    .iter()
                    .any(|kept| self.keeps(cell, denial, kept))
        })
    }

    /// Whether a denial of now is proven to deny all of the cell that one of before did.
    fn keeps(&self, cell: &Cell<'_>, before: &Statement, now: &Statement) -> bool {
        let premises: Vec<&Condition> = cell
            .statement
            .conditions()
            .iter()
            .chain(before.conditions())
            .collect();
        let met = all_follow(&self.prover, &premises, now.conditions());
        let who = principal::covers(now, cell.who)
            || principal::each(before)
                .into_iter()
                .all(|who| principal::covers(now, who));
        let actions = || {
            self.prover
                .both_within(cell.actions, &set::actions(before), &set::actions(now))
        };
        // Where the denial of before is about something, its variables have values.
        let known: Vec<&Variable> = [cell.statement, before]
            .into_iter()
            .flat_map(set::variables)
            .collect();
        let same = before.resources() == now.resources();
        let resources = || {
            let now = set::surest_resources(now, &self.names, &known);
            now.is_some_and(|now| {
                set::each_resource(before, &self.names)
                    .iter()
                    .all(|before| self.prover.both_within(cell.resources, before, &now))
            })
        };
        met && who && actions() && (same || resources())
    }
}

impl Cell<'_> {
    /// Whether a statement is proven to be about its principals, under conditions that hold wherever its own do.
    fn is_met_by(&self, other: &Statement, prover: &Prover) -> bool {
        let premises: Vec<&Condition> = self.statement.conditions().iter().collect();
        prover.spend(1)
            && principal::covers(other, self.who)
            && all_follow(prover, &premises, other.conditions())
    }

    /// Whether a statement is proven never to be about it.
    fn is_apart_from(&self, other: &Statement, prover: &Prover) -> bool {
        let theirs = set::widest_resources(other);
        principal::is_apart(other, self.who)
            || exclude(prover, self.statement.conditions(), other.conditions())
            || prover.are_apart(self.actions, &set::actions(other))
            || prover.are_apart(&set::widest_resources(self.statement), &theirs)
            // Of one pattern, if no variable is in question.
            || self.resources.is_plain() && prover.are_apart(self.resources, &theirs)
    }
}
