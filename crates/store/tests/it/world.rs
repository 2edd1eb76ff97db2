//! What the tests share.

use std::{path::PathBuf, sync::Arc};

use crypto::random::SystemRandom;
use store::{
    BytesRootKey, Key, RedbStore, Result, Revision, RootKey, SealedStore, Store, StoreKeys,
    Transaction, TransactionId, conformance::block_on,
};
use tempfile::TempDir;

/// A directory that lives as long as the test, and a store's path in it.
#[derive(Debug)]
pub(crate) struct Place(TempDir);

impl Place {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.0.path().join("store.redb")
    }

    pub(crate) fn open(&self) -> RedbStore {
        RedbStore::open_or_create(self.path()).unwrap()
    }
}

pub(crate) fn root(byte: u8) -> Arc<dyn RootKey> {
    Arc::new(BytesRootKey::new([byte; 32]).unwrap())
}

pub(crate) fn open_keys<S: Store>(store: &Arc<S>, root: Arc<dyn RootKey>) -> Result<StoreKeys> {
    let store: Arc<dyn Store> = Arc::<S>::clone(store);
    block_on(StoreKeys::open(store, root, Arc::new(SystemRandom::new())))
}

/// Seals a store under the root key of ones.
pub(crate) fn sealed(store: impl Store) -> SealedStore {
    SealedStore::new(open_keys(&Arc::new(store), root(1)).unwrap())
}

pub(crate) fn key(name: &str) -> Key {
    Key::global("test").str(name).build().unwrap()
}

pub(crate) fn tx() -> Transaction {
    Transaction::new(TransactionId::random(&SystemRandom::new()).unwrap())
}

pub(crate) fn put(store: &dyn Store, key: &Key, value: &[u8]) -> Revision {
    block_on(store.commit(tx().put(key.clone(), value.to_vec())))
        .unwrap()
        .revision
}

pub(crate) fn value(store: &dyn Store, key: &Key) -> Result<Option<Vec<u8>>> {
    let found = block_on(store.read(std::slice::from_ref(key)))?.remove(0);
    Ok(found.map(|record| record.value))
}
