//! Bodies: a request is read, a response or an error is written.

use common_types::{ServiceError, constraint::Constrained};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};

use crate::{Fault, read};

/// Reads the request, calls the operation, writes its response.
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
    let request = read::json(body)?;
    let response = operation(request).await;
    write(&response.map_err(|error| Fault::of(&error))?)
}

/// The body of an error.
pub(crate) fn error_body(fault: &Fault, message_member: &str) -> Vec<u8> {
    let named = |(name, text): (&str, &str)| (name.to_owned(), Value::from(text));
    let body: Map<String, Value> = [("__type", &*fault.code), (message_member, &*fault.message)]
        .into_iter()
        .chain(fault.members.iter().map(|(name, text)| (*name, &**text)))
        .map(named)
        .collect();
    Value::from(body).to_string().into_bytes()
}

/// Writes a response. An operation that answers nothing has an empty body.
fn write<A: Serialize>(response: &A) -> Result<Vec<u8>, Fault> {
    let body = serde_json::to_vec(response).map_err(|_| Fault::internal())?;
    // What `()` is written as: no answer of AWS is.
    Ok(if body == b"null" { Vec::new() } else { body })
}
