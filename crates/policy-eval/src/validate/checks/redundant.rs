//! What says nothing that was not said already.

use std::collections::{HashMap, HashSet};

use crate::{
    algebra::{Glob, Prover},
    document::tree::{Node, Tree},
    limits,
    pattern::{ActionPattern, ResourcePattern},
    validate::{Checker, IssueCode, element::Element, report::Place, statement::Written},
};

pub(super) fn check(cx: &mut Checker<'_, '_>, statement: &Written<'_>) {
    let actions = redundant(&cx.prover, &statement.actions(), |text| {
        ActionPattern::parse(text).map(|pattern| Glob::of_action(&pattern))
    });
    if let Some((_, example)) = actions.first() {
        let details = format!(
            "The {} action(s) are redundant because they provide similar permissions. Update the policy to remove the \
             redundant action such as: {example}.",
            actions.len()
        );
        report(cx, IssueCode::RedundantAction, &actions, details);
    }
    let version = cx.version;
    let resources = redundant(&cx.prover, &statement.resources(), |text| {
        let pattern = ResourcePattern::parse(text, version).ok()?;
        Glob::surest(pattern.template())
    });
    if !resources.is_empty() {
        let details = format!(
            "The {} resource ARN(s) are redundant because they reference the same resource. Review the use of wildcards (*)",
            resources.len()
        );
        report(cx, IssueCode::RedundantResource, &resources, details);
    }
}

fn report(cx: &mut Checker<'_, '_>, code: IssueCode, redundant: &[(Place, &str)], details: String) {
    let places: Vec<Place> = redundant.iter().map(|(place, _)| place.clone()).collect();
    cx.report.add_at(code, &places, details);
}

/// Those patterns that another one covers; of two that are the same, the later.
fn redundant<'t>(
    prover: &Prover,
    patterns: &[(Element<'t>, &'t str)],
    parse: impl Fn(&str) -> Option<Glob>,
) -> Vec<(Place, &'t str)> {
    let mut seen = HashSet::new();
    let mut globs: Vec<Option<Glob>> = Vec::with_capacity(patterns.len());
    let mut twice = Vec::with_capacity(patterns.len());
    for (_, text) in patterns {
        let glob = parse(text);
        // What has a variable in it is the same only if it is written the same.
        let text = glob.is_none().then_some(*text);
        let again = !seen.insert((glob.clone(), text));
        globs.push(glob.filter(|_| !again));
        twice.push(again);
    }
    let wild: Vec<(usize, &Glob)> = match patterns.len() <= limits::COMPARED_PATTERNS {
        true => globs
            .iter()
            .enumerate()
            .filter_map(|(at, glob)| Some((at, glob.as_ref()?)))
            .filter(|(_, glob)| glob.is_pattern())
            .collect(),
        false => Vec::new(),
    };
    let covered = |at: usize, glob: &Glob| {
        wild.iter().any(|(other, outer)| {
            *other != at
                && outer.may_cover(glob)
                && prover.covers([*outer], [glob])
                // Of two that cover one another, which is written differently, the first stays.
                && (*other < at || !prover.covers([glob], [*outer]))
        })
    };
    patterns
        .iter()
        .zip(&globs)
        .zip(twice)
        .enumerate()
        .filter(|(at, ((_, glob), twice))| {
            *twice || glob.as_ref().is_some_and(|glob| covered(*at, glob))
        })
        .map(|(_, (((element, text), _), _))| (element.place(), *text))
        .collect()
}

/// Statements that say the same: but for their `Sid`, and the order of what is in lists.
pub(super) fn statements(cx: &mut Checker<'_, '_>, statements: &[Written<'_>]) {
    let mut seen: HashMap<String, Vec<Place>> = HashMap::new();
    for statement in statements {
        let says = canonical(statement.element.node());
        seen.entry(says)
            .or_default()
            .push(statement.element.place());
    }
    let mut same: Vec<Vec<Place>> = seen
        .into_values()
        .filter(|places| places.len() > 1)
        .collect();
    same.sort_by_key(|places| places.first().map(|place| place.span.start));
    for places in same {
        let details = "The statements are redundant because they provide identical permissions. Update the policy to remove \
                       the redundant statement.";
        cx.report
            .add_at(IssueCode::RedundantStatement, &places, details);
    }
}

/// A text that is the same for values that mean the same.
fn canonical(node: &Node) -> String {
    match &node.value {
        Tree::Object(members) => {
            let mut members: Vec<String> = members
                .iter()
                .filter(|member| &*member.name != "Sid")
                .map(|member| format!("{:?}:{}", member.name, canonical(&member.value)))
                .collect();
            members.sort_unstable();
            format!("{{{}}}", members.join(","))
        }
        Tree::List(items) => {
            let mut items: Vec<String> = items.iter().map(canonical).collect();
            items.sort_unstable();
            items.dedup();
            match items.as_slice() {
                // A list of one is the one.
                [one] => one.clone(),
                _ => format!("[{}]", items.join(",")),
            }
        }
        Tree::Text(text) => format!("{text:?}"),
        Tree::Number(number) => format!("{:?}", number.to_string()),
        Tree::Bool(value) => format!("{:?}", value.to_string()),
        Tree::Null => "null".to_owned(),
    }
}
