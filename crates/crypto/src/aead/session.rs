//! A key that many threads seal under.

use super::{Algorithm, Tag, counter_nonce};
use crate::Error;
use crate::backend::AesGcm;
use crate::counter::UseCounter;

/// A key for one process or session, shared by its threads: the nonce is an atomic counter.
///
/// For keys derived per session, from a session id that never repeats. The counter is returned,
/// and stored beside the ciphertext; [`counter_nonce`] makes a nonce of it to open with.
pub struct SessionSealer {
    key: AesGcm,
    uses: UseCounter,
}

impl SessionSealer {
    /// How many messages one sealer seals: a thousand a second for thirty-four years.
    ///
    /// No counter would come twice for much longer; the bound keeps what one key encrypts below
    /// 2⁵⁶ blocks even if every message is 1 MiB; from 2⁶⁴ on, blocks are expected to collide.
    pub const MAX_USES: u64 = 1 << 40;

    /// Takes `key`, which must be [`Algorithm::key_len`] bytes, used for this and nothing else.
    ///
    /// # Errors
    /// If the key's length is wrong.
    pub fn new(algorithm: Algorithm, key: &[u8]) -> Result<Self, Error> {
        let key = AesGcm::new(algorithm, key)?;
        let uses = UseCounter::new(Self::MAX_USES);
        Ok(Self { key, uses })
    }

    /// Encrypts `in_out` in place and authenticates it together with `aad`; returns the counter
    /// that was its nonce.
    ///
    /// # Errors
    /// After [`Self::MAX_USES`], or if the message is longer than AES-GCM allows.
    pub fn seal(&self, aad: &[u8], in_out: &mut [u8]) -> Result<(u64, Tag), Error> {
        let counter = self.uses.take()?;
        let tag = self.key.seal(counter_nonce(counter), aad, in_out)?;
        Ok((counter, tag))
    }

    /// Like [`Self::seal`], from `plaintext` into a `ciphertext` of the same length.
    ///
    /// # Errors
    /// As [`Self::seal`], and if the lengths differ.
    pub fn seal_into(
        &self,
        aad: &[u8],
        plaintext: &[u8],
        ciphertext: &mut [u8],
    ) -> Result<(u64, Tag), Error> {
        let counter = self.uses.take()?;
        let nonce = counter_nonce(counter);
        let tag = self.key.seal_into(nonce, aad, plaintext, ciphertext)?;
        Ok((counter, tag))
    }
}

redacted_debug!(SessionSealer { uses });
