//! Whoever can write the file beneath cannot change what it says.

use std::sync::Arc;

use proptest::prelude::*;
use store::{
    Anchor, Error, Key, KeyRange, MemoryStore, Result, Revision, SealedStore, Store,
    conformance::block_on, limits,
};

use crate::world::{key, open_keys, put, root, tx, value};

/// A sealed store, and what an attacker gets to see and change.
fn sealed() -> (SealedStore, Arc<MemoryStore>) {
    let beneath = Arc::new(MemoryStore::new());
    (
        SealedStore::new(open_keys(&beneath, root(1)).unwrap()),
        beneath,
    )
}

fn stored(beneath: &MemoryStore, key: &Key) -> Vec<u8> {
    value(beneath, key).unwrap().unwrap()
}

fn assert_tampered(store: &SealedStore, key: &Key) {
    let is_named = |result: Result<()>| match result {
        Err(Error::Tampered { key: named }) => named == *key,
        Err(Error::NewerFormat { .. }) => true,
        _ => false,
    };
    assert!(
        is_named(value(store, key).map(drop)),
        "a read must refuse it"
    );
    assert!(
        is_named(block_on(store.scan(KeyRange::all(), 10)).map(drop)),
        "a scan must refuse it"
    );
}

#[test]
fn values_are_sealed_and_differ_each_time() {
    let (store, beneath) = sealed();
    let mut seen = Vec::new();
    for name in ["a", "b", "a"] {
        put(&store, &key(name), b"marker");
        let stored = stored(&beneath, &key(name));
        assert!(!stored.windows(6).any(|window| window == b"marker"));
        assert!(!seen.contains(&stored));
        seen.push(stored);
    }
    assert_eq!(value(&store, &key("a")).unwrap(), Some(b"marker".to_vec()));
}

#[test]
fn any_changed_byte_is_refused() {
    let (store, beneath) = sealed();
    put(&store, &key("a"), b"value");
    let whole = stored(&beneath, &key("a"));
    for at in 0..whole.len() {
        let mut changed = whole.clone();
        changed[at] ^= 1;
        put(&*beneath, &key("a"), &changed);
        // A changed generation or session names keys that are not there, or not right.
        let refused = value(&store, &key("a"));
        assert!(
            matches!(
                refused,
                Err(Error::Tampered { .. }
                    | Error::NewerFormat { .. }
                    | Error::UnknownGeneration { .. })
            ),
            "byte {at}: {refused:?}"
        );
    }
    for length in 0..whole.len() {
        put(&*beneath, &key("a"), &whole[..length]);
        assert_tampered(&store, &key("a"));
    }
}

#[test]
fn a_value_that_was_moved_to_another_key_is_refused() {
    let (store, beneath) = sealed();
    put(&store, &key("admin"), b"allow");
    put(&*beneath, &key("guest"), &stored(&beneath, &key("admin")));
    assert_tampered(&store, &key("guest"));
}

#[test]
fn a_value_from_another_store_is_refused() {
    let ((mine, beneath), (theirs, elsewhere)) = (sealed(), sealed());
    assert_ne!(mine.keys().store_id(), theirs.keys().store_id());
    put(&mine, &key("a"), b"mine");
    put(&theirs, &key("a"), b"theirs");
    put(&*beneath, &key("a"), &stored(&elsewhere, &key("a")));
    assert_tampered(&mine, &key("a"));
}

#[test]
fn a_value_that_was_never_sealed_is_refused() {
    let (store, beneath) = sealed();
    put(&*beneath, &key("a"), b"\x00forged");
    assert_tampered(&store, &key("a"));
    put(&*beneath, &key("a"), b"");
    assert_tampered(&store, &key("a"));
}

#[test]
fn a_newer_record_is_refused() {
    let (store, beneath) = sealed();
    put(&*beneath, &key("a"), &[2; 100]);
    let error = value(&store, &key("a")).unwrap_err();
    assert_eq!(
        error.to_string(),
        "a sealed record has format 2, and this release reads up to 1"
    );
}

#[test]
fn a_store_opens_under_its_own_root_key_only() {
    let (store, beneath) = sealed();
    put(&store, &key("a"), b"value");
    assert!(matches!(
        open_keys(&beneath, root(2)),
        Err(Error::WrongRootKey)
    ));
    let again = SealedStore::new(open_keys(&beneath, root(1)).unwrap());
    assert_eq!(value(&again, &key("a")).unwrap(), Some(b"value".to_vec()));
}

#[test]
fn a_store_that_was_never_sealed_is_not_sealed_by_accident() {
    let beneath = Arc::new(MemoryStore::new());
    put(&*beneath, &key("a"), b"open");
    assert!(matches!(
        open_keys(&beneath, root(1)),
        Err(Error::NotSealed)
    ));
}

