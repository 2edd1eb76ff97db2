//! The wire protocol over real services.

#![cfg(test)]

mod dev;
mod json;
mod query;
mod sigv4;
mod sts;
mod world;
