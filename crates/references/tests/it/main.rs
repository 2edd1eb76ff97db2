//! References as an application uses them.
#![cfg(test)]

#[cfg(feature = "config")]
mod config;
mod corpus;
mod documents;
mod parameters;
mod secrets;
mod world;
