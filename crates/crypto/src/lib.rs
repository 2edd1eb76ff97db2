//! The one door to cryptographic primitives and randomness.

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
