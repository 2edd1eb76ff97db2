//! The audit log over a file, where commits take their time.

use std::{path::Path, sync::Arc, thread};

use common_types::{ManualClock, Timestamp};
use crypto::random::SystemRandom;
use service_kit::{
    AuditLog, AuditMode, Error, Guard, Identity, StaticPolicySource, Target, limits,
};
use store::{RedbStore, conformance::block_on};

use crate::world::*;

fn open(path: &Path, mode: AuditMode) -> Guard {
    let store = Arc::new(RedbStore::open_or_create(path).unwrap());
    let audit = AuditLog::new(store, &SystemRandom::new(), mode).unwrap();
    let policies = Arc::new(StaticPolicySource::new());
    let clock = ManualClock::new(Timestamp::UNIX_EPOCH);
    Guard::new(policies, Arc::new(audit), Arc::new(clock))
}

/// One call, whose record names this page.
fn call(guard: &Guard, caller: &Identity, page: usize) {
    let note = note();
    let mut call = guard.begin(caller, &READ);
    call.authorise(&Target::new(&note)).unwrap();
    call.parameter("page", page.to_string());
    block_on(call.finish(Ok::<_, Error>(()))).unwrap();
}

/// The pages of all records, in the order in which the log gives them out.
fn pages(guard: &Guard) -> Vec<usize> {
    let sink = Lines::default();
    block_on(guard.audit().drain(&sink)).unwrap();
    let page = |record: &serde_json::Value| {
        record["requestParameters"]["page"]
            .as_str()
            .unwrap()
            .parse()
    };
    sink.json()
        .iter()
        .map(|record| page(record).unwrap())
        .collect()
}

#[test]
fn records_that_are_handed_over_and_not_awaited_arrive_in_order() {
    let dir = tempfile::tempdir().unwrap();
    let guard = open(&dir.path().join("store"), AuditMode::Buffered);
    let calls = 12 * limits::AUDIT_BATCH_RECORDS + 7;
    (0..calls).for_each(|page| call(&guard, &root(), page));
    assert_eq!(pages(&guard), (0..calls).collect::<Vec<_>>());
}

#[test]
fn many_threads_lose_nothing_and_write_nothing_twice() {
    for mode in [AuditMode::Buffered, AuditMode::Durable] {
        let dir = tempfile::tempdir().unwrap();
        let guard = open(&dir.path().join("store"), mode);
        let each = if mode == AuditMode::Durable { 5 } else { 400 };
        thread::scope(|scope| {
            for thread in 0..16 {
                let guard = &guard;
                scope
                    .spawn(move || (0..each).for_each(|n| call(guard, &root(), thread * each + n)));
            }
        });
        let mut pages = pages(&guard);
        pages.sort_unstable();
        assert_eq!(pages, (0..16 * each).collect::<Vec<_>>(), "{mode:?}");
    }
}

/// A log that is dropped without a flush, as in a crash, loses what its contract says: what was not handed over.
#[test]
fn a_log_that_was_dropped_has_left_what_it_handed_over() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("store");
    let guard = open(&path, AuditMode::Buffered);
    (0..limits::AUDIT_BATCH_RECORDS + 3).for_each(|page| call(&guard, &root(), page));
    drop(guard);
    let guard = open(&path, AuditMode::Buffered);
    assert_eq!(
        pages(&guard),
        (0..limits::AUDIT_BATCH_RECORDS).collect::<Vec<_>>()
    );
}