#[test]
fn a_changed_header_is_refused() {
    let (_, beneath) = sealed();
    let header = block_on(beneath.scan(KeyRange::all(), 1))
        .unwrap()
        .remove(0);
    for at in 0..header.1.value.len() {
        let mut changed = header.1.value.clone();
        changed[at] ^= 1;
        put(&*beneath, &header.0, &changed);
        assert!(open_keys(&beneath, root(1)).is_err(), "byte {at}");
    }
    put(&*beneath, &header.0, &header.1.value);
    open_keys(&beneath, root(1)).unwrap();
}

#[test]
fn the_header_is_hidden() {
    let (store, beneath) = sealed();
    let header = block_on(beneath.scan(KeyRange::all(), 1))
        .unwrap()
        .remove(0)
        .0;
    assert!(
        block_on(store.scan(KeyRange::all(), 10))
            .unwrap()
            .is_empty()
    );
    assert!(matches!(
        value(&store, &header),
        Err(Error::ReservedKey { .. })
    ));
    let refused = block_on(store.commit(tx().put(header.clone(), vec![])));
    assert!(matches!(refused, Err(Error::ReservedKey { .. })));

    // Nor does its commit show: the first change is the first of a caller.
    let revision = put(&store, &key("a"), b"");
    let mut changes = store.changes(Revision::ZERO);
    let first = block_on(std::future::poll_fn(|cx| changes.as_mut().poll_next(cx)));
    assert_eq!(first.unwrap().unwrap().revision, revision);
}

#[test]
fn the_largest_value_still_fits_when_it_is_sealed() {
    let (store, beneath) = sealed();
    put(&store, &key("a"), &vec![7; limits::VALUE_BYTES]);
    assert!(stored(&beneath, &key("a")).len() > limits::VALUE_BYTES);
}

#[test]
fn an_older_copy_shows_to_who_kept_an_anchor() {
    let (store, _) = sealed();
    put(&store, &key("a"), b"1");
    let before = block_on(store.keys().anchor()).unwrap();
    put(&store, &key("a"), b"2");
    let after = block_on(store.keys().anchor()).unwrap();

    block_on(store.keys().check_anchor(before)).unwrap();
    block_on(store.keys().check_anchor(after)).unwrap();
    let ahead = Anchor::new(after.store_id, after.revision.next().unwrap(), None);
    assert!(matches!(
        block_on(store.keys().check_anchor(ahead)),
        Err(Error::RolledBack { .. })
    ));
    let (other, _) = sealed();
    assert!(matches!(
        block_on(other.keys().check_anchor(before)),
        Err(Error::RolledBack { .. })
    ));
}

#[test]
fn an_exact_anchor_takes_no_ones_word_for_the_state() {
    let (store, beneath) = sealed();
    put(&store, &key("a"), b"old");
    put(&store, &key("b"), b"kept");
    let old = stored(&beneath, &key("a"));
    put(&store, &key("a"), b"new");
    let exact = block_on(store.keys().exact_anchor()).unwrap();
    block_on(store.keys().check_anchor(exact)).unwrap();

    // Back to an older value, which the seal accepts: the revision looks newer, and proves nothing.
    put(&*beneath, &key("a"), &old);
    assert_eq!(value(&store, &key("a")).unwrap().unwrap(), b"old");
    let check = |anchor| block_on(store.keys().check_anchor(anchor));
    assert!(check(exact.inexact()).is_ok());
    assert!(matches!(check(exact), Err(Error::NotAsAnchored { .. })));

    // Nor does a forged revision: as if the file said that it is at the anchor's, with other records.
    let found = block_on(store.keys().anchor()).unwrap().revision;
    let forged = Anchor::new(exact.store_id, found, exact.records);
    assert!(matches!(check(forged), Err(Error::NotAsAnchored { .. })));
}

#[test]
fn an_exact_anchor_tells_every_change_of_a_record() {
    let (store, beneath) = sealed();
    for n in 0..200 {
        put(&store, &key(&n.to_string()), b"value");
    }
    let digest = || block_on(store.keys().exact_anchor()).unwrap().records;
    let mut seen = vec![digest()];
    assert_eq!(seen, [digest()], "the same state has the same digest");

    let version = |name| {
        block_on(beneath.read(&[key(name)])).unwrap()[0]
            .as_ref()
            .unwrap()
            .version
    };
    for change in [
        tx().delete(key("7"), version("7")),
        tx().put(key("8"), stored(&beneath, &key("8"))),
        tx().put(key("another"), stored(&beneath, &key("9"))),
    ] {
        block_on(beneath.commit(change)).unwrap();
        let now = digest();
        assert!(!seen.contains(&now));
        seen.push(now);
    }
}

proptest! {
    #[test]
    fn foreign_bytes_are_refused(bytes: Vec<u8>) {
        let (store, beneath) = sealed();
        put(&*beneath, &key("a"), &bytes);
        prop_assert!(value(&store, &key("a")).is_err());
    }
}
