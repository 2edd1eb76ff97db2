//! Event patterns: which events a rule is for.

mod beside;
mod json;
mod matcher;
mod read;
mod wildcard;

use common_types::Event;
use serde_json::Value;

use crate::PatternError;
use beside::{Beside, Members};
use matcher::Matcher;

/// Which events a rule is for: a JSON object of the shape of an event, whose leaves are lists of what is allowed there.
///
/// Every member of the pattern has to be satisfied; of a list, one entry is enough. An entry is a value, or one of `prefix`, `suffix`,
/// `equals-ignore-case`, `wildcard`, `anything-but`, `numeric`, `cidr` and `exists`. `$or` takes alternatives. Where the event
/// has an array, one of its elements has to satisfy the pattern; of an array of objects, one object all of it, and what must not exist
/// must be in none of them.
///
/// Numbers are compared as they are written, apart from an exponent: `300` is not `300.0`. `numeric` and `anything-but` compare them by what
/// they are.
///
/// ```
/// use events::EventPattern;
/// use serde_json::json;
///
/// let pattern: EventPattern = r#"{
///     "source": ["aws.ssm"],
///     "detail": {"name": [{"prefix": "/prod/"}], "operation": [{"anything-but": "Create"}]}
/// }"#.parse()?;
/// assert!(pattern.matches_json(&json!({
///     "source": "aws.ssm",
///     "detail": {"name": "/prod/db", "operation": "Update"}
/// })));
///
/// let error = r#"{"source": "aws.ssm"}"#.parse::<EventPattern>().unwrap_err();
/// assert_eq!(error.path(), "source");
/// # Ok::<(), events::PatternError>(())
/// ```
///
/// Source: [Event patterns](https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html),
/// [comparison operators](https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html),
/// [event-ruler](https://github.com/aws/event-ruler), which EventBridge reads patterns with, for what is refused.
#[derive(Clone, Debug)]
pub struct EventPattern(Object);

/// What an object has to satisfy: all of it.
#[derive(Clone, Debug)]
struct Object(Vec<Member>);

#[derive(Clone, Debug)]
enum Member {
    Field(String, Node),
    /// One of these at least.
    Or(Vec<Object>),
}

#[derive(Clone, Debug)]
enum Node {
    Object(Object),
    /// One of these at least.
    Leaf(Vec<Matcher>),
}

impl EventPattern {
    /// Whether an event satisfies it.
    pub fn matches(&self, event: &Event) -> bool {
        serde_json::to_value(event).is_ok_and(|json| self.matches_json(&json))
    }

    /// Whether an event, as JSON, satisfies it.
    pub fn matches_json(&self, event: &Value) -> bool {
        event
            .as_object()
            .is_some_and(|event| self.0.is_satisfied_by(event, None))
    }
}

impl std::str::FromStr for EventPattern {
    type Err = PatternError;

    fn from_str(text: &str) -> Result<Self, PatternError> {
        read::pattern(text).map(Self)
    }
}

impl Object {
    /// Whether one object has all of it. What must not be there must be in none of the objects beside it, as event-ruler has it.
    fn is_satisfied_by(&self, object: &Members, beside: Option<&Beside<'_>>) -> bool {
        self.0.iter().enumerate().all(|(number, member)| {
            let inner = beside.map_or(&[][..], |beside| beside.inner(number, member));
            match member {
                Member::Field(name, Node::Leaf(matchers)) => {
                    matchers.iter().any(|matcher| match (matcher, beside) {
                        (Matcher::Exists(false), Some(beside)) => !beside.exists(number, name),
                        _ => matcher.matches(object.get(name)),
                    })
                }
                Member::Field(name, Node::Object(pattern)) => {
                    pattern.is_satisfied_within(object.get(name), inner.first())
                }
                Member::Or(alternatives) => alternatives
                    .iter()
                    .enumerate()
                    .any(|(number, one)| one.is_satisfied_by(object, inner.get(number))),
            }
        })
    }

    /// Whether a member has all of it; of an array, one of its elements.
    fn is_satisfied_within(&self, value: Option<&Value>, beside: Option<&Beside<'_>>) -> bool {
        match value {
            Some(Value::Object(found)) => self.is_satisfied_by(found, beside),
            Some(Value::Array(items)) if !items.is_empty() => {
                let any = |beside: &Beside<'_>| {
                    let satisfies = |item| self.is_satisfied_within(Some(item), Some(beside));
                    items.iter().any(satisfies)
                };
                match beside {
                    Some(beside) => any(beside),
                    None => any(&Beside::of(items, self)),
                }
            }
            // Nothing is there: only what must not be there is satisfied.
            _ => self.is_satisfied_by(&Members::new(), beside),
        }
    }
}
