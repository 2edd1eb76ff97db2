//! Patterns: texts with `*`, `?` and policy variables, compiled once.

mod action;
mod matcher;
mod resource;
mod template;

pub use action::ActionPattern;
pub use resource::ResourcePattern;

pub(crate) use template::{Part, Template, Wildcards};
