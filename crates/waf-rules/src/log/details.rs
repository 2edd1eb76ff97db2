//! What an injection was found in.

use serde::Serialize;

use crate::{
    compile::{Node, Program, RuleKind, RuleProgram},
    injection::SensitivityLevel,
    inspect::{Component, Predicate},
};

/// An injection that a rule matched. The data that matched is not repeated.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct RuleMatchDetail {
    /// `SQL_INJECTION` or `XSS`.
    pub condition_type: &'static str,
    /// Of SQL injection.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sensitivity_level: Option<SensitivityLevel>,
    /// Such as `HEADER`; `UNKNOWN` of a JSON body.
    pub location: &'static str,
    /// Always empty.
    pub matched_data: Vec<String>,
}

/// What a rule's statements look for injections in.
pub(super) fn of_rule(program: &Program, rule: &RuleProgram) -> Vec<RuleMatchDetail> {
    let mut details = Vec::new();
    match &rule.kind {
        RuleKind::Statement(node) => collect(program, node, &mut details),
        RuleKind::Rate(rate) => {
            if let Some(scope) = &rate.scope_down {
                collect(program, scope, &mut details);
            }
        }
        RuleKind::Group(_) => {}
    }
    details
}

/// What is negated cannot have matched.
fn collect(program: &Program, node: &Node, details: &mut Vec<RuleMatchDetail>) {
    match node {
        Node::And(nodes) | Node::Or(nodes) => {
            nodes
                .iter()
                .for_each(|node| collect(program, node, details));
        }
        Node::Test(test) => {
            let predicate = program.predicates.get(test.bit as usize);
            let (condition_type, sensitivity_level) = match predicate {
                Some(Predicate::Sqli(level)) => ("SQL_INJECTION", Some(*level)),
                Some(Predicate::Xss) => ("XSS", None),
                _ => return,
            };
            let input = program.inputs.get(test.input as usize);
            details.push(RuleMatchDetail {
                condition_type,
                sensitivity_level,
                location: input.map_or("UNKNOWN", |input| location(&input.component)),
                matched_data: Vec::new(),
            });
        }
        Node::Not(_)
        | Node::Addresses(..)
        | Node::Country(..)
        | Node::Asn(..)
        | Node::Label(_)
        | Node::Never => {}
    }
}

fn location(component: &Component) -> &'static str {
    match component {
        Component::Header(_) => "HEADER",
        Component::Headers { .. } | Component::HeaderOrder(_) => "ALL_HEADERS",
        Component::Cookies { .. } => "ALL_COOKIES",
        Component::Argument(..) => "SINGLE_QUERY_ARG",
        Component::Arguments(_) => "ALL_QUERY_ARGS",
        Component::Path => "URI",
        Component::Query => "QUERY_STRING",
        Component::Method => "METHOD",
        Component::Body(_) => "BODY",
        Component::Json { .. } | Component::Fragment(_) | Component::Ja3(_) | Component::Ja4(_) => {
            "UNKNOWN"
        }
    }
}
