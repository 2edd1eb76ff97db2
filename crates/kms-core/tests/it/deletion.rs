//! `ScheduleKeyDeletion`, `CancelKeyDeletion`, and the deletion when it is due.

use std::{sync::Mutex, time::Duration};

use common_types::{BoxFuture, DecryptRequest, EncryptRequest, Event};
use crypto::random::SystemRandom;
use kms_core::{
    CancelKeyDeletionRequest, DescribeKeyRequest, DisableKeyRequest, EnableKeyRequest, KeyState,
    ListAliasesRequest, ListKeysRequest, ScheduleKeyDeletionRequest,
};
use serde_json::json;
use service_kit::{BoxedError, EventSink, Outbox};

use crate::world::*;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

async fn state(world: &World, key: &str) -> KeyState {
    world
        .root()
        .describe_key(DescribeKeyRequest::new(key))
        .await
        .unwrap()
        .key_metadata
        .key_state
}

async fn run_due(world: &World) -> u64 {
    let now = common_types::Clock::now(&*world.clock);
    world.kms.run_due(now).await.unwrap().deleted_keys
}

#[tokio::test]
async fn a_key_waits_thirty_days_unless_said_otherwise() {
    let world = World::new().await;
    for (days, wait) in [(None, 30), (Some(7), 7), (Some(30), 30)] {
        let key = world.key().await;
        let mut request = ScheduleKeyDeletionRequest::new(&key);
        request.pending_window_in_days = days;
        let answer = world.root().schedule_key_deletion(request).await.unwrap();
        assert_eq!(
            (answer.key_id.as_str(), answer.key_state),
            (key.as_str(), KeyState::PendingDeletion)
        );
        assert_eq!(answer.pending_window_in_days, wait);
        assert_eq!((answer.deletion_date - start()).num_days(), i64::from(wait));
        let found = world
            .root()
            .describe_key(DescribeKeyRequest::new(&key))
            .await
            .unwrap()
            .key_metadata;
        assert_eq!(found.deletion_date, Some(answer.deletion_date));
        assert!(!found.enabled);
    }
    for days in [6, 31] {
        let request =
            ScheduleKeyDeletionRequest::new(world.key().await).pending_window_in_days(days);
        refused_with(
            world.root().schedule_key_deletion(request).await,
            "ValidationException",
            "`PendingWindowInDays` is 7 to 30",
        );
    }
}

#[tokio::test]
async fn a_cancelled_deletion_leaves_the_key_disabled() {
    let world = World::new().await;
    let key = world.key().await;
    let encrypted = world
        .root()
        .encrypt(EncryptRequest::new(&key, *b"x"))
        .await
        .unwrap();
    let schedule = || ScheduleKeyDeletionRequest::new(&key).pending_window_in_days(7);
    world
        .root()
        .schedule_key_deletion(schedule())
        .await
        .unwrap();
    let answer = world
        .root()
        .cancel_key_deletion(CancelKeyDeletionRequest::new(&key))
        .await
        .unwrap();
    assert_eq!(answer.key_id, key);
    assert_eq!(state(&world, &key).await, KeyState::Disabled);
    // Its time passes, and nothing happens.
    world.clock.advance(8 * DAY);
    assert_eq!(run_due(&world).await, 0);
    world
        .root()
        .enable_key(EnableKeyRequest::new(&key))
        .await
        .unwrap();
    world
        .root()
        .decrypt(DecryptRequest::new(encrypted.ciphertext_blob))
        .await
        .unwrap();
}

#[tokio::test]
async fn scheduled_anew_it_waits_for_the_new_date() {
    let world = World::new().await;
    let key = world.key().await;
    let schedule = |days: u32| ScheduleKeyDeletionRequest::new(&key).pending_window_in_days(days);
    world
        .root()
        .schedule_key_deletion(schedule(7))
        .await
        .unwrap();
    world
        .root()
        .cancel_key_deletion(CancelKeyDeletionRequest::new(&key))
        .await
        .unwrap();
    world
        .root()
        .schedule_key_deletion(schedule(10))
        .await
        .unwrap();
    world.clock.advance(8 * DAY);
    assert_eq!(run_due(&world).await, 0);
    assert_eq!(state(&world, &key).await, KeyState::PendingDeletion);
    world.clock.advance(3 * DAY);
    assert_eq!(run_due(&world).await, 1);
}

#[tokio::test]
async fn scheduling_the_same_moment_twice_is_no_conflict() {
    let world = World::new().await;
    let key = world.key().await;
    for _ in 0..2 {
        world
            .root()
            .schedule_key_deletion(ScheduleKeyDeletionRequest::new(&key))
            .await
            .unwrap();
        world
            .root()
            .cancel_key_deletion(CancelKeyDeletionRequest::new(&key))
            .await
            .unwrap();
    }
}

