//! Time-driven work, through weeks in a moment.

use strongroom::{
    BoxFuture, BoxedError, Clock, DecryptRequest, Event, EventSink,
    events::{Rule, RuleTarget, target},
    kms::{self, ScheduleKeyDeletionRequest},
};

use crate::world::{World, create_key, encrypt, kms};

/// Keeps what it is given.
#[derive(Debug, Default)]
struct Bus(std::sync::Mutex<Vec<Event>>);

impl EventSink for Bus {
    fn take_over<'a>(&'a self, event: &'a Event) -> BoxFuture<'a, Result<(), BoxedError>> {
        self.0.lock().unwrap().push(event.clone());
        Box::pin(std::future::ready(Ok(())))
    }
}

#[tokio::test]
async fn a_key_is_deleted_when_its_wait_has_ended_and_not_before() {
    let world = World::new();
    let strongroom = world.open().await;
    let kms = kms(&strongroom);
    let key = create_key(&kms, "alias/old").await;
    let ciphertext = encrypt(&kms, "alias/old", b"lost soon").await;
    let request = ScheduleKeyDeletionRequest::new(&key).pending_window_in_days(7);
    kms.schedule_key_deletion(request).await.unwrap();

    world.days_pass(6);
    assert_eq!(
        strongroom
            .run_due(world.clock.now())
            .await
            .unwrap()
            .deleted_keys,
        0
    );
    world.days_pass(2);
    assert_eq!(
        strongroom
            .run_due(world.clock.now())
            .await
            .unwrap()
            .deleted_keys,
        1
    );
    assert_eq!(
        strongroom
            .run_due(world.clock.now())
            .await
            .unwrap()
            .deleted_keys,
        0
    );

    let gone = kms
        .decrypt(DecryptRequest::new(ciphertext))
        .await
        .unwrap_err();
    assert!(
        matches!(
            gone,
            kms::Error::AccessDenied(_) | kms::Error::NotFound { .. }
        ),
        "{gone:?}"
    );
    let bus = Bus::default();
    strongroom.deliver_events(&bus).await.unwrap();
    let told: Vec<_> = bus
        .0
        .lock()
        .unwrap()
        .iter()
        .map(|e| e.detail_type.clone())
        .collect();
    assert_eq!(told, ["KMS CMK Deletion"]);
}

#[tokio::test]
async fn a_rule_of_the_bus_gets_what_services_tell_of() {
    let world = World::new();
    let strongroom = world.open().await;
    let (target, mut messages) = target::channel(4);
    let pattern = r#"{"detail-type": ["KMS CMK Deletion"]}"#.parse().unwrap();
    let target = RuleTarget::new("log", target).unwrap();
    let rule = Rule::new("deletions", pattern)
        .unwrap()
        .target(target)
        .unwrap();
    strongroom.events().put_rule(rule).unwrap();

    let kms = kms(&strongroom);
    let key = create_key(&kms, "alias/gone").await;
    let request = ScheduleKeyDeletionRequest::new(&key).pending_window_in_days(7);
    kms.schedule_key_deletion(request).await.unwrap();
    world.days_pass(8);

    let report = strongroom.run_due(world.clock.now()).await.unwrap();
    assert_eq!((report.deleted_keys, report.events), (1, 1));
    let event = messages.try_recv().unwrap().event;
    assert!(key.ends_with(event.detail["key-id"].as_str().unwrap()));
}
