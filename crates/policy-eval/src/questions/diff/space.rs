//! Actions and resources that are worth trying.

use super::search::Search;
use crate::{
    algebra::{Constraint, Glob},
    document::{Actions, Resources, Statement},
    pattern::ResourcePattern,
    questions::{
        cells::{Chosen, texts},
        values,
    },
};

impl Search<'_> {
    /// Actions that the statement is about, as all statements tell them apart.
    pub(super) fn actions_of(&self, statement: &Statement) -> Chosen<String> {
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
        // An action that there is; or else in the case in which the policies write it.
        for text in &mut found.values {
            if let Some(action) = self.known.like(text) {
                action.clone_into(text);
                continue;
            }
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
    pub(super) fn resources_of(&self, statement: &Statement) -> Chosen<String> {
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
            Resources::Matching(r) => r.iter().any(ResourcePattern::is_any),
            Resources::Except(r) => !r.iter().any(ResourcePattern::is_any),
        };
        found.values.extend(about_any.then(|| "*".to_owned()));
        found
    }
}
