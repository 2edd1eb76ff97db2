//! One pattern as a set of texts.

use crate::{
    pattern::{ActionPattern, Part, Template},
    variable::Variable,
};

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
        // What stands for variables elsewhere is any character here.
        let widest = |c| match is_name(c) {
            true => Symbol::One { over_colons: true },
            false => Symbol::Char(c),
        };
        let mut symbols = Vec::new();
        for part in template.parts() {
            match part {
                Part::Literal(text) => symbols.extend(text.chars().map(widest)),
                Part::One { over_colons } => {
                    let over_colons = over_colons.known().unwrap_or(true);
                    symbols.push(Symbol::One { over_colons });
                }
                Part::Star { over_colons } => {
                    let over_colons = over_colons.known().unwrap_or(true);
                    symbols.push(Symbol::Star { over_colons });
                }
                Part::Variable(_) => symbols.push(Symbol::Star { over_colons: true }),
            }
        }
        Self(symbols)
    }

    /// The texts that the template matches in every request; none where that hangs on a variable.
    pub(crate) fn surest(template: &Template) -> Option<Self> {
        Self::named(template, &[])
    }

    /// As [`Glob::widest`], but each of these variables stands for one text, the same in all patterns: what is then proven
    /// holds whichever text that is. None for a pattern with characters that no ARN or value should have, and for one in
    /// which a variable decides how far a wildcard reaches.
    pub(crate) fn named(template: &Template, names: &[Variable]) -> Option<Self> {
        let mut symbols = Vec::new();
        for part in template.parts() {
            match part {
                Part::Literal(text) if text.chars().any(is_name) => return None,
                Part::Literal(text) => symbols.extend(text.chars().map(Symbol::Char)),
                Part::One { over_colons } => symbols.push(Symbol::One {
                    over_colons: over_colons.known()?,
                }),
                Part::Star { over_colons } => symbols.push(Symbol::Star {
                    over_colons: over_colons.known()?,
                }),
                Part::Variable(variable) => {
                    let at = names.iter().position(|name| name == variable)?;
                    let name = u32::try_from(at).ok()?.checked_add(FIRST_NAME)?;
                    symbols.push(Symbol::Char(char::from_u32(name).filter(|c| is_name(*c))?));
                }
            }
        }
        Some(Self(symbols))
    }

    /// Whether a variable is in question.
    pub(crate) fn has_names(&self) -> bool {
        self.0
            .iter()
            .any(|symbol| matches!(symbol, Symbol::Char(c) if is_name(*c)))
    }

    /// The same with every variable's name as any text: what the pattern matches at most.
    #[must_use]
    pub(crate) fn without_names(&self) -> Self {
        let widest = |symbol: &Symbol| match symbol {
            Symbol::Char(c) if is_name(*c) => Symbol::Star { over_colons: true },
            other => *other,
        };
        Self(self.0.iter().map(widest).collect())
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
            // The text of a variable may be of any length, and have colons.
            Self::One { over_colons } => !is_name(c) && (over_colons || c != ':'),
            Self::Star { over_colons } => over_colons || c != ':' && !is_name(c),
        }
    }
}

/// Characters of a plane that is nobody's stand for the texts of variables.
const FIRST_NAME: u32 = 0xf_0000;

fn is_name(c: char) -> bool {
    ('\u{f0000}'..='\u{ffffd}').contains(&c)
}
