//! ECDSA (FIPS 186-5) with DER signatures.
//!
//! It is `aws-lc-rs` under either feature: `ring` signs no digest, reads no compressed point, gives
//! no private scalar back, and takes five times as long over P-384.

mod curve;
mod key_pair;
mod public_key;

pub use curve::Curve;
pub use key_pair::{EcdsaKeyPair, EcdsaSignature};
pub use public_key::EcdsaPublicKey;
