//! A state of a store that an application has seen, kept outside it.

use crypto::{
    constant_time_eq,
    digest::{Algorithm, Hasher},
};

use super::{StoreId, StoreKeys};
use crate::{Error, Key, KeyRange, Result, Revision, Store, Versioned, limits};

/// Which store, and a state of it that was seen: kept by the application, apart from the store.
///
/// What it shows, to who opens the store with it:
///
/// | made by | an older copy of the file | one that was made to look newer | one record changed back, or deleted |
/// |---|---|---|---|
/// | [`StoreKeys::anchor`] | refused | **not seen** | **not seen** |
/// | [`StoreKeys::exact_anchor`] | refused | refused | refused |
///
/// The revision is the file's own word: whoever can write the file can forge it. An exact anchor takes
/// nobody's word, for it holds a digest of every record, and so it is good for that very state alone:
/// one that was taken when the application closed the store is what it opens it with. After a crash
/// the store is newer than it, and what is newer cannot be proven; to trust it nonetheless, open it
/// with [`inexact`](Self::inexact).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Anchor {
    /// Which store.
    pub store_id: StoreId,
    /// The newest revision of it that was seen.
    pub revision: Revision,
    /// A digest of all its records at that revision, if it is exact.
    pub records: Option<[u8; 32]>,
}

impl Anchor {
    /// An anchor that was kept.
    pub fn new(store_id: StoreId, revision: Revision, records: Option<[u8; 32]>) -> Self {
        Self {
            store_id,
            revision,
            records,
        }
    }

    /// The same state or any that says of itself that it is newer.
    #[must_use]
    pub fn inexact(self) -> Self {
        Self {
            records: None,
            ..self
        }
    }
}

impl StoreKeys {
    /// What to keep now, so that it can be compared when the store is opened again.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn anchor(&self) -> Result<Anchor> {
        let revision = self.store().revision().await?;
        Ok(Anchor::new(self.store_id(), revision, None))
    }

    /// What to keep now, so that the store is opened again only in this very state. Reads all of it.
    ///
    /// # Errors
    /// [`Error::ChangedMeanwhile`] if the store was written to meanwhile; those of the store.
    pub async fn exact_anchor(&self) -> Result<Anchor> {
        let Anchor {
            store_id, revision, ..
        } = self.anchor().await?;
        let records = digest(store_id, &**self.store()).await?;
        if self.store().revision().await? != revision {
            return Err(Error::ChangedMeanwhile);
        }
        Ok(Anchor::new(store_id, revision, Some(records)))
    }

    /// Compares the store with what was seen of it before. Reads all of it, if the anchor is exact.
    ///
    /// # Errors
    /// [`Error::RolledBack`] if it is another store, or an older state of it; [`Error::NotAsAnchored`] if the
    /// anchor is exact, and the state another; those of the store.
    pub async fn check_anchor(&self, anchor: Anchor) -> Result<()> {
        let Anchor {
            store_id,
            revision,
            records,
        } = anchor;
        let found = self.anchor().await?;
        if found.store_id != store_id || found.revision < revision {
            return Err(Error::RolledBack {
                found: found.revision,
                anchor: revision,
            });
        }
        let Some(records) = records else {
            return Ok(());
        };
        // Not read if it cannot be the same.
        let same = found.revision == revision
            && constant_time_eq(&digest(store_id, &**self.store()).await?, &records);
        if same {
            Ok(())
        } else {
            Err(Error::NotAsAnchored { revision })
        }
    }
}

/// SHA-256 of all records as they are stored, with their keys and versions. Drawn in `docs/formats.md`.
async fn digest(store_id: StoreId, store: &dyn Store) -> Result<[u8; 32]> {
    let mut hasher = Hasher::new(Algorithm::Sha256);
    hasher.update(LABEL);
    hasher.update(store_id.as_bytes());
    let mut range = KeyRange::all();
    loop {
        let page = store.scan(range.clone(), limits::OPERATIONS).await?;
        let Some((last, _)) = page.last() else {
            break;
        };
        range = range.after(last);
        for (key, record) in &page {
            add(&mut hasher, key, record);
        }
    }
    hasher
        .finish()
        .as_ref()
        .try_into()
        .map_err(|_| Error::Crypto)
}

/// Each part behind its length, or of fixed length: no two lists of records give the same bytes.
fn add(hasher: &mut Hasher, key: &Key, record: &Versioned) {
    let Versioned { value, version } = record;
    for part in [key.as_bytes(), value] {
        let length = u64::try_from(part.len()).unwrap_or(u64::MAX);
        hasher.update(&length.to_be_bytes());
        hasher.update(part);
    }
    hasher.update(&version.number().to_be_bytes());
}

const LABEL: &[u8] = b"strongroom/anchor/v1";
