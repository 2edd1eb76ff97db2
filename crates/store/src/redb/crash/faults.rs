//! A disk that fails: the store refuses, loses nothing, and does not panic.

use proptest::prelude::*;

use super::{
    disk::{Budget, Disk, Event},
    world::{History, cases, check, histories, make, open, run},
};
use crate::{Error, Key, KeyRange, Store, conformance::block_on};

proptest! {
    #![proptest_config(cases(24))]

    #[test]
    fn a_failed_fsync_loses_nothing(history in histories(), syncs in 0usize..12) {
        refuses_and_loses_nothing(&history, Budget::Syncs(syncs));
    }

    #[test]
    fn a_full_disk_loses_nothing(history in histories(), bytes in 0usize..400_000) {
        refuses_and_loses_nothing(&history, Budget::Bytes(bytes));
    }
}

fn refuses_and_loses_nothing(history: &History, budget: Budget) {
    let disk = Disk::default();
    make(&disk);
    let store = open(&disk).unwrap();
    disk.fail_after(budget);
    let (states, failure) = run(&store, &disk, history);

    if let Some(failure) = failure {
        assert!(
            matches!(
                failure,
                Error::OutcomeUnknown { .. } | Error::Poisoned { .. }
            ),
            "{failure:?}"
        );
        // From here on it refuses everything.
        let key = [Key::global("crash").build().unwrap()];
        assert!(matches!(
            block_on(store.read(&key)),
            Err(Error::Poisoned { .. })
        ));
        assert!(matches!(
            block_on(store.scan(KeyRange::all(), 1)),
            Err(Error::Poisoned { .. })
        ));
        assert!(matches!(
            block_on(store.revision()),
            Err(Error::Poisoned { .. })
        ));
        assert!(
            run(&store, &disk, history)
                .1
                .is_some_and(|e| matches!(e, Error::Poisoned { .. }))
        );
        assert!(matches!(store.close(), Err(Error::Poisoned { .. })));
    } else {
        drop(store);
    }

    let acknowledged = disk.journal().iter().rev().find_map(|event| match event {
        Event::Acknowledged(revision) => Some(*revision),
        _ => None,
    });
    for file in [disk.file(), disk.synced()] {
        check(&Disk::holding(file), &states, acknowledged.unwrap_or(0));
    }
}
