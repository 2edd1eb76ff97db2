//! Reading a request: strict about types as AWS is, and with AWS's words for what is wrong.
//!
//! A member that the request's type does not have is refused, in every service alike. AWS ignores it; but a newer client that sends one
//! asks for something that would not be done here, and must hear of it.

mod access;
mod error;
mod node;

use serde::de::DeserializeOwned;
use serde_json::Value;

use self::node::{Node, Scalars};
use crate::Fault;

/// Reads a request out of JSON. No body is an empty one.
pub(crate) fn json<Q: DeserializeOwned>(body: &[u8]) -> Result<Q, Fault> {
    let body = if body.is_empty() { b"{}" } else { body };
    // What the parser says may repeat what it read, which may be secret.
    let value =
        serde_json::from_slice(body).map_err(|_| Fault::serialization("the body is not JSON"))?;
    Q::deserialize(Node::new(value, Scalars::Typed)).map_err(Fault::from)
}

/// Reads a request out of a tree whose numbers and truth values are texts.
pub(crate) fn of_texts<Q: DeserializeOwned>(value: Value) -> Result<Q, Fault> {
    Q::deserialize(Node::new(value, Scalars::Texts)).map_err(Fault::from)
}

#[cfg(test)]
mod tests;
