//! Listings: how many entries a page has, where it begins, and how the next one is got.

use common_types::PageToken;
use serde::{Deserialize, Serialize};
use service_kit::Listing;
use store::Key;

use crate::{Error, Result, call::Call, limits};

/// The members of a request that choose a page.
#[derive(Clone, Debug, Default)]
pub(super) struct PageOf {
    limit: usize,
    token: Option<PageToken>,
}

/// What a page of a listing says of the next.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct NextPage {
    /// Give this with the next request to go on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_marker: Option<String>,
    /// Whether there is more.
    pub truncated: bool,
}

impl PageOf {
    /// Reads `Limit` and `Marker`.
    ///
    /// # Errors
    ///
    /// [`Error::Validation`] if the limit is out of bounds, [`Error::InvalidMarker`] if the marker is none of ours.
    pub(super) fn parse(
        limit: Option<u32>,
        marker: Option<&str>,
        page: limits::Page,
    ) -> Result<Self> {
        let limit = limit.unwrap_or(page.default);
        if !(1..=page.max).contains(&limit) {
            return Err(Error::validation("Limit", format!("is 1 to {}", page.max)));
        }
        let token = marker
            .map(|marker| marker.parse().map_err(|_| Error::InvalidMarker))
            .transpose()?;
        Ok(Self {
            limit: usize::try_from(limit).map_err(Error::broken)?,
            token,
        })
    }

    /// The limit and the token, to page through records.
    pub(super) fn of_records(&self) -> (usize, Option<&PageToken>) {
        (self.limit, self.token.as_ref())
    }

    /// One page of what one record holds, in the order of its names.
    pub(super) fn of_names<T>(
        &self,
        call: &Call<'_>,
        listing: &Listing,
        entries: impl IntoIterator<Item = (String, T)>,
    ) -> Result<(Vec<T>, NextPage)> {
        let tokens = &call.kms().tokens;
        let seen = match &self.token {
            Some(token) => Some(tokens.open(listing, token)?),
            None => None,
        };
        let mut page = Vec::new();
        let mut last = None;
        for (name, entry) in entries {
            let position = position(&name)?;
            if seen.as_ref().is_some_and(|seen| position <= *seen) {
                continue;
            }
            if page.len() == self.limit {
                let token = last.map(|last| tokens.seal(listing, &last)).transpose()?;
                return Ok((page, NextPage::new(token.as_ref())));
            }
            page.push(entry);
            last = Some(position);
        }
        Ok((page, NextPage::default()))
    }
}

impl NextPage {
    pub(super) fn new(token: Option<&PageToken>) -> Self {
        Self {
            next_marker: token.map(|token| token.as_str().to_owned()),
            truncated: token.is_some(),
        }
    }
}

/// Where a name stands: names are ordered as their bytes are.
fn position(name: &str) -> Result<Key> {
    Ok(Key::global("kms").str(name).build()?)
}

/// Declares the members that every listing's request has, and their setters.
macro_rules! page_setters {
    ($request:ty) => {
        impl $request {
            /// Sets how many entries a page has at most.
            #[must_use]
            pub fn limit(mut self, limit: u32) -> Self {
                self.limit = Some(limit);
                self
            }

            /// Goes on where the page ended that this marker came with.
            #[must_use]
            pub fn marker(mut self, marker: impl Into<String>) -> Self {
                self.marker = Some(marker.into());
                self
            }
        }
    };
}

pub(super) use page_setters;
