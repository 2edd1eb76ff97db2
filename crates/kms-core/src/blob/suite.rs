//! How a blob is encrypted: what is derived from the backing key, and under which labels.

use common_types::wipe;
use crypto::aead::{Algorithm, NONCE_LEN, TAG_LEN};

use crate::backing::{BackingKey, SALT_BYTES};

/// HKDF-SHA-256 to AES-256-GCM with key commitment: the one suite so far.
pub(super) const SUITE: u8 = 1;
/// The format of everything before the ciphertext.
pub(super) const FORMAT: u8 = 1;
pub(super) const AEAD: Algorithm = Algorithm::Aes256Gcm;
pub(super) const COMMITMENT_BYTES: usize = 32;

/// Bytes that a blob has behind its prefix, the ciphertext apart.
pub(super) const OVERHEAD_BYTES: usize = SALT_BYTES + COMMITMENT_BYTES + TAG_LEN;

/// What one salt makes of a backing key.
pub(super) struct Derived {
    pub(super) key: [u8; 32],
    pub(super) nonce: [u8; NONCE_LEN],
    pub(super) commitment: [u8; COMMITMENT_BYTES],
}

impl Derived {
    pub(super) fn new(key: &BackingKey, salt: &[u8; SALT_BYTES]) -> Result<Self, crypto::Error> {
        let mut derived = Self {
            key: Default::default(),
            nonce: Default::default(),
            commitment: Default::default(),
        };
        key.derive(KEY_LABEL, salt, &mut derived.key)?;
        key.derive(NONCE_LABEL, salt, &mut derived.nonce)?;
        key.derive(COMMITMENT_LABEL, salt, &mut derived.commitment)?;
        Ok(derived)
    }
}

impl Drop for Derived {
    fn drop(&mut self) {
        wipe(&mut self.key);
    }
}

const KEY_LABEL: &[u8] = b"strongroom/kms/blob/v1/key";
const NONCE_LABEL: &[u8] = b"strongroom/kms/blob/v1/nonce";
const COMMITMENT_LABEL: &[u8] = b"strongroom/kms/blob/v1/commitment";
