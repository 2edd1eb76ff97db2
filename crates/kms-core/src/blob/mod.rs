//! The ciphertext blob: what Encrypt gives out and Decrypt takes.
//!
//! ```text
//! format(1) suite(1) partition account region key-id backing-key-id(16) salt(16) commitment(32) ciphertext tag(16)
//! ```
//!
//! Drawn byte by byte in `docs/formats.md`.

mod header;
mod open;
mod seal;
mod suite;

pub(crate) use header::BlobPrefix;
pub use header::CiphertextBlob;
pub(crate) use open::open;
pub(crate) use seal::seal;

#[cfg(test)]
mod tests;
