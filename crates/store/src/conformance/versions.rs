//! Revisions grow, and a version is never seen again.

use std::collections::HashSet;

use super::{
    Test, block_on,
    world::{commit, key, put, read, tx},
};
use crate::{Revision, Store};

pub(super) const TESTS: &[(&str, Test)] = &[
    (
        "an empty store is at revision zero",
        an_empty_store_is_at_revision_zero,
    ),
    (
        "each writing commit takes the next revision",
        each_writing_commit_takes_the_next_revision,
    ),
    (
        "a version is not used again after a delete",
        a_version_is_not_used_again_after_a_delete,
    ),
    (
        "a transaction that only checks takes no revision",
        a_transaction_that_only_checks_takes_no_revision,
    ),
];

/// Wrappers may have written records of their own before; what counts starts there.
fn an_empty_store_is_at_revision_zero(store: &dyn Store) {
    let start = block_on(store.revision()).unwrap();
    assert!(
        start <= Revision::new(1),
        "at most a wrapper's header was written"
    );
    assert!(read(store, &key("a")).is_none());
}

fn each_writing_commit_takes_the_next_revision(store: &dyn Store) {
    let mut last = block_on(store.revision()).unwrap();
    for n in 0..10 {
        let revision = put(store, &key(&n.to_string()), "x");
        assert_eq!(Some(revision), last.next());
        assert_eq!(block_on(store.revision()).unwrap(), revision);
        last = revision;
    }
}

fn a_version_is_not_used_again_after_a_delete(store: &dyn Store) {
    let a = key("a");
    let mut seen = HashSet::new();
    for _ in 0..10 {
        let version = commit(store, tx().create(a.clone(), b"same".to_vec())).unwrap();
        assert_eq!(read(store, &a).unwrap().version, version);
        assert!(seen.insert(version), "version {version} was used again");
        commit(store, tx().delete(a.clone(), version)).unwrap();
    }
}

fn a_transaction_that_only_checks_takes_no_revision(store: &dyn Store) {
    let a = key("a");
    let revision = put(store, &a, "a");
    let held = commit(
        store,
        tx().require_version(a, revision).require_absent(key("b")),
    )
    .unwrap();
    assert_eq!(held, revision);
    assert_eq!(
        commit(store, tx()).unwrap(),
        revision,
        "neither does an empty one"
    );
    assert_eq!(block_on(store.revision()).unwrap(), revision);
}
