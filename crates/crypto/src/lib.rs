//! The one door to cryptographic primitives and randomness.
//!
//! Small types that are hard to misuse: a nonce cannot come twice under one key, a plaintext that
//! did not verify cannot be seen, a key does not print. The primitives are those of `ring` and
//! `aws-lc-rs`; nothing here is home-made, and no other crate of the workspace names either.
//!
//! ```
//! use crypto::aead::{Algorithm, OneTimeKey, Opener};
//! use crypto::kdf::{HkdfAlgorithm, Prk};
//! use crypto::random::{self, SystemRandom};
//!
//! # fn main() -> Result<(), crypto::Error> {
//! // A key for this one message, derived from a long-lived one and a random salt.
//! let salt: [u8; 16] = random::bytes(&SystemRandom::new())?;
//! let mut key = [0; 32];
//! Prk::extract(HkdfAlgorithm::Sha256, &salt, b"a long-lived secret").expand(&[b"v1"], &mut key)?;
//!
//! let mut message = *b"attack at dawn";
//! let tag = OneTimeKey::new(Algorithm::Aes256Gcm, &key)?.seal([0; 12], b"aad", &mut message)?;
//! assert_ne!(&message, b"attack at dawn");
//!
//! let opener = Opener::new(Algorithm::Aes256Gcm, &key)?;
//! let mut changed = message;
//! changed[0] ^= 1;
//! assert!(opener.open([0; 12], b"aad", &mut changed, &tag).is_err());
//! assert_eq!(changed, [0; 14]);
//!
//! opener.open([0; 12], b"aad", &mut message, &tag)?;
//! assert_eq!(&message, b"attack at dawn");
//! # Ok(())
//! # }
//! ```
//!
//! # Map
//!
//! | module | what |
//! |---|---|
//! | [`aead`] | AES-GCM: four sealers that differ in how their nonces stay unique, and one opener |
//! | [`kdf`] | HKDF |
//! | [`mac`] | HMAC |
//! | [`digest`] | SHA-2, whole and in parts |
//! | [`sign`] | ECDSA over P-256 and P-384, Ed25519 |
//! | [`random`] | the [`Random`](random::Random) door, the system's source, and a seeded one for tests |
//!
//! At the root are the one [`Error`], and [`constant_time_eq`] to compare secrets with.
//!
//! # Features
//!
//! `ring` (the default) does the symmetric path and Ed25519 with `ring`. `aws-lc-rs` does all of it
//! with `aws-lc-rs`, which is faster on large buffers, and leaves no `ring` in the tree if default
//! features are off. With both on, `aws-lc-rs` wins. What `ring` does not offer (AES-192, ECDSA that
//! signs a digest, compressed points) is `aws-lc-rs` either way.
//!
//! # What is not promised
//!
//! Copies of keys that this crate makes are wiped when dropped. The backends' expanded keys are
//! theirs: `aws-lc-rs` wipes them, `ring` does not.

#[macro_use]
mod redact;

mod backend;
mod compare;
mod counter;
mod error;

pub mod aead;
pub mod digest;
pub mod kdf;
pub mod mac;
pub mod random;
pub mod sign;

pub use compare::constant_time_eq;
pub use error::Error;
