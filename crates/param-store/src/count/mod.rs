//! How many parameters an account has in a region: exact, and no record that every call waits for.
//!
//! A quota is a fact about a set, so it lives in records that the same commit checks and changes. One counter would be such a record, and
//! every call that makes a parameter would wait for it. So the count is cut into [`limits::COUNT_SHARDS`](crate::limits::COUNT_SHARDS)
//! parts. Each part was given a share of the quota, some at a time, and counts within it alone; a record of its own says how much of the
//! quota was given in all, and is read once in [`GRANT`](ledger) new parameters. Calls of one process that run at the same time are lent
//! different parts. When all of the quota was given, a part that is full gets half of the room of the one that has the most; when none
//! has any, the account has exactly as many parameters as it may.

mod lease;
mod ledger;
mod record;

pub(crate) use lease::Shards;
pub(crate) use ledger::Ledger;
