//! `policy-eval` as its users see it: documents in, decisions out.
#![cfg(test)]

mod access;
mod across_accounts;
mod conditions;
mod corpus;
mod directories;
mod documentation;
mod documents;
mod examples;
mod explanations;
mod findings;
mod identity_providers;
mod kms_keys;
mod messages;
#[expect(
    clippy::string_slice,
    clippy::unreachable,
    reason = "the oracle is to be read, over texts of its own vocabulary"
)]
mod oracle;
mod organisations;
mod principals;
mod questions;
mod replays;
mod round_trips;
mod simulations;
mod variables;
mod within_an_account;
mod world;
