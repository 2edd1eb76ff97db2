//! The file: who may open it, and what happens when someone else lays hands on it.

use std::{
    fs::{self, OpenOptions},
    sync::Arc,
};

use redb::{Database, TableDefinition};
use store::{
    CommitObserver, Error, Key, KeyRange, RedbOptions, RedbStore, Revision, Store,
    conformance::block_on, limits,
};

use crate::world::{Place, key, put, tx, value};

#[test]
fn a_store_is_created_once_and_opened_where_it_is() {
    let place = Place::new();
    assert!(matches!(
        RedbStore::open(place.path()),
        Err(Error::NotFound { .. })
    ));
    RedbStore::create(place.path()).unwrap().close().unwrap();
    assert!(matches!(
        RedbStore::create(place.path()),
        Err(Error::AlreadyExists { .. })
    ));
    RedbStore::open(place.path()).unwrap();
    assert_eq!(
        fs::read_dir(place.path().parent().unwrap())
            .unwrap()
            .count(),
        1,
        "nothing else is left"
    );
}

#[cfg(unix)]
#[test]
fn only_its_owner_can_read_a_new_store() {
    use std::os::unix::fs::PermissionsExt;

    let place = Place::new();
    RedbStore::create(place.path())
        .unwrap()
        .back_up(place.path().with_extension("copy"))
        .unwrap();
    for path in [place.path(), place.path().with_extension("copy")] {
        assert_eq!(
            fs::metadata(path).unwrap().permissions().mode() & 0o777,
            0o600
        );
    }
}

#[test]
fn a_store_is_held_by_one_at_a_time() {
    let place = Place::new();
    let store = place.open();
    let error = RedbStore::open(place.path()).unwrap_err();
    assert!(
        matches!(&error, Error::InUse { path } if *path == place.path()),
        "{error:?}"
    );
    assert_eq!(
        error.to_string(),
        format!("the store at `{}` is in use", place.path().display())
    );
    drop(store);
    RedbStore::open(place.path()).unwrap();
}

#[test]
fn what_is_not_a_store_is_refused() {
    let place = Place::new();
    for content in [
        &b""[..],
        b"x",
        b"Not a database, but long enough that one might think so.",
    ] {
        fs::write(place.path(), content).unwrap();
        let error = RedbStore::open_or_create(place.path()).unwrap_err();
        assert!(matches!(error, Error::NotAStore { .. }), "{error:?}");
        assert_eq!(fs::read(place.path()).unwrap(), content, "it is left alone");
    }
    fs::remove_file(place.path()).unwrap();

    const OTHER: TableDefinition<'_, u64, u64> = TableDefinition::new("someone else's");
    let database = Database::create(place.path()).unwrap();
    let write = database.begin_write().unwrap();
    write.open_table(OTHER).unwrap();
    write.commit().unwrap();
    drop(database);
    assert!(matches!(
        RedbStore::open(place.path()),
        Err(Error::NotAStore { .. })
    ));
}

#[test]
fn a_newer_format_is_refused() {
    let place = Place::new();
    drop(place.open());
    const META: TableDefinition<'_, &str, u64> = TableDefinition::new("strongroom");
    let database = Database::open(place.path()).unwrap();
    let write = database.begin_write().unwrap();
    write.open_table(META).unwrap().insert("format", 2).unwrap();
    write.commit().unwrap();
    drop(database);

    let error = RedbStore::open(place.path()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the store has format 2, and this release reads up to 1"
    );
}

#[cfg(unix)]
#[test]
fn a_file_that_became_read_only_goes_on_while_it_is_open() {
    use std::os::unix::fs::PermissionsExt;

    let place = Place::new();
    let store = place.open();
    put(&store, &key("a"), b"before");
    fs::set_permissions(place.path(), fs::Permissions::from_mode(0o400)).unwrap();
    put(&store, &key("a"), b"after");
    store.close().unwrap();
    fs::set_permissions(place.path(), fs::Permissions::from_mode(0o600)).unwrap();
    assert_eq!(
        value(&place.open(), &key("a")).unwrap(),
        Some(b"after".to_vec())
    );
}

