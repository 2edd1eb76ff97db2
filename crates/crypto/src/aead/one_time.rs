//! A key that seals once.

use super::{Algorithm, NONCE_LEN, Tag};
use crate::Error;
use crate::backend::AesGcm;

/// A key for exactly one message: sealing consumes it.
///
/// For keys derived per message. The nonce may be anything, for there is no second one.
pub struct OneTimeKey(AesGcm);

impl OneTimeKey {
    /// Takes `key`, which must be [`Algorithm::key_len`] bytes, used for this and nothing else.
    ///
    /// # Errors
    /// If the key's length is wrong.
    pub fn new(algorithm: Algorithm, key: &[u8]) -> Result<Self, Error> {
        AesGcm::new(algorithm, key).map(Self)
    }

    /// Encrypts `in_out` in place and authenticates it together with `aad`.
    ///
    /// # Errors
    /// If the message is longer than AES-GCM allows (just under 64 GiB).
    pub fn seal(self, nonce: [u8; NONCE_LEN], aad: &[u8], in_out: &mut [u8]) -> Result<Tag, Error> {
        self.0.seal(nonce, aad, in_out)
    }

    /// Like [`Self::seal`], from `plaintext` into a `ciphertext` of the same length.
    ///
    /// # Errors
    /// As [`Self::seal`], and if the lengths differ.
    pub fn seal_into(
        self,
        nonce: [u8; NONCE_LEN],
        aad: &[u8],
        plaintext: &[u8],
        ciphertext: &mut [u8],
    ) -> Result<Tag, Error> {
        self.0.seal_into(nonce, aad, plaintext, ciphertext)
    }
}

redacted_debug!(OneTimeKey);
