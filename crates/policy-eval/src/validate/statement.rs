//! A statement as it is written: its elements, found once.

use super::element::{Element, Entry};
use crate::{keys::ConditionKey, operator::ConditionOperator};

/// The elements of one statement. Of two that exclude each other the first is taken.
#[derive(Debug)]
pub(super) struct Written<'t> {
    pub(super) element: Element<'t>,
    pub(super) members: Vec<Entry<'t>>,
    pub(super) principal: Option<Choice<'t>>,
    pub(super) action: Option<Choice<'t>>,
    pub(super) resource: Option<Choice<'t>>,
    pub(super) comparisons: Vec<Comparison<'t>>,
}

/// An element with its `Not…` form: `Action` or `NotAction`.
#[derive(Clone, Debug)]
pub(super) struct Choice<'t> {
    pub(super) entry: Entry<'t>,
    /// Whether it is the `Not…` form.
    pub(super) negated: bool,
}

/// One comparison of the conditions, as far as it can be understood.
#[derive(Debug)]
pub(super) struct Comparison<'t> {
    pub(super) operator: ConditionOperator,
    pub(super) operator_name: &'t str,
    pub(super) key: ConditionKey,
    pub(super) key_entry: Entry<'t>,
    pub(super) values: Vec<Element<'t>>,
}

impl<'t> Written<'t> {
    /// The statement, if it is an object.
    pub(super) fn new(element: &Element<'t>) -> Option<Self> {
        let members = element.members()?;
        let find = |name: &str| members.iter().find(|entry| entry.name == name);
        let choice = |plain: &str, negated: &str| {
            let entry = members
                .iter()
                .find(|entry| entry.name == plain || entry.name == negated)?;
            Some(Choice {
                entry: entry.clone(),
                negated: entry.name == negated,
            })
        };
        let comparisons = find("Condition")
            .and_then(|entry| entry.value.members())
            .map(|operators| operators.iter().flat_map(comparisons_of).collect());
        Some(Self {
            principal: choice("Principal", "NotPrincipal"),
            action: choice("Action", "NotAction"),
            resource: choice("Resource", "NotResource"),
            comparisons: comparisons.unwrap_or_default(),
            element: element.clone(),
            members,
        })
    }

    pub(super) fn member(&self, name: &str) -> Option<&Entry<'t>> {
        self.members.iter().find(|entry| entry.name == name)
    }

    pub(super) fn allows(&self) -> bool {
        self.effect() == Some("Allow")
    }

    pub(super) fn denies(&self) -> bool {
        self.effect() == Some("Deny")
    }

    fn effect(&self) -> Option<&'t str> {
        self.member("Effect")?.value.text()
    }

    /// The actions, however they are meant.
    pub(super) fn actions(&self) -> Vec<(Element<'t>, &'t str)> {
        texts(self.action.as_ref())
    }

    /// The resources, however they are meant.
    pub(super) fn resources(&self) -> Vec<(Element<'t>, &'t str)> {
        texts(self.resource.as_ref())
    }

    /// Whether `NotAction` stands in it.
    pub(super) fn has_not_action(&self) -> bool {
        self.action.as_ref().is_some_and(|choice| choice.negated)
    }

    /// Whether `NotResource` stands in it.
    pub(super) fn has_not_resource(&self) -> bool {
        self.resource.as_ref().is_some_and(|choice| choice.negated)
    }

    /// The principals that are named under a key such as `Service`.
    pub(super) fn principals(&self, key: &str) -> Vec<(Element<'t>, &'t str)> {
        let members = self
            .principal
            .as_ref()
            .and_then(|c| c.entry.value.members());
        members
            .unwrap_or_default()
            .into_iter()
            .filter(|entry| entry.name == key)
            .flat_map(|entry| entry.value.each())
            .filter_map(|element| element.text().map(|text| (element.clone(), text)))
            .collect()
    }

    /// Whether a condition names a key: by its folded name, or all that begin with it when that ends in `/` or `:`.
    pub(super) fn compares(&self, name: &str) -> bool {
        self.comparisons
            .iter()
            .any(|comparison| comparison.is_of(name))
    }
}

impl Comparison<'_> {
    /// Whether the key is of this folded name, or begins with it when that ends in `/` or `:`.
    pub(super) fn is_of(&self, name: &str) -> bool {
        match name.ends_with(['/', ':']) {
            true => self.key.folded().starts_with(name),
            false => self.key.folded() == name,
        }
    }
}

fn texts<'t>(choice: Option<&Choice<'t>>) -> Vec<(Element<'t>, &'t str)> {
    choice
        .map(|choice| choice.entry.value.each())
        .unwrap_or_default()
        .into_iter()
        .filter_map(|element| element.text().map(|text| (element.clone(), text)))
        .collect()
}

fn comparisons_of<'t>(operator: &Entry<'t>) -> Vec<Comparison<'t>> {
    let (Ok(parsed), Some(keys)) = (operator.name.parse(), operator.value.members()) else {
        return Vec::new();
    };
    let comparison = |key_entry: Entry<'t>| {
        let key = key_entry.name.parse().ok()?;
        Some(Comparison {
            operator: parsed,
            operator_name: operator.name,
            key,
            values: key_entry.value.each(),
            key_entry,
        })
    };
    keys.into_iter().filter_map(comparison).collect()
}
