//! The shield against simulated floods.
#![cfg(test)]

mod simulation;
mod traffic;
