//! Templates: a text with `<variables>`.

use std::borrow::Cow;

use serde_json::Value;

use super::{Surroundings, path::JsonPath};
use crate::{InputError, limits};

/// A text with variables, and what they stand for.
#[derive(Clone, Debug)]
pub(super) struct Template {
    pieces: Vec<Piece>,
}

#[derive(Clone, Debug)]
enum Piece {
    Text(String),
    Variable { variable: Variable, is_quoted: bool },
}

#[derive(Clone, Debug)]
enum Variable {
    Part(JsonPath),
    Event,
    /// The event without its detail.
    EventHead,
    IngestionTime,
    RuleArn,
    RuleName,
}

impl Template {
    pub(super) fn parse<'a>(
        paths: impl IntoIterator<Item = (&'a str, &'a str)>,
        template: &str,
    ) -> Result<Self, InputError> {
        let mut parts = Vec::new();
        for (name, path) in paths {
            if !is_name(name) || name.starts_with("AWS") || name.starts_with("aws") {
                return Err(InputError::new(format!(
                    "`{name}` is not a name for a variable"
                )));
            }
            if parts.iter().any(|(other, _)| *other == name) {
                return Err(InputError::new(format!("`{name}` is defined twice")));
            }
            parts.push((name, path.parse::<JsonPath>()?));
        }
        if parts.len() > limits::INPUT_PATHS {
            return Err(InputError::new(format!(
                "more than {} paths",
                limits::INPUT_PATHS
            )));
        }
        if template.is_empty() || template.chars().count() > limits::TEMPLATE_CHARS {
            let most = limits::TEMPLATE_CHARS;
            return Err(InputError::new(format!(
                "a template has 1 to {most} characters"
            )));
        }
        let variable = |name: &str| match name {
            "aws.events.event" => Some(Variable::EventHead),
            "aws.events.event.json" => Some(Variable::Event),
            "aws.events.event.ingestion-time" => Some(Variable::IngestionTime),
            "aws.events.rule-arn" => Some(Variable::RuleArn),
            "aws.events.rule-name" => Some(Variable::RuleName),
            name => parts
                .iter()
                .find(|(other, _)| *other == name)
                .map(|(_, path)| Variable::Part(path.clone())),
        };
        pieces(template, variable).map(|pieces| Self { pieces })
    }

    pub(super) fn render(&self, event: &Value, surroundings: Surroundings<'_>) -> String {
        let mut text = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Text(piece) => text.push_str(piece),
                Piece::Variable {
                    variable,
                    is_quoted,
                } => {
                    push(&mut text, &variable.value(event, surroundings), *is_quoted);
                }
            }
        }
        text
    }
}

impl Variable {
    fn value(&self, event: &Value, surroundings: Surroundings<'_>) -> Value {
        let Surroundings {
            rule_name,
            rule_arn,
            ingestion_time,
        } = surroundings;
        match self {
            Self::Part(path) => path.find(event).map_or_else(|| "".into(), Cow::into_owned),
            Self::Event => event.clone(),
            Self::EventHead => {
                let mut head = event.clone();
                if let Value::Object(members) = &mut head {
                    members.remove("detail");
                }
                head
            }
            Self::IngestionTime => ingestion_time.into(),
            Self::RuleArn => rule_arn.into(),
            Self::RuleName => rule_name.into(),
        }
    }
}

/// Adds a value as JSON, or as text between the quotes that are there already: an object or a list then loses its own quotes.
fn push(text: &mut String, value: &Value, is_quoted: bool) {
    if !is_quoted {
        text.push_str(&value.to_string());
        return;
    }
    let plain = match value {
        Value::String(plain) => plain.clone(),
        other => other.to_string().replace('"', ""),
    };
    let quoted = Value::String(plain).to_string();
    let inner = quoted
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'));
    text.push_str(inner.unwrap_or_default());
}

fn pieces(
    template: &str,
    variable: impl Fn(&str) -> Option<Variable>,
) -> Result<Vec<Piece>, InputError> {
    let mut pieces = Vec::new();
    let mut text = String::new();
    let (mut is_quoted, mut is_escaped) = (false, false);
    let mut rest = template;
    while let Some(char) = rest.chars().next() {
        let after = rest.strip_prefix(char).unwrap_or_default();
        if let Some((name, end)) = placeholder(rest) {
            let variable = variable(name)
                .ok_or_else(|| InputError::new(format!("`<{name}>` is not defined")))?;
            pieces.push(Piece::Text(std::mem::take(&mut text)));
            pieces.push(Piece::Variable {
                variable,
                is_quoted,
            });
            rest = end;
            continue;
        }
        is_quoted ^= char == '"' && !is_escaped;
        is_escaped = char == '\\' && !is_escaped;
        text.push(char);
        rest = after;
    }
    pieces.push(Piece::Text(text));
    Ok(pieces)
}

/// The name of the variable that a text begins with, and what follows it.
fn placeholder(text: &str) -> Option<(&str, &str)> {
    let (name, rest) = text.strip_prefix('<')?.split_once('>')?;
    is_name(name).then_some((name, rest))
}

fn is_name(name: &str) -> bool {
    !name.is_empty()
        && name
            .chars()
            .all(|char| char.is_alphanumeric() || matches!(char, '.' | '-' | '_'))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn render(paths: &[(&str, &str)], template: &str) -> String {
        let event =
            json!({"source": "aws.ssm", "detail": {"name": "a \"b\"", "tags": ["x"], "size": 7}});
        let surroundings = Surroundings {
            rule_name: "changes",
            rule_arn: "arn:aws:events:eu-west-1:111122223333:rule/changes",
            ingestion_time: "2026-01-01T00:00:00Z",
        };
        let template = Template::parse(paths.iter().copied(), template).unwrap();
        template.render(&event, surroundings)
    }

    #[test]
    fn a_variable_is_text_within_quotes_and_json_outside() {
        let paths = [
            ("name", "$.detail.name"),
            ("tags", "$.detail.tags"),
            ("size", "$.detail.size"),
        ];
        let text = render(
            &paths,
            r#"{"a": "<name>/<size>", "b": <tags>, "c": <name>, "d": "\"<size>", "rule": <aws.events.rule-name>}"#,
        );
        let json: Value = serde_json::from_str(&text).unwrap();
        let expected = json!({
            "a": "a \"b\"/7", "b": ["x"], "c": "a \"b\"", "d": "\"7", "rule": "changes"
        });
        assert_eq!(json, expected);
    }

    #[test]
    fn the_event_is_whole_or_without_its_detail() {
        let text = render(&[], r#"[<aws.events.event>, <aws.events.event.json>]"#);
        let json: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(json[0], json!({"source": "aws.ssm"}));
        assert_eq!(json[1]["detail"]["size"], 7);
    }

    #[test]
    fn a_list_between_quotes_loses_its_own() {
        let text = render(&[("all", "$.detail")], r#"{"a": "<all>"}"#);
        let json: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(json["a"], r#"{name:a \b\,size:7,tags:[x]}"#);
    }

    #[test]
    fn what_is_not_there_is_an_empty_text() {
        assert_eq!(
            render(&[("no", "$.detail.no")], r#"{"a": <no>, "b": "<no>"}"#),
            r#"{"a": "", "b": ""}"#
        );
    }

    #[test]
    fn brackets_that_name_nothing_are_text() {
        assert_eq!(render(&[], "\"1 < 2 and <a b>\""), "\"1 < 2 and <a b>\"");
    }
}
