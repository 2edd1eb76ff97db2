//! Parameter Store beside SQLite, measured in one run:
//!
//! ```text
//! cargo bench --manifest-path benches/peers/stores/Cargo.toml
//! ```
//!
//! A package of its own beside the other peers, so that it builds in a minute.
