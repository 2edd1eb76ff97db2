//! All of a transaction, or nothing; preconditions.

use super::{
    Test,
    world::{assert_conflict, commit, key, put, read, tx, value},
};
use crate::{Revision, Store};

pub(super) const TESTS: &[(&str, Test)] = &[
    ("what is committed is read", what_is_committed_is_read),
    (
        "one failed precondition undoes everything",
        one_failed_precondition_undoes_everything,
    ),
    (
        "each write keeps its precondition",
        each_write_keeps_its_precondition,
    ),
    (
        "a precondition on an unwritten record",
        a_precondition_on_an_unwritten_record,
    ),
    (
        "preconditions see the state before",
        preconditions_see_the_state_before,
    ),
    (
        "a dropped future still commits",
        a_dropped_future_still_commits,
    ),
    (
        "a read answers in the order asked",
        a_read_answers_in_the_order_asked,
    ),
];

fn what_is_committed_is_read(store: &dyn Store) {
    let (a, b) = (key("a"), key("b"));
    let first = commit(
        store,
        tx().create(a.clone(), b"1".to_vec()).put(b.clone(), vec![]),
    )
    .unwrap();
    let record = read(store, &a).unwrap();
    assert_eq!((record.value, record.version), (b"1".to_vec(), first));
    assert_eq!(value(store, &b), Some(vec![]), "an empty value is a value");

    commit(store, tx().delete(a.clone(), first)).unwrap();
    assert_eq!(value(store, &a), None);
    assert_eq!(
        read(store, &b).unwrap().version,
        first,
        "a record keeps its version until it is written"
    );
}

fn one_failed_precondition_undoes_everything(store: &dyn Store) {
    let (a, b, taken) = (key("a"), key("b"), key("taken"));
    let version = put(store, &b, "b");
    put(store, &taken, "taken");
    let before = super::block_on(store.revision()).unwrap();

    let doomed = tx()
        .create(a.clone(), b"a".to_vec())
        .delete(b.clone(), version)
        .create(taken.clone(), b"mine".to_vec());
    assert_conflict(commit(store, doomed), &taken);

    assert_eq!(value(store, &a), None);
    assert_eq!(value(store, &b), Some(b"b".to_vec()));
    assert_eq!(value(store, &taken), Some(b"taken".to_vec()));
    assert_eq!(
        super::block_on(store.revision()).unwrap(),
        before,
        "a failed commit takes no revision"
    );
}

fn each_write_keeps_its_precondition(store: &dyn Store) {
    let a = key("a");
    let missing = Revision::new(77);
    assert_conflict(commit(store, tx().replace(a.clone(), vec![1], missing)), &a);
    assert_conflict(commit(store, tx().delete(a.clone(), missing)), &a);
    assert_conflict(commit(store, tx().require_version(a.clone(), missing)), &a);

    let first = commit(store, tx().create(a.clone(), vec![1])).unwrap();
    assert_conflict(commit(store, tx().create(a.clone(), vec![2])), &a);
    assert_conflict(commit(store, tx().require_absent(a.clone())), &a);
    commit(store, tx().require_version(a.clone(), first)).unwrap();

    let second = commit(store, tx().replace(a.clone(), vec![2], first)).unwrap();
    assert_conflict(commit(store, tx().replace(a.clone(), vec![3], first)), &a);
    assert_conflict(commit(store, tx().delete(a.clone(), first)), &a);
    commit(store, tx().delete(a.clone(), second)).unwrap();
    commit(store, tx().require_absent(a)).unwrap();
}

fn a_precondition_on_an_unwritten_record(store: &dyn Store) {
    let (resource, alias, other) = (key("resource"), key("alias"), key("other"));
    let seen = put(store, &resource, "enabled");
    let create_alias = |seen| {
        tx().create(alias.clone(), b"resource".to_vec())
            .require_version(resource.clone(), seen)
    };

    let now = put(store, &resource, "pending deletion");
    assert_conflict(commit(store, create_alias(seen)), &resource);
    assert_eq!(value(store, &alias), None);

    commit(store, create_alias(now).require_absent(other)).unwrap();
    assert_eq!(value(store, &alias), Some(b"resource".to_vec()));
    assert_eq!(
        read(store, &resource).unwrap().version,
        now,
        "a check writes nothing"
    );
}

fn preconditions_see_the_state_before(store: &dyn Store) {
    let (a, b) = (key("a"), key("b"));
    let version = put(store, &a, "a");
    // Neither the delete nor the create shows to the other's condition.
    commit(
        store,
        tx().delete(a.clone(), version).create(b.clone(), vec![]),
    )
    .unwrap();
    commit(store, tx().create(a.clone(), vec![])).unwrap();
    assert!(read(store, &a).is_some() && read(store, &b).is_some());
}

fn a_dropped_future_still_commits(store: &dyn Store) {
    let (a, after) = (key("a"), key("after"));
    drop(store.commit(tx().create(a.clone(), b"handed over".to_vec())));
    // What is handed over later happens later.
    put(store, &after, "");
    assert_eq!(value(store, &a), Some(b"handed over".to_vec()));
}

fn a_read_answers_in_the_order_asked(store: &dyn Store) {
    let (a, b) = (key("a"), key("b"));
    put(store, &a, "a");
    put(store, &b, "b");
    let asked = [b.clone(), key("none"), a, b];
    let answers = super::block_on(store.read(&asked)).unwrap();
    let values: Vec<_> = answers
        .into_iter()
        .map(|found| found.map(|record| record.value))
        .collect();
    assert_eq!(
        values,
        [
            Some(b"b".to_vec()),
            None,
            Some(b"a".to_vec()),
            Some(b"b".to_vec())
        ]
    );
    assert!(super::block_on(store.read(&[])).unwrap().is_empty());
}
