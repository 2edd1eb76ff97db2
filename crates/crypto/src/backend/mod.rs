//! The seam between our types and the two libraries that do the work.
//!
//! | what | feature `ring` | feature `aws-lc-rs` |
//! |---|---|---|
//! | AES-128-GCM, AES-256-GCM, HKDF, HMAC, digests, randomness, Ed25519 | `ring` | `aws-lc-rs` |
//! | AES-192-GCM, ECDSA, PKCS#8 | `aws-lc-rs` | `aws-lc-rs` |
//!
//! Both libraries have the same API where it matters, so most modules are written once against
//! whichever is chosen here. What differs between them is a function in [`aws_lc`] or in `ring`.

mod aws_lc;
#[cfg(all(feature = "ring", not(feature = "aws-lc-rs")))]
mod ring;

#[cfg(not(any(feature = "ring", feature = "aws-lc-rs")))]
compile_error!("crypto needs a backend: turn on feature `ring` (the default) or `aws-lc-rs`");

#[cfg(any(feature = "aws-lc-rs", not(feature = "ring")))]
pub(crate) use aws_lc::{AesGcm, digest, extract, hkdf, hmac, rand, signature};
#[cfg(all(feature = "ring", not(feature = "aws-lc-rs")))]
pub(crate) use ring::{AesGcm, digest, extract, hkdf, hmac, rand, signature};

/// What only `aws-lc-rs` offers, whichever backend is chosen.
pub(crate) mod always {
    pub(crate) use aws_lc_rs::{digest, encoding, rand, signature};
}
