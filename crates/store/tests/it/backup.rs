//! A copy that was made while the store was in use.

use std::{
    sync::atomic::{AtomicBool, Ordering},
    thread,
};

use std::sync::Arc;
use store::{Error, KeyRange, RedbStore, SealedStore, Store, conformance::block_on};

use crate::world::{Place, key, open_keys, put, root, tx, value};

#[test]
fn a_copy_is_one_state_of_the_store() {
    let place = Place::new();
    let store = place.open();
    let (a, b) = (key("a"), key("b"));
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| {
            // Both records always say the same.
            let mut n = 0u64;
            while !done.load(Ordering::Relaxed) {
                n += 1;
                let same = || n.to_be_bytes().to_vec();
                block_on(store.commit(tx().put(a.clone(), same()).put(b.clone(), same()))).unwrap();
            }
        });
        for n in 0..5 {
            let path = place.path().with_extension(format!("{n}"));
            store.back_up(&path).unwrap();
            let copy = RedbStore::open(&path).unwrap();
            assert_eq!(value(&copy, &a).unwrap(), value(&copy, &b).unwrap());
            let revision = block_on(copy.revision()).unwrap();
            assert!(revision <= block_on(store.revision()).unwrap());
        }
        done.store(true, Ordering::Relaxed);
    });
}

#[test]
fn a_copy_of_a_sealed_store_opens_like_the_store() {
    let place = Place::new();
    let beneath = Arc::new(place.open());
    let store = SealedStore::new(open_keys(&beneath, root(1)).unwrap());
    let version = put(&store, &key("a"), b"secret");
    let path = place.path().with_extension("copy");
    beneath.back_up(&path).unwrap();
    put(&store, &key("a"), b"later");

    let copy = Arc::new(RedbStore::open(&path).unwrap());
    assert!(matches!(
        open_keys(&copy, root(2)),
        Err(Error::WrongRootKey)
    ));
    let copy = SealedStore::new(open_keys(&copy, root(1)).unwrap());
    assert_eq!(copy.keys().store_id(), store.keys().store_id());
    let found = block_on(copy.scan(KeyRange::all(), 10)).unwrap();
    let [(found_key, record)] = &found[..] else {
        panic!("{found:?}")
    };
    assert_eq!(
        (found_key, &record.value[..], record.version),
        (&key("a"), &b"secret"[..], version)
    );
}

#[test]
fn a_copy_never_overwrites() {
    let place = Place::new();
    let store = place.open();
    assert!(matches!(
        store.back_up(place.path()),
        Err(Error::AlreadyExists { .. })
    ));
}
