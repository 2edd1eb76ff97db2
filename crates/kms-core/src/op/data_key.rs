//! What `GenerateDataKey` and `GenerateDataKeyWithoutPlaintext` share: all but what they show.

use std::sync::Arc;

use common_types::{DataKeySpec, EncryptionContext, SecretBytes};

use super::request::{bounded_context, no_grant_tokens};
use crate::{Error, Result, call::Call, condition::Asked, key::LoadedKey, limits};

/// The members of a request for a data key.
#[derive(Debug)]
pub(super) struct DataKeyRequest<'a> {
    pub(super) key_id: &'a str,
    pub(super) encryption_context: &'a EncryptionContext,
    pub(super) number_of_bytes: Option<u32>,
    pub(super) key_spec: Option<DataKeySpec>,
    pub(super) grant_tokens: &'a [String],
    pub(super) dry_run: Option<bool>,
}

/// A data key, and the key that it is encrypted under.
#[derive(Debug)]
pub(super) struct DataKey {
    pub(super) plaintext: SecretBytes,
    pub(super) ciphertext: Vec<u8>,
    pub(super) key: Arc<LoadedKey>,
}

/// Makes a data key.
pub(super) async fn generate(call: &mut Call<'_>, request: DataKeyRequest<'_>) -> Result<DataKey> {
    let DataKeyRequest {
        key_id,
        encryption_context,
        number_of_bytes,
        key_spec,
        grant_tokens,
        dry_run,
    } = request;
    let length = length(number_of_bytes, key_spec)?;
    bounded_context("EncryptionContext", encryption_context)?;
    no_grant_tokens(grant_tokens)?;
    let found = call.find("KeyId", key_id).await?;
    call.allow(
        &found.key,
        Asked::cryptographic(found.alias(), encryption_context),
    )?;
    call.check_state(&found.key)?;
    if dry_run == Some(true) {
        return Err(Error::DryRunOperation);
    }
    let mut plaintext = SecretBytes::new(vec![0; length]);
    call.random().fill(plaintext.expose_mut())?;
    let ciphertext = found
        .key
        .seal(encryption_context, plaintext.expose(), call.random())?;
    Ok(DataKey {
        plaintext,
        ciphertext,
        key: found.key,
    })
}

/// The length in bytes: a request says it in one of two ways.
fn length(number_of_bytes: Option<u32>, key_spec: Option<DataKeySpec>) -> Result<usize> {
    match (number_of_bytes, key_spec) {
        (None, Some(DataKeySpec::Aes128)) => Ok(16),
        (None, Some(DataKeySpec::Aes256)) => Ok(32),
        (None, Some(other)) => Err(Error::unsupported(format!("`KeySpec` {other:?}"))),
        (Some(bytes), None) => random_bytes(bytes),
        (None, None) | (Some(_), Some(_)) => Err(Error::validation(
            "KeySpec",
            "or `NumberOfBytes`, and not both, says how long the data key is",
        )),
    }
}

/// A number of random bytes, within its bounds.
pub(super) fn random_bytes(number_of_bytes: u32) -> Result<usize> {
    if !(1..=limits::RANDOM_BYTES).contains(&number_of_bytes) {
        return Err(Error::validation("NumberOfBytes", "is 1 to 1024"));
    }
    usize::try_from(number_of_bytes).map_err(Error::broken)
}
