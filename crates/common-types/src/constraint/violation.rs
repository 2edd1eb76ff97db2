//! What breaks a bound, in AWS's words.

use std::fmt;

/// All members of one request that break a bound.
///
/// It prints as AWS's validation errors do, such as `1 validation error detected: Value '0' at 'limit' failed to satisfy constraint:
/// Member must have value greater than or equal to 1`. The value of a secret member is not in it.
#[derive(Clone, Debug, Default, Eq, PartialEq, thiserror::Error)]
pub struct Violations(Vec<String>);

impl Violations {
    /// How many violations a request is told at once; the others are found when these are mended.
    const TOLD: usize = 20;

    /// One that was found elsewhere: a member, its value unless that is secret, and the rest of AWS's sentence, such as
    /// `Member must not be null`.
    pub fn of(member: &str, value: Option<&str>, rule: impl fmt::Display) -> Self {
        let mut violations = Self::default();
        violations.add(member, value, rule);
        violations
    }

    /// A required member that is not there.
    pub fn missing(member: &str) -> Self {
        Self(vec![format!(
            "Value null at '{member}' failed to satisfy constraint: Member must not be null"
        )])
    }

    pub(super) fn add(&mut self, member: &str, value: Option<&str>, rule: impl fmt::Display) {
        if self.0.len() >= Self::TOLD {
            return;
        }
        let end = format_args!("at '{member}' failed to satisfy constraint: {rule}");
        self.0.push(match value {
            Some(value) => format!("Value '{}' {end}", Shortened(value)),
            None => format!("Value {end}"),
        });
    }

    pub(super) fn into_result(self) -> Result<(), Self> {
        if self.0.is_empty() { Ok(()) } else { Err(self) }
    }
}

impl fmt::Display for Violations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let errors = if self.0.len() == 1 { "error" } else { "errors" };
        write!(
            f,
            "{} validation {errors} detected: {}",
            self.0.len(),
            self.0.join("; ")
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
