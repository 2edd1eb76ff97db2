//! Values of condition keys that stand for all values, as far as some conditions can tell them apart.

use std::{
    collections::{BTreeMap, BTreeSet},
    net::IpAddr,
};

use chrono::DateTime;
use ipnet::IpNet;

use super::cells::{Chosen, texts};
use crate::{
    algebra::{Constraint, Glob},
    document::{Condition, Statement, Version},
    keys::{ConditionKey, Held},
    operator::{Operator, parse_date},
    pattern::{Part, Template, Wildcards},
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

/// Operators whose values are of one kind.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
enum Family {
    Text,
    Number,
    Date,
    Bool,
    Binary,
    Ip,
}

impl Family {
    fn of(operator: Operator) -> Option<Self> {
        use Operator as O;

        Some(match operator {
            O::StringEquals
            | O::StringNotEquals
            | O::StringEqualsIgnoreCase
            | O::StringNotEqualsIgnoreCase
            | O::StringLike
            | O::StringNotLike
            | O::ArnEquals
            | O::ArnLike
            | O::ArnNotEquals
            | O::ArnNotLike => Self::Text,
            O::NumericEquals
            | O::NumericNotEquals
            | O::NumericLessThan
            | O::NumericLessThanEquals
            | O::NumericGreaterThan
            | O::NumericGreaterThanEquals => Self::Number,
            O::DateEquals
            | O::DateNotEquals
            | O::DateLessThan
            | O::DateLessThanEquals
            | O::DateGreaterThan
            | O::DateGreaterThanEquals => Self::Date,
            O::Bool => Self::Bool,
            O::BinaryEquals => Self::Binary,
            O::IpAddress | O::NotIpAddress => Self::Ip,
            O::Null => return None,
        })
    }

    fn values(self, wanted: &[(Operator, String)], version: Version) -> Chosen<String> {
        match self {
            Self::Text => text_values(wanted, version),
            Self::Number => number_values(wanted),
            Self::Date => date_values(wanted),
            Self::Bool => Chosen {
                values: vec!["true".to_owned(), "false".to_owned()],
                // A value may be a variable.
                complete: wanted.iter().all(|(_, text)| !text.contains("${")),
            },
            Self::Binary => {
                let other = "c3Ryb25ncm9vbQ==".to_owned();
                Chosen {
                    values: wanted
                        .iter()
                        .map(|(_, text)| text.clone())
                        .chain([other])
                        .collect(),
                    complete: true,
                }
            }
            Self::Ip => ip_values(wanted),
        }
    }
}

fn text_values(wanted: &[(Operator, String)], version: Version) -> Chosen<String> {
    let mut complete = true;
    let (mut patterns, mut rendered) = (Vec::new(), Vec::new());
    for (operator, text) in wanted {
        let wildcards = match operator {
            Operator::StringLike | Operator::StringNotLike => Wildcards::Everywhere,
            Operator::ArnEquals
            | Operator::ArnLike
            | Operator::ArnNotEquals
            | Operator::ArnNotLike => Wildcards::Components,
            _ => Wildcards::None,
        };
        let Some(template) = Template::parse(text, wildcards, version) else {
            complete = false;
            continue;
        };
        // Case, and what a variable has, are told apart by no pattern.
        let any_case = matches!(
            operator,
            Operator::StringEqualsIgnoreCase | Operator::StringNotEqualsIgnoreCase
        );
        if any_case {
            complete = false;
        }
        match template.variables().next() {
            None => patterns.push(Glob::widest(&template)),
            Some(_) => {
                complete = false;
                rendered.push(render(&template));
            }
        }
    }
    let some = Glob::some();
    let mut chosen = texts(&[Constraint::of([&some])], &patterns);
    chosen.complete &= complete;
    chosen.values.extend(rendered);
    // An empty text is told apart from others by one that is wanted.
    let empty = wanted.iter().any(|(_, text)| text.is_empty());
    chosen.values.extend(empty.then(String::new));
    chosen
}

/// The text of a template whose variables are all `example`.
pub(super) fn render(template: &Template) -> String {
    template
        .parts()
        .map(|part| match part {
            Part::Literal(text) => text,
            Part::Star { .. } => "",
            Part::One { .. } => "x",
            Part::Variable(_) => EXAMPLE,
        })
        .collect()
}

/// Each number, and one on either side of it.
fn number_values(wanted: &[(Operator, String)]) -> Chosen<String> {
    let mut numbers: Vec<f64> = wanted
        .iter()
        .filter_map(|(_, text)| text.parse().ok())
        .collect();
    numbers.sort_by(f64::total_cmp);
    numbers.dedup();
    let between = numbers.array_windows().map(|[a, b]| f64::midpoint(*a, *b));
    let ends = numbers
        .first()
        .map(|n| n - 1.0)
        .into_iter()
        .chain(numbers.last().map(|n| n + 1.0));
    let around: Vec<f64> = between.chain(ends).collect();
    // Whole numbers beyond what a fraction can tell apart are not tried one by one.
    let complete = numbers.iter().all(|n| n.abs() < 1e15);
    let written = wanted.iter().map(|(_, text)| text.clone());
    Chosen {
        values: written
            .chain(around.iter().map(ToString::to_string))
            .collect(),
        complete,
    }
}

/// Each point in time, and a second on either side of it.
fn date_values(wanted: &[(Operator, String)]) -> Chosen<String> {
    let mut seconds = BTreeSet::new();
    for (_, text) in wanted {
        if let Some(time) = parse_date(text) {
            let at = time.timestamp();
            seconds.extend([at.saturating_sub(1), at, at.saturating_add(1)]);
        }
    }
    let shown = |at: i64| {
        DateTime::from_timestamp(at, 0).map(|time| time.format("%Y-%m-%dT%H:%M:%SZ").to_string())
    };
    Chosen {
        values: seconds.into_iter().filter_map(shown).collect(),
        // Fractions of a second are not told apart.
        complete: wanted.iter().all(|(_, text)| !text.contains('.')),
    }
}

/// Where each range begins, and what comes behind it: in order, some range begins or ends between any two addresses that
/// the ranges tell apart.
fn ip_values(wanted: &[(Operator, String)]) -> Chosen<String> {
    let mut addresses = BTreeSet::from([
        IpAddr::from([0, 0, 0, 0]),
        IpAddr::from([0, 0, 0, 0, 0, 0, 0, 0]),
    ]);
    for (_, text) in wanted {
        let range = text
            .parse::<IpNet>()
            .ok()
            .or_else(|| text.parse::<IpAddr>().ok().map(IpNet::from));
        if let Some(range) = range {
            addresses.insert(range.network());
            addresses.extend(after(range.broadcast()));
        }
    }
    Chosen {
        values: addresses.iter().map(ToString::to_string).collect(),
        complete: true,
    }
}

fn after(address: IpAddr) -> Option<IpAddr> {
    match address {
        IpAddr::V4(v4) => v4
            .to_bits()
            .checked_add(1)
            .map(|bits| IpAddr::V4(bits.into())),
        IpAddr::V6(v6) => v6
            .to_bits()
            .checked_add(1)
            .map(|bits| IpAddr::V6(bits.into())),
    }
}
