//! `BinaryEquals`: byte for byte, the policy's side in base64.

use base64::{Engine, engine::general_purpose::STANDARD};

use crate::keys::Value;

pub(super) fn parse(text: &str) -> Option<Vec<u8>> {
    STANDARD.decode(text).ok()
}

pub(super) fn any_matches(wanted: &[Vec<u8>], value: Value<'_>) -> bool {
    match value {
        Value::Binary(bytes) => wanted.iter().any(|wanted| wanted == bytes),
        // A request that has no bytes of its own carries them as the policy does.
        Value::Text(text) => parse(text).is_some_and(|bytes| wanted.contains(&bytes)),
        Value::Bool(_) | Value::Integer(_) | Value::Time(_) | Value::Ip(_) => false,
    }
}
