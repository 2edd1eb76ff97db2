//! State, events and audit record in one commit; decided again when others are faster.

use common_types::Event;
use service_kit::{AuditMode, Call, Change, Error, Target, limits};
use store::{CommitFault, Key, KeyRange, Revision, Store};

use crate::world::*;

fn key() -> Key {
    Key::global("notes").str("1").build().unwrap()
}

fn event() -> Event {
    let time = chrono::DateTime::UNIX_EPOCH;
    Event::new("", "notes", "Note Written", account(), region(), time)
}

async fn events(world: &World) -> usize {
    let outbox = KeyRange::prefix(&Key::global("outbox").build().unwrap());
    world.store.scan(outbox, 100).await.unwrap().len()
}

async fn value(world: &World) -> Option<Vec<u8>> {
    let found = world.store.read(&[key()]).await.unwrap().remove(0);
    found.map(|found| found.value)
}

/// A call that writes, authorised.
macro_rules! begin {
    ($world:expr, $root:ident, $call:ident) => {
        let $root = root();
        let mut $call: Call<'_> = $world.guard.begin(&$root, &WRITE);
        $call.authorise(&Target::new(&note())).unwrap();
    };
}

#[tokio::test]
async fn a_change_its_event_and_its_record_are_one_commit() {
    for mode in [AuditMode::Buffered, AuditMode::Durable] {
        let world = World::new(mode);
        begin!(world, root, call);
        let change = Change::new()
            .create(key(), b"milk".to_vec())
            .event(note(), event());
        assert!(call.commit(change).await.unwrap().is_some());
        assert_eq!(world.commits(), 1);
        assert_eq!(world.stored_lines().await.len(), 1);
        assert_eq!(events(&world).await, 1);

        // It was recorded with the change, and not a second time.
        call.finish(Ok::<_, Error>(())).await.unwrap();
        assert_eq!(world.commits(), 1);
        let records = world.drained().await;
        assert_eq!(records.len(), 1);
        assert_eq!(records[0]["eventName"], "WriteNote");
        assert_eq!(records[0].get("errorCode"), None);
    }
}

#[tokio::test]
async fn a_change_that_fails_leaves_nothing_but_the_record_of_its_failure() {
    let world = World::new(AuditMode::Buffered);
    begin!(world, root, call);
    world.store.fail_next_commit(CommitFault::Refused);
    let change = Change::new()
        .create(key(), b"milk".to_vec())
        .event(note(), event());
    let outcome = call.commit(change).await;
    assert!(matches!(outcome, Err(Error::Store(_))));
    assert!(call.finish(outcome).await.is_err());
    assert_eq!((value(&world).await, events(&world).await), (None, 0));
    assert_eq!(world.drained().await[0]["errorCode"], "InternalFailure");
}

#[tokio::test]
async fn who_was_slower_decides_again() {
    let world = World::new(AuditMode::Buffered);
    begin!(world, root, call);
    begin!(world, other_root, other);
    assert!(
        other
            .commit(Change::new().create(key(), b"a".to_vec()))
            .await
            .unwrap()
            .is_some()
    );
    other.finish(Ok::<_, Error>(())).await.unwrap();

    assert!(
        call.commit(Change::new().create(key(), b"b".to_vec()))
            .await
            .unwrap()
            .is_none()
    );
    let found = world.store.read(&[key()]).await.unwrap().remove(0).unwrap();
    let again = Change::new().replace(key(), [found.value, b"b".to_vec()].concat(), found.version);
    assert!(call.commit(again).await.unwrap().is_some());
    call.finish(Ok::<_, Error>(())).await.unwrap();
    assert_eq!(value(&world).await.unwrap(), b"ab");
    assert_eq!(world.drained().await.len(), 2);
}

