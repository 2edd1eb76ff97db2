//! Reading a pattern, and refusing what AWS refuses.

use super::{
    Member, Node, Object,
    json::Json,
    matcher::{Matcher, Range, Scalar, Test, Text},
    wildcard::Wildcard,
};
use crate::{PatternError, limits};

type Result<T> = std::result::Result<T, PatternError>;

/// Where we are in a pattern: the members that lead there.
#[derive(Clone, Copy)]
struct Path<'a> {
    outer: Option<&'a Self>,
    name: &'a str,
}

pub(super) fn pattern(text: &str) -> Result<Object> {
    let top = Path {
        outer: None,
        name: "",
    };
    if text.len() > limits::PATTERN_CHARS && text.chars().count() > limits::PATTERN_CHARS {
        return top.refuse(format!(
            "it has more than {} characters",
            limits::PATTERN_CHARS
        ));
    }
    match serde_json::from_str(text) {
        Ok(Json::Object(members)) => {
            let object = object(&top, members)?;
            if combinations(&object) > limits::OR_COMBINATIONS {
                return top.refuse(format!(
                    "`$or` makes more than {} combinations",
                    limits::OR_COMBINATIONS
                ));
            }
            Ok(object)
        }
        Ok(_) => top.refuse("it is not an object"),
        Err(error) => top.refuse(error.to_string()),
    }
}

fn object(path: &Path<'_>, members: Vec<(String, Json)>) -> Result<Object> {
    if members.is_empty() {
        return path.refuse("an object is empty");
    }
    let member = |(name, value)| member(path, name, value);
    members
        .into_iter()
        .map(member)
        .collect::<Result<_>>()
        .map(Object)
}

fn member(outer: &Path<'_>, name: String, value: Json) -> Result<Member> {
    let path = outer.inner(&name);
    Ok(match value {
        Json::Array(items) if name == "$or" && are_alternatives(&items) => {
            let alternative = |item| match item {
                Json::Object(members) => object(&path, members),
                _ => path.refuse("an alternative is not an object"),
            };
            Member::Or(items.into_iter().map(alternative).collect::<Result<_>>()?)
        }
        Json::Object(members) => {
            let node = Node::Object(object(&path, members)?);
            Member::Field(name, node)
        }
        Json::Array(items) if items.is_empty() => return path.refuse("a list is empty"),
        Json::Array(items) => {
            let matchers = items.into_iter().map(|item| matcher(&path, item));
            let node = Node::Leaf(matchers.collect::<Result<_>>()?);
            Member::Field(name, node)
        }
        _ => return path.refuse("it is neither an object nor a list"),
    })
}

/// `$or` is a member like any other unless it lists two or more objects, none of which is an operator.
fn are_alternatives(items: &[Json]) -> bool {
    let is_pattern = |item: &Json| match item {
        Json::Object(members) => !members
            .iter()
            .any(|(name, _)| OPERATORS.contains(&name.as_str())),
        _ => false,
    };
    items.len() >= 2 && items.iter().all(is_pattern)
}

const OPERATORS: &[&str] = &[
    "exists",
    "equals-ignore-case",
    "prefix",
    "suffix",
    "anything-but",
    "numeric",
    "cidr",
    "wildcard",
];

/// How many patterns without `$or` it stands for.
fn combinations(object: &Object) -> usize {
    let of_member = |member: &Member| match member {
        Member::Field(_, Node::Object(inner)) => combinations(inner),
        Member::Field(_, Node::Leaf(_)) => 1,
        Member::Or(alternatives) => alternatives
            .iter()
            .fold(0, |sum: usize, one| sum.saturating_add(combinations(one))),
    };
    object
        .0
        .iter()
        .map(of_member)
        .fold(1, usize::saturating_mul)
}

fn matcher(path: &Path<'_>, entry: Json) -> Result<Matcher> {
    let members = match entry {
        Json::Object(members) => members,
        Json::Array(_) => return path.refuse("a list is within a list"),
        scalar => return Ok(Matcher::Exact(self::scalar(path, scalar)?)),
    };
    let Ok([(operator, operand)]) = <[_; 1]>::try_from(members) else {
        return path.refuse("an operator stands alone in its object");
    };
    let path = path.inner(&operator);
    match (operator.as_str(), operand) {
        ("exists", Json::Bool(wanted)) => Ok(Matcher::Exists(wanted)),
        ("exists", _) => path.refuse("it is neither true nor false"),
        ("anything-but", operand) => anything_but(&path, operand),
        ("numeric", operand) => numeric(&path, operand).map(Matcher::Numeric),
        ("cidr", Json::String(net)) => net.parse().map(Matcher::Cidr).or_else(|_| {
            path.refuse(format!(
                "`{net}` is not an IP address range such as 10.0.0.0/24"
            ))
        }),
        ("cidr", _) => path.refuse("it is not a text"),
        (operator, operand) => test(&path, operator, operand).map(Matcher::Is),
    }
}

/// `prefix`, `suffix`, `equals-ignore-case`, `wildcard`.
fn test(path: &Path<'_>, operator: &str, operand: Json) -> Result<Test> {
    match operator {
        "prefix" => text(path, operand).map(Test::Prefix),
        "suffix" => text(path, operand).map(Test::Suffix),
        "equals-ignore-case" => plain_text(path, operand).map(|text| {
            Test::Equals(Text {
                text,
                ignore_case: true,
            })
        }),
        "wildcard" => match Wildcard::parse(&plain_text(path, operand)?) {
            Ok(wildcard) => Ok(Test::Wildcard(wildcard)),
            Err(reason) => path.refuse(format!("it {reason}")),
        },
        _ => path.refuse("there is no such operator"),
    }
}

