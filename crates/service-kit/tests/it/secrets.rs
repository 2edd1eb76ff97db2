//! A planted marker is not found in anything that is printed or recorded.

use std::sync::Arc;

use crypto::random::{DangerousSeededRandom, Random};
use service_kit::{AuditMode, Change, Error, Listing, Outbox, PageTokens, Target};
use store::{BytesRootKey, Key, MemoryStore, StoreKeys};

use crate::world::*;

const MARKER: [u8; 32] = *b"planted-marker-planted-marker-32";

/// Fails if the marker is there as text, as a list of numbers or in hexadecimal.
fn assert_clean(shown: &str) {
    for marker in [
        "planted-marker",
        "112, 108, 97, 110",
        "706c616e746564",
        "cGxhbnRlZC",
    ] {
        assert!(!shown.contains(marker), "{marker} in {shown}");
    }
}

#[tokio::test]
async fn keys_and_values_are_not_shown() {
    let random: Arc<dyn Random> = Arc::new(DangerousSeededRandom::new(1));
    let root_key = Arc::new(BytesRootKey::new(MARKER).unwrap());
    let keys = StoreKeys::open(Arc::new(MemoryStore::new()), root_key, Arc::clone(&random))
        .await
        .unwrap();
    let tokens = PageTokens::new(keys, Arc::clone(&random));
    assert_clean(&format!("{tokens:?}"));

    let world = World::new(AuditMode::Durable);
    let (root, note) = (root(), note());
    let key = Key::global("notes").str("1").build().unwrap();
    let mut call = world.guard.begin(&root, &WRITE);
    call.authorise(&Target::new(&note)).unwrap();
    let change = Change::new().create(key.clone(), MARKER.to_vec());
    assert_clean(&format!("{change:?} {call:?}"));
    call.commit(change).await.unwrap().unwrap();
    call.finish(Ok::<_, Error>(())).await.unwrap();

    // A conflict, a refusal and a limit, each over a secret value.
    let mut call = world.guard.begin(&root, &WRITE);
    call.authorise(&Target::new(&note)).unwrap();
    assert!(
        call.commit(Change::new().create(key.clone(), MARKER.to_vec()))
            .await
            .unwrap()
            .is_none()
    );
    let too_long = MARKER.repeat(40_000);
    let refused = call
        .commit(Change::new().put(key, too_long))
        .await
        .unwrap_err();
    assert_clean(&format!("{refused} {refused:?}"));
    assert!(call.finish(Err::<(), _>(refused)).await.is_err());

    let outbox = Outbox::new(world.shared_store(), random);
    assert_clean(&format!("{:?} {outbox:?}", world.guard));
    assert_clean(&serde_json::to_string(&world.drained().await).unwrap());
}

#[test]
fn a_listing_does_not_show_what_it_is_bound_to() {
    let listing = Listing::new(&root(), &READ).filter("Name", "planted-marker");
    assert_clean(&format!("{listing:?}"));
}
