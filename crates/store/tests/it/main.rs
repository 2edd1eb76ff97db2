//! The store from outside, subject by subject.
#![cfg(test)]

mod backends;
mod backup;
mod file;
mod killed;
mod rotation;
mod sealed;
mod secrets;
mod world;
