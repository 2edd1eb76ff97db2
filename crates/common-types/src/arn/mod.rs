//! Amazon Resource Names: one resource, or a pattern over many.

mod parse;
mod pattern;

pub use parse::Arn;
pub use pattern::ArnPattern;
