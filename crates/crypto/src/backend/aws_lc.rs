//! `aws-lc-rs`: every primitive with feature `aws-lc-rs`, AES-192-GCM with either.

use aws_lc_rs::aead::{AES_128_GCM, AES_192_GCM, AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
#[cfg(any(feature = "aws-lc-rs", not(feature = "ring")))]
use zeroize::Zeroizing;

#[cfg(any(feature = "aws-lc-rs", not(feature = "ring")))]
pub(crate) use aws_lc_rs::{digest, hkdf, hmac, rand, signature};

use crate::Error;
use crate::aead::{Algorithm, NONCE_LEN, TAG_LEN, Tag};

/// An expanded AES-GCM key. Takes any nonce: the types in [`crate::aead`] choose it.
pub(crate) struct AesGcm(LessSafeKey);

impl AesGcm {
    pub(crate) fn new(algorithm: Algorithm, key: &[u8]) -> Result<Self, Error> {
        let algorithm = match algorithm {
            Algorithm::Aes128Gcm => &AES_128_GCM,
            Algorithm::Aes192Gcm => &AES_192_GCM,
            Algorithm::Aes256Gcm => &AES_256_GCM,
        };
        let key = UnboundKey::new(algorithm, key).map_err(|_| Error)?;
        Ok(Self(LessSafeKey::new(key)))
    }

    pub(crate) fn seal(
        &self,
        nonce: [u8; NONCE_LEN],
        aad: &[u8],
        in_out: &mut [u8],
    ) -> Result<Tag, Error> {
        let nonce = Nonce::assume_unique_for_key(nonce);
        let tag = self
            .0
            .seal_in_place_separate_tag(nonce, Aad::from(aad), in_out)
            .map_err(|_| Error)?;
        Tag::try_from(tag.as_ref())
    }

    pub(crate) fn seal_into(
        &self,
        nonce: [u8; NONCE_LEN],
        aad: &[u8],
        plaintext: &[u8],
        ciphertext: &mut [u8],
    ) -> Result<Tag, Error> {
        let nonce = Nonce::assume_unique_for_key(nonce);
        let mut tag = [0; TAG_LEN];
        self.0
            .seal_out_of_place_scatter(nonce, Aad::from(aad), plaintext, ciphertext, &[], &mut tag)
            .map_err(|_| Error)?;
        Ok(Tag::from(tag))
    }

    pub(crate) fn open(
        &self,
        nonce: [u8; NONCE_LEN],
        aad: &[u8],
        in_out: &mut [u8],
        tag: &Tag,
    ) -> Result<(), Error> {
        let nonce = Nonce::assume_unique_for_key(nonce);
        self.0
            .open_in_place_separate_tag(nonce, Aad::from(aad), tag.as_ref(), in_out)
            .map(|_| ())
            .map_err(|_| Error)
    }

    pub(crate) fn open_into(
        &self,
        nonce: [u8; NONCE_LEN],
        aad: &[u8],
        ciphertext: &[u8],
        tag: &Tag,
        plaintext: &mut [u8],
    ) -> Result<(), Error> {
        let nonce = Nonce::assume_unique_for_key(nonce);
        self.0
            .open_separate_gather(nonce, Aad::from(aad), ciphertext, tag.as_ref(), plaintext)
            .map_err(|_| Error)
    }
}

/// HKDF-Extract, done once and now.
///
/// The library's own `Salt::extract` puts salt and secret on the heap and repeats the extraction in
/// every expansion; RFC 5869 defines it as one HMAC, so that is what we ask for.
#[cfg(any(feature = "aws-lc-rs", not(feature = "ring")))]
#[expect(
    clippy::expect_used,
    reason = "the buffer has room for the longest digest"
)]
pub(crate) fn extract(algorithm: hkdf::Algorithm, salt: &[u8], secret: &[u8]) -> hkdf::Prk {
    let key = hmac::Key::new(algorithm.hmac_algorithm(), salt);
    let mut buffer = Zeroizing::new([0; digest::MAX_OUTPUT_LEN]);
    let prk = hmac::sign_to_buffer(&key, secret, buffer.as_mut_slice())
        .expect("HMAC fails only if its buffer is too short");
    hkdf::Prk::new_less_safe(algorithm, prk)
}
