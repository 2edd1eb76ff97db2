//! What survives.

use super::{
    block_on,
    world::{assert_conflict, commit, follow, key, put, read, tx},
};
use crate::{Error, Revision, Store, limits};

/// Runs the part of the suite that a durable store keeps beyond its closing. `open` opens the same
/// storage each time, which is empty at first.
pub fn run_reopened<S: Store>(open: impl Fn() -> S) {
    everything_is_there_again(&open);
    revisions_go_on(&open);
    a_retry_is_recognised(&open);
    what_was_handed_over_is_committed(&open);
    old_commits_are_forgotten_in_the_end(&open);
}

fn everything_is_there_again<S: Store>(open: &impl Fn() -> S) {
    let (a, b) = (key("a"), key("b"));
    let store = open();
    let start = block_on(store.revision()).unwrap();
    let first = commit(
        &store,
        tx().create(a.clone(), b"a".to_vec())
            .create(b.clone(), vec![]),
    )
    .unwrap();
    let second = commit(&store, tx().delete(b.clone(), first)).unwrap();
    drop(store);

    let store = open();
    let record = read(&store, &a).unwrap();
    assert_eq!((record.value, record.version), (b"a".to_vec(), first));
    assert_eq!(read(&store, &b), None);
    assert_eq!(block_on(store.revision()).unwrap(), second);
    let seen: Vec<_> = follow(&store, start, 2)
        .iter()
        .map(|change| change.revision)
        .collect();
    assert_eq!(seen, [first, second]);
}

fn revisions_go_on<S: Store>(open: &impl Fn() -> S) {
    let fleeting = key("fleeting");
    let store = open();
    let version = commit(&store, tx().create(fleeting.clone(), vec![])).unwrap();
    let last = commit(&store, tx().delete(fleeting.clone(), version)).unwrap();
    drop(store);

    let store = open();
    let again = commit(&store, tx().create(fleeting.clone(), vec![])).unwrap();
    assert!(
        again > last,
        "a version is not used again, also after closing"
    );
    assert_conflict(
        commit(&store, tx().delete(fleeting.clone(), version)),
        &fleeting,
    );
}

fn a_retry_is_recognised<S: Store>(open: &impl Fn() -> S) {
    let once = tx().create(key("once"), b"once".to_vec());
    let first = commit(&open(), once.clone()).unwrap();
    let store = open();
    let version = put(&store, &key("once"), "changed");
    assert_eq!(commit(&store, once).unwrap(), first);
    assert_eq!(read(&store, &key("once")).unwrap().version, version);
}

fn what_was_handed_over_is_committed<S: Store>(open: &impl Fn() -> S) {
    let handed_over = key("handed over");
    let store = open();
    drop(store.commit(tx().create(handed_over.clone(), vec![])));
    drop(store);
    assert!(
        read(&open(), &handed_over).is_some(),
        "closing commits what was handed over"
    );
}

fn old_commits_are_forgotten_in_the_end<S: Store>(open: &impl Fn() -> S) {
    let store = open();
    let start = block_on(store.revision()).unwrap();
    // Twice as many as are promised, so that a store may be generous.
    let mut last = start;
    for _ in 0..limits::REMEMBERED_COMMITS * 2 / HANDED_OVER_TOGETHER {
        let commits: Vec<_> = (0..HANDED_OVER_TOGETHER)
            .map(|_| store.commit(tx().put(key("busy"), vec![])))
            .collect();
        for commit in commits {
            last = block_on(commit).unwrap().revision;
        }
    }
    drop(store);

    let store = open();
    let promised = Revision::new(last.number() - limits::REMEMBERED_COMMITS);
    assert_eq!(
        follow(&store, promised, 1)[0].revision.number(),
        promised.number() + 1
    );
    let mut stream = store.changes(start);
    let first = block_on(std::future::poll_fn(|cx| stream.as_mut().poll_next(cx)));
    match first {
        Some(Err(Error::Compacted { since, oldest })) => {
            assert!(since == start && oldest > start && oldest <= promised);
        }
        other => panic!("what is no longer complete must not be followed: {other:?}"),
    }
    let end = block_on(std::future::poll_fn(|cx| stream.as_mut().poll_next(cx)));
    assert!(end.is_none(), "an error ends the stream");
}

const HANDED_OVER_TOGETHER: u64 = 1_024;
