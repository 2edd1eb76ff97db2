//! Signatures: ECDSA over P-256 and P-384, and Ed25519.

mod ecdsa;
mod ed25519;

pub use ecdsa::{Curve, EcdsaKeyPair, EcdsaPublicKey, EcdsaSignature};
pub use ed25519::{Ed25519KeyPair, Ed25519PublicKey};