#[tokio::test]
async fn when_its_time_has_come_key_and_aliases_are_gone() {
    let world = World::new().await;
    let (key, other) = (world.key().await, world.key().await);
    world.alias("alias/gone", &key).await;
    world.alias("alias/stays", &other).await;
    let blob = world
        .root()
        .encrypt(EncryptRequest::new(&key, *b"x"))
        .await
        .unwrap()
        .ciphertext_blob;
    let request = ScheduleKeyDeletionRequest::new(&key).pending_window_in_days(7);
    world.root().schedule_key_deletion(request).await.unwrap();

    world.clock.advance(7 * DAY - Duration::from_secs(1));
    assert_eq!(run_due(&world).await, 0);
    world.clock.advance(Duration::from_secs(1));
    assert_eq!(run_due(&world).await, 1);
    assert_eq!(run_due(&world).await, 0);

    refused(
        world
            .root()
            .describe_key(DescribeKeyRequest::new(&key))
            .await,
        "NotFoundException",
    );
    refused(
        world
            .root()
            .describe_key(DescribeKeyRequest::new("alias/gone"))
            .await,
        "NotFoundException",
    );
    let keys = world
        .root()
        .list_keys(ListKeysRequest::new())
        .await
        .unwrap()
        .keys;
    assert_eq!(
        keys.iter()
            .map(|key| key.key_arn.as_str())
            .collect::<Vec<_>>(),
        [other]
    );
    let aliases = world
        .root()
        .list_aliases(ListAliasesRequest::new())
        .await
        .unwrap()
        .aliases;
    assert_eq!(
        aliases
            .iter()
            .map(|alias| alias.alias_name.as_str())
            .collect::<Vec<_>>(),
        ["alias/stays"]
    );
    let error = refused(
        world.root().decrypt(DecryptRequest::new(blob)).await,
        "AccessDeniedException",
    );
    assert!(
        error
            .to_string()
            .starts_with("The ciphertext refers to a customer master key that does not exist")
    );
}

#[tokio::test]
async fn several_nodes_delete_a_key_once_and_tell_once() {
    let world = World::new().await;
    let key = world.key().await;
    world
        .root()
        .schedule_key_deletion(ScheduleKeyDeletionRequest::new(&key))
        .await
        .unwrap();
    world.clock.advance(31 * DAY);
    let now = common_types::Clock::now(&*world.clock);
    let (one, other) = tokio::join!(world.kms.run_due(now), world.kms.run_due(now));
    assert_eq!(one.unwrap().deleted_keys + other.unwrap().deleted_keys, 1);

    let sink = Told::default();
    let outbox = Outbox::new(
        std::sync::Arc::clone(&world.store),
        std::sync::Arc::new(SystemRandom::new()),
    );
    outbox.deliver(&sink).await.unwrap();
    let told = sink.0.lock().unwrap();
    assert_eq!(told.len(), 1);
    assert_eq!(
        (told[0].source.as_str(), told[0].detail_type.as_str()),
        ("aws.kms", "KMS CMK Deletion")
    );
    assert_eq!(
        (told[0].account.as_str(), told[0].region.as_str()),
        (ACCOUNT, REGION)
    );
    assert_eq!(told[0].resources[0].as_str(), key);
    assert_eq!(told[0].detail, json!({"key-id": id_of(&key)}));
}

#[tokio::test]
async fn many_keys_are_deleted_in_one_go() {
    let world = World::new().await;
    for _ in 0..250 {
        let key = world.key().await;
        world
            .root()
            .schedule_key_deletion(ScheduleKeyDeletionRequest::new(key))
            .await
            .unwrap();
    }
    world.clock.advance(30 * DAY);
    assert_eq!(run_due(&world).await, 250);
    assert!(
        world
            .root()
            .list_keys(ListKeysRequest::new())
            .await
            .unwrap()
            .keys
            .is_empty()
    );
}

#[tokio::test]
async fn disabled_keys_may_be_scheduled_too() {
    let world = World::new().await;
    let key = world.key().await;
    world
        .root()
        .disable_key(DisableKeyRequest::new(&key))
        .await
        .unwrap();
    world
        .root()
        .schedule_key_deletion(ScheduleKeyDeletionRequest::new(&key))
        .await
        .unwrap();
}

#[derive(Debug, Default)]
struct Told(Mutex<Vec<Event>>);

impl EventSink for Told {
    fn take_over<'a>(&'a self, event: &'a Event) -> BoxFuture<'a, Result<(), BoxedError>> {
        self.0.lock().unwrap().push(event.clone());
        Box::pin(async { Ok(()) })
    }
}
