//! What the crate promises to those who use it.

#![cfg(test)]

mod corpus;
