//! Listings: how many entries a page has, where it begins, and how the next one is got.

use std::sync::Arc;

use common_types::PageToken;
use service_kit::Listing;
use store::{Key, KeyRange};

use crate::{Error, Result, call::Call, limits, parameter::Loaded, scope::Scope};

/// The members of a request that choose a page.
#[derive(Clone, Debug)]
pub(crate) struct PageOf {
    limit: usize,
    token: Option<PageToken>,
}

impl PageOf {
    /// Reads `MaxResults`, whose bounds are checked, and `NextToken`.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidNextToken`] if the token is none of ours.
    pub(crate) fn parse(
        max_results: Option<u32>,
        next_token: Option<&str>,
        default: usize,
    ) -> Result<Self> {
        let token = next_token.map(|token| token.parse().map_err(|_| Error::InvalidNextToken));
        let limit = max_results.map(|limit| usize::try_from(limit).map_err(Error::broken));
        Ok(Self {
            limit: limit.transpose()?.unwrap_or(default),
            token: token.transpose()?,
        })
    }

    /// Whether it is the first.
    pub(crate) fn is_first(&self) -> bool {
        self.token.is_none()
    }

    /// How many entries the page has at most.
    pub(crate) fn limit(&self) -> usize {
        self.limit
    }
}

impl Call<'_> {
    /// A listing by the caller, without filters yet.
    pub(crate) fn listing(&self) -> Listing {
        Listing::new(self.identity, self.operation.declared())
    }

    /// Behind which record a page begins.
    pub(crate) fn seen(&self, listing: &Listing, page: &PageOf) -> Result<Option<Key>> {
        let open = |token| self.params.tokens.open(listing, token);
        Ok(page.token.as_ref().map(open).transpose()?)
    }

    /// How to get the page behind this record.
    pub(crate) fn next(&self, listing: &Listing, last: &Key) -> Result<String> {
        let token = self.params.tokens.seal(listing, last)?;
        Ok(token.as_str().to_owned())
    }

    /// One page of the parameters in a range that pass a filter.
    ///
    /// It looks at [`limits::LOOKED_AT`] records at most: then it answers what it has, and how to go on.
    pub(crate) async fn page(
        &self,
        listing: &Listing,
        page: &PageOf,
        scope: &Scope,
        mut range: KeyRange,
        filter: Option<&(dyn Fn(&Loaded) -> bool + Sync)>,
    ) -> Result<(Vec<Arc<Loaded>>, Option<String>)> {
        if let Some(seen) = self.seen(listing, page)? {
            range = range.after(&seen);
        }
        let mut found = Vec::new();
        let mut looked_at = 0_usize;
        let mut last: Option<Key> = None;
        loop {
            let room = page.limit.saturating_sub(found.len());
            // Without a filter, one more than wanted tells whether there is more.
            let chunk = match filter {
                None => room.saturating_add(1),
                Some(_) => FILTERED_CHUNK,
            };
            let records = self.params.store.scan(range.clone(), chunk).await?;
            let is_last = records.len() < chunk;
            for (key, record) in records {
                if found.len() == page.limit || looked_at == limits::LOOKED_AT {
                    let next = last.map(|last| self.next(listing, &last)).transpose()?;
                    return Ok((found, next));
                }
                looked_at = looked_at.saturating_add(1);
                last = Some(key.clone());
                let parameter = Loaded::new(scope.clone(), key, &record)?;
                if filter.is_none_or(|passes| passes(&parameter)) {
                    found.push(Arc::new(parameter));
                }
            }
            if is_last {
                return Ok((found, None));
            }
            if let Some(last) = &last {
                range = range.after(last);
            }
        }
    }
}

/// Records that a filtered listing reads at a time.
const FILTERED_CHUNK: usize = 100;