#[tokio::test]
async fn who_is_always_slower_is_told() {
    let world = World::new(AuditMode::Buffered);
    begin!(world, root, call);
    let stale = || Change::new().replace(key(), b"b".to_vec(), Revision::new(99));
    for _ in 1..limits::TRANSACTION_ATTEMPTS {
        assert!(call.commit(stale()).await.unwrap().is_none());
    }
    let outcome = call.commit(stale()).await;
    assert!(matches!(
        outcome,
        Err(Error::Contention {
            attempts: limits::TRANSACTION_ATTEMPTS
        })
    ));
    assert!(call.finish(outcome).await.is_err());
    assert_eq!(world.drained().await[0]["errorCode"], "ConflictException");
}

#[tokio::test]
async fn an_unknown_outcome_is_found_out_and_happens_once() {
    for fault in [CommitFault::AnswerLost, CommitFault::RequestLost] {
        let world = World::new(AuditMode::Buffered);
        begin!(world, root, call);
        world.store.fail_next_commit(fault);
        let change = Change::new()
            .create(key(), b"milk".to_vec())
            .event(note(), event());
        assert!(call.commit(change).await.unwrap().is_some(), "{fault:?}");
        call.finish(Ok::<_, Error>(())).await.unwrap();
        assert_eq!(
            (events(&world).await, world.drained().await.len()),
            (1, 1),
            "{fault:?}"
        );
    }
}

#[tokio::test]
async fn an_outcome_that_stays_unknown_is_an_error_and_a_record() {
    let world = World::new(AuditMode::Buffered);
    begin!(world, root, call);
    for _ in 0..limits::OUTCOME_ATTEMPTS {
        world.store.fail_next_commit(CommitFault::RequestLost);
    }
    let outcome = call
        .commit(Change::new().create(key(), b"milk".to_vec()))
        .await;
    assert!(matches!(
        outcome,
        Err(Error::Store(store::Error::OutcomeUnknown { .. }))
    ));
    assert!(call.finish(outcome).await.is_err());
    assert_eq!(world.drained().await.len(), 1);
}

#[tokio::test]
async fn nothing_is_committed_without_authorisation() {
    let world = World::new(AuditMode::Buffered);
    let (root, role, note) = (root(), role(), note());
    let change = || Change::new().create(key(), b"milk".to_vec());
    let mut never_asked = world.guard.begin(&root, &WRITE);
    assert!(matches!(
        never_asked.commit(change()).await,
        Err(Error::Unauthorised { .. })
    ));
    let mut denied = world.guard.begin(&role, &WRITE);
    denied.authorise(&Target::new(&note)).unwrap_err();
    assert!(matches!(
        denied.commit(change()).await,
        Err(Error::Unauthorised { .. })
    ));
    assert_eq!(value(&world).await, None);
}

#[tokio::test]
async fn a_second_commit_of_one_call_and_its_failure_are_told_apart() {
    let world = World::new(AuditMode::Buffered);
    begin!(world, root, call);
    call.commit(Change::new().create(key(), b"a".to_vec()))
        .await
        .unwrap()
        .unwrap();
    world.store.fail_next_commit(CommitFault::Refused);
    let outcome = call.commit(Change::new().put(key(), b"b".to_vec())).await;
    assert!(call.finish(outcome).await.is_err());
    let records = world.drained().await;
    let codes: Vec<_> = records
        .iter()
        .map(|record| record.get("errorCode"))
        .collect();
    assert_eq!(codes, [None, Some(&"InternalFailure".into())]);
}

#[tokio::test]
async fn a_change_has_room_for_what_goes_with_it() {
    let world = World::new(AuditMode::Buffered);
    let put = |change: Change, number: usize| {
        let key = Key::global("notes").u64(number as u64).build().unwrap();
        change.put(key, Vec::new())
    };
    // The audit record takes one of the places.
    for (writes, fits) in [(63, true), (64, false)] {
        begin!(world, root, call);
        let outcome = call.commit((0..writes).fold(Change::new(), put)).await;
        assert_eq!(outcome.is_ok(), fits, "{writes}: {outcome:?}");
        let _ = call.finish(outcome).await;
    }
}
