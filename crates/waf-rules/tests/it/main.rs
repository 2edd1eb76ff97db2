//! `waf-rules` as its users see it: web ACLs and requests in, verdicts out.
#![cfg(test)]

mod injection;
mod managed;
mod oracle;
mod transform;
