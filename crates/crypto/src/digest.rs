//! Digests: SHA-2 (FIPS 180-4).

use std::fmt;

use crate::Error;
use crate::backend::digest;

/// SHA-2, by length.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[expect(
    clippy::exhaustive_enums,
    reason = "a new algorithm must be a compile error wherever one is chosen"
)]
pub enum Algorithm {
    /// SHA-256.
    Sha256,
    /// SHA-384.
    Sha384,
    /// SHA-512.
    Sha512,
}

impl Algorithm {
    /// Bytes in a digest.
    #[must_use]
    pub const fn output_len(self) -> usize {
        match self {
            Self::Sha256 => 32,
            Self::Sha384 => 48,
            Self::Sha512 => 64,
        }
    }

    /// The digest of `message`.
    #[must_use]
    pub fn digest(self, message: &[u8]) -> Digest {
        Digest::new(self, digest::digest(self.backend(), message).as_ref())
    }

    fn backend(self) -> &'static digest::Algorithm {
        match self {
            Self::Sha256 => &digest::SHA256,
            Self::Sha384 => &digest::SHA384,
            Self::Sha512 => &digest::SHA512,
        }
    }
}

/// A digest in the making, for messages that come in parts.
#[derive(Clone)]
pub struct Hasher {
    algorithm: Algorithm,
    context: digest::Context,
}

impl Hasher {
    /// The empty message so far.
    #[must_use]
    pub fn new(algorithm: Algorithm) -> Self {
        let context = digest::Context::new(algorithm.backend());
        Self { algorithm, context }
    }

    /// Appends `part` to the message.
    pub fn update(&mut self, part: &[u8]) {
        self.context.update(part);
    }

    /// The digest of the whole message.
    #[must_use]
    pub fn finish(self) -> Digest {
        Digest::new(self.algorithm, self.context.finish().as_ref())
    }
}

redacted_debug!(Hasher { algorithm });

/// A digest, and which one it is.
#[derive(Clone, Copy, Eq, Hash, PartialEq)]
pub struct Digest {
    algorithm: Algorithm,
    bytes: [u8; MAX_LEN],
}

impl Digest {
    /// Takes a digest that was computed elsewhere.
    ///
    /// # Errors
    /// If `bytes` is not [`Algorithm::output_len`] long.
    pub fn from_bytes(algorithm: Algorithm, bytes: &[u8]) -> Result<Self, Error> {
        if bytes.len() != algorithm.output_len() {
            return Err(Error);
        }
        Ok(Self::new(algorithm, bytes))
    }

    /// Which digest it is.
    #[must_use]
    pub const fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// INVARIANT: `digest` has the algorithm's length, and what is beyond it stays zero.
    fn new(algorithm: Algorithm, digest: &[u8]) -> Self {
        let mut bytes = [0; MAX_LEN];
        for (to, from) in bytes.iter_mut().zip(digest) {
            *to = *from;
        }
        Self { algorithm, bytes }
    }
}

impl AsRef<[u8]> for Digest {
    fn as_ref(&self) -> &[u8] {
        let len = self.algorithm.output_len();
        self.bytes.get(..len).unwrap_or_default()
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}:", self.algorithm)?;
        self.as_ref()
            .iter()
            .try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

const MAX_LEN: usize = 64;
