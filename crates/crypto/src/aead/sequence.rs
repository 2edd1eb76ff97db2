//! A key that seals the frames of one stream, in order.

use super::{Algorithm, Tag, counter_nonce};
use crate::Error;
use crate::backend::AesGcm;

/// A key for one stream of frames: the nonce is the frame's number.
///
/// Nonces count from 0 as 96-bit big-endian integers, which is how the AWS Encryption SDK numbers
/// them: 0 for the header, 1 and up for the frames. There is no way to set the position, so none
/// comes twice. For keys derived per stream: a second sealer of the same key begins at 0 again.
pub struct SequenceSealer {
    key: AesGcm,
    position: u64,
}

impl SequenceSealer {
    /// How many messages one sealer seals: positions 0 to 2³² − 1.
    pub const MAX_USES: u64 = 1 << 32;

    /// Takes `key`, which must be [`Algorithm::key_len`] bytes, used for this and nothing else.
    ///
    /// # Errors
    /// If the key's length is wrong.
    pub fn new(algorithm: Algorithm, key: &[u8]) -> Result<Self, Error> {
        let key = AesGcm::new(algorithm, key)?;
        Ok(Self { key, position: 0 })
    }

    /// The number that the next message will be sealed under.
    #[must_use]
    pub const fn position(&self) -> u64 {
        self.position
    }

    /// Encrypts `in_out` in place and authenticates it together with `aad`.
    ///
    /// A position is spent even if sealing fails.
    ///
    /// # Errors
    /// After [`Self::MAX_USES`], or if the message is longer than AES-GCM allows.
    pub fn seal_next(&mut self, aad: &[u8], in_out: &mut [u8]) -> Result<Tag, Error> {
        let position = self.advance()?;
        self.key.seal(counter_nonce(position), aad, in_out)
    }

    /// Like [`Self::seal_next`], from `plaintext` into a `ciphertext` of the same length.
    ///
    /// # Errors
    /// As [`Self::seal_next`], and if the lengths differ.
    pub fn seal_next_into(
        &mut self,
        aad: &[u8],
        plaintext: &[u8],
        ciphertext: &mut [u8],
    ) -> Result<Tag, Error> {
        let position = self.advance()?;
        self.key
            .seal_into(counter_nonce(position), aad, plaintext, ciphertext)
    }

    fn advance(&mut self) -> Result<u64, Error> {
        let position = self.position;
        if position >= Self::MAX_USES {
            return Err(Error);
        }
        self.position = position.saturating_add(1);
        Ok(position)
    }
}

redacted_debug!(SequenceSealer { position });

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refuses_after_the_last_position() {
        let mut sealer = SequenceSealer::new(Algorithm::Aes128Gcm, &[7; 16]).unwrap();
        sealer.position = SequenceSealer::MAX_USES - 1;
        assert!(sealer.seal_next(b"", &mut []).is_ok());
        assert_eq!(sealer.position(), SequenceSealer::MAX_USES);
        assert_eq!(sealer.seal_next(b"", &mut []).unwrap_err(), Error);
        assert_eq!(sealer.seal_next_into(b"", &[], &mut []).unwrap_err(), Error);
        assert_eq!(sealer.position(), SequenceSealer::MAX_USES);
    }

    #[test]
    fn a_failed_seal_spends_its_position() {
        let mut sealer = SequenceSealer::new(Algorithm::Aes128Gcm, &[7; 16]).unwrap();
        assert!(sealer.seal_next_into(b"", b"ab", &mut [0]).is_err());
        assert_eq!(sealer.position(), 1);
    }
}
