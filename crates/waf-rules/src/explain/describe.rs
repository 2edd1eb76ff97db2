//! Statements and values in words.

use std::fmt::Write as _;

use crate::{
    compile::{Node, Origin},
    decide::{Address, Evaluation},
    inspect::{Component, Extent, Input, Predicate},
};

/// What a statement asks.
pub(super) fn question(evaluation: &Evaluation<'_>, node: &Node) -> String {
    match node {
        Node::And(_) => "all of".to_owned(),
        Node::Or(_) => "any of".to_owned(),
        Node::Not(_) => "not".to_owned(),
        Node::Test(test) => {
            let program = evaluation.program();
            let input = program.inputs.get(test.input as usize);
            let predicate = program.predicates.get(test.bit as usize);
            let subject = input.map(subject).unwrap_or_default();
            let asked = predicate.map(predicate_text).unwrap_or_default();
            format!("{subject} {asked}")
        }
        Node::Addresses(_, origin) => format!("{} is in the IP set", origin_text(origin)),
        Node::Country(codes, origin) => {
            let codes: Vec<_> = codes
                .iter()
                .map(|code| String::from_utf8_lossy(code))
                .collect();
            format!(
                "country of {} is one of {}",
                origin_text(origin),
                codes.join(", ")
            )
        }
        Node::Asn(numbers, origin) => {
            let numbers: Vec<_> = numbers.iter().map(u32::to_string).collect();
            format!(
                "autonomous system of {} is one of {}",
                origin_text(origin),
                numbers.join(", ")
            )
        }
        Node::Label(test) => test.query().to_string(),
        Node::Never => "a reference that is not there".to_owned(),
    }
}

/// What a statement looked at.
pub(super) fn looked_at(evaluation: &Evaluation<'_>, node: &Node) -> Vec<String> {
    match node {
        Node::Test(test) => match evaluation.program().inputs.get(test.input as usize) {
            Some(input) => values(evaluation, input),
            None => Vec::new(),
        },
        Node::Addresses(_, Origin::Header(header)) => {
            let value = evaluation
                .request()
                .header(&header.name)
                .unwrap_or_default();
            vec![shown(value)]
        }
        Node::Addresses(_, origin @ Origin::Connection) => vec![address(evaluation, origin)],
        Node::Country(_, origin) | Node::Asn(_, origin) => {
            let mut text = address(evaluation, origin);
            if let Address::Known(known) = evaluation.address(origin) {
                let location = evaluation.location(known);
                let country = location.country_code().unwrap_or("unknown");
                let number = location.asn_number().map(|number| number.to_string());
                let number = number.as_deref().unwrap_or("unknown");
                // Writing to a text does not fail.
                let _ = write!(text, ", country {country}, autonomous system {number}");
            }
            vec![text]
        }
        Node::Label(_) => evaluation
            .label_names()
            .map(|name| format!("label {name}"))
            .collect(),
        Node::And(_) | Node::Or(_) | Node::Not(_) | Node::Never => Vec::new(),
    }
}

/// Values of a component that an explanation repeats.
const VALUES: usize = 8;

fn values(evaluation: &Evaluation<'_>, input: &Input) -> Vec<String> {
    let mut texts = Vec::new();
    let mut count = 0;
    let extent = input.values(evaluation.sight(), &mut Default::default(), &mut |value| {
        count += 1;
        if count <= VALUES {
            texts.push(shown(&value));
        }
    });
    match extent {
        Extent::Match => {
            vec!["nothing: configured to match what is oversize, invalid or absent".to_owned()]
        }
        Extent::NoMatch => {
            vec!["nothing: configured not to match what is oversize, invalid or absent".to_owned()]
        }
        Extent::Inspected if count == 0 => vec!["nothing: the request has none".to_owned()],
        Extent::Inspected => {
            if count > VALUES {
                texts.push(format!("and {} more", count - VALUES));
            }
            texts
        }
    }
}

fn address(evaluation: &Evaluation<'_>, origin: &Origin) -> String {
    match evaluation.address(origin) {
        Address::Known(address) => address.to_string(),
        Address::Fallback(_) => "no address: the fallback applies".to_owned(),
    }
}

/// Bytes of a value that an explanation repeats.
const SHOWN_BYTES: usize = 120;

fn shown(value: &[u8]) -> String {
    let cut = value.get(..SHOWN_BYTES).unwrap_or(value);
    let more = if cut.len() < value.len() { "…" } else { "" };
    format!("\"{}{more}\" ({} bytes)", cut.escape_ascii(), value.len())
}

fn origin_text(origin: &Origin) -> String {
    match origin.header() {
        Some(name) => format!("the address in header `{name}`"),
        None => "the client's address".to_owned(),
    }
}

fn subject(input: &Input) -> String {
    let name = |name: &[u8]| String::from_utf8_lossy(name).into_owned();
    let component = match &input.component {
        Component::Header(of) => format!("header `{}`", name(of)),
        Component::Argument(of, _) => format!("query argument `{}`", name(of)),
        Component::Arguments(_) => "a query argument".to_owned(),
        Component::Path => "the path".to_owned(),
        Component::Query => "the query string".to_owned(),
        Component::Fragment(_) => "the fragment".to_owned(),
        Component::Method => "the method".to_owned(),
        Component::Body(_) => "the body".to_owned(),
        Component::Json { .. } => "an element of the JSON body".to_owned(),
        Component::Headers { .. } => "a header".to_owned(),
        Component::Cookies { .. } => "a cookie".to_owned(),
        Component::HeaderOrder(_) => "the order of headers".to_owned(),
        Component::Ja3(_) => "the JA3 fingerprint".to_owned(),
        Component::Ja4(_) => "the JA4 fingerprint".to_owned(),
    };
    if input.chain.is_empty() {
        return component;
    }
    let chain: Vec<String> = input.chain.iter().map(word).collect();
    format!("{component} under {}", chain.join(", "))
}

/// AWS's word of a transformation.
fn word(kind: &impl serde::Serialize) -> String {
    match serde_json::to_value(kind) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}

fn predicate_text(predicate: &Predicate) -> String {
    match predicate {
        Predicate::Bytes(constraint, bytes) => format!("{constraint} \"{}\"", bytes.escape_ascii()),
        Predicate::Size(operator, size) => format!("has a size {operator} {size}"),
        Predicate::Patterns(patterns) => format!("matches {}", patterns.join(" or ")),
        Predicate::Sqli(level) => {
            format!("looks like SQL injection at sensitivity {}", word(level))
        }
        Predicate::Xss => "looks like cross-site scripting".to_owned(),
    }
}
