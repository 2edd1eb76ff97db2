//! Backing keys: the secret in a key, from which a one-time key is derived for each ciphertext.

mod id;
mod wrap;

use std::fmt;

use common_types::SecretBytes;
use crypto::{
    digest,
    kdf::{HkdfAlgorithm, Prk},
    random::{self, Random},
};

pub(crate) use id::BackingKeyId;
pub(crate) use wrap::{Binding, WrappedKey, Wrapper};

use crate::Result;

/// The secret of a backing key: 32 random bytes.
#[derive(Clone, Debug)]
pub(crate) struct BackingSecret(SecretBytes);

/// A backing key, ready for use.
pub(crate) struct BackingKey {
    id: BackingKeyId,
    prk: Prk,
    material_id: Box<str>,
}

impl BackingSecret {
    /// A fresh one.
    pub(crate) fn random(random: &dyn Random) -> Result<Self> {
        let mut secret = SecretBytes::from([0; SECRET_BYTES]);
        random.fill(secret.expose_mut())?;
        Ok(Self(secret))
    }
}

impl BackingKey {
    /// Prepares a secret for use.
    pub(crate) fn new(id: BackingKeyId, secret: &BackingSecret) -> Result<Self> {
        let BackingSecret(secret) = secret;
        Ok(Self {
            id,
            prk: Prk::from_uniform(HkdfAlgorithm::Sha256, secret.expose())?,
            material_id: material_id(id),
        })
    }

    /// Which of its key's backing keys it is.
    pub(crate) fn id(&self) -> BackingKeyId {
        self.id
    }

    /// The id under which AWS's responses name it.
    pub(crate) fn material_id(&self) -> &str {
        &self.material_id
    }

    /// What belongs to this label and salt, and to no other pair.
    pub(crate) fn derive(
        &self,
        label: &[u8],
        salt: &[u8; SALT_BYTES],
        out: &mut [u8],
    ) -> Result<(), crypto::Error> {
        // Labels have no salt's length in common with another label's tail: both lengths are fixed.
        self.prk.expand(&[label, salt], out)
    }
}

impl fmt::Debug for BackingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            id,
            prk,
            material_id: _,
        } = self;
        f.debug_struct("BackingKey")
            .field("id", id)
            .field("prk", prk)
            .finish()
    }
}

/// AWS's `KeyMaterialId`: 64 hexadecimal digits. Ours is the digest of the backing key's id, which is random and public.
pub(crate) fn material_id(id: BackingKeyId) -> Box<str> {
    let named = [MATERIAL_LABEL, id.as_bytes()].concat();
    let digest = digest::Algorithm::Sha256.digest(&named);
    hex(digest.as_ref()).into_boxed_str()
}

/// Lower-case hexadecimal digits.
fn hex(bytes: &[u8]) -> String {
    let digit = |nibble: u8| char::from_digit(nibble.into(), 16).unwrap_or_default();
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    let mut text = String::with_capacity(bytes.len().saturating_mul(2));
    text.extend(digits.map(digit));
    text
}

/// A salt for one derivation.
pub(crate) fn fresh_salt(random: &dyn Random) -> Result<[u8; SALT_BYTES], crypto::Error> {
    random::bytes(random)
}

/// Bytes in a backing key's secret.
pub(crate) const SECRET_BYTES: usize = 32;
/// Bytes in the salt of a derivation.
pub(crate) const SALT_BYTES: usize = 16;
const MATERIAL_LABEL: &[u8] = b"strongroom/kms/key-material-id/v1";

#[cfg(test)]
mod tests {
    use crypto::random::DangerousSeededRandom;

    use super::*;

    #[test]
    fn a_derivation_depends_on_key_label_and_salt() {
        let random = DangerousSeededRandom::new(7);
        let key = |id| BackingKey::new(id, &BackingSecret::random(&random).unwrap()).unwrap();
        let (a, b) = (
            key(BackingKeyId::random(&random).unwrap()),
            key(BackingKeyId::random(&random).unwrap()),
        );
        let derive = |key: &BackingKey, label: &[u8], salt: u8| {
            let mut out = [0; 32];
            key.derive(label, &[salt; SALT_BYTES], &mut out).unwrap();
            out
        };
        let first = derive(&a, b"x", 1);
        assert_eq!(first, derive(&a, b"x", 1));
        for other in [
            derive(&b, b"x", 1),
            derive(&a, b"y", 1),
            derive(&a, b"x", 2),
        ] {
            assert_ne!(first, other);
        }
    }

    #[test]
    fn a_material_id_has_the_form_of_aws() {
        let id = material_id(BackingKeyId::from_bytes([7; 16]));
        assert_eq!(id.len(), 64);
        assert!(
            id.bytes()
                .all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
        );
    }
}
