//! Parts of a document with the way to them.

use std::{ops::Range, rc::Rc};

use super::{PathElement, report::Place};
use crate::document::tree::{Member, Node, Tree};

/// A value, and the way to it.
#[derive(Clone, Debug)]
pub(super) struct Element<'t> {
    node: &'t Node,
    way: Way<'t>,
}

/// The way to a value: shared by all that lies behind it.
type Way<'t> = Option<Rc<Step<'t>>>;

#[derive(Debug)]
struct Step<'t> {
    before: Way<'t>,
    to: Next<'t>,
}

#[derive(Clone, Copy, Debug)]
enum Next<'t> {
    Index(usize),
    Value(&'t str),
}

fn path(way: &Way<'_>) -> Vec<PathElement> {
    let steps = std::iter::successors(way.as_ref(), |step| step.before.as_ref());
    let mut path: Vec<PathElement> = steps
        .map(|step| match step.to {
            Next::Index(at) => PathElement::Index(at),
            Next::Value(name) => PathElement::Value(name.to_owned()),
        })
        .collect();
    path.reverse();
    path
}

impl<'t> Element<'t> {
    pub(super) fn root(node: &'t Node) -> Self {
        Self { node, way: None }
    }

    pub(super) fn node(&self) -> &'t Node {
        self.node
    }

    pub(super) fn place(&self) -> Place {
        Place {
            path: path(&self.way),
            span: self.node.span.clone(),
        }
    }

    /// The text, if it is one.
    pub(super) fn text(&self) -> Option<&'t str> {
        match &self.node.value {
            Tree::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The value as condition values are compared: numbers and truth values by their text.
    pub(super) fn scalar(&self) -> Option<String> {
        match &self.node.value {
            Tree::Text(text) => Some(text.to_string()),
            Tree::Number(number) => Some(number.to_string()),
            Tree::Bool(value) => Some(value.to_string()),
            Tree::Object(_) | Tree::List(_) | Tree::Null => None,
        }
    }

    /// Whether it is a list without items.
    pub(super) fn is_empty_list(&self) -> bool {
        matches!(&self.node.value, Tree::List(items) if items.is_empty())
    }

    /// The items of a list; of anything else, itself.
    pub(super) fn each(&self) -> Vec<Self> {
        match &self.node.value {
            Tree::List(items) => items
                .iter()
                .enumerate()
                .map(|(at, node)| self.step(node, Next::Index(at)))
                .collect(),
            _ => vec![self.clone()],
        }
    }

    /// The members of an object, if it is one.
    pub(super) fn members(&self) -> Option<Vec<Entry<'t>>> {
        let Tree::Object(members) = &self.node.value else {
            return None;
        };
        let entry = |member: &'t Member| Entry {
            name: &member.name,
            name_span: member.name_span.clone(),
            way: self.way.clone(),
            value: self.step(&member.value, Next::Value(&member.name)),
        };
        Some(members.iter().map(entry).collect())
    }

    fn step(&self, node: &'t Node, to: Next<'t>) -> Self {
        let before = self.way.clone();
        Self {
            node,
            way: Some(Rc::new(Step { before, to })),
        }
    }
}

/// A member of an object: its name and its value, each with its place.
#[derive(Clone, Debug)]
pub(super) struct Entry<'t> {
    pub(super) name: &'t str,
    name_span: Range<usize>,
    way: Way<'t>,
    pub(super) value: Element<'t>,
}

impl Entry<'_> {
    /// The place of the name itself.
    pub(super) fn name_place(&self) -> Place {
        let mut path = path(&self.way);
        path.push(PathElement::Key(self.name.to_owned()));
        Place {
            path,
            span: self.name_span.clone(),
        }
    }
}
