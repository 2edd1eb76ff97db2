//! What is directly under a path, out of memory: services read their own path again and again.

use std::sync::{Arc, Weak};

use service_kit::{Listing, Lookup};
use store::{Key, Versioned};

use crate::{
    Result,
    call::{Call, PageOf},
    limits,
    name::Path,
    param_store::Shared,
    parameter::Loaded,
    scope::Scope,
};

/// The first parameters directly under a path, as many as a page holds, and whether there are more. Shared; forgotten as a whole when one
/// of those directly under the path is made, changed or deleted.
#[derive(Clone, Debug)]
pub(crate) struct Level {
    /// They are kept with all other parameters, and counted there.
    parameters: Arc<[Weak<Loaded>]>,
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
        let (mut parameters, more) = self.params().level(scope, path).await?;
        let more = more || parameters.len() > page.limit();
        parameters.truncate(page.limit());
        let next = match parameters.last() {
            Some(last) if more => Some(self.next(listing, &last.key)?),
            _ => None,
        };
        Ok((parameters, next))
    }
}

impl Shared {
    /// The first parameters directly under a path, as many as a page holds at most, and whether there are more: out of memory or the store.
    async fn level(&self, scope: &Scope, path: &Path) -> Result<(Vec<Arc<Loaded>>, bool)> {
        let key = scope.level(path)?;
        if let Lookup::Hit(level) = self.levels.look_up(&key)
            && let Some(parameters) = level.parameters()
        {
            return Ok((parameters, level.more));
        }
        let (levels, all) = (self.levels.reading(), self.parameters.reading());
        let wanted = limits::PATH_PAGE.saturating_add(1);
        let mut found = self.store.scan(scope.children(path)?, wanted).await?;
        let more = found.len() == wanted;
        found.truncate(limits::PATH_PAGE);
        let load = |(key, found): (Key, Versioned)| match self.parameters.look_up(&key) {
            Lookup::Hit(known) if known.revision == found.version => Ok(known),
            Lookup::Hit(_) | Lookup::Miss(_) => {
                let parameter = Arc::new(Loaded::new(scope.clone(), key.clone(), &found)?);
                all.fill(key, Arc::clone(&parameter));
                Ok(parameter)
            }
        };
        let parameters: Vec<_> = found.into_iter().map(load).collect::<Result<_>>()?;
        levels.fill(key, Level::new(&parameters, more));
        Ok((parameters, more))
    }
}

impl Level {
    fn new(parameters: &[Arc<Loaded>], more: bool) -> Self {
        Self {
            parameters: parameters.iter().map(Arc::downgrade).collect(),
            more,
        }
    }

    /// The parameters, if none of them was taken out of memory.
    fn parameters(&self) -> Option<Vec<Arc<Loaded>>> {
        self.parameters.iter().map(Weak::upgrade).collect()
    }

    /// About how many bytes of memory it takes, its name among them: the room of parameters that were taken out of memory stays as long
    /// as they are named here.
    pub(crate) fn bytes(&self, key: &Key) -> usize {
        let each = size_of::<Loaded>().saturating_add(size_of::<Weak<Loaded>>());
        let parameters = self.parameters.len().saturating_mul(each);
        let keys = key.as_bytes().len().saturating_mul(2);
        [size_of::<Self>(), parameters, keys]
            .into_iter()
            .fold(0, usize::saturating_add)
    }
}
