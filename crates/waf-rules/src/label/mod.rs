//! Labels: what rules say to rules that come later.

mod added;
mod dynamic;
mod query;
mod table;

pub(crate) use added::AddedLabels;
pub(crate) use dynamic::GeoLabel;
pub(crate) use query::{LabelQuery, LabelTest};
pub(crate) use table::{LabelId, LabelTable};
