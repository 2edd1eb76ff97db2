//! Message authentication: HMAC (RFC 2104) with SHA-2.

use zeroize::Zeroizing;

use crate::Error;
use crate::backend::hmac;
use crate::compare::constant_time_eq;

/// HMAC, by digest.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[expect(
    clippy::exhaustive_enums,
    reason = "a new algorithm must be a compile error wherever one is chosen"
)]
pub enum Algorithm {
    /// HMAC-SHA-256.
    HmacSha256,
    /// HMAC-SHA-384.
    HmacSha384,
    /// HMAC-SHA-512.
    HmacSha512,
}

impl Algorithm {
    /// Bytes in a tag.
    #[must_use]
    pub const fn tag_len(self) -> usize {
        match self {
            Self::HmacSha256 => 32,
            Self::HmacSha384 => 48,
            Self::HmacSha512 => 64,
        }
    }

    fn backend(self) -> hmac::Algorithm {
        match self {
            Self::HmacSha256 => hmac::HMAC_SHA256,
            Self::HmacSha384 => hmac::HMAC_SHA384,
            Self::HmacSha512 => hmac::HMAC_SHA512,
        }
    }
}

/// An HMAC key.
pub struct Key(hmac::Key);

impl Key {
    /// Takes `key`, of any length; as many bytes as the tag is customary.
    #[must_use]
    pub fn new(algorithm: Algorithm, key: &[u8]) -> Self {
        Self(hmac::Key::new(algorithm.backend(), key))
    }

    /// The tag of the message that `parts` make when joined.
    ///
    /// Joined without a mark between them: where one part's length is free, put it into the message.
    #[must_use]
    pub fn sign(&self, parts: &[&[u8]]) -> Tag {
        let mut context = hmac::Context::with_key(&self.0);
        for part in parts {
            context.update(part);
        }
        Tag::new(context.sign().as_ref())
    }

    /// Checks, in constant time, that `tag` is the whole tag of the message that `parts` make.
    ///
    /// # Errors
    /// If it is not.
    pub fn verify(&self, parts: &[&[u8]], tag: &[u8]) -> Result<(), Error> {
        if constant_time_eq(self.sign(parts).expose(), tag) {
            Ok(())
        } else {
            Err(Error)
        }
    }
}

redacted_debug!(Key);

/// A tag that nobody else has seen: secret, for whoever has it can pass for a holder of the key.
pub struct Tag {
    bytes: Zeroizing<[u8; MAX_TAG_LEN]>,
    len: usize,
}

impl Tag {
    fn new(tag: &[u8]) -> Self {
        let mut bytes = Zeroizing::new([0; MAX_TAG_LEN]);
        let mut len = 0;
        for (to, from) in bytes.iter_mut().zip(tag) {
            *to = *from;
            len += 1;
        }
        Self { bytes, len }
    }

    /// The secret bytes.
    #[must_use]
    pub fn expose(&self) -> &[u8] {
        self.bytes.get(..self.len).unwrap_or_default()
    }

    /// Makes the tag public, because it is about to be stored or sent beside its message.
    #[must_use]
    pub fn into_public(self) -> PublicTag {
        PublicTag {
            bytes: *self.bytes,
            len: self.len,
        }
    }
}

redacted_debug!(Tag);

/// A tag that travels with its message.
#[derive(Clone, Copy, Debug)]
pub struct PublicTag {
    bytes: [u8; MAX_TAG_LEN],
    len: usize,
}

impl AsRef<[u8]> for PublicTag {
    fn as_ref(&self) -> &[u8] {
        self.bytes.get(..self.len).unwrap_or_default()
    }
}

const MAX_TAG_LEN: usize = 64;
