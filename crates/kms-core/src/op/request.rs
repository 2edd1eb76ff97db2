//! What requests have in common.

use common_types::{EncryptionAlgorithmSpec, EncryptionContext};

use crate::{Error, Result, key::LoadedKey, limits};

/// Declares a request that names a key and nothing else.
macro_rules! key_request {
    ($(#[$doc:meta])* $request:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, serde::Deserialize, Eq, PartialEq, serde::Serialize)]
        #[serde(rename_all = "PascalCase", deny_unknown_fields)]
        #[non_exhaustive]
        pub struct $request {
            /// Key id or key ARN.
            pub key_id: String,
        }

        impl $request {
            /// For a key, by its id or ARN.
            pub fn new(key_id: impl Into<String>) -> Self {
                Self { key_id: key_id.into() }
            }
        }

        impl common_types::constraint::Constrained for $request {
            fn constraints(&self, check: &mut common_types::constraint::Check<'_>) {
                let Self { key_id } = self;
                check.text("keyId", key_id, &$crate::op::bounds::KEY_ID);
            }
        }
    };
}

pub(super) use key_request;

/// Refuses grant tokens: without grants there is none that is valid.
pub(super) fn no_grant_tokens(tokens: &[String]) -> Result<()> {
    if tokens.is_empty() {
        return Ok(());
    }
    Err(Error::InvalidGrantToken)
}

/// Refuses an encryption context that is too long.
pub(super) fn bounded_context(member: &'static str, context: &EncryptionContext) -> Result<()> {
    if context.canonical_len() > limits::ENCRYPTION_CONTEXT_BYTES {
        return Err(Error::validation(member, "has at most 8192 bytes"));
    }
    Ok(())
}

/// Refuses an algorithm that the key does not have.
pub(super) fn algorithm_of(key: &LoadedKey, wanted: Option<EncryptionAlgorithmSpec>) -> Result<()> {
    match wanted {
        None | Some(EncryptionAlgorithmSpec::SymmetricDefault) => Ok(()),
        Some(other) => Err(Error::InvalidKeyUsage {
            key: key.arn.clone(),
            usage: key.record.usage,
            spec: key.record.spec,
            wanted: other.as_str(),
        }),
    }
}
