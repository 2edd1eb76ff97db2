//! `Durable`: the record is in the store before the call answers, or the call does not answer.

use service_kit::{AuditMode, Error, Target};
use store::CommitFault;

use crate::world::*;

#[tokio::test]
async fn a_record_is_in_the_store_before_the_answer() {
    let world = World::new(AuditMode::Durable);
    for calls in 1..=3 {
        world.read(&root(), &Target::new(&note())).await.unwrap();
        assert_eq!(world.stored_lines().await.len(), calls);
    }
}

#[tokio::test]
async fn a_call_that_cannot_be_recorded_does_not_answer() {
    let world = World::new(AuditMode::Durable);
    world.store.fail_next_commit(CommitFault::Refused);
    let failed = world
        .read(&root(), &Target::new(&note()))
        .await
        .unwrap_err();
    assert!(matches!(failed, Error::AuditUnavailable(_)), "{failed}");
    // What the caller was not told of is recorded all the same, as soon as the store is there again.
    assert_eq!(world.stored_lines().await.len(), 0);
    assert_eq!(world.drained().await.len(), 1);
}

#[tokio::test]
async fn a_record_whose_outcome_was_unknown_is_there_once() {
    for fault in [CommitFault::AnswerLost, CommitFault::RequestLost] {
        let world = World::new(AuditMode::Durable);
        world.store.fail_next_commit(fault);
        world.read(&root(), &Target::new(&note())).await.unwrap();
        assert_eq!(world.stored_lines().await.len(), 1, "{fault:?}");
    }
}

#[tokio::test]
async fn a_denial_stays_a_denial_when_it_cannot_be_recorded() {
    let world = World::new(AuditMode::Durable);
    world.store.set_down(true);
    let denied = world
        .read(&role(), &Target::new(&note()))
        .await
        .unwrap_err();
    assert!(matches!(denied, Error::AccessDenied(_)), "{denied}");
    world.store.set_down(false);
    assert_eq!(world.drained().await[0]["errorCode"], "AccessDenied");
}
