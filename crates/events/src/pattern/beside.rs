//! What stands beside an object in the arrays of an event.

use std::{cell::OnceCell, rc::Rc};

use serde_json::{Map, Value};

use super::{Member, Node, Object, matcher::Matcher};

/// An object of an event.
pub(super) type Members = Map<String, Value>;

/// All objects at one place of an event, and what was found out about them: once, however many of them are looked at.
#[derive(Debug)]
pub(super) struct Beside<'a> {
    objects: Rc<[&'a Members]>,
    /// For each member of the pattern's object.
    known: Vec<Known<'a>>,
}

#[derive(Debug, Default)]
struct Known<'a> {
    /// Whether any of the objects has it.
    exists: OnceCell<bool>,
    /// The objects within it; of alternatives, the same ones for each.
    inner: OnceCell<Vec<Beside<'a>>>,
}

impl<'a> Beside<'a> {
    /// The objects among the elements of an array, as a pattern's object looks at them.
    pub(super) fn of(items: &'a [Value], pattern: &Object) -> Self {
        let mut objects = Vec::new();
        items.iter().for_each(|item| collect(item, &mut objects));
        Self::new(objects.into(), pattern)
    }

    fn new(objects: Rc<[&'a Members]>, pattern: &Object) -> Self {
        let known = pattern.0.iter().map(|_| Known::default()).collect();
        Self { objects, known }
    }

    /// Whether any of them has this member, which is the pattern's by its number.
    pub(super) fn exists(&self, number: usize, name: &str) -> bool {
        let exists = |object: &&Members| Matcher::Exists(true).matches(object.get(name));
        let find = || self.objects.iter().any(exists);
        self.known
            .get(number)
            .is_some_and(|known| *known.exists.get_or_init(find))
    }

    /// What stands beside what is within a member of the pattern, by its number; beside each of its alternatives.
    pub(super) fn inner(&self, number: usize, member: &Member) -> &[Self] {
        let find = || match member {
            Member::Field(name, Node::Object(pattern)) => {
                let mut objects = Vec::new();
                let values = self.objects.iter().filter_map(|object| object.get(name));
                values.for_each(|value| collect(value, &mut objects));
                vec![Self::new(objects.into(), pattern)]
            }
            Member::Field(_, Node::Leaf(_)) => Vec::new(),
            Member::Or(alternatives) => alternatives
                .iter()
                .map(|pattern| Self::new(Rc::clone(&self.objects), pattern))
                .collect(),
        };
        self.known
            .get(number)
            .map_or(&[], |known| known.inner.get_or_init(find))
    }
}

/// The objects that a value is, or has as elements.
fn collect<'a>(value: &'a Value, to: &mut Vec<&'a Members>) {
    match value {
        Value::Object(members) => to.push(members),
        Value::Array(items) => items.iter().for_each(|item| collect(item, to)),
        _ => {}
    }
}
