//! Following the commits.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    task::{Context, Poll, Wake, Waker},
    thread,
};

use super::{
    Test, block_on,
    world::{assert_conflict, commit, follow, key, pause, put, tx},
};
use crate::{Revision, Store};

pub(super) const TESTS: &[(&str, Test)] = &[
    (
        "changes are complete and in order",
        changes_are_complete_and_in_order,
    ),
    (
        "changes begin after the revision asked for",
        changes_begin_after_the_revision_asked_for,
    ),
    (
        "a follower waits for what comes",
        a_follower_waits_for_what_comes,
    ),
    ("a follower is woken", a_follower_is_woken),
    (
        "concurrent commits show once each",
        concurrent_commits_show_once_each,
    ),
];

fn changes_are_complete_and_in_order(store: &dyn Store) {
    let start = block_on(store.revision()).unwrap();
    let (a, b) = (key("a"), key("b"));
    let first = commit(
        store,
        tx().create(b.clone(), vec![]).create(a.clone(), vec![]),
    )
    .unwrap();
    assert_conflict(commit(store, tx().create(a.clone(), vec![])), &a);
    commit(store, tx().require_version(a.clone(), first)).unwrap();
    let second = commit(
        store,
        tx().delete(b.clone(), first)
            .require_version(a.clone(), first),
    )
    .unwrap();
    let third = put(store, &b, "again");

    let changes = follow(store, start, 3);
    let seen: Vec<_> = changes
        .iter()
        .map(|change| (change.revision, &change.keys[..]))
        .collect();
    let (both, b) = ([a, b.clone()], [b]);
    assert_eq!(
        seen,
        [(first, &both[..]), (second, &b[..]), (third, &b[..])]
    );
}

fn changes_begin_after_the_revision_asked_for(store: &dyn Store) {
    let revisions: Vec<_> = (0..5)
        .map(|n| put(store, &key(&n.to_string()), ""))
        .collect();
    for (at, since) in revisions.iter().enumerate() {
        let rest = &revisions[at + 1..];
        let seen: Vec<_> = follow(store, *since, rest.len())
            .iter()
            .map(|c| c.revision)
            .collect();
        assert_eq!(seen, rest);
    }
}

fn a_follower_waits_for_what_comes(store: &dyn Store) {
    let start = block_on(store.revision()).unwrap();
    thread::scope(|scope| {
        let follower = scope.spawn(|| follow(store, start, 20));
        let written: Vec<Revision> = (0..20)
            .map(|n| {
                if n % 5 == 0 {
                    pause();
                }
                put(store, &key("a"), n.to_string())
            })
            .collect();
        let seen: Vec<_> = follower
            .join()
            .unwrap()
            .iter()
            .map(|change| change.revision)
            .collect();
        assert_eq!(seen, written);
    });
}

fn a_follower_is_woken(store: &dyn Store) {
    struct Count(AtomicUsize);
    impl Wake for Count {
        fn wake(self: Arc<Self>) {
            self.0.fetch_add(1, Ordering::SeqCst);
        }
    }
    let start = block_on(store.revision()).unwrap();
    let count = Arc::new(Count(AtomicUsize::new(0)));
    let waker = Waker::from(Arc::clone(&count));
    let mut stream = store.changes(start);
    let mut poll = || stream.as_mut().poll_next(&mut Context::from_waker(&waker));

    assert!(poll().is_pending(), "there is nothing yet");
    let revision = put(store, &key("a"), "");
    while count.0.load(Ordering::SeqCst) == 0 {
        pause();
    }
    match poll() {
        Poll::Ready(Some(Ok(change))) => assert_eq!(change.revision, revision),
        other => panic!("the change was due, not {other:?}"),
    }
    assert!(poll().is_pending(), "it shows once");
}

fn concurrent_commits_show_once_each(store: &dyn Store) {
    const THREADS: usize = 8;
    const EACH: usize = 25;
    let start = block_on(store.revision()).unwrap();
    let mut written = thread::scope(|scope| {
        let writers: Vec<_> = (0..THREADS)
            .map(|t| {
                scope.spawn(move || {
                    (0..EACH)
                        .map(|_| put(store, &key(&t.to_string()), ""))
                        .collect()
                })
            })
            .collect();
        writers
            .into_iter()
            .flat_map(|writer| -> Vec<_> { writer.join().unwrap() })
            .collect::<Vec<_>>()
    });
    written.sort_unstable();
    let seen: Vec<_> = follow(store, start, THREADS * EACH)
        .iter()
        .map(|c| c.revision)
        .collect();
    assert_eq!(seen, written);
}
