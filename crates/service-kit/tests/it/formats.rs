//! The bytes in the store, as `docs/formats.md` draws them.

use common_types::Event;
use crypto::digest::Algorithm;
use service_kit::{AuditMode, Change, Error, Target};
use store::{Element, Key, KeyRange, Store};

use crate::world::*;

async fn all(world: &World, service: &str) -> Vec<(Key, Vec<u8>)> {
    let range = KeyRange::prefix(&Key::global(service).build().unwrap());
    let found = world.store.scan(range, 100).await.unwrap();
    found
        .into_iter()
        .map(|(key, found)| (key, found.value))
        .collect()
}

#[tokio::test]
async fn an_audit_batch_and_the_chain() {
    let world = World::new(AuditMode::Durable);
    for _ in 0..2 {
        world.read(&root(), &Target::new(&note())).await.unwrap();
    }
    let head = r#"{"eventVersion":"1.11","eventTime":"2023-11-14T22:13:20Z","eventSource":"notes.amazonaws.com","eventName":"ReadNote","awsRegion":"eu-west-1","recipientAccountId":"111122223333","userIdentity":{"type":"Root","arn":"arn:aws:iam::111122223333:root","accountId":"111122223333"},"readOnly":true"#;
    let tail = r#","resources":[{"ARN":"arn:aws:notes:eu-west-1:111122223333:note/1","accountId":"111122223333"}]}"#;
    let half = |number: u16, text: &str| {
        let len = u32::try_from(text.len()).unwrap().to_be_bytes();
        [&number.to_be_bytes()[..], &len, text.as_bytes()].concat()
    };
    let batches = all(&world, "audit").await;
    for (number, (key, value)) in (0_u64..).zip(&batches) {
        let elements = key.elements().unwrap();
        assert_eq!(elements[4], Element::Str("batch".into()));
        assert_eq!(elements[5].as_bytes().unwrap().len(), 16);
        assert_eq!(elements[6], Element::U64(number));
        assert_eq!(*value, [&[1][..], &half(0, head), &half(1, tail)].concat());
    }
    assert_eq!(batches.len(), 2);

    world.drained().await;
    let line = [head, tail].concat();
    let mut hash = [0; 32].to_vec();
    for number in 0..2_u64 {
        let label = b"strongroom audit line v1\0".as_slice();
        let hashed = [label, &number.to_be_bytes(), &hash, line.as_bytes()].concat();
        hash = Algorithm::Sha256.digest(&hashed).as_ref().to_vec();
    }
    let [(key, value)] = &all(&world, "audit").await[..] else {
        panic!("the chain alone is left")
    };
    assert_eq!(*key, Key::global("audit").str("drained").build().unwrap());
    assert_eq!(*value, [&[1][..], &2_u64.to_be_bytes(), &hash].concat());
}

#[tokio::test]
async fn an_event_in_the_outbox() {
    let world = World::new(AuditMode::Buffered);
    let (root, note) = (root(), note());
    let mut call = world.guard.begin(&root, &WRITE);
    call.authorise(&Target::new(&note)).unwrap();
    let event = || Event::new("", "notes", "Note Written", account(), region(), call.now());
    let change = Change::new()
        .event(note.clone(), event())
        .event(note.clone(), event());
    call.commit(change).await.unwrap().unwrap();
    call.finish(Ok::<_, Error>(())).await.unwrap();

    let events = all(&world, "outbox").await;
    let mut ids = Vec::new();
    for (number, (key, value)) in (0_u64..).zip(&events) {
        let expected = Key::global("outbox")
            .str(NOTE)
            .u64(0)
            .u64(number)
            .build()
            .unwrap();
        assert_eq!(*key, expected);
        let (format, json) = value.split_first().unwrap();
        assert_eq!(*format, 1);
        ids.push(serde_json::from_slice::<Event>(json).unwrap().id);
    }
    let [first, second] = &ids[..] else {
        panic!("two events: {ids:?}")
    };
    // The first byte differs by the number, and the version is 8.
    let bytes = |id: &str| {
        u128::from_str_radix(&id.replace('-', ""), 16)
            .unwrap()
            .to_be_bytes()
    };
    let (first, second) = (bytes(first), bytes(second));
    assert_eq!((first[0] ^ second[0], &first[1..]), (1, &second[1..]));
    assert_eq!(first[6] >> 4, 8);
}

/// What a newer release wrote is refused, and left where it is.
#[tokio::test]
async fn a_newer_format_is_refused() {
    let world = World::new(AuditMode::Durable);
    world.read(&root(), &Target::new(&note())).await.unwrap();
    let (key, mut value) = all(&world, "audit").await.remove(0);
    value[0] = 2;
    let id = store::TransactionId::from_bytes([9; 16]);
    let newer = store::Transaction::new(id).put(key, value);
    world.store.commit(newer).await.unwrap();
    let refused = world
        .guard
        .audit()
        .drain(&Lines::default())
        .await
        .unwrap_err();
    assert_eq!(
        refused.to_string(),
        "an audit batch has format 2, and this release reads up to 1"
    );
    assert_eq!(world.stored_lines().await.len(), 1);
}
