//! What an injection was found in: worked out of the request when a record is written, so that a decision does not pay for it.

use serde::Serialize;

use super::protect::{Details, Field, Protection};
use crate::{
    compile::{Node, Program, RuleKind, RuleProgram, Test},
    injection::{SensitivityLevel, sqli_evidence, xss_evidence},
    inspect::{Component, Extent, Predicate, Sight},
};

/// An injection that a rule matched. Of other statements AWS WAF writes no details.
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
    /// The pieces of the transformed value that made it an attack: at most five, of at most 100 bytes each. None where what the
    /// component is configured for (oversize, absent, invalid) has matched without a look at it.
    pub matched_data: Vec<String>,
    /// The name of the header, cookie or argument; empty of what has none.
    pub matched_field_name: String,
}

/// Bytes of a piece that are written.
const PIECE_BYTES: usize = 100;

/// What in the request a rule's statements took for injections.
pub(super) fn of_rule(
    program: &Program,
    sight: Sight<'_>,
    protection: &Protection<'_>,
    rule: &RuleProgram,
) -> Vec<RuleMatchDetail> {
    let mut tests = Vec::new();
    match &rule.kind {
        RuleKind::Statement(node) => collect(node, &mut tests),
        RuleKind::Rate(rate) => {
            if let Some(scope) = &rate.scope_down {
                collect(scope, &mut tests);
            }
        }
        RuleKind::Group(_) => {}
    }
    tests
        .into_iter()
        .filter_map(|test| detail(program, sight, protection, test))
        .collect()
}

/// What is negated cannot have matched.
fn collect(node: &Node, tests: &mut Vec<Test>) {
    match node {
        Node::And(nodes) | Node::Or(nodes) => nodes.iter().for_each(|node| collect(node, tests)),
        Node::Test(test) => tests.push(*test),
        Node::Not(_)
        | Node::Addresses(..)
        | Node::Country(..)
        | Node::Asn(..)
        | Node::Label(_)
        | Node::Never => {}
    }
}

fn detail(
    program: &Program,
    sight: Sight<'_>,
    protection: &Protection<'_>,
    test: Test,
) -> Option<RuleMatchDetail> {
    let input = program.inputs.get(test.input as usize)?;
    let (condition_type, sensitivity_level) = match program.predicates.get(test.bit as usize)? {
        Predicate::Sqli(level) => ("SQL_INJECTION", Some(*level)),
        Predicate::Xss => ("XSS", None),
        Predicate::Bytes(..) | Predicate::Size(..) | Predicate::Patterns(_) => return None,
    };
    let (matched_field_name, matched_data) = match input.component.named_values(sight) {
        Some(values) => values.into_iter().find_map(|named| {
            let value = input.transformed(named.value);
            let pieces = match sensitivity_level {
                Some(level) => sqli_evidence(&value, level)?,
                None => xss_evidence(&value)?.to_vec(),
            };
            let field = field(&input.component, &named.name);
            let write = |piece: &&[u8]| {
                let piece = piece.get(..PIECE_BYTES).unwrap_or(piece);
                protection.detail(Details::RuleMatch, field, piece)
            };
            let name = String::from_utf8_lossy(&named.name).into_owned();
            Some((name, pieces.iter().map(write).collect()))
        })?,
        None => (input.component.extent(sight) == Extent::Match).then(Default::default)?,
    };
    Some(RuleMatchDetail {
        condition_type,
        sensitivity_level,
        location: location(&input.component),
        matched_data,
        matched_field_name,
    })
}

fn field<'n>(component: &Component, name: &'n [u8]) -> Field<'n> {
    match component {
        Component::Header(_) | Component::Headers { .. } => Field::Header(name),
        Component::Argument(..) | Component::Arguments(_) => Field::Argument(name),
        Component::Cookies { .. } => Field::Cookie(name),
        Component::Path => Field::Path,
        Component::Query => Field::Query,
        Component::Method => Field::Method,
        Component::Body(_) | Component::Json { .. } => Field::Body,
        Component::Fragment(_)
        | Component::HeaderOrder(_)
        | Component::Ja3(_)
        | Component::Ja4(_) => Field::Other,
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
