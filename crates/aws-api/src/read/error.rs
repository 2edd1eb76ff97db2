//! What is wrong with a request, and where.

use std::fmt::{self, Display};

use common_types::constraint::Violations;
use serde::de::{self, Expected, Unexpected};

/// What is wrong with a request, and where: the place is gathered on the way out, innermost first.
#[derive(Debug)]
pub(super) struct ReadError {
    place: Vec<Step>,
    problem: Problem,
}

/// One step into a request.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) enum Step {
    Member(String),
    Item(usize),
}

#[derive(Debug)]
enum Problem {
    /// A required member is not there.
    Missing,
    /// A member breaks a bound: its value, unless it is not told, and AWS's words for the bound.
    Broken { value: Option<String>, rule: String },
    /// A number is below nought, where none may be.
    Negative(i64),
    /// What is missing for what was told before.
    Told,
    /// A value of another type than the member's.
    WrongType(String),
}

impl ReadError {
    /// Says where what failed stands within this.
    pub(super) fn within(mut self, step: Step) -> Self {
        self.place.push(step);
        self
    }

    fn broken(value: Option<&str>, rule: impl Into<String>) -> Self {
        Self::from(Problem::Broken {
            value: value.map(str::to_owned),
            rule: rule.into(),
        })
    }

    fn wrong_type(reason: impl Into<String>) -> Self {
        Self::from(Problem::WrongType(reason.into()))
    }

    /// A member that the structure does not have: refused, for what it asks for would not be done.
    pub(super) fn unknown_member(name: &str) -> Self {
        let name = name.chars().take(SHOWN_CHARS).collect();
        Self::broken(None, "Member is not supported").within(Step::Member(name))
    }

    /// A union whose only member was told to be unknown.
    pub(super) fn told() -> Self {
        Problem::Told.into()
    }

    /// The steps to where it is.
    pub(super) fn place(&self) -> impl Iterator<Item = &Step> {
        self.place.iter().rev()
    }

    /// The place, as AWS's messages name it: `tags.1.member.tagKey`.
    pub(super) fn member(&self) -> String {
        let mut path = String::new();
        for step in self.place() {
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

    /// The bound that is broken, or what is wrong with a type.
    pub(super) fn violation(&self) -> Result<Violations, &str> {
        let member = self.member();
        match &self.problem {
            Problem::Missing => Ok(Violations::missing(&member)),
            Problem::Broken { value, rule } => Ok(Violations::of(&member, value.as_deref(), rule)),
            Problem::Negative(number) => {
                let rule = "Member must have value greater than or equal to 0";
                Ok(Violations::of(&member, Some(&number.to_string()), rule))
            }
            Problem::Told => Ok(Violations::default()),
            Problem::WrongType(reason) => Err(reason),
        }
    }

    /// Whether the type of the member knows a bound that is not that of AWS's model.
    pub(super) fn is_negative(&self) -> bool {
        matches!(self.problem, Problem::Negative(_))
    }

    /// The first of the words that would have been right.
    pub(super) fn first_word(&self) -> Option<&str> {
        match &self.problem {
            Problem::Broken { rule, .. } => {
                let words = rule.strip_prefix(WORDS)?;
                words.split([',', ']']).next()
            }
            Problem::Missing | Problem::Negative(_) | Problem::Told | Problem::WrongType(_) => None,
        }
    }
}

/// How AWS's sentence about words begins.
const WORDS: &str = "Member must satisfy enum value set: [";

impl From<Problem> for ReadError {
    fn from(problem: Problem) -> Self {
        Self {
            place: Vec::new(),
            problem,
        }
    }
}

/// What serde's visitors say, put into AWS's words.
impl de::Error for ReadError {
    fn custom<T: Display>(message: T) -> Self {
        let message = message.to_string();
        // `UnknownWord` of `wire_enum!`, which does not know its member.
        match message.split_once(" failed to satisfy constraint: ") {
            Some((value, rule)) => {
                let value = value.strip_prefix("Value '");
                Self::broken(value.and_then(|value| value.strip_suffix('\'')), rule)
            }
            None => Self::broken(None, message),
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
            Unexpected::Signed(number) if number < 0 => Problem::Negative(number).into(),
            Unexpected::Unsigned(_) | Unexpected::Signed(_) | Unexpected::Float(_) => {
                Self::wrong_type("NUMBER_VALUE is out of range")
            }
            _ => Self::wrong_type(format!("a value is not {wanted}")),
        }
    }

    fn unknown_variant(word: &str, words: &'static [&'static str]) -> Self {
        let word: String = word.chars().take(SHOWN_CHARS).collect();
        Self::broken(Some(&word), format!("{WORDS}{}]", words.join(", ")))
    }

    fn missing_field(member: &'static str) -> Self {
        Self::from(Problem::Missing).within(Step::Member(member.to_owned()))
    }
}

impl Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.violation() {
            Ok(violation) => violation.fmt(f),
            Err(reason) => f.write_str(reason),
        }
    }
}

impl std::error::Error for ReadError {}

/// Characters of an unknown word or member's name that an error repeats.
const SHOWN_CHARS: usize = 256;
