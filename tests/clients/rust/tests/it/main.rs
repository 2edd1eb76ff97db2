//! The AWS SDK for Rust drives the services in this process, signatures verified.

mod kms;
mod ssm;
mod sts;
mod world;