#[test]
fn a_file_that_is_truncated_or_removed_makes_the_store_refuse() {
    let truncate = |place: &Place| {
        OpenOptions::new()
            .write(true)
            .open(place.path())
            .unwrap()
            .set_len(4096)
            .unwrap()
    };
    let remove = |place: &Place| fs::remove_file(place.path()).unwrap();
    for spoil in [&truncate as &dyn Fn(&Place), &remove] {
        let place = Place::new();
        let store = place.open();
        put(&store, &key("a"), &[7; 100_000]);
        spoil(&place);

        let commit = || block_on(store.commit(tx().put(key("b"), vec![1; 10])));
        let first = commit().unwrap_err();
        assert!(
            matches!(first, Error::OutcomeUnknown { .. } | Error::Poisoned { .. }),
            "{first:?}"
        );
        assert!(matches!(commit().unwrap_err(), Error::Poisoned { .. }));
        assert!(matches!(
            value(&store, &key("a")),
            Err(Error::Poisoned { .. })
        ));
        let mut changes = store.changes(Revision::ZERO);
        let next = block_on(std::future::poll_fn(|cx| changes.as_mut().poll_next(cx)));
        assert!(
            matches!(next, Some(Err(Error::Poisoned { .. }))),
            "{next:?}"
        );
        drop(changes);
        assert!(matches!(store.close(), Err(Error::Poisoned { .. })));
    }
}

#[test]
fn a_damaged_file_is_an_error_and_never_a_panic() {
    let place = Place::new();
    let store = place.open();
    for n in 0..200 {
        put(&store, &key(&n.to_string()), &[7; 500]);
    }
    store.close().unwrap();
    let whole = fs::read(place.path()).unwrap();

    for page in 0..whole.len() / 4096 {
        let mut damaged = whole.clone();
        damaged[page * 4096..][..4096].fill(0xa5);
        fs::write(place.path(), &damaged).unwrap();
        // Whatever of it can be read, no call takes the process down.
        if let Ok(store) = RedbStore::open(place.path()) {
            let _ = block_on(store.scan(KeyRange::all(), limits::SCAN_RECORDS));
            let _ = block_on(store.commit(tx().put(key("more"), vec![])));
        }
    }
    for length in [1, 100, 4096, 5000, whole.len() / 2, whole.len() - 1] {
        fs::write(place.path(), &whole[..length]).unwrap();
        assert!(
            RedbStore::open(place.path()).is_err(),
            "{length} bytes of {}",
            whole.len()
        );
    }
}

#[test]
fn a_full_queue_refuses_at_once() {
    /// Holds the writer until the test has filled the queue.
    #[derive(Debug)]
    struct Gate(std::sync::Mutex<()>);
    impl CommitObserver for Gate {
        fn committed(&self, _: Revision, _: &[Key]) {
            drop(self.0.lock());
        }
    }

    let place = Place::new();
    let options = RedbOptions::new().queue_transactions(2).unwrap();
    let store = options.open_or_create(place.path()).unwrap();
    let gate = Arc::new(Gate(std::sync::Mutex::new(())));
    store.observe(Arc::<Gate>::clone(&gate));

    let held = gate.0.lock().unwrap();
    let mut handed_over = Vec::new();
    let refused = (0..10).find_map(|n| {
        let commit = store.commit(tx().put(key(&n.to_string()), vec![]));
        handed_over.push(commit);
        // Refused at once, or still waiting: nobody can be answered while the writer is held.
        let last = handed_over.last_mut().unwrap();
        match last
            .as_mut()
            .poll(&mut std::task::Context::from_waker(std::task::Waker::noop()))
        {
            std::task::Poll::Ready(answer) => Some((n, answer)),
            std::task::Poll::Pending => None,
        }
    });
    drop(held);

    let (accepted, answer) = refused.expect("the queue is bounded");
    assert!(matches!(answer, Err(Error::Overloaded)), "{answer:?}");
    handed_over.truncate(accepted);
    for commit in handed_over {
        block_on(commit).unwrap();
    }
    assert_eq!(
        block_on(store.scan(KeyRange::all(), 10)).unwrap().len(),
        accepted
    );
}

#[test]
fn an_observer_that_panics_poisons_the_store() {
    #[derive(Debug)]
    struct Broken;
    impl CommitObserver for Broken {
        fn committed(&self, _: Revision, _: &[Key]) {
            panic!("this cache is broken");
        }
    }

    let place = Place::new();
    let store = place.open();
    store.observe(Arc::new(Broken));
    let answer = block_on(store.commit(tx().put(key("a"), b"a".to_vec())));
    assert!(
        matches!(answer, Err(Error::OutcomeUnknown { .. })),
        "{answer:?}"
    );
    assert!(matches!(
        value(&store, &key("a")),
        Err(Error::Poisoned { .. })
    ));
    drop(store);
    // It had been durable before its observers were told.
    assert_eq!(
        value(&place.open(), &key("a")).unwrap(),
        Some(b"a".to_vec())
    );
}
