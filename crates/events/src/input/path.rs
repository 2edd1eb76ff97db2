//! JSON paths: `$.detail.items[0]['odd name']`.

use std::str::FromStr;

use serde_json::Value;

use crate::InputError;

/// Members and indices that lead to a part of an event.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct JsonPath(Vec<Step>);

#[derive(Clone, Debug, Eq, PartialEq)]
enum Step {
    Member(String),
    Index(usize),
}

impl JsonPath {
    /// The part, if the event has it.
    pub(super) fn find<'a>(&self, event: &'a Value) -> Option<&'a Value> {
        self.0.iter().try_fold(event, |value, step| match step {
            Step::Member(name) => value.get(name),
            Step::Index(index) => value.get(index),
        })
    }
}

impl FromStr for JsonPath {
    type Err = InputError;

    fn from_str(path: &str) -> Result<Self, InputError> {
        let refuse = || {
            InputError::new(format!(
                "`{path}` is not a path such as `$.detail.items[0]`"
            ))
        };
        let mut rest = path.strip_prefix('$').ok_or_else(refuse)?;
        let mut steps = Vec::new();
        while !rest.is_empty() {
            let (step, after) = step(rest).ok_or_else(refuse)?;
            steps.push(step);
            rest = after;
        }
        Ok(Self(steps))
    }
}

/// The first step of a path, and what follows it.
fn step(path: &str) -> Option<(Step, &str)> {
    if let Some(quoted) = path.strip_prefix("['") {
        let (name, rest) = quoted.split_once("']")?;
        return Some((Step::Member(name.to_owned()), rest));
    }
    if let Some(index) = path.strip_prefix('[') {
        let (index, rest) = index.split_once(']')?;
        return Some((Step::Index(index.parse().ok()?), rest));
    }
    let name = path.strip_prefix('.')?;
    let end = name
        .find(|char: char| !(char.is_alphanumeric() || matches!(char, '-' | '_')))
        .unwrap_or(name.len());
    let (name, rest) = name.split_at_checked(end)?;
    (!name.is_empty()).then(|| (Step::Member(name.to_owned()), rest))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_path_leads_to_a_part() {
        let event = json!({"detail": {"items": [{"a b": 1}, 2]}});
        let find = |path: &str| path.parse::<JsonPath>().unwrap().find(&event).cloned();
        assert_eq!(find("$.detail.items[1]"), Some(json!(2)));
        assert_eq!(find("$.detail.items[0]['a b']"), Some(json!(1)));
        assert_eq!(find("$"), Some(event.clone()));
        assert_eq!(find("$.detail.none[7]"), None);
    }

    #[test]
    fn what_is_no_path_is_refused() {
        for path in [
            "", "detail", "$detail", "$.", "$[x]", "$..a", "$.a[*]", "$['a",
        ] {
            assert!(path.parse::<JsonPath>().is_err(), "{path}");
        }
    }
}
