//! `policy-eval` as its users see it: documents in, decisions out.
#![cfg(test)]

mod across_accounts;
mod conditions;
mod corpus;
mod documents;
mod examples;
mod kms_keys;
mod messages;
mod oracle;
mod organisations;
mod principals;
mod variables;
mod within_an_account;
mod world;
