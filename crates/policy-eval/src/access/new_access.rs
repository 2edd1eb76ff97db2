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
    let names = Names::of(all.map(|statement| &**statement));
    let comparison = Comparison {
        new: Rules::of(new, &names),
        existing: Rules::of(existing, &names),
        prover: Prover::new(limits::PROOF_STEPS),
    };
    let grants_more: Vec<usize> = comparison
        .new
        .allow
        .iter()
        .filter(|rule| comparison.grants_more(rule))
        .map(|rule| rule.index)
        .collect();
    AccessCheck::of(new, &grants_more, &WORDS)
}

struct Comparison<'p> {
    new: Rules<'p>,
    existing: Rules<'p>,
    prover: Prover,
}

/// A policy's statements by their effect.
struct Rules<'p> {
    allow: Vec<Rule<'p>>,
    deny: Vec<Rule<'p>>,
}

/// A statement, with its sets made once.
struct Rule<'p> {
    /// Where it stands in its policy.
    index: usize,
    statement: &'p Statement,
    actions: Set,
    /// All resources that it may be about.
    widest: Set,
    /// Those that it is about for sure, if its variables have values.
    surest: Set,
    /// One set for each pattern of its resources.
    each_resource: Vec<Set>,
}

impl<'p> Rules<'p> {
    fn of(policy: &'p Policy, names: &Names) -> Self {
        let rules = policy.statements().iter().enumerate();
        let rules = rules.map(|(index, statement)| Rule {
            index,
            statement,
            actions: set::actions(statement),
            widest: set::widest_resources(statement),
            surest: set::named_resources(statement, names),
            each_resource: set::each_resource(statement, names),
        });
        let (allow, deny) = rules.partition(|rule| rule.statement.effect() == Effect::Allow);
        Self { allow, deny }
    }
}

/// One combination of a new statement's patterns.
struct Cell<'a> {
    rule: &'a Rule<'a>,
    who: Who<'a>,
    actions: &'a Set,
    resources: &'a Set,
}

/// A statement that leaves less of a cell to be allowed.
struct Candidate<'a> {
    actions: &'a Set,
    resources: &'a Set,
    /// Whether it is about all resources of the cell.
    has_all_resources: bool,
}

impl Comparison<'_> {
    /// Whether the statement grants something that was not granted, or may.
    fn grants_more(&self, rule: &Rule<'_>) -> bool {
        let actions = set::each_action(rule.statement);
        let resources = &rule.each_resource;
        let principals = principal::each(rule.statement);
        if actions.len() * resources.len() * principals.len() > COMBINATIONS {
            return true;
        }
        principals.iter().any(|&who| {
            actions.iter().any(|actions| {
                resources.iter().any(|resources| {
                    let cell = Cell {
                        rule,
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
        let known: Vec<&Variable> = set::variables(cell.rule.statement).collect();
        let candidates: Vec<Candidate<'_>> = self
            .existing
            .allow
            .iter()
            .chain(&self.new.deny)
            .filter(|other| cell.is_met_by(other, &self.prover))
            .filter(|other| set::has_values(other.statement, &known))
            .map(|other| Candidate {
                // What is written the same is the same, whatever its variables are.
                has_all_resources: other.statement.resources() == cell.rule.statement.resources()
                    || self.prover.is_within(cell.resources, &other.surest),
                actions: &other.actions,
                resources: &other.surest,
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
            .filter(|other| cell.resources.may_be_named_in(other.resources))
            .filter(|other| self.prover.is_within(cell.actions, other.actions));
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
    fn keeps(&self, cell: &Cell<'_>, before: &Rule<'_>, now: &Rule<'_>) -> bool {
        let premises: Vec<&Condition> = cell
            .rule
            .statement
            .conditions()
            .iter()
            .chain(before.statement.conditions())
            .collect();
        let met = all_follow(&self.prover, &premises, now.statement.conditions());
        let who = principal::covers(now.statement, cell.who)
            || principal::each(before.statement)
                .into_iter()
                .all(|who| principal::covers(now.statement, who));
        let actions = || {
            self.prover
                .both_within(cell.actions, &before.actions, &now.actions)
        };
        // Where the denial of before is about something, its variables have values.
        let known: Vec<&Variable> = [cell.rule.statement, before.statement]
            .into_iter()
            .flat_map(set::variables)
            .collect();
        let same = before.statement.resources() == now.statement.resources();
        let resources = || {
            set::has_values(now.statement, &known)
                && before
                    .each_resource
                    .iter()
                    .all(|before| self.prover.both_within(cell.resources, before, &now.surest))
        };
        met && who && actions() && (same || resources())
    }
}

impl Cell<'_> {
    /// Whether a statement is proven to be about its principals, under conditions that hold wherever its own do.
    fn is_met_by(&self, other: &Rule<'_>, prover: &Prover) -> bool {
        let premises: Vec<&Condition> = self.rule.statement.conditions().iter().collect();
        prover.spend(other.surest.steps())
            && principal::covers(other.statement, self.who)
            && all_follow(prover, &premises, other.statement.conditions())
    }

    /// Whether a statement is proven never to be about it.
    fn is_apart_from(&self, other: &Rule<'_>, prover: &Prover) -> bool {
        let conditions = self.rule.statement.conditions();
        principal::is_apart(other.statement, self.who)
            || exclude(prover, conditions, other.statement.conditions())
            || prover.are_apart(self.actions, &other.actions)
            || prover.are_apart(&self.rule.widest, &other.widest)
            // Of one pattern, if no variable is in question.
            || self.resources.is_plain() && prover.are_apart(self.resources, &other.widest)
    }
}
