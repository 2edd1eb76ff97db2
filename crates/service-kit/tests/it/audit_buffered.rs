//! `Buffered`: records wait in memory, within bounds, and none is dropped while the process lives.

use std::time::Duration;

use common_types::EncryptionContext;
use service_kit::{AuditMode, Error, Target, limits};
use store::CommitFault;

use crate::world::*;

async fn calls(world: &World, count: usize) -> Result<(), Error> {
    let (root, note) = (root(), note());
    for _ in 0..count {
        world.read(&root, &Target::new(&note)).await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_crash_loses_what_was_not_handed_over_and_nothing_else() {
    let world = World::new(AuditMode::Buffered);
    calls(&world, limits::AUDIT_BATCH_RECORDS + 3)
        .await
        .unwrap();
    // What the process had in memory is gone with it; what is in the store stays.
    assert_eq!(
        world.stored_lines().await.len(),
        limits::AUDIT_BATCH_RECORDS
    );
    world.guard.audit().flush().await.unwrap();
    assert_eq!(
        world.stored_lines().await.len(),
        limits::AUDIT_BATCH_RECORDS + 3
    );
}

#[tokio::test]
async fn an_old_record_is_handed_over_at_the_next_call() {
    let world = World::new(AuditMode::Buffered);
    calls(&world, 1).await.unwrap();
    world
        .clock
        .advance(limits::AUDIT_BATCH_AGE - Duration::from_millis(1));
    calls(&world, 1).await.unwrap();
    assert_eq!(world.stored_lines().await.len(), 0);
    world.clock.advance(Duration::from_millis(1));
    calls(&world, 1).await.unwrap();
    assert_eq!(world.stored_lines().await.len(), 3);
}

#[tokio::test]
async fn a_clock_that_is_set_back_holds_no_record() {
    let world = World::new(AuditMode::Buffered);
    calls(&world, 1).await.unwrap();
    world
        .clock
        .set(chrono::DateTime::from_timestamp(1_000_000_000, 0).unwrap());
    calls(&world, 1).await.unwrap();
    assert_eq!(world.stored_lines().await.len(), 2);
}

#[tokio::test]
async fn a_thousand_calls_are_a_few_commits() {
    let world = World::new(AuditMode::Buffered);
    calls(&world, 4 * limits::AUDIT_BATCH_RECORDS)
        .await
        .unwrap();
    assert_eq!(world.commits(), 4);
}

#[tokio::test]
async fn while_the_store_is_down_calls_go_on_within_bounds_and_then_fail() {
    let world = World::new(AuditMode::Buffered);
    let (root, note) = (root(), note());
    world.store.set_down(true);
    let mut answered = 0;
    let failed = loop {
        match world.read(&root, &Target::new(&note)).await {
            Ok(()) => answered += 1,
            Err(failed) => break failed,
        }
    };
    assert!(matches!(failed, Error::AuditUnavailable(_)), "{failed}");
    let most = limits::AUDIT_BUFFER_RECORDS + 4 * limits::AUDIT_BATCH_RECORDS;
    assert!(
        (limits::AUDIT_BUFFER_RECORDS..=most).contains(&answered),
        "{answered}"
    );
    assert!(matches!(
        world.guard.audit().flush().await,
        Err(Error::AuditUnavailable(_))
    ));
    drop(world.guard.begin(&root, &READ));
    assert_eq!(world.guard.audit().unrecorded(), 2);

    // Every call that answered is recorded, once.
    world.store.set_down(false);
    assert_eq!(world.drained().await.len(), answered);
    assert_eq!(world.drained().await.len(), 0);
    calls(&world, 1).await.unwrap();
    assert_eq!(world.drained().await.len(), 1);
}

#[tokio::test]
async fn the_longest_records_fit_into_batches() {
    let world = World::new(AuditMode::Buffered);
    let (root, note) = (root(), note());
    for _ in 0..20 {
        let mut call = world.guard.begin(&root, &READ);
        call.authorise(&Target::new(&note)).unwrap();
        // Each of these characters is six in JSON.
        let pairs = [("a", "\u{1}".repeat(49_999)), ("b", "\u{1}".repeat(49_999))];
        call.encryption_context(EncryptionContext::try_from_iter(pairs).unwrap());
        call.finish(Ok::<_, Error>(())).await.unwrap();
    }
    let records = world.drained().await;
    assert_eq!(records.len(), 20);
    let context = &records[7]["requestParameters"]["encryptionContext"];
    assert_eq!(context["a"].as_str().unwrap().len(), 49_999);
}

#[tokio::test]
async fn a_batch_whose_outcome_was_unknown_is_there_once() {
    for fault in [CommitFault::AnswerLost, CommitFault::RequestLost] {
        let world = World::new(AuditMode::Buffered);
        calls(&world, 5).await.unwrap();
        world.store.fail_next_commit(fault);
        world.guard.audit().flush().await.unwrap();
        assert_eq!(world.stored_lines().await.len(), 5, "{fault:?}");
    }
}
