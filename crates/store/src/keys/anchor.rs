//! The newest state of a store that an application has seen, kept outside it.

use super::{StoreId, StoreKeys};
use crate::{Error, Result, Revision};

/// Which store, and the newest revision of it that was seen: kept by the application, apart from
/// the store.
///
/// It shows when an older copy of the whole store was put in its place, unless whoever did that
/// also forged the revision, which is not sealed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Anchor {
    /// Which store.
    pub store_id: StoreId,
    /// The newest revision of it that was seen.
    pub revision: Revision,
}

impl Anchor {
    /// An anchor that was kept.
    pub fn new(store_id: StoreId, revision: Revision) -> Self {
        Self { store_id, revision }
    }
}

impl StoreKeys {
    /// What to keep now, so that it can be compared when the store is opened again.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn anchor(&self) -> Result<Anchor> {
        Ok(Anchor::new(self.store_id(), self.store().revision().await?))
    }

    /// Compares the store with what was seen of it before.
    ///
    /// # Errors
    /// [`Error::RolledBack`] if it is another store, or an older state of it.
    pub async fn check_anchor(&self, anchor: Anchor) -> Result<()> {
        let Anchor { store_id, revision } = self.anchor().await?;
        if store_id != anchor.store_id || revision < anchor.revision {
            return Err(Error::RolledBack {
                found: revision,
                anchor: anchor.revision,
            });
        }
        Ok(())
    }
}
