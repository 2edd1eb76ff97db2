//! What the tests of the suite share.

use std::time::Duration;

use crypto::random::SystemRandom;

use super::block_on;
use crate::{Change, Error, Key, Result, Revision, Store, Transaction, TransactionId, Versioned};

/// A key of the suite.
pub(super) fn key(name: &str) -> Key {
    Key::global("conformance").str(name).build().unwrap()
}

/// A transaction that nobody else has.
pub(super) fn tx() -> Transaction {
    Transaction::new(TransactionId::random(&SystemRandom::new()).unwrap())
}

pub(super) fn read(store: &dyn Store, key: &Key) -> Option<Versioned> {
    block_on(store.read(std::slice::from_ref(key)))
        .unwrap()
        .pop()
        .unwrap()
}

pub(super) fn value(store: &dyn Store, key: &Key) -> Option<Vec<u8>> {
    read(store, key).map(|record| record.value)
}

pub(super) fn commit(store: &dyn Store, transaction: Transaction) -> Result<Revision> {
    block_on(store.commit(transaction)).map(|committed| committed.revision)
}

pub(super) fn put(store: &dyn Store, key: &Key, value: impl Into<Vec<u8>>) -> Revision {
    commit(store, tx().put(key.clone(), value.into())).unwrap()
}

/// Fails unless the commit conflicts on this very record.
#[track_caller]
pub(super) fn assert_conflict(result: Result<Revision>, key: &Key) {
    match result {
        Err(Error::Conflict { key: named }) if named == *key => {}
        other => panic!("a conflict on `{key}` was due, not {other:?}"),
    }
}

/// The next changes, which must come soon.
pub(super) fn follow(store: &dyn Store, since: Revision, count: usize) -> Vec<Change> {
    let mut stream = store.changes(since);
    (0..count)
        .map(|_| {
            let next = block_on(std::future::poll_fn(|cx| stream.as_mut().poll_next(cx)));
            next.unwrap().unwrap()
        })
        .collect()
}

/// Lets other threads run.
pub(super) fn pause() {
    std::thread::sleep(Duration::from_millis(5));
}
