//! Fleet policies as an administrator sees them.
#![cfg(test)]

mod clean_up;
mod compliance;
mod nodes;
mod policies;
mod remediation;
mod shapes;
mod world;
