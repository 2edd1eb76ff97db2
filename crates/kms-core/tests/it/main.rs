//! What a user of KMS relies on: a module per operation, or per promise that goes through all of them.
#![cfg(test)]

mod world;

// Operations.
mod aliases;
mod constraints;
mod create_key;
mod data_keys;
mod decrypt;
mod deletion;
mod describe_key;
mod descriptions;
mod encrypt;
mod generate_random;
mod key_policies;
mod listings;
mod re_encrypt;
mod tags;

// Promises.
mod allocations;
mod audit;
mod conditions;
mod cross_account;
mod denied_means_denied;
mod faults;
mod key_states;
mod managed_keys;
mod model;
mod persistence;
mod ports;
mod regions;
mod rotation;
mod secrets;
mod seeds;
mod wire;
