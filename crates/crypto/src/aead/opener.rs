//! The opening side.

use zeroize::Zeroize;

use super::{Algorithm, NONCE_LEN, Tag};
use crate::Error;
use crate::backend::AesGcm;

/// A key that opens, and cannot seal.
pub struct Opener(AesGcm);

impl Opener {
    /// Takes `key`, which must be [`Algorithm::key_len`] bytes.
    ///
    /// # Errors
    /// If the key's length is wrong.
    pub fn new(algorithm: Algorithm, key: &[u8]) -> Result<Self, Error> {
        AesGcm::new(algorithm, key).map(Self)
    }

    /// Verifies `in_out`, `aad` and `tag` together and decrypts `in_out` in place.
    ///
    /// On failure `in_out` is wiped: no byte of an unverified plaintext is left in it.
    ///
    /// # Errors
    /// If key, nonce, `aad`, ciphertext and tag do not belong together.
    pub fn open(
        &self,
        nonce: [u8; NONCE_LEN],
        aad: &[u8],
        in_out: &mut [u8],
        tag: &Tag,
    ) -> Result<(), Error> {
        let opened = self.0.open(nonce, aad, in_out, tag);
        wipe_unless_verified(opened, in_out)
    }

    /// Like [`Self::open`], from `ciphertext` into a `plaintext` of the same length.
    ///
    /// On failure `plaintext` is wiped.
    ///
    /// # Errors
    /// As [`Self::open`], and if the lengths differ.
    pub fn open_into(
        &self,
        nonce: [u8; NONCE_LEN],
        aad: &[u8],
        ciphertext: &[u8],
        tag: &Tag,
        plaintext: &mut [u8],
    ) -> Result<(), Error> {
        let opened = self.0.open_into(nonce, aad, ciphertext, tag, plaintext);
        wipe_unless_verified(opened, plaintext)
    }
}

/// The backends wipe too, or say that they may; here it is certain.
fn wipe_unless_verified(opened: Result<(), Error>, plaintext: &mut [u8]) -> Result<(), Error> {
    if opened.is_err() {
        plaintext.zeroize();
    }
    opened
}

redacted_debug!(Opener);
