//! Work that falls due, through years in a moment.

use std::{sync::Arc, time::Duration};

use chrono::DateTime;
use common_types::{Clock, Timestamp};
use crypto::random::DangerousSeededRandom;
use proptest::prelude::*;
use service_kit::{AuditMode, Change, Due, DueIndex, Error};
use store::{MemoryStore, Store, Transaction, TransactionId, conformance::block_on};

use crate::world::*;

fn at(micros: i64) -> Timestamp {
    DateTime::from_timestamp_micros(micros).unwrap()
}

fn index<S: Store>(store: &Arc<S>) -> DueIndex {
    DueIndex::new(
        Arc::<S>::clone(store),
        Arc::new(DangerousSeededRandom::new(3)),
        "notes",
    )
}

async fn schedule(store: &dyn Store, index: &DueIndex, entries: &[(i64, &str)]) {
    for (number, (time, id)) in (1_u8..).zip(entries) {
        let name = TransactionId::from_bytes([number; 16]);
        let create = Transaction::new(name).create(index.key(at(*time), id).unwrap(), Vec::new());
        store.commit(create).await.unwrap();
    }
}

fn ids(due: &[Due]) -> Vec<&str> {
    due.iter().map(|due| due.id.as_str()).collect()
}

#[tokio::test]
async fn what_is_due_comes_oldest_first_and_nothing_else() {
    let store = Arc::new(MemoryStore::new());
    let index = index(&store);
    schedule(
        &*store,
        &index,
        &[(300, "c"), (-100, "a"), (200, "b"), (200, "b2"), (400, "d")],
    )
    .await;
    assert_eq!(ids(&index.ready(at(-101), 10).await.unwrap()), [""; 0]);
    assert_eq!(
        ids(&index.ready(at(200), 10).await.unwrap()),
        ["a", "b", "b2"]
    );
    assert_eq!(ids(&index.ready(at(500), 2).await.unwrap()), ["a", "b"]);
    assert_eq!(index.ready(at(500), 1).await.unwrap()[0].at, at(-100));
}

#[tokio::test]
async fn a_clock_that_was_set_back_undoes_nothing() {
    let store = Arc::new(MemoryStore::new());
    let index = index(&store);
    schedule(&*store, &index, &[(100, "a"), (200, "b"), (300, "c")]).await;
    assert_eq!(index.ready(at(200), 1).await.unwrap().len(), 1);
    // In another process, too: what was seen is stored.
    assert_eq!(
        ids(&self::index(&store).ready(at(0), 10).await.unwrap()),
        ["a", "b"]
    );
}

/// The pattern of every `run_due`: on two nodes at once, each entry is worked off once, in a commit with its work.
#[tokio::test]
async fn two_nodes_do_each_piece_of_work_once() {
    let world = World::new(AuditMode::Buffered);
    let index = index(&world.store);
    let service = caller(common_types::Caller::service("notes".parse().unwrap()));
    let now = world.clock.now();
    let key = index
        .key(now + Duration::from_secs(86_400 * 365), "note/1")
        .unwrap();
    let id = TransactionId::from_bytes([1; 16]);
    world
        .store
        .commit(Transaction::new(id).create(key, Vec::new()))
        .await
        .unwrap();

    world.clock.advance(Duration::from_secs(86_400 * 366));
    let now = world.clock.now();
    let (one, other) = (
        index.ready(now, 10).await.unwrap(),
        index.ready(now, 10).await.unwrap(),
    );
    let mut done = 0;
    for due in one.into_iter().chain(other) {
        let mut call = world.guard.begin_unattended(&service, &WRITE);
        call.resource(&note());
        let work = Change::new().delete(due.key, due.version);
        done += usize::from(call.commit(work).await.unwrap().is_some());
        call.finish(Ok::<_, Error>(())).await.unwrap();
    }
    assert_eq!(done, 1);
    assert!(index.ready(now, 10).await.unwrap().is_empty());
}

proptest! {
    #[test]
    fn the_order_of_entries_is_the_order_of_times(a in any::<i32>(), b in any::<i32>()) {
        let index = index(&Arc::new(MemoryStore::new()));
        let key = |time: i32| index.key(at(i64::from(time)), "").unwrap();
        prop_assert_eq!(key(a).cmp(&key(b)), a.cmp(&b));
    }

    #[test]
    fn an_entry_comes_back_as_it_was_scheduled(time in -1_000_000_000_i64..1_000_000_000, id in ".{0,20}") {
        let store = Arc::new(MemoryStore::new());
        let index = index(&store);
        block_on(schedule(&*store, &index, &[(time, &id)]));
        let due = block_on(index.ready(at(time), 1)).unwrap();
        prop_assert_eq!((due[0].at, due[0].id.as_str()), (at(time), id.as_str()));
    }
}
