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
        // Empty texts alone are as good as none.
        single.retain(|value| !value.is_empty());
        values.extend(
            single
                .iter()
                .map(|value| Some(Held::Many(vec![value.clone()]))),
        );
        for (at, one) in single.iter().enumerate() {
            for other in single.iter().skip(at + 1) {
                values.push(Some(Held::Many(vec![one.clone(), other.clone()])));
            }
        }
        // Of two kinds of values, these are all the sets that there are.
        complete &= single.len() <= 2;
    }
    Chosen { values, complete }
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
