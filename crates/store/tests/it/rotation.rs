//! Changing the root key, and rotating the store key: cut anywhere, it goes on.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
};

use store::{
    CommitFault, Error, FaultyStore, Generation, Key, KeyRange, MemoryStore, Result, Rewrap,
    SealedStore, Store, StoreKeys, conformance::block_on,
};

use crate::world::{key, open_keys, put, root, sealed, tx, value};

/// A stand-in for a wrapped key: names its generation and cannot be made without that generation's
/// key.
fn wrap(keys: &StoreKeys, generation: Generation) -> Vec<u8> {
    let secret = keys.derive(generation, "test/wrap/v1").unwrap();
    [&generation.number().to_be_bytes()[..], secret.expose()].concat()
}

fn generation_of(wrapped: &[u8]) -> Generation {
    Generation::new(u32::from_be_bytes(wrapped[..4].try_into().unwrap()))
}

/// Wraps anew what [`wrap`] made.
#[derive(Debug)]
struct Wrapped(StoreKeys);

impl Rewrap for Wrapped {
    fn rewrap(&self, key: &Key, value: &[u8]) -> Result<Option<Vec<u8>>> {
        if !is_wrapped(key) {
            return Ok(None);
        }
        let generation = generation_of(value);
        assert_eq!(
            value,
            wrap(&self.0, generation),
            "the old key is there as long as it is needed"
        );
        let newest = self.0.generation();
        Ok((generation != newest).then(|| wrap(&self.0, newest)))
    }
}

fn is_wrapped(key: &Key) -> bool {
    key.elements()
        .unwrap()
        .iter()
        .any(|element| element.as_str() == Some("wrapped"))
}

fn wrapped_key(n: usize) -> Key {
    Key::global("test")
        .str("wrapped")
        .u64(n as u64)
        .build()
        .unwrap()
}

const RECORDS: usize = 90;

fn fill(store: &SealedStore) {
    for n in 0..RECORDS {
        put(store, &key(&n.to_string()), &vec![7; n * 100]);
        put(
            store,
            &wrapped_key(n),
            &wrap(store.keys(), store.keys().generation()),
        );
    }
}

/// Fails unless all is there; says under which generations things are wrapped.
fn check(store: &SealedStore) -> Vec<Generation> {
    for n in 0..RECORDS {
        assert_eq!(
            value(store, &key(&n.to_string())).unwrap(),
            Some(vec![7; n * 100])
        );
    }
    let generation = |n| generation_of(&value(store, &wrapped_key(n)).unwrap().unwrap());
    let mut generations: Vec<_> = (0..RECORDS).map(generation).collect();
    generations.dedup();
    generations
}

#[test]
fn a_rotation_leaves_nothing_under_the_old_key() {
    let beneath = Arc::new(MemoryStore::new());
    let store = SealedStore::new(open_keys(&beneath, root(1)).unwrap());
    fill(&store);
    let before = store.keys().generation();
    let old = block_on(beneath.scan(KeyRange::all(), 1_000)).unwrap();

    let rotated = block_on(store.rotate_store_key(&[&Wrapped(store.keys().clone())])).unwrap();
    assert!(rotated.generation > before);
    assert_eq!(rotated.records, 2 * RECORDS as u64);
    assert_eq!(check(&store), [rotated.generation]);
    assert!(matches!(
        store.keys().derive(before, "any/v1"),
        Err(Error::UnknownGeneration { generation }) if generation == before
    ));

    // A record from before the rotation opens no more.
    let (old_key, old_record) = old.last().unwrap();
    put(&*beneath, old_key, &old_record.value);
    assert!(matches!(
        value(&store, old_key),
        Err(Error::UnknownGeneration { .. })
    ));
}

#[test]
fn a_rotation_that_is_cut_at_any_commit_goes_on() {
    for fault in [
        CommitFault::RequestLost,
        CommitFault::AnswerLost,
        CommitFault::Refused,
    ] {
        let cuts = (0..)
            .take_while(|commits| cut_after(*commits, fault))
            .count();
        assert!(
            cuts >= 5,
            "begin, batches, a second pass, end: {cuts} commits"
        );
    }
}

