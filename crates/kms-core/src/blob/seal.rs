//! From plaintext to blob.

use common_types::EncryptionContext;
use crypto::{aead::OneTimeKey, random::Random};

use super::{
    header::BlobPrefix,
    suite::{AEAD, Derived},
};
use crate::{
    Result,
    backing::{self, BackingKey},
};

/// Encrypts a plaintext under a key derived for it alone.
pub(crate) fn seal(
    key: &BackingKey,
    prefix: &BlobPrefix,
    context: &EncryptionContext,
    plaintext: &[u8],
    random: &dyn Random,
) -> Result<Vec<u8>> {
    let salt = backing::fresh_salt(random)?;
    let derived = Derived::new(key, &salt)?;
    let mut blob = Vec::with_capacity(prefix.blob_bytes(plaintext.len()));
    blob.extend_from_slice(prefix.as_bytes());
    blob.extend_from_slice(&salt);
    blob.extend_from_slice(&derived.commitment);
    let header = blob.len();
    blob.extend_from_slice(plaintext);
    let (header, in_out) = blob.split_at_mut(header);
    let seal = |aad: &[u8]| OneTimeKey::new(AEAD, &derived.key)?.seal(derived.nonce, aad, in_out);
    let tag = with_aad(header, context, seal)?;
    blob.extend_from_slice(tag.as_bytes());
    Ok(blob)
}

/// Gives the header with the canonical encryption context behind it. The header says where it ends, so no other pair
/// has the same bytes.
pub(super) fn with_aad<R>(
    header: &[u8],
    context: &EncryptionContext,
    then: impl FnOnce(&[u8]) -> R,
) -> R {
    if context.is_empty() {
        return then(header);
    }
    let mut aad = Vec::with_capacity(header.len().saturating_add(context.canonical_len()));
    aad.extend_from_slice(header);
    context.write_canonical(&mut aad);
    then(&aad)
}
