//! Key derivation: HKDF (RFC 5869) with SHA-2.

use crate::Error;
use crate::backend::{self, hkdf};

/// HKDF, by digest.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[expect(
    clippy::exhaustive_enums,
    reason = "a new algorithm must be a compile error wherever one is chosen"
)]
pub enum HkdfAlgorithm {
    /// HKDF-SHA-256.
    Sha256,
    /// HKDF-SHA-384.
    Sha384,
    /// HKDF-SHA-512.
    Sha512,
}

impl HkdfAlgorithm {
    /// Bytes that the digest gives, and that a pseudorandom key has.
    #[must_use]
    pub const fn digest_len(self) -> usize {
        match self {
            Self::Sha256 => 32,
            Self::Sha384 => 48,
            Self::Sha512 => 64,
        }
    }

    fn backend(self) -> hkdf::Algorithm {
        match self {
            Self::Sha256 => hkdf::HKDF_SHA256,
            Self::Sha384 => hkdf::HKDF_SHA384,
            Self::Sha512 => hkdf::HKDF_SHA512,
        }
    }
}

/// A pseudorandom key: what keys are derived from.
pub struct Prk(hkdf::Prk);

impl Prk {
    /// HKDF-Extract: concentrates `secret` into a pseudorandom key. `salt` is not secret, and may be
    /// empty.
    #[must_use]
    pub fn extract(algorithm: HkdfAlgorithm, salt: &[u8], secret: &[u8]) -> Self {
        Self(backend::extract(algorithm.backend(), salt, secret))
    }

    /// Takes a key that is already uniformly random, so that nothing needs to be extracted
    /// (RFC 5869 §3.3): made by a random source or by another derivation, and not by a person.
    ///
    /// # Errors
    /// If `key` is not [`HkdfAlgorithm::digest_len`] bytes.
    pub fn from_uniform(algorithm: HkdfAlgorithm, key: &[u8]) -> Result<Self, Error> {
        if key.len() != algorithm.digest_len() {
            return Err(Error);
        }
        Ok(Self(hkdf::Prk::new_less_safe(algorithm.backend(), key)))
    }

    /// HKDF-Expand: fills `out` with the key that belongs to `info`, whose parts are joined.
    ///
    /// Joined without a mark between them: where one part's length is free, put it into the info.
    /// Does not allocate while `info` is at most 80 bytes.
    ///
    /// # Errors
    /// If `out` is longer than 255 digests.
    pub fn expand(&self, info: &[&[u8]], out: &mut [u8]) -> Result<(), Error> {
        self.0
            .expand(info, Length(out.len()))
            .and_then(|okm| okm.fill(out))
            .map_err(|_| Error)
    }
}

redacted_debug!(Prk);

/// The backends ask for a length as a type of the caller's.
struct Length(usize);

impl hkdf::KeyType for Length {
    fn len(&self) -> usize {
        self.0
    }
}
