//! The store from outside, subject by subject.
#![cfg(test)]

mod backends;
mod world;
