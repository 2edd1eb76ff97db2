//! One pattern as a set of texts.

use crate::pattern::{ActionPattern, Part, Template};

/// The texts that a pattern matches.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub(crate) struct Glob(Vec<Symbol>);

/// One step of a pattern.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub(super) enum Symbol {
    /// This character.
    Char(char),
    /// Any one character; perhaps no colon.
    One { over_colons: bool },
    /// Any characters, also none; perhaps no colons.
    Star { over_colons: bool },
}

impl Glob {
    /// Every text.
    pub(crate) fn any() -> Self {
        Self(vec![Symbol::Star { over_colons: true }])
    }

    /// Every text but the empty one.
    pub(crate) fn some() -> Self {
        Self(vec![
            Symbol::One { over_colons: true },
            Symbol::Star { over_colons: true },
        ])
    }

    /// This text alone.
    pub(crate) fn literal(text: &str) -> Self {
        Self(text.chars().map(Symbol::Char).collect())
    }

    /// What looks like an action: `service:name`.
    pub(crate) fn action_form() -> Self {
        let word = [
            Symbol::One { over_colons: false },
            Symbol::Star { over_colons: false },
        ];
        Self([&word[..], &[Symbol::Char(':')], &word].concat())
    }

    /// What looks like an ARN.
    pub(crate) fn arn_form() -> Self {
        const SOME: [Symbol; 2] = [
            Symbol::One { over_colons: false },
            Symbol::Star { over_colons: false },
        ];
        const ANY: [Symbol; 1] = [Symbol::Star { over_colons: false }];
        const REST: [Symbol; 2] = [
            Symbol::One { over_colons: true },
            Symbol::Star { over_colons: true },
        ];
        let arn = ['a', 'r', 'n'].map(Symbol::Char);
        let parts = [&arn[..], &SOME, &SOME, &ANY, &ANY, &REST];
        Self(parts.join(&Symbol::Char(':')))
    }

    /// The actions that a pattern covers, in lower case.
    pub(crate) fn of_action(pattern: &ActionPattern) -> Self {
        Self::widest(pattern.template()).lower_case()
    }

    /// Every text that the template matches in some request: a variable may have any value.
    pub(crate) fn widest(template: &Template) -> Self {
        let mut symbols = Vec::new();
        for part in template.parts() {
            match part {
                Part::Literal(text) => symbols.extend(text.chars().map(Symbol::Char)),
                Part::One { over_colons } => symbols.push(Symbol::One { over_colons }),
                Part::Star { over_colons } => symbols.push(Symbol::Star { over_colons }),
                Part::Variable(_) => symbols.push(Symbol::Star { over_colons: true }),
            }
        }
        Self(symbols)
    }

    /// The texts that the template matches in every request; none where that hangs on a variable.
    pub(crate) fn surest(template: &Template) -> Option<Self> {
        template
            .variables()
            .next()
            .is_none()
            .then(|| Self::widest(template))
    }

    /// The same in lower case, for what is compared without regard to the case of ASCII letters.
    #[must_use]
    pub(crate) fn lower_case(mut self) -> Self {
        for symbol in &mut self.0 {
            if let Symbol::Char(c) = symbol {
                *c = c.to_ascii_lowercase();
            }
        }
        self
    }

    /// Whether it may have more than one text.
    pub(crate) fn is_pattern(&self) -> bool {
        self.0
            .iter()
            .any(|symbol| !matches!(symbol, Symbol::Char(_)))
    }

    /// Whether the texts begin as alike as they must if this one is to have all of the other's: a quick look.
    pub(crate) fn may_cover(&self, other: &Self) -> bool {
        let begins = self.0.iter().zip(&other.0);
        for (own, other) in begins {
            match (own, other) {
                (Symbol::Char(a), Symbol::Char(b)) if a == b => {}
                (Symbol::Char(_), Symbol::Char(_)) => return false,
                _ => return true,
            }
        }
        true
    }

    pub(super) fn symbols(&self) -> &[Symbol] {
        &self.0
    }

    /// Whether every text matches what begins at this position.
    pub(super) fn ends_at(&self, position: usize) -> bool {
        let rest = self.0.get(position..).unwrap_or_default();
        !rest.is_empty()
            && rest
                .iter()
                .all(|symbol| *symbol == Symbol::Star { over_colons: true })
    }
}

impl Symbol {
    /// Whether the character may be read here.
    pub(super) fn takes(self, c: char) -> bool {
        match self {
            Self::Char(wanted) => wanted == c,
            Self::One { over_colons } | Self::Star { over_colons } => over_colons || c != ':',
        }
    }
}
