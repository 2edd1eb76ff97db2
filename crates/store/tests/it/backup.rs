//! Copies: a backup that is made while the store is in use, and a move to another backend.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
};

use crypto::random::SystemRandom;
use store::{
    CommitFault, Error, FaultyStore, KeyRange, MemoryStore, RedbStore, SealedStore, Store,
    conformance::block_on, limits,
};

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

#[test]
fn a_sealed_store_moves_to_another_backend() {
    let beneath = Arc::new(MemoryStore::new());
    let store = SealedStore::new(open_keys(&beneath, root(1)).unwrap());
    for n in 0..150 {
        put(&store, &key(&n.to_string()), &vec![7; n * 1_000]);
    }
    put(&store, &key("largest"), &vec![7; limits::VALUE_BYTES]);

    let place = Place::new();
    let moved = Arc::new(place.open());
    let random = SystemRandom::new();
    let records = block_on(store::copy(&*beneath, &*moved, &random)).unwrap();
    assert_eq!(records, 152, "the header is one of them");
    let moved_again = block_on(store::copy(&*beneath, &*moved, &random));
    assert!(matches!(moved_again, Err(Error::NotEmpty)));

    assert!(matches!(
        open_keys(&moved, root(2)),
        Err(Error::WrongRootKey)
    ));
    let moved = SealedStore::new(open_keys(&moved, root(1)).unwrap());
    let all = |store: &SealedStore| {
        let found = block_on(store.scan(KeyRange::all(), 1_000)).unwrap();
        found
            .into_iter()
            .map(|(key, record)| (key, record.value))
            .collect::<Vec<_>>()
    };
    assert!(all(&moved) == all(&store));
}

#[test]
fn a_copy_that_is_cut_does_not_open() {
    let beneath = Arc::new(MemoryStore::new());
    let store = SealedStore::new(open_keys(&beneath, root(1)).unwrap());
    for n in 0..150 {
        put(&store, &key(&n.to_string()), b"value");
    }
    for commits in 0..4 {
        let copy = Arc::new(FaultyStore::new(MemoryStore::new()));
        copy.pass_commits(commits);
        copy.fail_next_commit(CommitFault::Refused);
        block_on(store::copy(&*beneath, &*copy, &SystemRandom::new())).unwrap_err();
        copy.clear_commit_faults();
        if commits > 0 {
            assert!(matches!(open_keys(&copy, root(1)), Err(Error::NotSealed)));
        }
    }
}
