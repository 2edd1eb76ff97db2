//! The primitives against published answers, and the promises of the types around them.
//!
//! Everything here runs under either backend:
//! `cargo test -p crypto` and `cargo test -p crypto --no-default-features --features aws-lc-rs`.
#![cfg(test)]

mod aead;
mod digest;
mod kdf;
mod mac;
mod redaction;
mod sign;
mod wycheproof;
