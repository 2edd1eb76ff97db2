//! Forms as a tree: `Tags.member.1.Key=team` is the key of the first tag.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::Fault;

/// Reads the members of the request out of a form; its scalars are texts.
pub(super) fn read(body: &[u8]) -> Result<Value, Fault> {
    let mut root = Tree::default();
    for (name, value) in form_urlencoded::parse(body).filter(|(name, _)| !is_of_the_call(name)) {
        if name.split('.').count() > MOST_STEPS {
            return Err(Fault::serialization("a parameter is nested too deeply"));
        }
        let leaf = name.split('.').fold(&mut root, |tree, step| {
            tree.children.entry(step.to_owned()).or_default()
        });
        leaf.value = Some(value.into_owned());
    }
    Ok(root.into_value())
}

/// What says which operation is called, and by whom: no member of the request.
fn is_of_the_call(name: &str) -> bool {
    matches!(name, "Action" | "Version") || name.starts_with("X-Amz-")
}

/// A parameter, or what stands beneath it.
#[derive(Debug, Default)]
struct Tree {
    value: Option<String>,
    children: BTreeMap<String, Self>,
}

impl Tree {
    fn into_value(mut self) -> Value {
        if self.children.len() == 1
            && let Some(members) = self.children.remove("member")
        {
            return members.into_list();
        }
        match self.value {
            Some(value) if self.children.is_empty() => Value::String(value),
            _ => self
                .children
                .into_iter()
                .map(|(name, tree)| (name, tree.into_value()))
                .collect(),
        }
    }

    /// Members in the order of their numbers, whichever these are.
    fn into_list(self) -> Value {
        let mut members: Vec<_> = self
            .children
            .into_iter()
            .map(|(number, tree)| (number.parse().unwrap_or(u64::MAX), tree))
            .collect();
        members.sort_by_key(|(number, _)| *number);
        members
            .into_iter()
            .map(|(_, tree)| tree.into_value())
            .collect()
    }
}

/// Steps into a parameter: no request of this protocol here has more than five.
const MOST_STEPS: usize = 16;
