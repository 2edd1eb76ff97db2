//! What the tests share.

use std::sync::Arc;

use crypto::random::SystemRandom;
use store::{
    BytesRootKey, RedbStore, Result, RootKey, SealedStore, Store, StoreKeys, conformance::block_on,
};
use tempfile::TempDir;

/// A directory that lives as long as the test, and a store's path in it.
#[derive(Debug)]
pub(crate) struct Place(TempDir);

impl Place {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub(crate) fn path(&self) -> std::path::PathBuf {
        self.0.path().join("store.redb")
    }

    pub(crate) fn open(&self) -> RedbStore {
        RedbStore::open_or_create(self.path()).unwrap()
    }
}

pub(crate) fn root(byte: u8) -> Arc<dyn RootKey> {
    Arc::new(BytesRootKey::new([byte; 32]).unwrap())
}

pub(crate) fn open_keys(store: Arc<dyn Store>, root: Arc<dyn RootKey>) -> Result<StoreKeys> {
    block_on(StoreKeys::open(store, root, Arc::new(SystemRandom::new())))
}

pub(crate) fn sealed(store: impl Store) -> SealedStore {
    SealedStore::new(open_keys(Arc::new(store), root(1)).unwrap())
}
