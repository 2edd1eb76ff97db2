//! The store from outside, subject by subject.
#![cfg(test)]

mod backends;
mod backup;
mod crash;
mod file;
mod flaws;
mod rotation;
mod sealed;
mod secrets;
mod world;
