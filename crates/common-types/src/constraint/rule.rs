//! The kinds of bounds that AWS's models know.

use std::fmt;

/// What a text has to be. Lengths are in characters, of bytes in octets.
#[derive(Clone, Copy, Debug, Default)]
pub struct Text {
    pub(super) least: usize,
    pub(super) most: Option<usize>,
    pub(super) pattern: Option<Pattern>,
}

/// A regular expression of AWS's model: its text for the message, and what decides it.
///
/// The two say the same, which a test beside the constant shows; deciding then needs no engine.
#[derive(Clone, Copy)]
pub struct Pattern {
    text: &'static str,
    matches: fn(&str) -> bool,
}

/// How many items a list or map may have.
#[derive(Clone, Copy, Debug, Default)]
pub struct Size {
    pub(super) least: usize,
    pub(super) most: Option<usize>,
}

/// What a number has to be.
#[derive(Clone, Copy, Debug, Default)]
pub struct Number {
    pub(super) least: Option<i64>,
    pub(super) most: Option<i64>,
}

impl Text {
    /// Any text.
    pub const fn new() -> Self {
        Self {
            least: 0,
            most: None,
            pattern: None,
        }
    }

    /// Of this many characters.
    #[must_use]
    pub const fn length(self, least: usize, most: usize) -> Self {
        Self {
            least,
            most: Some(most),
            ..self
        }
    }

    /// Of at least this many characters.
    #[must_use]
    pub const fn at_least(self, least: usize) -> Self {
        Self { least, ..self }
    }

    /// Of this form.
    #[must_use]
    pub const fn pattern(self, pattern: Pattern) -> Self {
        Self {
            pattern: Some(pattern),
            ..self
        }
    }

    /// Calls `broken` with each rule that the text breaks.
    pub(super) fn broken_by(&self, text: &str, mut broken: impl FnMut(Rule)) {
        self.length_broken_by(text.len(), || text.chars().count(), &mut broken);
        if let Some(pattern) = self.pattern
            && !pattern.matches(text)
        {
            broken(Rule::Pattern(pattern));
        }
    }

    /// The same for the length alone; characters are counted only where the number of bytes does not tell.
    pub(super) fn length_broken_by(
        &self,
        bytes: usize,
        count: impl Fn() -> usize,
        mut broken: impl FnMut(Rule),
    ) {
        if let Some(most) = self.most
            && bytes > most
            && count() > most
        {
            broken(Rule::MostLength(most));
        }
        if bytes < self.least || (self.least > 1 && bytes < 4 * self.least && count() < self.least)
        {
            broken(Rule::LeastLength(self.least));
        }
    }

    /// Every rule, in AWS's order: how a list says what its items have to be.
    pub(super) fn rules(&self) -> impl Iterator<Item = Rule> {
        let Self {
            least,
            most,
            pattern,
        } = *self;
        let least = (least > 0).then_some(Rule::LeastLength(least));
        let rules = [
            most.map(Rule::MostLength),
            least,
            pattern.map(Rule::Pattern),
        ];
        rules.into_iter().flatten()
    }
}

impl Pattern {
    /// A pattern by its text in AWS's model, and the function that decides it.
    pub const fn new(text: &'static str, matches: fn(&str) -> bool) -> Self {
        Self { text, matches }
    }

    /// Its text in AWS's model.
    pub const fn text(&self) -> &'static str {
        self.text
    }

    /// Whether all of a text has this form.
    pub fn matches(&self, text: &str) -> bool {
        (self.matches)(text)
    }
}

impl fmt::Debug for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Pattern").field(&self.text).finish()
    }
}

impl Size {
    /// Between so many, both included.
    pub const fn between(least: usize, most: usize) -> Self {
        Self {
            least,
            most: Some(most),
        }
    }

    /// As many as this at least.
    pub const fn at_least(least: usize) -> Self {
        Self { least, most: None }
    }

    pub(super) fn broken_by(&self, items: usize, broken: impl FnMut(Rule)) {
        let Self { least, most } = *self;
        let text = Text {
            least,
            most,
            pattern: None,
        };
        text.length_broken_by(items, || items, broken);
    }
}

impl Number {
    /// Between these, both included.
    pub const fn between(least: i64, most: i64) -> Self {
        Self {
            least: Some(least),
            most: Some(most),
        }
    }

    /// This at least.
    pub const fn at_least(least: i64) -> Self {
        Self {
            least: Some(least),
            most: None,
        }
    }

    pub(super) fn broken_by(&self, number: i64, mut broken: impl FnMut(Rule)) {
        if let Some(most) = self.most
            && number > most
        {
            broken(Rule::Most(most));
        }
        if let Some(least) = self.least
            && number < least
        {
            broken(Rule::Least(least));
        }
    }
}

/// One bound, in AWS's words.
#[derive(Clone, Copy, Debug)]
pub(super) enum Rule {
    MostLength(usize),
    LeastLength(usize),
    Pattern(Pattern),
    Most(i64),
    Least(i64),
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MostLength(most) => {
                write!(f, "Member must have length less than or equal to {most}")
            }
            Self::LeastLength(least) => {
                write!(
                    f,
                    "Member must have length greater than or equal to {least}"
                )
            }
            Self::Pattern(pattern) => {
                write!(
                    f,
                    "Member must satisfy regular expression pattern: {}",
                    pattern.text
                )
            }
            Self::Most(most) => write!(f, "Member must have value less than or equal to {most}"),
            Self::Least(least) => {
                write!(f, "Member must have value greater than or equal to {least}")
            }
        }
    }
}
