//! What the kit promises, subject by subject, over a store in memory.

#![cfg(test)]

mod allocations;
mod audit_buffered;
mod audit_denials;
mod audit_durable;
mod cache;
mod commit;
mod condition_keys;
mod drain;
mod due;
mod formats;
mod guard;
mod listing;
mod on_disk;
mod outbox;
mod secrets;
mod tagging;
mod world;
