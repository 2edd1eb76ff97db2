//! The labels of one request.

use std::{borrow::Cow, fmt::Write as _};

use smallvec::SmallVec;

use super::{GeoLabel, LabelId, LabelTable, LabelTest};
use crate::geo::Location;

/// What earlier rules have added, in order. A label is added once.
#[derive(Clone, Debug, Default)]
pub(crate) struct AddedLabels {
    labels: SmallVec<[Added; 4]>,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Added {
    Static(LabelId),
    Geo(GeoLabel),
}

impl AddedLabels {
    pub(crate) fn add(&mut self, id: LabelId) {
        self.push(Added::Static(id));
    }

    /// Country and region of an address that a geo match statement has looked at.
    pub(crate) fn add_location(&mut self, location: Location, is_forwarded: bool) {
        for is_region in [false, true] {
            self.push(Added::Geo(GeoLabel {
                is_forwarded,
                is_region,
                location,
            }));
        }
    }

    fn push(&mut self, label: Added) {
        if !self.labels.contains(&label) {
            self.labels.push(label);
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.labels.is_empty()
    }

    pub(crate) fn len(&self) -> usize {
        self.labels.len()
    }

    /// The labels that were added before there were more than so many.
    pub(crate) fn first(&self, count: usize) -> Self {
        Self {
            labels: self.labels.iter().take(count).copied().collect(),
        }
    }

    pub(crate) fn any(&self, test: &LabelTest) -> bool {
        self.labels.iter().any(|label| match label {
            Added::Static(id) => test.holds_for(*id),
            Added::Geo(label) => {
                test.query().is_qualified() && {
                    let mut text = Text(SmallVec::new());
                    write!(text, "{label}").is_ok() && test.query().holds_for(&text.0)
                }
            }
        })
    }

    /// The names, in the order in which they were added.
    pub(crate) fn names<'a>(&'a self, table: &'a LabelTable) -> impl Iterator<Item = Cow<'a, str>> {
        self.labels.iter().map(|label| match label {
            Added::Static(id) => Cow::Borrowed(table.name(*id)),
            Added::Geo(label) => Cow::Owned(label.to_string()),
        })
    }
}

/// A short text without allocation.
struct Text(SmallVec<[u8; 64]>);

impl std::fmt::Write for Text {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        self.0.extend_from_slice(text.as_bytes());
        Ok(())
    }
}
