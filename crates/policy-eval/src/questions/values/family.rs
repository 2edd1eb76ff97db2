//! Values for the operators of one kind: texts, numbers, dates, addresses.

use std::{collections::BTreeSet, net::IpAddr};

use chrono::DateTime;
use ipnet::IpNet;

use super::EXAMPLE;
use crate::{
    algebra::{Constraint, Glob},
    document::Version,
    operator::{Operator, parse_date},
    pattern::{Part, Template, Wildcards},
    questions::cells::{Chosen, texts},
};

/// Operators whose values are of one kind.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) enum Family {
    Text,
    Number,
    Date,
    Bool,
    Binary,
    Ip,
}

impl Family {
    pub(super) fn of(operator: Operator) -> Option<Self> {
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

    pub(super) fn values(self, wanted: &[(Operator, String)], version: Version) -> Chosen<String> {
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
    let any_case = |operator: Operator| {
        use Operator as O;
        matches!(
            operator,
            O::StringEqualsIgnoreCase | O::StringNotEqualsIgnoreCase
        )
    };
    // Where nobody minds the case, texts in lower case stand for all.
    let fold = wanted
        .iter()
        .all(|(operator, text)| any_case(*operator) && text.is_ascii());
    for (operator, text) in wanted {
        let text = &match fold && !text.contains("${") {
            true => text.to_ascii_lowercase(),
            false => text.clone(),
        };
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
        complete &= fold || !any_case(*operator);
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
    // `*` is told apart from `?*` by the empty text.
    chosen.values.push(String::new());
    chosen
}

/// The text of a template whose variables are all `example`.
pub(in crate::questions) fn render(template: &Template) -> String {
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
