//! Listings: pages of what one record holds, in the order of its names.

use common_types::PageToken;
use service_kit::Listing;
use store::Key;

use super::Call;
use crate::{Error, Result, limits, scope::SERVICE};

/// The members of a request that choose a page.
#[derive(Clone, Debug, Default)]
pub(crate) struct PageOf {
    limit: usize,
    token: Option<PageToken>,
}

impl PageOf {
    /// Reads `Limit` and `NextMarker`.
    pub(crate) fn parse(limit: Option<u32>, marker: Option<&str>) -> Result<Self> {
        let token = marker.map(|marker| marker.parse().map_err(|_| Error::invalid_marker(marker)));
        Ok(Self {
            limit: usize::try_from(limit.unwrap_or(limits::PAGE)).map_err(Error::broken)?,
            token: token.transpose()?,
        })
    }
}

impl Call<'_> {
    /// One page of entries with names, and the marker of the next.
    pub(crate) fn page<T>(
        &self,
        page: &PageOf,
        filters: &[(&str, &str)],
        entries: impl IntoIterator<Item = (String, T)>,
    ) -> Result<(Vec<T>, Option<String>)> {
        let listing = Listing::new(self.identity, self.operation.declared());
        let listing = filters.iter().fold(listing, |listing, (name, value)| {
            listing.filter(name, value)
        });
        let seen = match &page.token {
            Some(token) => Some(self.waf.tokens.open(&listing, token)?),
            None => None,
        };
        let (mut found, mut last) = (Vec::new(), None);
        for (name, entry) in entries {
            let position = Key::global(SERVICE).str(&name).build()?;
            if seen.as_ref().is_some_and(|seen| position <= *seen) {
                continue;
            }
            if found.len() == page.limit {
                let token = last
                    .map(|last| self.waf.tokens.seal(&listing, &last))
                    .transpose()?;
                return Ok((found, token.map(|token| token.as_str().to_owned())));
            }
            found.push(entry);
            last = Some(position);
        }
        Ok((found, None))
    }
}
