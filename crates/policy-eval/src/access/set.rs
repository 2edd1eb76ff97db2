//! What actions and resources a statement is about, as sets.

use std::borrow::Cow;

use crate::{
    algebra::{Constraint, Glob, Prover},
    document::{Actions, Resources, Statement},
    pattern::ActionPattern,
    variable::Variable,
};

/// All that some patterns match, or all that none of them does.
#[derive(Clone, Debug)]
pub(super) struct Set {
    globs: Vec<Glob>,
    inside: bool,
}

/// The variables that two policies have in common: each stands for one text, whichever that is.
#[derive(Debug, Default)]
pub(super) struct Names(Vec<Variable>);

impl Names {
    /// All variables in the resources of some statements.
    pub(super) fn of<'a>(statements: impl IntoIterator<Item = &'a Statement>) -> Self {
        let mut names: Vec<Variable> = Vec::new();
        for variable in statements.into_iter().flat_map(variables) {
            if !names.contains(variable) {
                names.push(variable.clone());
            }
        }
        Self(names)
    }
}

impl Set {
    pub(super) fn any() -> Self {
        Self {
            globs: vec![Glob::any()],
            inside: true,
        }
    }

    pub(super) fn within(globs: Vec<Glob>) -> Self {
        Self {
            globs,
            inside: true,
        }
    }

    pub(super) fn constraint(&self) -> Constraint<'_> {
        match self.inside {
            true => Constraint::of(&self.globs),
            false => Constraint::not_of(&self.globs),
        }
    }

    pub(super) fn complement(&self) -> Constraint<'_> {
        match self.inside {
            true => Constraint::not_of(&self.globs),
            false => Constraint::of(&self.globs),
        }
    }

    /// How many steps a look at all of its patterns takes: a step is some dozens of them.
    pub(super) fn steps(&self) -> usize {
        1 + self.globs.len() / 64
    }

    /// Whether no variable is in question.
    pub(super) fn is_plain(&self) -> bool {
        !self.globs.iter().any(Glob::has_names)
    }

    /// Whether it can be said of this one to be in the other by the names of its variables. A name is told apart from every
    /// text that is written, but the variable's text may be just that: so nothing follows about what the other excepts.
    pub(super) fn may_be_named_in(&self, other: &Self) -> bool {
        other.inside || self.is_plain()
    }

    /// The set as it is to be compared with another one: by the names of its variables, or at its widest.
    fn to_be_within(&self, outer: &Self) -> Cow<'_, Self> {
        match self.may_be_named_in(outer) {
            true => Cow::Borrowed(self),
            false => self.widest(),
        }
    }

    /// The set with every variable's name as any text.
    fn widest(&self) -> Cow<'_, Self> {
        match self.is_plain() {
            true => Cow::Borrowed(self),
            false => Cow::Owned(Self {
                globs: self.globs.iter().map(Glob::without_names).collect(),
                inside: self.inside,
            }),
        }
    }
}

/// What a [`Prover`] can say of sets.
pub(super) trait Proofs {
    /// Whether all of one set is in another.
    fn is_within(&self, inner: &Set, outer: &Set) -> bool;

    /// Whether all that two sets have in common is in a third.
    fn both_within(&self, one: &Set, other: &Set, third: &Set) -> bool;

    /// Whether two sets have nothing in common.
    fn are_apart(&self, one: &Set, other: &Set) -> bool;
}

impl Proofs for Prover {
    fn is_within(&self, inner: &Set, outer: &Set) -> bool {
        let inner = inner.to_be_within(outer);
        self.nothing(&[inner.constraint(), outer.complement()])
    }

    fn both_within(&self, one: &Set, other: &Set, third: &Set) -> bool {
        // What a name has in common with what is written is not known: so either alone, or both at their widest.
        let named = !(one.is_plain() && other.is_plain());
        let alone = |set| named && self.is_within(set, third);
        let (widest_one, widest_other) = (one.widest(), other.widest());
        alone(one)
            || alone(other)
            || self.nothing(&[
                widest_one.constraint(),
                widest_other.constraint(),
                third.complement(),
            ])
    }

    fn are_apart(&self, one: &Set, other: &Set) -> bool {
        self.nothing(&[one.constraint(), other.constraint()])
    }
}

/// The statement's actions.
pub(super) fn actions(statement: &Statement) -> Set {
    let globs = |patterns: &[ActionPattern]| patterns.iter().map(Glob::of_action).collect();
    Set {
        globs: globs(statement.actions().patterns()),
        inside: matches!(statement.actions(), Actions::Matching(_)),
    }
}

/// The statement's actions, one pattern at a time.
pub(super) fn each_action(statement: &Statement) -> Vec<Set> {
    match statement.actions() {
        Actions::Except(_) => vec![actions(statement)],
        Actions::Matching(patterns) => patterns
            .iter()
            .map(|pattern| Set::within(vec![Glob::of_action(pattern)]))
            .collect(),
    }
}

/// All resources that the statement may be about in some request.
pub(super) fn widest_resources(statement: &Statement) -> Set {
    match statement.resources() {
        None => Set::any(),
        Some(Resources::Matching(patterns)) => Set::within(
            patterns
                .iter()
                .map(|p| Glob::widest(p.template()))
                .collect(),
        ),
        Some(Resources::Except(patterns)) => Set {
            globs: patterns
                .iter()
                .filter_map(|p| Glob::surest(p.template()))
                .collect(),
            inside: false,
        },
    }
}

/// All resources that the statement may be about, one pattern at a time. Variables stand for what they are called by.
pub(super) fn each_resource(statement: &Statement, names: &Names) -> Vec<Set> {
    match statement.resources() {
        Some(Resources::Matching(patterns)) => patterns
            .iter()
            .map(|pattern| {
                let glob = Glob::named(pattern.template(), &names.0);
                let glob = glob.unwrap_or_else(|| Glob::widest(pattern.template()));
                Set::within(vec![glob])
            })
            .collect(),
        None | Some(Resources::Except(_)) => vec![widest_resources(statement)],
    }
}

/// The resources that the statement is about for sure, where these variables have values.
pub(super) fn surest_resources(
    statement: &Statement,
    names: &Names,
    known: &[&Variable],
) -> Option<Set> {
    has_values(statement, known).then(|| named_resources(statement, names))
}

/// Whether the variables in the statement's resources are among these. A statement with a variable that has no value is about
/// nothing.
pub(super) fn has_values(statement: &Statement, known: &[&Variable]) -> bool {
    variables(statement).all(|variable| known.contains(&variable))
}

/// The resources that the statement is about for sure, if its variables have values.
pub(super) fn named_resources(statement: &Statement, names: &Names) -> Set {
    match statement.resources() {
        None => Set::any(),
        Some(Resources::Matching(patterns)) => Set::within(
            patterns
                .iter()
                .filter_map(|pattern| Glob::named(pattern.template(), &names.0))
                .collect(),
        ),
        Some(Resources::Except(patterns)) => Set {
            globs: patterns
                .iter()
                .map(|p| Glob::widest(p.template()))
                .collect(),
            inside: false,
        },
    }
}

/// The variables in the statement's resources: where it is about something, they have values.
pub(super) fn variables(statement: &Statement) -> impl Iterator<Item = &Variable> {
    let patterns = statement.resources().map(Resources::patterns);
    patterns
        .unwrap_or_default()
        .iter()
        .flat_map(|pattern| pattern.template().variables())
}
