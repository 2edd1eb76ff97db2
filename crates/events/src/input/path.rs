//! JSON paths: `$.detail.items[0]['odd name']`, `$.detail.items[*].name`.

use std::{borrow::Cow, str::FromStr};

use serde_json::Value;

use crate::InputError;

/// Members and indices that lead to a part of an event; with wildcards, to several.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct JsonPath(Vec<Step>);

#[derive(Clone, Debug, Eq, PartialEq)]
enum Step {
    Member(String),
    Index(usize),
    /// Every element, or every member.
    All,
}

impl JsonPath {
    /// The part, if the event has it. What a path with a wildcard leads to is a list, perhaps an empty one.
    pub(super) fn find<'a>(&self, event: &'a Value) -> Option<Cow<'a, Value>> {
        let mut found = vec![event];
        for step in &self.0 {
            found = found.into_iter().flat_map(|part| step.from(part)).collect();
        }
        if self.0.contains(&Step::All) {
            let all = found.into_iter().cloned().collect();
            return Some(Cow::Owned(Value::Array(all)));
        }
        found.pop().map(Cow::Borrowed)
    }
}

impl Step {
    /// Where it leads to from here.
    fn from<'a>(&self, part: &'a Value) -> Vec<&'a Value> {
        match (self, part) {
            (Self::Member(name), _) => part.get(name).into_iter().collect(),
            (Self::Index(index), _) => part.get(index).into_iter().collect(),
            (Self::All, Value::Array(items)) => items.iter().collect(),
            (Self::All, Value::Object(members)) => members.values().collect(),
            (Self::All, _) => Vec::new(),
        }
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
    for all in ["[*]", ".*"] {
        if let Some(rest) = path.strip_prefix(all) {
            return Some((Step::All, rest));
        }
    }
    if let Some(index) = path.strip_prefix('[') {
        let (index, rest) = index.split_once(']')?;
        return Some((Step::Index(index.parse().ok()?), rest));
    }
    let name = path.strip_prefix('.')?;
    let end = name
        .find(|char: char| !(char.is_alphanumeric() || matches!(char, '-' | '_' | '/')))
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
        let find = |path: &str| {
            let path: JsonPath = path.parse().unwrap();
            path.find(&event).map(Cow::into_owned)
        };
        assert_eq!(find("$.detail.items[1]"), Some(json!(2)));
        assert_eq!(find("$.detail.items[0]['a b']"), Some(json!(1)));
        assert_eq!(find("$"), Some(event.clone()));
        assert_eq!(find("$.detail.none[7]"), None);
        assert_eq!(find("$.detail.a/b"), None);
    }

    #[test]
    fn a_wildcard_leads_to_all_parts() {
        let event = json!({"detail": {"items": [{"name": "a"}, {"name": "b"}, {}], "a/b": 1}});
        let find = |path: &str| {
            let path: JsonPath = path.parse().unwrap();
            path.find(&event).map(Cow::into_owned)
        };
        assert_eq!(find("$.detail.items[*].name"), Some(json!(["a", "b"])));
        assert_eq!(find("$.detail.items[0].*"), Some(json!(["a"])));
        assert_eq!(find("$.detail.none[*]"), Some(json!([])));
        assert_eq!(find("$.detail.a/b"), Some(json!(1)));
    }

    #[test]
    fn what_is_no_path_is_refused() {
        for path in [
            "", "detail", "$detail", "$.", "$[x]", "$..a", "$.a[*", "$.a*", "$['a",
        ] {
            assert!(path.parse::<JsonPath>().is_err(), "{path}");
        }
    }
}
