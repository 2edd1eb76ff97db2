//! Holding the members of a request against their bounds.

use std::fmt::Write;

use super::{Constrained, Number, Size, Text, Violations};
use crate::{SecretBytes, SecretString};

/// Collects what breaks a bound. Members are named as AWS's messages name them: `keyId`, in a list `tags.1.member.key`.
#[derive(Debug)]
pub struct Check<'a> {
    violations: &'a mut Violations,
    /// Where the part that is being checked is, its final dot included.
    within: String,
}

impl<'a> Check<'a> {
    pub(super) fn new(violations: &'a mut Violations) -> Self {
        Self {
            violations,
            within: String::new(),
        }
    }

    /// A text, if it is there.
    pub fn text(&mut self, member: &str, text: &(impl MaybeText + ?Sized), rule: &Text) {
        if let Some(text) = text.maybe_text() {
            rule.broken_by(text, |rule| self.broken(member, Some(text), rule));
        }
    }

    /// A secret text or secret bytes, if they are there: the message does not repeat them.
    pub fn secret(&mut self, member: &str, secret: &impl MaybeBytes, rule: &Text) {
        let Some(bytes) = secret.maybe_bytes() else {
            return;
        };
        match std::str::from_utf8(bytes) {
            Ok(text) if secret.is_text() => {
                rule.broken_by(text, |rule| self.broken(member, None, rule));
            }
            _ => {
                let count = || bytes.len();
                rule.length_broken_by(count(), count, |rule| self.broken(member, None, rule));
            }
        }
    }

    /// Bytes, if they are there. They are not repeated either: nobody reads them.
    pub fn bytes(&mut self, member: &str, bytes: &impl MaybeBytes, rule: &Text) {
        if let Some(bytes) = bytes.maybe_bytes() {
            let count = || bytes.len();
            rule.length_broken_by(count(), count, |rule| self.broken(member, None, rule));
        }
    }

    /// A number, if it is there.
    pub fn number(&mut self, member: &str, number: Option<impl Into<i64>>, rule: &Number) {
        if let Some(number) = number.map(Into::into) {
            rule.broken_by(number, |rule| {
                self.broken(member, Some(&number.to_string()), rule);
            });
        }
    }

    /// How many items a list or map has whose items are checked apart, or need no check.
    pub fn size(&mut self, member: &str, items: usize, rule: &Size) {
        rule.broken_by(items, |rule| self.broken(member, None, rule));
    }

    /// A list of texts, and each of them.
    pub fn texts(&mut self, member: &str, texts: &[impl AsRef<str>], size: &Size, each: &Text) {
        let list = || {
            let texts: Vec<_> = texts.iter().map(AsRef::as_ref).collect();
            format!("[{}]", texts.join(", "))
        };
        size.broken_by(texts.len(), |rule| self.broken(member, Some(&list()), rule));
        let mut is_broken = false;
        for text in texts {
            each.broken_by(text.as_ref(), |_| is_broken = true);
        }
        if is_broken {
            let rules: Vec<_> = each.rules().map(|rule| rule.to_string()).collect();
            let rule = format!("Member must satisfy constraint: [{}]", rules.join(", "));
            self.broken(member, Some(&list()), rule);
        }
    }

    /// A list of structures, and each of them.
    pub fn list<T: Constrained>(&mut self, member: &str, items: &[T], size: &Size) {
        self.size(member, items.len(), size);
        // No list is walked that is longer than its bound.
        let most = size.most.unwrap_or(usize::MAX);
        for (index, item) in items.iter().enumerate().take(most) {
            self.inside(format_args!("{member}.{}.member", index + 1), item);
        }
    }

    /// A structure within the request, if it is there.
    pub fn part<'p, T: Constrained + 'p>(&mut self, member: &str, part: impl Into<Option<&'p T>>) {
        if let Some(part) = part.into() {
            self.inside(format_args!("{member}"), part);
        }
    }

    /// A condition that AWS words in a way of its own: what has to be, if it is not.
    pub fn require(&mut self, holds: bool, member: &str, value: Option<&str>, rule: &str) {
        if !holds {
            self.broken(member, value, rule);
        }
    }

    fn inside(&mut self, place: std::fmt::Arguments<'_>, part: &impl Constrained) {
        let outside = self.within.len();
        let _ = write!(self.within, "{place}.");
        part.constraints(self);
        self.within.truncate(outside);
    }

    fn broken(&mut self, member: &str, value: Option<&str>, rule: impl std::fmt::Display) {
        let member = format!("{}{member}", self.within);
        self.violations.add(&member, value, rule);
    }
}

/// A text that may be absent.
pub trait MaybeText {
    /// The text, if it is there.
    fn maybe_text(&self) -> Option<&str>;
}

/// Bytes that may be absent.
pub trait MaybeBytes {
    /// The bytes, if they are there.
    fn maybe_bytes(&self) -> Option<&[u8]>;

    /// Whether they are a text, whose characters are counted.
    fn is_text(&self) -> bool {
        false
    }
}

impl MaybeText for str {
    fn maybe_text(&self) -> Option<&str> {
        Some(self)
    }
}

impl MaybeText for String {
    fn maybe_text(&self) -> Option<&str> {
        Some(self)
    }
}

impl<T: MaybeText> MaybeText for Option<T> {
    fn maybe_text(&self) -> Option<&str> {
        self.as_ref()?.maybe_text()
    }
}

impl MaybeBytes for Vec<u8> {
    fn maybe_bytes(&self) -> Option<&[u8]> {
        Some(self)
    }
}

impl MaybeBytes for SecretBytes {
    fn maybe_bytes(&self) -> Option<&[u8]> {
        Some(self.expose())
    }
}

impl MaybeBytes for SecretString {
    fn maybe_bytes(&self) -> Option<&[u8]> {
        Some(self.expose().as_bytes())
    }

    fn is_text(&self) -> bool {
        true
    }
}

impl<T: MaybeBytes> MaybeBytes for Option<T> {
    fn maybe_bytes(&self) -> Option<&[u8]> {
        self.as_ref()?.maybe_bytes()
    }

    fn is_text(&self) -> bool {
        self.as_ref().is_some_and(MaybeBytes::is_text)
    }
}
