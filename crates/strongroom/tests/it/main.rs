//! What one who embeds Strongroom relies on.

#![cfg(test)]

mod audit;
mod crates_hold_together;
mod directory;
mod due;
mod fleet;
#[cfg(feature = "waf-layer")]
mod front;
mod opening;
mod parameters;
mod root_key;
mod world;
