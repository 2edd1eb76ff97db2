//! Inspection: a component's values, under a chain of transformations, asked everything that rules ask of them, in one pass.

mod bits;
mod component;
mod input;
mod literal;
mod matcher;
mod named;
mod pattern;
mod syntax;

pub(crate) use bits::Bits;
pub(crate) use component::{Component, Extent, OversizeFields, Sight};
pub(crate) use input::{Input, STAGES, Stage};
pub(crate) use matcher::{Matcher, Predicate};
pub(crate) use pattern::Pattern;
