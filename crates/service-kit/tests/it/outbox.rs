//! Events: at least once, in order per resource, with ids that stay.

use std::{
    collections::HashSet,
    sync::{Arc, Mutex},
};

use common_types::{Arn, BoxFuture, Event};
use crypto::random::DangerousSeededRandom;
use service_kit::{AuditMode, BoxedError, Change, Error, EventSink, Outbox, Target};
use store::{CommitFault, Key, Store};

use crate::world::*;

/// Takes events over, except those of some resources.
#[derive(Debug, Default)]
struct Bus {
    events: Mutex<Vec<Event>>,
    refused: Mutex<HashSet<String>>,
}

impl EventSink for Bus {
    fn take_over<'a>(&'a self, event: &'a Event) -> BoxFuture<'a, Result<(), BoxedError>> {
        let refused = self
            .refused
            .lock()
            .unwrap()
            .contains(event.resources[0].as_str());
        if !refused {
            self.events.lock().unwrap().push(event.clone());
        }
        Box::pin(async move {
            if refused {
                Err("no route".into())
            } else {
                Ok(())
            }
        })
    }
}

impl Bus {
    fn details(&self, of: &str) -> Vec<i64> {
        let events = self.events.lock().unwrap();
        let of = events
            .iter()
            .filter(|event| event.resources[0].as_str() == of);
        of.map(|event| event.detail["step"].as_i64().unwrap())
            .collect()
    }
}

fn outbox(world: &World) -> Outbox {
    Outbox::new(
        world.shared_store(),
        Arc::new(DangerousSeededRandom::new(2)),
    )
}

/// Changes a note, and tells of it with this many events.
async fn write(world: &World, note: &str, steps: std::ops::Range<i64>) {
    let (root, note): (_, Arn) = (root(), note.parse().unwrap());
    let key = Key::global("notes").str(note.as_str()).build().unwrap();
    let mut call = world.guard.begin(&root, &WRITE);
    call.authorise(&Target::new(&note)).unwrap();
    let found = world
        .store
        .read(std::slice::from_ref(&key))
        .await
        .unwrap()
        .remove(0);
    let change = match found {
        None => Change::new().create(key, Vec::new()),
        Some(found) => Change::new().replace(key, Vec::new(), found.version),
    };
    let change = steps.fold(change, |change, step| {
        let event = Event::new("", "notes", "Note Written", account(), region(), call.now())
            .resource(note.clone())
            .detail(serde_json::json!({ "step": step }));
        change.event(note.clone(), event)
    });
    assert!(call.commit(change).await.unwrap().is_some());
    call.finish(Ok::<_, Error>(())).await.unwrap();
}

const A: &str = "arn:aws:notes:eu-west-1:111122223333:note/a";
const B: &str = "arn:aws:notes:eu-west-1:111122223333:note/b";

#[tokio::test]
async fn events_come_in_order_and_once() {
    let world = World::new(AuditMode::Buffered);
    for step in 0..40 {
        write(&world, A, 3 * step..3 * step + 3).await;
        write(&world, B, step..step + 1).await;
    }
    let (bus, outbox) = (Bus::default(), outbox(&world));
    let delivered = outbox.deliver(&bus).await.unwrap();
    assert_eq!((delivered.events, delivered.held_back), (160, 0));
    assert_eq!(bus.details(A), (0..120).collect::<Vec<_>>());
    assert_eq!(bus.details(B), (0..40).collect::<Vec<_>>());
    let ids: HashSet<_> = bus
        .events
        .lock()
        .unwrap()
        .iter()
        .map(|event| event.id.clone())
        .collect();
    assert_eq!(ids.len(), 160);
    assert_eq!(outbox.deliver(&bus).await.unwrap().events, 0);
}

/// Deleted and made again, a resource's events are still in order.
#[tokio::test]
async fn a_resource_that_comes_back_goes_on_behind_its_past() {
    let world = World::new(AuditMode::Buffered);
    write(&world, A, 0..1).await;
    write(&world, A, 1..2).await;
    let key = Key::global("notes").str(A).build().unwrap();
    let found = world
        .store
        .read(std::slice::from_ref(&key))
        .await
        .unwrap()
        .remove(0)
        .unwrap();
    let root = root();
    let mut call = world.guard.begin(&root, &WRITE);
    call.authorise(&Target::new(&note())).unwrap();
    call.commit(Change::new().delete(key, found.version))
        .await
        .unwrap()
        .unwrap();
    call.finish(Ok::<_, Error>(())).await.unwrap();
    write(&world, A, 2..3).await;

    let bus = Bus::default();
    outbox(&world).deliver(&bus).await.unwrap();
    assert_eq!(bus.details(A), [0, 1, 2]);
}

#[tokio::test]
async fn a_refused_event_holds_back_its_own_resource_alone() {
    let world = World::new(AuditMode::Buffered);
    for step in 0..3 {
        write(&world, A, step..step + 1).await;
        write(&world, B, step..step + 1).await;
    }
    let (bus, outbox) = (Bus::default(), outbox(&world));
    bus.refused.lock().unwrap().insert(A.to_owned());
    let delivered = outbox.deliver(&bus).await.unwrap();
    assert_eq!((delivered.events, delivered.held_back), (3, 1));
    assert_eq!(delivered.last_error.unwrap().to_string(), "no route");

    bus.refused.lock().unwrap().clear();
    assert_eq!(outbox.deliver(&bus).await.unwrap().events, 3);
    assert_eq!(
        (bus.details(A), bus.details(B)),
        (vec![0, 1, 2], vec![0, 1, 2])
    );
}

#[tokio::test]
async fn a_crash_after_delivery_delivers_again_with_the_same_id() {
    let world = World::new(AuditMode::Buffered);
    write(&world, A, 0..2).await;
    let (bus, outbox) = (Bus::default(), outbox(&world));
    world.store.fail_next_commit(CommitFault::Refused);
    assert!(outbox.deliver(&bus).await.is_err());
    outbox.deliver(&bus).await.unwrap();
    let events = bus.events.lock().unwrap();
    assert_eq!((events.len(), &events[..2]), (4, &events[2..]));
}

/// Takes each event over only after others have had their turn.
#[derive(Debug, Default)]
struct Slow(Bus);

impl EventSink for Slow {
    fn take_over<'a>(&'a self, event: &'a Event) -> BoxFuture<'a, Result<(), BoxedError>> {
        Box::pin(async move {
            tokio::task::yield_now().await;
            self.0.take_over(event).await
        })
    }
}

#[tokio::test]
async fn deliveries_at_once_take_turns() {
    let world = World::new(AuditMode::Buffered);
    for step in 0..5 {
        write(&world, A, step..step + 1).await;
    }
    let (bus, outbox) = (Slow::default(), outbox(&world));
    let other = outbox.clone();
    let (one, other) = tokio::join!(outbox.deliver(&bus), other.deliver(&bus));
    assert_eq!((one.unwrap().events, other.unwrap().events), (5, 0));
    assert_eq!(bus.0.details(A), [0, 1, 2, 3, 4]);
}
