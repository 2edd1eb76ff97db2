//! `waf-rules` as its users see it: web ACLs and requests in, verdicts out.
#![cfg(test)]

mod actions;
mod components;
mod costs;
mod documents;
mod injection;
mod logs;
mod managed;
mod oracle;
mod rates;
mod statements;
mod transform;
mod world;
