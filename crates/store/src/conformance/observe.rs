//! Observers know before the caller does.

use std::{
    sync::{Arc, Mutex},
    thread,
};

use super::{
    Test,
    world::{assert_conflict, commit, key, put, tx},
};
use crate::{CommitObserver, Key, Revision, Store, sync::lock};

pub(super) const TESTS: &[(&str, Test)] = &[
    (
        "an observer knows before the ok",
        an_observer_knows_before_the_ok,
    ),
    (
        "an observer sees commits in order",
        an_observer_sees_commits_in_order,
    ),
    (
        "an observer hears of commits only",
        an_observer_hears_of_commits_only,
    ),
];

#[derive(Debug, Default)]
struct Witness(Mutex<Vec<(Revision, Vec<Key>)>>);

impl CommitObserver for Witness {
    fn committed(&self, revision: Revision, keys: &[Key]) {
        lock(&self.0).push((revision, keys.to_vec()));
    }
}

fn witness(store: &dyn Store) -> Arc<Witness> {
    let witness = Arc::new(Witness::default());
    store.observe(Arc::clone(&witness) as Arc<dyn CommitObserver>);
    witness
}

fn an_observer_knows_before_the_ok(store: &dyn Store) {
    let witness = witness(store);
    thread::scope(|scope| {
        for t in 0..8 {
            let (witness, a) = (&witness, key(&t.to_string()));
            scope.spawn(move || {
                for _ in 0..25 {
                    let revision = put(store, &a, "");
                    let seen = lock(&witness.0)
                        .iter()
                        .any(|(r, keys)| *r == revision && keys[..] == [a.clone()]);
                    assert!(seen, "the commit returned before its observer was told");
                }
            });
        }
    });
}

fn an_observer_sees_commits_in_order(store: &dyn Store) {
    let witness = witness(store);
    thread::scope(|scope| {
        for t in 0..4 {
            scope.spawn(move || {
                for _ in 0..25 {
                    put(store, &key(&t.to_string()), "");
                }
            });
        }
    });
    let seen = lock(&witness.0);
    assert_eq!(seen.len(), 100);
    assert!(seen.is_sorted_by(|(a, _), (b, _)| a < b));
}

fn an_observer_hears_of_commits_only(store: &dyn Store) {
    let a = key("a");
    let version = put(store, &a, "before it looked");
    let witness = witness(store);
    assert_conflict(commit(store, tx().create(a.clone(), vec![])), &a);
    commit(store, tx().require_version(a.clone(), version)).unwrap();
    let deleted = commit(store, tx().delete(a.clone(), version)).unwrap();
    assert_eq!(*lock(&witness.0), [(deleted, vec![a])]);
}
