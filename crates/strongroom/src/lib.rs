//! AWS KMS, envelope encryption and policies inside your process: one builder that wires them all.
