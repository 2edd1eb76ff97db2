//! What is wrong with a request, and where.

use std::fmt::{self, Display};

use serde::de::{self, Expected, Unexpected};

use crate::Fault;

/// What is wrong with a request, and where: the place is gathered on the way out, innermost first.
#[derive(Debug)]
pub(super) struct ReadError {
    place: Vec<Step>,
    problem: Problem,
}

/// One step into a request.
#[derive(Debug)]
pub(super) enum Step {
    Member(String),
    Item(usize),
}

#[derive(Debug)]
enum Problem {
    /// A member breaks a bound: its value, unless it is not told, and AWS's words for the bound.
    Broken { value: String, rule: String },
    /// A value of another type than the member's.
    WrongType(String),
}

impl ReadError {
    /// Says where what failed stands within this.
    pub(super) fn within(mut self, step: Step) -> Self {
        self.place.push(step);
        self
    }

    fn broken(value: impl Into<String>, rule: impl Into<String>) -> Self {
        Self::from(Problem::Broken {
            value: value.into(),
            rule: rule.into(),
        })
    }

    fn wrong_type(reason: impl Into<String>) -> Self {
        Self::from(Problem::WrongType(reason.into()))
    }

    /// A member that the structure does not have: refused, for what it asks for would not be done.
    pub(super) fn unknown_member(name: String) -> Self {
        let name = name.chars().take(SHOWN_CHARS).collect();
        Self::broken("Value", "Member is not supported").within(Step::Member(name))
    }

    /// The place, as AWS's messages name it: `tags.1.member.tagKey`.
    fn member(&self) -> String {
        let mut path = String::new();
        for step in self.place.iter().rev() {
            if !path.is_empty() {
                path.push('.');
            }
            match step {
                Step::Member(name) => {
                    let mut chars = name.chars();
                    path.extend(chars.next().map(|first| first.to_ascii_lowercase()));
                    path.push_str(chars.as_str());
                }
                Step::Item(index) => path.push_str(&format!("{}.member", index + 1)),
            }
        }
        path
    }
}

impl From<Problem> for ReadError {
    fn from(problem: Problem) -> Self {
        Self {
            place: Vec::new(),
            problem,
        }
    }
}

impl From<ReadError> for Fault {
    fn from(error: ReadError) -> Self {
        match &error.problem {
            Problem::Broken { value, rule } => Self::validation(format!(
                "1 validation error detected: {value} at '{}' failed to satisfy constraint: {rule}",
                error.member()
            )),
            Problem::WrongType(reason) => Self::serialization(reason),
        }
    }
}

/// What serde's visitors say, put into AWS's words.
impl de::Error for ReadError {
    fn custom<T: Display>(message: T) -> Self {
        let message = message.to_string();
        // `UnknownWord` of `wire_enum!`, which does not know its member.
        match message.split_once(" failed to satisfy constraint: ") {
            Some((value, rule)) => Self::broken(value, rule),
            None => Self::broken("Value", message),
        }
    }

    fn invalid_type(found: Unexpected<'_>, wanted: &dyn Expected) -> Self {
        let found = match found {
            Unexpected::Map => {
                return Self::wrong_type("Start of structure or map found where not expected");
            }
            Unexpected::Seq => {
                return Self::wrong_type("Start of list found where not expected");
            }
            Unexpected::Bool(true) => "TRUE_VALUE",
            Unexpected::Bool(false) => "FALSE_VALUE",
            Unexpected::Unsigned(_) | Unexpected::Signed(_) => "NUMBER_VALUE",
            Unexpected::Float(_) => "DECIMAL_VALUE",
            Unexpected::Str(_) => "STRING_VALUE",
            _ => "NULL_VALUE",
        };
        let wanted = match wanted.to_string() {
            text if text.contains("string") => "a String",
            text if text.contains("bool") => "a Boolean",
            text if text.starts_with(['u', 'i']) => "an Integer",
            text if text.starts_with('f') => "a Double",
            text if text.contains("sequence") => "a List",
            _ => "a Structure",
        };
        Self::wrong_type(format!("{found} can not be converted to {wanted}"))
    }

    fn invalid_value(found: Unexpected<'_>, wanted: &dyn Expected) -> Self {
        match found {
            Unexpected::Signed(number) if number < 0 => Self::broken(
                format!("Value '{number}'"),
                "Member must have value greater than or equal to 0",
            ),
            Unexpected::Unsigned(_) | Unexpected::Signed(_) | Unexpected::Float(_) => {
                Self::wrong_type("NUMBER_VALUE is out of range")
            }
            _ => Self::wrong_type(format!("a value is not {wanted}")),
        }
    }

    fn unknown_variant(word: &str, words: &'static [&'static str]) -> Self {
        let word: String = word.chars().take(SHOWN_CHARS).collect();
        let rule = format!("Member must satisfy enum value set: [{}]", words.join(", "));
        Self::broken(format!("Value '{word}'"), rule)
    }

    fn missing_field(member: &'static str) -> Self {
        Self::broken("Value null", "Member must not be null")
            .within(Step::Member(member.to_owned()))
    }
}

impl Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.problem {
            Problem::Broken { value, rule } => write!(f, "{value} at '{}': {rule}", self.member()),
            Problem::WrongType(reason) => f.write_str(reason),
        }
    }
}

impl std::error::Error for ReadError {}

/// Characters of an unknown word or member's name that an error repeats.
const SHOWN_CHARS: usize = 256;
