//! Reading a request out of JSON, as AWS does: strict about types, silent about members that nobody knows, and with AWS's words
//! for what is wrong.

mod access;
mod error;
mod node;

use serde::de::DeserializeOwned;
use serde_json::Value;

use self::node::Node;
use crate::Fault;

/// Reads a request. No body is an empty one.
pub(super) fn read<Q: DeserializeOwned>(body: &[u8]) -> Result<Q, Fault> {
    let body = if body.is_empty() { b"{}" } else { body };
    // What the parser says may repeat what it read, which may be secret.
    let value: Value =
        serde_json::from_slice(body).map_err(|_| Fault::serialization("the body is not JSON"))?;
    Q::deserialize(Node(value)).map_err(Fault::from)
}

#[cfg(test)]
mod tests;
