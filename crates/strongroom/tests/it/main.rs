//! What one who embeds Strongroom relies on.

#![cfg(test)]

mod audit;
mod crates_hold_together;
mod directory;
mod due;
mod fleet;
mod opening;
mod parameters;
mod root_key;
mod world;
