//! Answers and errors in XML.

use serde_json::Value;

use crate::Fault;

/// The envelope of an answer.
pub(crate) fn body(operation: &str, namespace: &str, result: &[u8], request_id: &str) -> Vec<u8> {
    let result = String::from_utf8_lossy(result);
    format!(
        "<{operation}Response xmlns=\"{namespace}\"><{operation}Result>{result}</{operation}Result>\
         <ResponseMetadata><RequestId>{request_id}</RequestId></ResponseMetadata></{operation}Response>"
    )
    .into_bytes()
}

/// The body of an error.
pub(crate) fn error_body(fault: &Fault, namespace: &str, request_id: &str) -> Vec<u8> {
    let side = if fault.status < 500 {
        "Sender"
    } else {
        "Receiver"
    };
    format!(
        "<ErrorResponse xmlns=\"{namespace}\"><Error><Type>{side}</Type><Code>{}</Code><Message>{}</Message></Error>\
         <RequestId>{request_id}</RequestId></ErrorResponse>",
        escaped(&fault.code),
        escaped(&fault.message)
    )
    .into_bytes()
}

/// The members of a response, as elements.
pub(super) fn of(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(value) => value.to_string(),
        Value::Number(value) => value.to_string(),
        Value::String(value) => escaped(value),
        Value::Array(items) => items
            .iter()
            .map(|item| format!("<member>{}</member>", of(item)))
            .collect(),
        Value::Object(members) => members
            .iter()
            .map(|(name, value)| format!("<{name}>{}</{name}>", of(value)))
            .collect(),
    }
}

/// Text within an element. Characters that XML does not have are replaced.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\r' => out.push_str("&#13;"),
            '\n' | '\t' => out.push(c),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}
