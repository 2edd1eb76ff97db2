//! Listings, page by page.

mod token;

use std::sync::Arc;

use common_types::PageToken;
use store::{Key, KeyRange, Store, Versioned};

pub use token::{Listing, PageTokens};

use crate::{Error, Result, limits};

/// Reads a range of records page by page, and gives out a token where there is more.
#[derive(Clone, Debug)]
pub struct Paginator {
    store: Arc<dyn Store>,
    tokens: PageTokens,
}

/// Some records of a listing, in the order of their keys.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Page {
    /// The records.
    pub records: Vec<(Key, Versioned)>,
    /// How to get the next page; none at the end.
    pub next: Option<PageToken>,
}

impl Paginator {
    /// Lists what is in this store.
    pub fn new(store: Arc<dyn Store>, tokens: PageTokens) -> Self {
        Self { store, tokens }
    }

    /// Up to `limit` records of the range: the first, or those behind the page that `token` came with.
    ///
    /// Each page is one snapshot. A record that is there during the whole listing is listed once.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidPageLimit`], [`Error::InvalidPageToken`], [`Error::Store`].
    pub async fn page(
        &self,
        listing: &Listing,
        range: KeyRange,
        limit: usize,
        token: Option<&PageToken>,
    ) -> Result<Page> {
        if !(1..=limits::PAGE_RECORDS).contains(&limit) {
            return Err(Error::InvalidPageLimit { limit });
        }
        let range = match token {
            None => range,
            Some(token) => {
                let seen = self.tokens.open(listing, token)?;
                range.after(&seen)
            }
        };
        // One more than asked for, to know whether there is more; a scan has the same limit as a page.
        let wanted = limit.saturating_add(1).min(store::limits::SCAN_RECORDS);
        let mut records = self.store.scan(range.clone(), wanted).await?;
        let more = match records.len() {
            found if found > limit => true,
            found if found == wanted => self.is_anything_behind(range, &records).await?,
            _ => false,
        };
        records.truncate(limit);
        let next = match records.last() {
            Some((last, _)) if more => Some(self.tokens.seal(listing, last)?),
            _ => None,
        };
        Ok(Page { records, next })
    }

    async fn is_anything_behind(
        &self,
        range: KeyRange,
        records: &[(Key, Versioned)],
    ) -> Result<bool> {
        let Some((last, _)) = records.last() else {
            return Ok(false);
        };
        let behind = self.store.scan(range.after(last), 1).await?;
        Ok(!behind.is_empty())
    }
}
