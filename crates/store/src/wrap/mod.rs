//! Wrappers that change nothing of the contract: they count, or they fail on purpose.

mod faulty;
mod metered;

pub use faulty::{CommitFault, FaultyStore};
pub use metered::{MeteredStore, Meters};
