//! Why a text is not a policy, and where in it.

use std::fmt;

/// A document that AWS would refuse with `MalformedPolicyDocument`.
///
/// ```
/// use policy_eval::{Policy, PolicyKind};
///
/// let error = Policy::parse("{\n  \"Statment\": []\n}", PolicyKind::Identity).unwrap_err();
/// assert_eq!(error.to_string(), "unknown element `Statment` at line 2 column 3");
/// ```
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("{problem} at {position}")]
pub struct ParseError {
    problem: Problem,
    position: Position,
}

/// A place in a document.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
}

/// What is wrong with a document.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Problem {
    /// The text is longer than [`limits::DOCUMENT_BYTES`](crate::limits::DOCUMENT_BYTES).
    #[error("the document is too long")]
    TooLong,
    /// Objects and lists nest deeper than [`limits::DOCUMENT_DEPTH`](crate::limits::DOCUMENT_DEPTH).
    #[error("the document nests too deep")]
    TooDeep,
    /// The bytes are not UTF-8.
    #[error("the document is not UTF-8")]
    NotUtf8,
    /// The text is not JSON.
    #[error("expected {0}")]
    Syntax(&'static str),
    /// An object has a member twice.
    #[error("`{0}` comes twice")]
    Duplicate(String),
    /// Two statements of a policy have the same `Sid`.
    #[error("another statement has the Sid `{0}`")]
    DuplicateSid(String),
    /// An object has a member that the grammar does not know.
    #[error("unknown element `{0}`")]
    UnknownElement(String),
    /// An element that must be there is not.
    #[error("`{0}` is missing")]
    Missing(&'static str),
    /// An element that this kind of policy or statement does not take.
    #[error("{0}")]
    Forbidden(&'static str),
    /// A value is not one that its element takes.
    #[error("`{value}` is not {expected}")]
    Invalid {
        /// The value, cut when it is long.
        value: String,
        /// What the element takes.
        expected: &'static str,
    },
    /// A condition operator that AWS does not have.
    #[error("unknown condition operator `{0}`")]
    UnknownOperator(String),
}

impl ParseError {
    pub(crate) fn new(problem: Problem, position: Position) -> Self {
        Self { problem, position }
    }

    /// What is wrong.
    pub fn problem(&self) -> &Problem {
        &self.problem
    }

    /// Where it is wrong.
    pub fn position(&self) -> Position {
        self.position
    }

    /// AWS's code for it.
    pub fn code(&self) -> &'static str {
        "MalformedPolicyDocument"
    }
}

impl Problem {
    pub(crate) fn invalid(value: &str, expected: &'static str) -> Self {
        Self::Invalid {
            value: shown(value),
            expected,
        }
    }
}

/// Characters of the offending input that an error repeats.
const SHOWN_CHARS: usize = 80;

/// The text, cut when it is long.
pub(crate) fn shown(text: &str) -> String {
    let mut shown: String = text.chars().take(SHOWN_CHARS).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    shown
}

impl Position {
    /// The place of a byte offset in a text.
    pub(crate) fn of(offset: usize, text: &[u8]) -> Self {
        let before = text.get(..offset).unwrap_or(text);
        let line_start = before
            .iter()
            .rposition(|&b| b == b'\n')
            .map_or(0, |at| at + 1);
        let column = before.get(line_start..).unwrap_or_default();
        Self {
            line: before.iter().filter(|&&b| b == b'\n').count() + 1,
            // A character's continuation bytes are not counted.
            column: column.iter().filter(|&&b| b & 0xC0 != 0x80).count() + 1,
        }
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {} column {}", self.line, self.column)
    }
}
