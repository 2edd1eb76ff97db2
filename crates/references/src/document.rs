//! What references stand in: a text, or a tree of texts.

use serde_json::Value;

/// A text, or a tree with texts in it, in which references are resolved.
///
/// A value that has been put in for a reference is never looked at again: `{{resolve:…}}` in it stays as it is.
pub trait Document {
    /// Shows each text with its place, such as `database.hosts[0]`, or `["a.b"].c` where a member's name has points, brackets or
    /// quotes; a text that is a document by itself has the place `""`. Names of members
    /// are no texts. Each time the same texts come, in the same order.
    fn texts(&mut self, visit: &mut dyn FnMut(&str, &mut String));
}

impl Document for String {
    fn texts(&mut self, visit: &mut dyn FnMut(&str, &mut String)) {
        visit("", self);
    }
}

impl Document for Value {
    fn texts(&mut self, visit: &mut dyn FnMut(&str, &mut String)) {
        json(self, "", visit);
    }
}

/// Named texts, such as the environment of a process.
impl Document for Vec<(String, String)> {
    fn texts(&mut self, visit: &mut dyn FnMut(&str, &mut String)) {
        for (name, text) in self {
            visit(name, text);
        }
    }
}

fn json(value: &mut Value, place: &str, visit: &mut dyn FnMut(&str, &mut String)) {
    match value {
        Value::String(text) => visit(place, text),
        Value::Array(items) => {
            for (index, item) in items.iter_mut().enumerate() {
                json(item, &format!("{place}[{index}]"), visit);
            }
        }
        Value::Object(members) => {
            for (name, member) in members {
                json(member, &inner(place, name), visit);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

#[cfg(feature = "toml")]
impl Document for toml::Value {
    fn texts(&mut self, visit: &mut dyn FnMut(&str, &mut String)) {
        toml(self, "", visit);
    }
}

#[cfg(feature = "toml")]
impl Document for toml::Table {
    fn texts(&mut self, visit: &mut dyn FnMut(&str, &mut String)) {
        for (name, member) in self {
            toml(member, &inner("", name), visit);
        }
    }
}

#[cfg(feature = "toml")]
fn toml(value: &mut toml::Value, place: &str, visit: &mut dyn FnMut(&str, &mut String)) {
    match value {
        toml::Value::String(text) => visit(place, text),
        toml::Value::Array(items) => {
            for (index, item) in items.iter_mut().enumerate() {
                toml(item, &format!("{place}[{index}]"), visit);
            }
        }
        toml::Value::Table(members) => {
            for (name, member) in members {
                toml(member, &inner(place, name), visit);
            }
        }
        toml::Value::Integer(_)
        | toml::Value::Float(_)
        | toml::Value::Boolean(_)
        | toml::Value::Datetime(_) => {}
    }
}

/// The place of a member: `a.b` is `b` in `a`, and `["a.b"]` the member of this name.
pub(crate) fn inner(place: &str, name: &str) -> String {
    let is_plain = !name.is_empty() && !name.contains(['.', '[', ']', '"']);
    match (is_plain, place) {
        (true, "") => name.to_owned(),
        (true, place) => format!("{place}.{name}"),
        (false, place) => format!("{place}[{}]", Value::from(name)),
    }
}
