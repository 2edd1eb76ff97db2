//! Helpers that the benches share.

pub mod heap;
pub mod side_by_side;
pub mod sixteen;
