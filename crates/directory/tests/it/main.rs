//! The directory, its access keys, and STS over it.

#![cfg(test)]

mod access_keys;
mod assume_role;
mod chains;
mod constraints;
mod credentials;
mod development;
mod file;
mod get_caller_identity;
mod policies;
mod secrets;
mod session_policies;
mod session_tags;
mod world;
