//! From blob back to plaintext. Every failure looks the same.

use common_types::{EncryptionContext, SecretBytes};
use crypto::{aead::Opener, constant_time_eq};

use super::{
    CiphertextBlob,
    seal::with_aad,
    suite::{AEAD, Derived},
};
use crate::{Error, Result, backing::BackingKey};

/// Decrypts a blob with the one of these keys that it names.
///
/// # Errors
///
/// [`Error::InvalidCiphertext`], whatever is wrong.
pub(crate) fn open(
    blob: &CiphertextBlob<'_>,
    key: Option<&BackingKey>,
    context: &EncryptionContext,
) -> Result<SecretBytes> {
    key.and_then(|key| decrypt(blob, key, context))
        .ok_or(Error::InvalidCiphertext)
}

fn decrypt(
    blob: &CiphertextBlob<'_>,
    key: &BackingKey,
    context: &EncryptionContext,
) -> Option<SecretBytes> {
    let derived = Derived::new(key, blob.salt).ok()?;
    // Another key would give another commitment: then nothing is decrypted at all.
    if !constant_time_eq(&derived.commitment, blob.commitment) {
        return None;
    }
    let opener = Opener::new(AEAD, &derived.key).ok()?;
    let mut plaintext = SecretBytes::new(vec![0; blob.ciphertext.len()]);
    with_aad(blob.header, context, |aad| {
        opener.open_into(
            derived.nonce,
            aad,
            blob.ciphertext,
            &blob.tag,
            plaintext.expose_mut(),
        )
    })
    .ok()?;
    Some(plaintext)
}