fn anything_but(path: &Path<'_>, operand: Json) -> Result<Matcher> {
    match operand {
        Json::Object(members) => {
            let Ok([(operator, operand)]) = <[_; 1]>::try_from(members) else {
                return path.refuse("an operator stands alone in its object");
            };
            let path = path.inner(&operator);
            let operands = match operand {
                Json::Array(items) if items.is_empty() => return path.refuse("a list is empty"),
                Json::Array(items) => items,
                one => vec![one],
            };
            let tests = operands
                .into_iter()
                .map(|operand| test_but(&path, &operator, operand));
            Ok(Matcher::AnythingButIs(tests.collect::<Result<_>>()?))
        }
        Json::Array(items) if items.is_empty() => path.refuse("a list is empty"),
        Json::Array(items) => values(path, items),
        one => values(path, vec![one]),
    }
}

/// A test that none of the values may pass: of plain texts alone, and not of the beginning or end that every text has.
fn test_but(path: &Path<'_>, operator: &str, operand: Json) -> Result<Test> {
    let text = plain_text(path, operand)?;
    if text.is_empty() && matches!(operator, "prefix" | "suffix") {
        return path.refuse("it is empty");
    }
    test(path, operator, Json::String(text))
}

/// Texts alone, or numbers alone.
fn values(path: &Path<'_>, items: Vec<Json>) -> Result<Matcher> {
    let values = items.into_iter().map(|item| scalar(path, item));
    let values: Vec<Scalar> = values.collect::<Result<_>>()?;
    let are = |kind: fn(&Scalar) -> bool| values.iter().all(kind);
    if !are(|value| matches!(value, Scalar::String(_)))
        && !are(|value| matches!(value, Scalar::Number(_)))
    {
        return path.refuse("it has other values than texts alone, or numbers alone");
    }
    Ok(Matcher::AnythingBut(values))
}

fn scalar(path: &Path<'_>, value: Json) -> Result<Scalar> {
    match value {
        Json::Null => Ok(Scalar::Null),
        Json::Bool(value) => Ok(Scalar::Bool(value)),
        Json::Number(value) => Ok(Scalar::Number(value)),
        Json::String(value) => Ok(Scalar::String(value)),
        Json::Array(_) | Json::Object(_) => path.refuse("it is not a single value"),
    }
}

/// A text, or `{"equals-ignore-case": text}`.
fn text(path: &Path<'_>, operand: Json) -> Result<Text> {
    match operand {
        Json::Object(members) => {
            let Ok([(operator, operand)]) = <[_; 1]>::try_from(members) else {
                return path.refuse("an operator stands alone in its object");
            };
            let path = path.inner(&operator);
            if operator != "equals-ignore-case" {
                return path.refuse("only `equals-ignore-case` may stand here");
            }
            let text = plain_text(&path, operand)?;
            Ok(Text {
                text,
                ignore_case: true,
            })
        }
        operand => plain_text(path, operand).map(|text| Text {
            text,
            ignore_case: false,
        }),
    }
}

fn plain_text(path: &Path<'_>, operand: Json) -> Result<String> {
    match operand {
        Json::String(text) => Ok(text),
        _ => path.refuse("it is not a text"),
    }
}

/// `["=", 3]`, `[">", 0]`, `[">=", 0, "<", 5]`.
fn numeric(path: &Path<'_>, operand: Json) -> Result<Range> {
    let Json::Array(items) = operand else {
        return path.refuse("it is not a list");
    };
    let not_comparisons = "it is not a list of comparisons, each followed by a number";
    let (pairs, rest) = items.as_chunks::<2>();
    if !rest.is_empty() {
        return path.refuse(not_comparisons);
    }
    let mut comparisons = Vec::with_capacity(pairs.len());
    for [comparison, number] in pairs {
        let (Json::String(comparison), Json::Number(number)) = (comparison, number) else {
            return path.refuse(not_comparisons);
        };
        let number = number
            .as_f64()
            .filter(|number| number.abs() <= limits::NUMERIC);
        let Some(number) = number else {
            return path.refuse(format!("a number is not between ±{}", limits::NUMERIC));
        };
        comparisons.push((comparison.as_str(), number));
    }
    let range = |above, below| Ok(Range { above, below });
    match comparisons.as_slice() {
        &[("=", number)] => range(Some((number, true)), Some((number, true))),
        &[(sign @ (">" | ">="), above)] => range(Some((above, sign == ">=")), None),
        &[(sign @ ("<" | "<="), below)] => range(None, Some((below, sign == "<="))),
        // The lower bound comes first, and is less than the upper one.
        &[(low @ (">" | ">="), above), (high @ ("<" | "<="), below)] if above < below => {
            range(Some((above, low == ">=")), Some((below, high == "<=")))
        }
        [(">" | ">=", _), ("<" | "<=", _)] => {
            path.refuse("the lower bound is not less than the upper one")
        }
        [] => path.refuse(not_comparisons),
        _ => {
            path.refuse("it is `=`, a lower bound, an upper one, or a lower and then an upper one")
        }
    }
}

impl<'a> Path<'a> {
    fn inner(&'a self, name: &'a str) -> Self {
        Self {
            outer: Some(self),
            name,
        }
    }

    fn refuse<T>(&self, reason: impl Into<String>) -> Result<T> {
        Err(PatternError::new(&self.to_string(), reason))
    }
}

impl std::fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.outer {
            None => Ok(()),
            Some(outer) if outer.outer.is_none() => f.write_str(self.name),
            Some(outer) => write!(f, "{outer}.{}", self.name),
        }
    }
}
