//! Signatures: ECDSA over P-256 and P-384, and Ed25519.
//!
//! ECDSA is `aws-lc-rs` under either feature: `ring` signs no digest, reads no compressed point,
//! gives no private scalar back, and takes five times as long over P-384.

mod curve;
mod ecdsa;
mod ecdsa_public;
mod ed25519;

pub use curve::Curve;
pub use ecdsa::{EcdsaKeyPair, EcdsaSignature};
pub use ecdsa_public::EcdsaPublicKey;
pub use ed25519::{Ed25519KeyPair, Ed25519PublicKey};
