//! What is directly under a path, out of memory: services read their own path again and again.

use std::sync::Arc;

use service_kit::{Listing, Lookup};

use crate::{
    Result,
    call::{Call, PageOf},
    limits,
    name::Path,
    parameter::Loaded,
    scope::Scope,
};

/// The first parameters directly under a path, as many as a page holds, and whether there are more. Shared; forgotten as a whole when one
/// of those directly under the path is made, changed or deleted.
#[derive(Clone, Debug)]
pub(crate) struct Level {
    parameters: Arc<[Arc<Loaded>]>,
    more: bool,
}

impl Call<'_> {
    /// The first page of what is directly under a path.
    pub(crate) async fn first_page(
        &self,
        listing: &Listing,
        page: &PageOf,
        scope: &Scope,
        path: &Path,
    ) -> Result<(Vec<Arc<Loaded>>, Option<String>)> {
        let key = scope.level(path)?;
        let level = match self.params().levels.look_up(&key) {
            Lookup::Hit(level) => level,
            Lookup::Miss(ticket) => {
                let level = self.level(scope, path).await?;
                ticket.fill(key, level.clone());
                level
            }
        };
        let shown = level.parameters.get(..page.limit());
        let parameters = shown.unwrap_or(&level.parameters).to_vec();
        let more = level.more || parameters.len() < level.parameters.len();
        let next = match parameters.last() {
            Some(last) if more => Some(self.next(listing, &last.key)?),
            _ => None,
        };
        Ok((parameters, next))
    }

    async fn level(&self, scope: &Scope, path: &Path) -> Result<Level> {
        let wanted = limits::PATH_PAGE.saturating_add(1);
        let children = scope.children(path)?;
        let mut found = self.params().store.scan(children, wanted).await?;
        let more = found.len() == wanted;
        found.truncate(limits::PATH_PAGE);
        let load = |(key, found)| Ok(Arc::new(Loaded::new(scope.clone(), key, &found)?));
        Ok(Level {
            parameters: found.into_iter().map(load).collect::<Result<_>>()?,
            more,
        })
    }
}
