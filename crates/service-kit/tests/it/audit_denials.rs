//! A flood of denials: counted, not lost, and not a write each.

use common_types::Arn;
use service_kit::{AuditMode, Target, limits};

use crate::world::*;

/// How many denials the records stand for.
fn counted(records: &[serde_json::Value]) -> u64 {
    records
        .iter()
        .map(|record| record["count"].as_u64().unwrap_or(1))
        .sum()
}

#[tokio::test]
async fn many_of_one_kind_are_recorded_as_their_number() {
    for mode in [AuditMode::Buffered, AuditMode::Durable] {
        let world = World::new(mode);
        let (role, note) = (role(), note());
        for _ in 0..10_000 {
            world.read(&role, &Target::new(&note)).await.unwrap_err();
        }
        assert!(
            world.commits() <= u64::from(limits::DENIALS_PER_WINDOW),
            "{mode:?}"
        );
        let records = world.drained().await;
        assert_eq!(counted(&records), 10_000, "{mode:?}");
        assert_eq!(
            records.len() as u64,
            u64::from(limits::DENIALS_PER_WINDOW) + 1,
            "{mode:?}"
        );
    }
}

#[tokio::test]
async fn many_of_different_kinds_are_a_commit_for_hundreds() {
    let world = World::new(AuditMode::Durable);
    let role = role();
    for number in 0..5_000 {
        let note: Arn = format!("arn:aws:notes:eu-west-1:111122223333:note/{number}")
            .parse()
            .unwrap();
        world.read(&role, &Target::new(&note)).await.unwrap_err();
    }
    let most = u64::from(limits::DENIALS_PER_WINDOW) + 5_000 / limits::DENIAL_KINDS as u64 + 1;
    assert!(world.commits() <= most, "{} commits", world.commits());
    assert_eq!(counted(&world.drained().await), 5_000);
}

#[tokio::test]
async fn each_window_begins_anew_and_records_what_the_last_one_counted() {
    let world = World::new(AuditMode::Durable);
    let (role, note) = (role(), note());
    let mut denials = 0;
    for _ in 0..3 {
        for _ in 0..100 {
            world.read(&role, &Target::new(&note)).await.unwrap_err();
            denials += 1;
        }
        world.clock.advance(limits::DENIAL_WINDOW);
    }
    // The next call, whatever it is, sees that the window is over.
    world.read(&root(), &Target::new(&note)).await.unwrap();
    world.read(&root(), &Target::new(&note)).await.unwrap();
    let records = world.drained().await;
    assert_eq!(counted(&records), denials + 2);
    let individually = 3 * u64::from(limits::DENIALS_PER_WINDOW);
    assert_eq!(records.len() as u64, individually + 3 + 2);
}
