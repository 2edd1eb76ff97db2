//! Strongroom beside what a user would pick instead, measured in one run.
//!
//! ```text
//! cargo bench --manifest-path benches/peers/Cargo.toml
//! cargo bench --manifest-path benches/peers/Cargo.toml --no-default-features --features aws-lc-rs
//! ```
//!
//! A run takes a few minutes and ends with the times of all, and with each target beside the ratio
//! that was reached. Compare ratios of one run only: times differ by machine and by what else it does.
//! This is a workspace of its own, so that nobody builds the peers who does not ask for them.
//!
//! | contestant | what it is |
//! |---|---|
//! | [`ours`] | `envelope` with a raw AES keyring, both suites, materials made for each message and reused |
//! | [`aws`] | `aws-esdk`, AWS's Encryption SDK for Rust, with its raw AES keyring: the same format |
//! | [`tink`] | `tink-aead`'s KMS envelope over a local key: one AES-256-GCM message under a fresh key |
//! | [`floor`] | the bare sum of the primitives that the format asks for, and AES-256-GCM alone, by `ring` and by `aws-lc-rs` |
//!
//! [`Contestant`] is what they have in common, [`Table`] collects their times, [`targets`] judges them.

pub mod aws;
mod contestant;
pub mod floor;
pub mod ours;
mod primitives;
mod table;
pub mod targets;
pub mod tink;

pub use contestant::{Contestant, Direction, Materials, Suite, all};
pub use primitives::{AwsLc, Primitives, Ring};
pub use table::Table;
