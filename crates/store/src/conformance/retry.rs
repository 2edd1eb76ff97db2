//! The same transaction again.

use super::{
    Test,
    world::{assert_conflict, commit, key, put, read, tx},
};
use crate::Store;

pub(super) const TESTS: &[(&str, Test)] = &[
    (
        "a retry answers the first outcome",
        a_retry_answers_the_first_outcome,
    ),
    (
        "a retry at once answers the first outcome",
        a_retry_at_once_answers_the_first_outcome,
    ),
    ("what failed is decided again", what_failed_is_decided_again),
];

fn a_retry_answers_the_first_outcome(store: &dyn Store) {
    let a = key("a");
    let create = tx().create(a.clone(), b"mine".to_vec());
    let first = commit(store, create.clone()).unwrap();
    let later = put(store, &a, "theirs");

    // Decided again it would conflict; done again it would overwrite.
    assert_eq!(commit(store, create).unwrap(), first);
    let record = read(store, &a).unwrap();
    assert_eq!((record.value, record.version), (b"theirs".to_vec(), later));
}

fn a_retry_at_once_answers_the_first_outcome(store: &dyn Store) {
    let create = tx().create(key("a"), b"mine".to_vec());
    let [first, second] = [store.commit(create.clone()), store.commit(create)];
    let (first, second) = (
        super::block_on(first).unwrap(),
        super::block_on(second).unwrap(),
    );
    assert_eq!(first, second);
}

fn what_failed_is_decided_again(store: &dyn Store) {
    let a = key("a");
    let version = put(store, &a, "theirs");
    let create = tx().create(a.clone(), b"mine".to_vec());
    assert_conflict(commit(store, create.clone()), &a);
    commit(store, tx().delete(a.clone(), version)).unwrap();
    commit(store, create).unwrap();
    assert_eq!(read(store, &a).unwrap().value, b"mine");
}
