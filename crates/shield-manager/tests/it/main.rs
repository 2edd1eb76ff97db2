//! Floods against resources that are protected by web ACLs.
#![cfg(test)]

mod enabling;
mod flood;
mod leftovers;
#[path = "../../../shield/tests/it/traffic.rs"]
mod traffic;
mod world;
