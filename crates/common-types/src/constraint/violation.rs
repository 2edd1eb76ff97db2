//! What breaks a bound, in AWS's words.

use std::fmt;

/// All members of one request that break a bound.
///
/// It prints as AWS's validation errors do, such as `1 validation error detected: Value '0' at 'limit' failed to satisfy constraint:
/// Member must have value greater than or equal to 1`. The value of a secret member is not in it.
#[derive(Clone, Debug, Default, Eq, PartialEq, thiserror::Error)]
pub struct Violations(Vec<Violation>);

/// One member that breaks one bound.
#[derive(Clone, Debug, Eq, PartialEq)]
struct Violation {
    member: String,
    /// `null`, or the value in quotes; empty if it is not told.
    value: String,
    rule: String,
}

impl Violations {
    /// How many violations a request is told at once; the others are found when these are mended.
    pub const TOLD: usize = 20;

    /// One that was found elsewhere: a member, its value unless that is secret, and the rest of AWS's sentence, such as
    /// `Member must not be null`.
    pub fn of(member: &str, value: Option<&str>, rule: impl fmt::Display) -> Self {
        let mut violations = Self::default();
        violations.add(member, value, rule);
        violations
    }

    /// A required member that is not there.
    pub fn missing(member: &str) -> Self {
        Self(vec![Violation {
            member: member.to_owned(),
            value: "null".to_owned(),
            rule: "Member must not be null".to_owned(),
        }])
    }

    /// Adds what else was found of the same request, up to [`TOLD`](Self::TOLD) in all.
    pub fn extend(&mut self, more: Self) {
        self.0.extend(more.0);
        self.0.truncate(Self::TOLD);
    }

    /// Leaves out what was found of a member and of what stands within it.
    pub fn forget(&mut self, member: &str) {
        let is_within = |found: &str| {
            let rest = found.strip_prefix(member);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        self.0.retain(|violation| !is_within(&violation.member));
    }

    /// Says of a member the bound that another finding has of it.
    pub fn take_bound(&mut self, member: &str, other: &Self) {
        let of_member = |violation: &&Violation| violation.member == member;
        if let Some(known) = other.0.iter().find(of_member) {
            for violation in self.0.iter_mut().filter(|found| found.member == member) {
                violation.rule.clone_from(&known.rule);
            }
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether no bound is broken.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn add(&mut self, member: &str, value: Option<&str>, rule: impl fmt::Display) {
        if self.len() >= Self::TOLD {
            return;
        }
        self.0.push(Violation {
            member: member.to_owned(),
            value: value.map_or_else(String::new, |value| format!("'{}'", Shortened(value))),
            rule: rule.to_string(),
        });
    }

    pub(super) fn into_result(self) -> Result<(), Self> {
        if self.is_empty() { Ok(()) } else { Err(self) }
    }
}

impl fmt::Display for Violations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let errors = if self.len() == 1 { "error" } else { "errors" };
        write!(f, "{} validation {errors} detected: ", self.len())?;
        for (index, violation) in self.0.iter().enumerate() {
            let between = if index == 0 { "" } else { "; " };
            write!(f, "{between}{violation}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            member,
            value,
            rule,
        } = self;
        let space = if value.is_empty() { "" } else { " " };
        write!(
            f,
            "Value{space}{value} at '{member}' failed to satisfy constraint: {rule}"
        )
    }
}

/// A value as far as it helps its reader: what somebody sends us is not sent back by the megabyte.
struct Shortened<'a>(&'a str);

impl fmt::Display for Shortened<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const SHOWN: usize = 2048;

        match self.0.char_indices().nth(SHOWN) {
            Some((end, _)) => write!(f, "{}…", self.0.get(..end).unwrap_or_default()),
            None => f.write_str(self.0),
        }
    }
}
