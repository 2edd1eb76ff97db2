//! A long-lived key with random nonces.

use super::{Algorithm, NONCE_LEN, Tag};
use crate::Error;
use crate::backend::AesGcm;
use crate::counter::UseCounter;
use crate::random::{self, Random};

/// A long-lived key, perhaps held elsewhere too: each message gets a random nonce.
///
/// For wrapping keys given by the user. NIST SP 800-38D §8.3 allows 2³² random nonces a key, by
/// all who hold it together; this type counts its own uses and refuses after as many.
pub struct RandomNonceKey {
    key: AesGcm,
    uses: UseCounter,
}

impl RandomNonceKey {
    /// How many messages one handle seals.
    pub const MAX_USES: u64 = 1 << 32;

    /// Takes `key`, which must be [`Algorithm::key_len`] bytes.
    ///
    /// # Errors
    /// If the key's length is wrong.
    pub fn new(algorithm: Algorithm, key: &[u8]) -> Result<Self, Error> {
        let key = AesGcm::new(algorithm, key)?;
        let uses = UseCounter::new(Self::MAX_USES);
        Ok(Self { key, uses })
    }

    /// Encrypts `in_out` in place and authenticates it together with `aad`; returns the nonce that
    /// `random` gave.
    ///
    /// # Errors
    /// After [`Self::MAX_USES`], if `random` fails, or if the message is longer than AES-GCM allows.
    pub fn seal(
        &self,
        random: &dyn Random,
        aad: &[u8],
        in_out: &mut [u8],
    ) -> Result<([u8; NONCE_LEN], Tag), Error> {
        self.uses.take()?;
        let nonce = random::bytes(random)?;
        let tag = self.key.seal(nonce, aad, in_out)?;
        Ok((nonce, tag))
    }
}

redacted_debug!(RandomNonceKey { uses });
