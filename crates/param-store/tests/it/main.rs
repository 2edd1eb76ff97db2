//! What a user of Parameter Store relies on: a module per operation, or per promise that goes through all of them.
#![cfg(test)]

mod world;

// Operations.
mod delete;
mod describe;
mod get;
mod history;
mod labels;
mod path;
mod ports;
mod put;
mod settings;
mod sharing;
mod tags;
mod watching;

// Promises.
mod audit;
mod authorisation;
mod corpus;
mod crash;
mod events;
mod faults;
mod hundred_thousand;
mod memory;
mod parameter_policies;
mod persistence;
mod public;
mod quotas;
mod secret_references;
mod secrets;
mod secure_string;
mod seeds;
mod throughput;
mod wire;
