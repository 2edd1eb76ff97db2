//! `ring`: the symmetric path and Ed25519 with the default features.

use ring::aead::{AES_128_GCM, AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};

pub(crate) use ring::{digest, hkdf, hmac, rand, signature};

use super::aws_lc;
use crate::Error;
use crate::aead::{Algorithm, NONCE_LEN, Tag};

/// An expanded AES-GCM key. Takes any nonce: the types in [`crate::aead`] choose it.
#[expect(
    clippy::large_enum_variant,
    reason = "boxing the common variant would cost an allocation a key"
)]
pub(crate) enum AesGcm {
    Ring(LessSafeKey),
    /// AES-192, which `ring` does not have.
    AwsLc(aws_lc::AesGcm),
}

impl AesGcm {
    pub(crate) fn new(algorithm: Algorithm, key: &[u8]) -> Result<Self, Error> {
        let ring_algorithm = match algorithm {
            Algorithm::Aes128Gcm => &AES_128_GCM,
            Algorithm::Aes192Gcm => return aws_lc::AesGcm::new(algorithm, key).map(Self::AwsLc),
            Algorithm::Aes256Gcm => &AES_256_GCM,
        };
        let key = UnboundKey::new(ring_algorithm, key).map_err(|_| Error)?;
        Ok(Self::Ring(LessSafeKey::new(key)))
    }

    pub(crate) fn seal(
        &self,
        nonce: [u8; NONCE_LEN],
        aad: &[u8],
        in_out: &mut [u8],
    ) -> Result<Tag, Error> {
        match self {
            Self::Ring(key) => {
                let nonce = Nonce::assume_unique_for_key(nonce);
                let tag = key
                    .seal_in_place_separate_tag(nonce, Aad::from(aad), in_out)
                    .map_err(|_| Error)?;
                Tag::try_from(tag.as_ref())
            }
            Self::AwsLc(key) => key.seal(nonce, aad, in_out),
        }
    }

    /// `ring` works in place only: a copy, then [`Self::seal`] while it is still in the cache.
    pub(crate) fn seal_into(
        &self,
        nonce: [u8; NONCE_LEN],
        aad: &[u8],
        plaintext: &[u8],
        ciphertext: &mut [u8],
    ) -> Result<Tag, Error> {
        if let Self::AwsLc(key) = self {
            return key.seal_into(nonce, aad, plaintext, ciphertext);
        }
        copy(plaintext, ciphertext)?;
        self.seal(nonce, aad, ciphertext)
    }

    pub(crate) fn open(
        &self,
        nonce: [u8; NONCE_LEN],
        aad: &[u8],
        in_out: &mut [u8],
        tag: &Tag,
    ) -> Result<(), Error> {
        match self {
            Self::Ring(key) => {
                let nonce = Nonce::assume_unique_for_key(nonce);
                let tag = (*tag.as_bytes()).into();
                key.open_in_place_separate_tag(nonce, Aad::from(aad), tag, in_out, 0..)
                    .map(|_| ())
                    .map_err(|_| Error)
            }
            Self::AwsLc(key) => key.open(nonce, aad, in_out, tag),
        }
    }

    /// As [`Self::seal_into`].
    pub(crate) fn open_into(
        &self,
        nonce: [u8; NONCE_LEN],
        aad: &[u8],
        ciphertext: &[u8],
        tag: &Tag,
        plaintext: &mut [u8],
    ) -> Result<(), Error> {
        if let Self::AwsLc(key) = self {
            return key.open_into(nonce, aad, ciphertext, tag, plaintext);
        }
        copy(ciphertext, plaintext)?;
        self.open(nonce, aad, plaintext, tag)
    }
}

fn copy(from: &[u8], to: &mut [u8]) -> Result<(), Error> {
    if from.len() != to.len() {
        return Err(Error);
    }
    to.copy_from_slice(from);
    Ok(())
}

/// HKDF-Extract.
pub(crate) fn extract(algorithm: hkdf::Algorithm, salt: &[u8], secret: &[u8]) -> hkdf::Prk {
    hkdf::Salt::new(algorithm, salt).extract(secret)
}
