//! The autonomous systems that statements asked for.

use crate::compile::Origin;

/// The autonomous systems of a request, as far as statements asked for them: logs have those and no others.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) struct AskedAsns {
    /// Of the address that the request came from.
    pub(crate) client: Option<u32>,
    /// Of the address that a header names.
    pub(crate) forwarded: Option<u32>,
}

impl AskedAsns {
    pub(super) fn note(&mut self, origin: &Origin, number: u32) {
        match origin {
            Origin::Connection => self.client = Some(number),
            Origin::Header(_) => self.forwarded = Some(number),
        }
    }
}
