//! Values of condition keys that stand for all values, as far as some conditions can tell them apart.

mod family;

use std::collections::{BTreeMap, BTreeSet};

pub(super) use family::render;

use self::family::Family;
use super::cells::Chosen;
use crate::{
    document::{Condition, Statement, Version},
    keys::{ConditionKey, Held},
    operator::Operator,
};

/// What a key may be in a request: absent, or with these values.
pub(super) type MaybeHeld = Option<Held>;

/// A condition key with the values that are worth trying.
#[derive(Debug)]
pub(super) struct KeyValues<'a> {
    pub(super) key: &'a ConditionKey,
    pub(super) chosen: Chosen<MaybeHeld>,
}

/// Kinds of values of which all sets are tried: there are 31.
const MAX_KINDS: usize = 5;

/// What stands for a variable's value.
const EXAMPLE: &str = "example";

/// The keys that some statements ask for, each with values that differ to them. `version`: of the language that they are in.
pub(super) fn of_statements<'a>(
    statements: &[&'a Statement],
    version: Version,
) -> Vec<KeyValues<'a>> {
    let mut keys: BTreeMap<&str, (&ConditionKey, Vec<&Condition>, bool)> = BTreeMap::new();
    for statement in statements {
        for condition in statement.conditions() {
            let key = condition.key();
            let entry = keys.entry(key.folded()).or_insert((key, Vec::new(), false));
            entry.1.push(condition);
            for variable in condition.variables() {
                let key = variable.key();
                keys.entry(key.folded())
                    .or_insert((key, Vec::new(), false))
                    .2 = true;
            }
        }
        let patterns = statement.resources().into_iter().flat_map(|r| r.patterns());
        for variable in patterns.flat_map(|pattern| pattern.template().variables()) {
            let key = variable.key();
            keys.entry(key.folded())
                .or_insert((key, Vec::new(), false))
                .2 = true;
        }
    }
    keys.into_values()
        .map(|(key, conditions, is_variable)| KeyValues {
            key,
            chosen: of_key(&conditions, is_variable, version),
        })
        .collect()
}

fn of_key(conditions: &[&Condition], is_variable: bool, version: Version) -> Chosen<MaybeHeld> {
    let Chosen {
        values: mut single,
        mut complete,
    } = singles(conditions, version);
    if is_variable {
        single.push(EXAMPLE.to_owned());
        complete = false;
    }
    let mut seen = BTreeSet::new();
    single.retain(|value| seen.insert(value.clone()));
    let of_sets = |condition: &&&Condition| condition.operator().set().is_some();
    let sets = conditions.iter().filter(of_sets).count();
    let mut values = vec![None];
    if sets < conditions.len() || sets == 0 {
        values.extend(single.iter().map(|value| Some(Held::One(value.clone()))));
    }
    if sets > 0 {
        values.extend(sets_of(&single).map(|set| Some(Held::Many(set))));
        complete &= single.len() <= MAX_KINDS;
    }
    Chosen { values, complete }
}

/// The sets of some values, smaller ones first: all of them if there are few values, else those of one and of two.
fn sets_of(values: &[String]) -> impl Iterator<Item = Vec<String>> {
    let most = match values.len() {
        0..=MAX_KINDS => values.len(),
        _ => 2,
    };
    let mut sets: Vec<Vec<usize>> = vec![Vec::new()];
    let mut start = 0;
    for size in 0..most {
        // Each set of this size, with one value more that stands behind its last.
        let of_this_size: Vec<Vec<usize>> = sets.iter().skip(start).cloned().collect();
        start = sets.len();
        debug_assert!(of_this_size.iter().all(|set| set.len() == size));
        for set in of_this_size {
            let next = set.last().map_or(0, |last| last + 1);
            sets.extend((next..values.len()).map(|at| [&set[..], &[at]].concat()));
        }
    }
    let texts = |set: Vec<usize>| {
        set.iter()
            .filter_map(|at| values.get(*at).cloned())
            .collect()
    };
    sets.into_iter().skip(1).map(texts)
}

/// Values one by one, for the conditions on one key.
fn singles(conditions: &[&Condition], version: Version) -> Chosen<String> {
    let mut families = BTreeSet::new();
    let mut wanted: BTreeMap<Family, Vec<(Operator, String)>> = BTreeMap::new();
    for condition in conditions {
        let operator = condition.operator().operator();
        let Some(family) = Family::of(operator) else {
            continue;
        };
        families.insert(family);
        let texts = condition
            .values()
            .iter()
            .map(|value| (operator, value.text().into_owned()));
        wanted.entry(family).or_default().extend(texts);
    }
    let mut all = Chosen {
        values: Vec::new(),
        complete: families.len() <= 1,
    };
    for (family, wanted) in wanted {
        let Chosen { values, complete } = family.values(&wanted, version);
        all.complete &= complete;
        all.values.extend(values);
    }
    if all.values.is_empty() {
        all.values.push(EXAMPLE.to_owned());
    }
    all
}
