//! The bus as an application uses it.
#![cfg(test)]

mod bus;
mod patterns;
mod world;
