//! What parameters are called: names, paths, how a request refers to one, and labels.

mod label;
mod parameter;
mod path;
mod reference;

pub(crate) use label::is_label;
pub use parameter::ParameterName;
pub(crate) use path::Path;
pub(crate) use reference::{Home, Reference, SecretReference, Selector};
