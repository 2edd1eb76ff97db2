//! What a user of this crate relies on, a module per subject.
#![cfg(test)]

mod context;
mod corpus;
mod kms;
mod limits;
mod malformed;
mod materials;
mod raw_aes;
mod round_trip;
mod secrets;
mod several_keyrings;
mod streaming;
mod support;
mod tampering;
mod vectors;
