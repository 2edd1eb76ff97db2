//! The symmetric primitives, straight from each backend.

use aws_lc_rs::rand::SecureRandom as _;
use ring::rand::SecureRandom as _;

/// What a backend offers, as little wrapped as can be.
pub trait Primitives {
    /// How the table calls it.
    const NAME: &str;
    /// An expanded AES-256-GCM key.
    type Key;

    /// Fills `out` with random bytes.
    fn random(out: &mut [u8]);
    /// HKDF-SHA-512 of `secret`: a key and a commitment.
    fn derive(salt: &[u8], secret: &[u8]) -> ([u8; 32], [u8; 32]);
    /// Expands a key.
    fn key(key: &[u8; 32]) -> Self::Key;
    /// Seals in place.
    fn seal(key: &Self::Key, nonce: [u8; 12], aad: &[u8], in_out: &mut [u8]) -> [u8; 16];
    /// Seals from one buffer into another.
    fn seal_into(
        key: &Self::Key,
        nonce: [u8; 12],
        aad: &[u8],
        plain: &[u8],
        out: &mut [u8],
    ) -> [u8; 16];
    /// Opens from one buffer into another.
    fn open(
        key: &Self::Key,
        nonce: [u8; 12],
        aad: &[u8],
        sealed: &[u8],
        tag: [u8; 16],
        out: &mut [u8],
    );
}

const INFO_KEY: &[u8] = b"\x04\x78DERIVEKEY";
const INFO_COMMITMENT: &[u8] = b"COMMITKEY";

/// `ring`.
pub struct Ring;

impl Primitives for Ring {
    const NAME: &str = "ring";
    type Key = ring::aead::LessSafeKey;

    fn random(out: &mut [u8]) {
        ring::rand::SystemRandom::new().fill(out).unwrap();
    }

    fn derive(salt: &[u8], secret: &[u8]) -> ([u8; 32], [u8; 32]) {
        use ring::hkdf::{HKDF_SHA512, Salt};
        let prk = Salt::new(HKDF_SHA512, salt).extract(secret);
        let expand = |info| {
            let mut out = [0; 32];
            let info = [info];
            let okm = prk.expand(&info, &ring::aead::AES_256_GCM).unwrap();
            okm.fill(&mut out).unwrap();
            out
        };
        (expand(INFO_KEY), expand(INFO_COMMITMENT))
    }

    fn key(key: &[u8; 32]) -> Self::Key {
        use ring::aead::{AES_256_GCM, LessSafeKey, UnboundKey};
        LessSafeKey::new(UnboundKey::new(&AES_256_GCM, key).unwrap())
    }

    fn seal(key: &Self::Key, nonce: [u8; 12], aad: &[u8], in_out: &mut [u8]) -> [u8; 16] {
        use ring::aead::{Aad, Nonce};
        let nonce = Nonce::assume_unique_for_key(nonce);
        let tag = key.seal_in_place_separate_tag(nonce, Aad::from(aad), in_out);
        tag.unwrap().as_ref().try_into().unwrap()
    }

    fn seal_into(
        key: &Self::Key,
        nonce: [u8; 12],
        aad: &[u8],
        plain: &[u8],
        out: &mut [u8],
    ) -> [u8; 16] {
        out.copy_from_slice(plain);
        Self::seal(key, nonce, aad, out)
    }

    fn open(
        key: &Self::Key,
        nonce: [u8; 12],
        aad: &[u8],
        sealed: &[u8],
        tag: [u8; 16],
        out: &mut [u8],
    ) {
        use ring::aead::{Aad, Nonce};
        let nonce = Nonce::assume_unique_for_key(nonce);
        out.copy_from_slice(sealed);
        key.open_in_place_separate_tag(nonce, Aad::from(aad), tag.into(), out, 0..)
            .unwrap();
    }
}

/// `aws-lc-rs`.
pub struct AwsLc;

impl Primitives for AwsLc {
    const NAME: &str = "aws-lc-rs";
    type Key = aws_lc_rs::aead::LessSafeKey;

    fn random(out: &mut [u8]) {
        aws_lc_rs::rand::SystemRandom::new().fill(out).unwrap();
    }

    /// Extracts by HMAC: the library's own extraction is repeated in each expansion.
    fn derive(salt: &[u8], secret: &[u8]) -> ([u8; 32], [u8; 32]) {
        use aws_lc_rs::hkdf::{HKDF_SHA512, Prk};
        use aws_lc_rs::hmac::{HMAC_SHA512, Key, sign};
        let prk = sign(&Key::new(HMAC_SHA512, salt), secret);
        let prk = Prk::new_less_safe(HKDF_SHA512, prk.as_ref());
        let expand = |info| {
            let mut out = [0; 32];
            let info = [info];
            let okm = prk.expand(&info, &aws_lc_rs::aead::AES_256_GCM).unwrap();
            okm.fill(&mut out).unwrap();
            out
        };
        (expand(INFO_KEY), expand(INFO_COMMITMENT))
    }

    fn key(key: &[u8; 32]) -> Self::Key {
        use aws_lc_rs::aead::{AES_256_GCM, LessSafeKey, UnboundKey};
        LessSafeKey::new(UnboundKey::new(&AES_256_GCM, key).unwrap())
    }

    fn seal(key: &Self::Key, nonce: [u8; 12], aad: &[u8], in_out: &mut [u8]) -> [u8; 16] {
        use aws_lc_rs::aead::{Aad, Nonce};
        let nonce = Nonce::assume_unique_for_key(nonce);
        let tag = key.seal_in_place_separate_tag(nonce, Aad::from(aad), in_out);
        tag.unwrap().as_ref().try_into().unwrap()
    }

    fn seal_into(
        key: &Self::Key,
        nonce: [u8; 12],
        aad: &[u8],
        plain: &[u8],
        out: &mut [u8],
    ) -> [u8; 16] {
        use aws_lc_rs::aead::{Aad, Nonce};
        let nonce = Nonce::assume_unique_for_key(nonce);
        let mut tag = [0; 16];
        key.seal_out_of_place_scatter(nonce, Aad::from(aad), plain, out, &[], &mut tag)
            .unwrap();
        tag
    }

    fn open(
        key: &Self::Key,
        nonce: [u8; 12],
        aad: &[u8],
        sealed: &[u8],
        tag: [u8; 16],
        out: &mut [u8],
    ) {
        use aws_lc_rs::aead::{Aad, Nonce};
        let nonce = Nonce::assume_unique_for_key(nonce);
        key.open_separate_gather(nonce, Aad::from(aad), sealed, &tag, out)
            .unwrap();
    }
}
