//! AWS Query: a form goes in, whose `Action` names the operation; XML comes out.
//!
//! Source: [AWS query protocol](https://smithy.io/2.0/aws/protocols/aws-query-protocol.html).

mod form;
mod xml;

use common_types::{ServiceError, constraint::Constrained};
use serde::{Serialize, de::DeserializeOwned};

use crate::{Fault, Protocol, WireRequest, fault::shortened, read};

pub(crate) use xml::{body, error_body};

/// The form of every body of this protocol.
pub(crate) const CONTENT_TYPE: &str = "text/xml";

/// The protocol of a service in one version.
pub(crate) const fn protocol(version: &'static str, namespace: &'static str) -> Protocol {
    Protocol::Query { version, namespace }
}

/// What a request asks for.
#[derive(Debug)]
pub(crate) struct Action {
    pub(crate) name: String,
    /// The version of the service that is meant, if one is named.
    pub(crate) version: Option<String>,
}

/// The operation that a request asks for, if it is one of this protocol.
pub(crate) fn action(request: &WireRequest<'_>) -> Option<Action> {
    let is_form = || {
        let content_type = request.header_text("content-type").unwrap_or_default();
        content_type.starts_with("application/x-www-form-urlencoded")
    };
    let parameters = match request.method {
        "POST" if is_form() => request.body,
        "GET" => request.query.as_bytes(),
        _ => return None,
    };
    let value = |wanted: &str| {
        let mut pairs = form_urlencoded::parse(parameters);
        pairs.find_map(|(name, value)| (name == wanted).then(|| value.into_owned()))
    };
    Some(Action {
        name: value("Action")?,
        version: value("Version"),
    })
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

/// The answer to an action that nobody has, or not in this version.
pub(crate) fn unknown_action(action: &Action) -> Fault {
    let Action { name, version } = action;
    let version = version.as_deref().unwrap_or("NO_VERSION_SPECIFIED");
    let (name, version) = (shortened(name), shortened(version));
    Fault::bad_request(
        "InvalidAction",
        format!("Could not find operation {name} for version {version}"),
    )
}

#[cfg(test)]
mod tests;
