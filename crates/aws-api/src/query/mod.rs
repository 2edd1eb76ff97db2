//! AWS Query: a form goes in, whose `Action` names the operation; XML comes out.
//!
//! Source: [AWS query protocol](https://smithy.io/2.0/aws/protocols/aws-query-protocol.html).

mod form;
mod xml;

use common_types::{ServiceError, constraint::Constrained};
use serde::{Serialize, de::DeserializeOwned};

use crate::{Fault, Protocol, WireRequest, read};

pub(crate) use xml::{body, error_body};

/// The form of every body of this protocol.
pub(crate) const CONTENT_TYPE: &str = "text/xml";

/// The protocol of a service in one version.
pub(crate) const fn protocol(version: &'static str, namespace: &'static str) -> Protocol {
    Protocol::Query { version, namespace }
}

/// The operation that a request asks for, if it is one of this protocol.
pub(crate) fn action(request: &WireRequest<'_>) -> Option<String> {
    let is_form = || {
        let content_type = request.header_text("content-type").unwrap_or_default();
        content_type.starts_with("application/x-www-form-urlencoded")
    };
    let parameters = match request.method {
        "POST" if is_form() => request.body,
        "GET" => request.query.as_bytes(),
        _ => return None,
    };
    let mut pairs = form_urlencoded::parse(parameters);
    let (_, action) = pairs.find(|(name, _)| name == "Action")?;
    Some(action.into_owned())
}

/// Reads the request, calls the operation, writes its result.
pub(crate) async fn answer<Q, A, E, F>(
    body: &[u8],
    operation: impl FnOnce(Q) -> F,
) -> Result<Vec<u8>, Fault>
where
    Q: Constrained + DeserializeOwned,
    A: Serialize,
    E: ServiceError,
    F: Future<Output = Result<A, E>>,
{
    let request = read::of_texts(|| form::read(body)).map_err(renamed)?;
    let response = operation(request).await;
    let response = response.map_err(|error| Fault::of(&error))?;
    let response = serde_json::to_value(&response).map_err(|_| Fault::internal())?;
    Ok(xml::of(&response).into_bytes())
}

/// The same error, as it is called in this protocol.
fn renamed(fault: Fault) -> Fault {
    let code = match fault.code.as_str() {
        "ValidationException" => "ValidationError",
        "SerializationException" => "MalformedInput",
        _ => return fault,
    };
    Fault {
        code: code.to_owned(),
        ..fault
    }
}

/// The answer to an action that nobody has.
pub(crate) fn unknown_action(action: &str) -> Fault {
    Fault::bad_request(
        "InvalidAction",
        format!("Could not find operation {action}"),
    )
}

#[cfg(test)]
mod tests;
