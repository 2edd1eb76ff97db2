//! Decisions: how the policies of a request combine.

mod caller;
mod combine;
mod decision;

pub use combine::decide;
pub use decision::{Decision, Outcome};