/// Cuts a rotation after so many commits, opens the store again and goes on; false if it needed no
/// more than those.
fn cut_after(commits: usize, fault: CommitFault) -> bool {
    let beneath = Arc::new(FaultyStore::new(MemoryStore::new()));
    let store = SealedStore::new(open_keys(&beneath, root(1)).unwrap());
    fill(&store);
    let before = store.keys().generation();
    beneath.pass_commits(commits);
    beneath.fail_next_commit(fault);
    let cut = block_on(store.rotate_store_key(&[&Wrapped(store.keys().clone())]));
    beneath.clear_commit_faults();
    check(&store);
    drop(store);

    let store = SealedStore::new(open_keys(&beneath, root(1)).unwrap());
    check(&store);
    put(&store, &key("meanwhile"), b"written between the two");
    let rotated = block_on(store.rotate_store_key(&[&Wrapped(store.keys().clone())])).unwrap();
    assert_eq!(check(&store), [rotated.generation]);
    assert_eq!(
        value(&store, &key("meanwhile")).unwrap().unwrap(),
        b"written between the two"
    );
    assert!(store.keys().derive(before, "any/v1").is_err());
    cut.is_err()
}

#[test]
fn reads_and_writes_work_throughout() {
    let store = sealed(MemoryStore::new());
    fill(&store);
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        for t in 0..3u64 {
            let (store, done) = (&store, &done);
            scope.spawn(move || {
                let counter = Key::global("test").str("counter").u64(t).build().unwrap();
                put(store, &counter, &0u64.to_be_bytes());
                let mut count = 0u64;
                while !done.load(Ordering::Relaxed) {
                    let record = block_on(store.read(std::slice::from_ref(&counter)))
                        .unwrap()
                        .remove(0)
                        .unwrap();
                    assert_eq!(record.value, count.to_be_bytes(), "an increment was lost");
                    let next = tx().replace(
                        counter.clone(),
                        (count + 1).to_be_bytes().to_vec(),
                        record.version,
                    );
                    match block_on(store.commit(next)) {
                        Ok(_) => count += 1,
                        // The rotation sealed it anew in between.
                        Err(Error::Conflict { .. }) => {}
                        Err(error) => panic!("{error:?}"),
                    }
                    check(store);
                }
            });
        }
        for _ in 0..4 {
            block_on(store.rotate_store_key(&[&Wrapped(store.keys().clone())])).unwrap();
        }
        done.store(true, Ordering::Relaxed);
    });
    assert_eq!(check(&store), [Generation::new(5)]);
}

#[test]
fn what_was_wrapped_before_a_rotation_is_not_committed_after_it() {
    let store = sealed(MemoryStore::new());
    let generation = store.keys().generation();
    let create = |generation| {
        let store = &store;
        let wrapped = wrap(store.keys(), generation);
        let tx = tx()
            .create(wrapped_key(1), wrapped)
            .require_generation(generation);
        move || block_on(store.commit(tx))
    };
    let too_late = create(generation);
    block_on(store.rotate_store_key(&[&Wrapped(store.keys().clone())])).unwrap();

    assert!(matches!(too_late(), Err(Error::Conflict { .. })));
    assert_eq!(value(&store, &wrapped_key(1)).unwrap(), None);
    create(store.keys().generation())().unwrap();
}

#[test]
fn a_hook_that_fails_keeps_the_old_key() {
    #[derive(Debug)]
    struct Fails;
    impl Rewrap for Fails {
        fn rewrap(&self, _: &Key, _: &[u8]) -> Result<Option<Vec<u8>>> {
            Err(Error::Corrupt {
                what: "a wrapped key",
            })
        }
    }
    let store = sealed(MemoryStore::new());
    fill(&store);
    let before = store.keys().generation();
    assert!(block_on(store.rotate_store_key(&[&Fails])).is_err());
    assert!(store.keys().derive(before, "any/v1").is_ok());
    check(&store);
}

#[test]
fn another_root_key_takes_over_in_one_commit() {
    let beneath = Arc::new(MemoryStore::new());
    let store = SealedStore::new(open_keys(&beneath, root(1)).unwrap());
    put(&store, &key("a"), b"value");
    let before = block_on(store.revision()).unwrap();
    block_on(store.keys().change_root_key(root(2))).unwrap();
    assert_eq!(block_on(store.revision()).unwrap(), before.next().unwrap());

    assert!(matches!(
        open_keys(&beneath, root(1)),
        Err(Error::WrongRootKey)
    ));
    let again = SealedStore::new(open_keys(&beneath, root(2)).unwrap());
    assert_eq!(value(&again, &key("a")).unwrap(), Some(b"value".to_vec()));
    // The handle that changed it goes on as well, and so does a rotation under the new root key.
    assert_eq!(value(&store, &key("a")).unwrap(), Some(b"value".to_vec()));
    block_on(store.rotate_store_key(&[])).unwrap();
    assert_eq!(value(&store, &key("a")).unwrap(), Some(b"value".to_vec()));
}
