//! Reading a request: strict about types as AWS is, and with AWS's words for what is wrong.
//!
//! A member that the request's type does not have is refused, in every service alike. AWS ignores it; but a newer client that sends one
//! asks for something that would not be done here, and must hear of it.

mod access;
mod error;
mod filler;
mod gaps;
mod node;
mod violations;

use common_types::constraint::Constrained;
use serde::de::DeserializeOwned;
use serde_json::Value;

use self::node::{Node, Scalars, Way};
use crate::Fault;

/// Reads a request out of JSON. No body is an empty one.
pub(crate) fn json<Q: Constrained + DeserializeOwned>(body: &[u8]) -> Result<Q, Fault> {
    let body = if body.is_empty() { b"{}" } else { body };
    // What the parser says may repeat what it read, which may be secret.
    let tree =
        || serde_json::from_slice(body).map_err(|_| Fault::serialization("the body is not JSON"));
    read(tree, Scalars::Typed)
}

/// Reads a request out of a tree whose numbers and truth values are texts.
pub(crate) fn of_texts<Q: Constrained + DeserializeOwned>(
    tree: impl Fn() -> Result<Value, Fault>,
) -> Result<Q, Fault> {
    read(tree, Scalars::Texts)
}

/// Reads a request. If it cannot be read the tree is made again, so that all that is wrong can be told: a request that can be read pays
/// nothing for that.
fn read<Q: Constrained + DeserializeOwned>(
    tree: impl Fn() -> Result<Value, Fault>,
    scalars: Scalars,
) -> Result<Q, Fault> {
    let way = Way {
        scalars,
        gaps: None,
    };
    let request = Q::deserialize(Node::new(tree()?, way));
    request.map_err(|error| violations::fault::<Q>(error, tree, scalars))
}

#[cfg(test)]
mod tests;
