//! `GenerateRandom`.

use kms_core::GenerateRandomRequest;
use serde_json::json;

use crate::world::*;

#[tokio::test]
async fn it_gives_as_many_bytes_as_asked_for() {
    let world = World::new().await;
    for bytes in [1, 32, 1024] {
        let made = world
            .root()
            .generate_random(GenerateRandomRequest::new(bytes))
            .await
            .unwrap();
        assert_eq!(made.plaintext.len(), bytes as usize);
    }
    let make = || async {
        world
            .root()
            .generate_random(GenerateRandomRequest::new(32))
            .await
            .unwrap()
            .plaintext
    };
    assert_ne!(make().await, make().await);
}

#[tokio::test]
async fn it_has_bounds_and_no_custom_key_store() {
    let world = World::new().await;
    let random = |request| async { world.root().generate_random(request).await };
    for request in [
        GenerateRandomRequest::new(0),
        GenerateRandomRequest::new(1025),
        GenerateRandomRequest::default(),
    ] {
        refused(random(request).await, "ValidationException");
    }
    let mut request = GenerateRandomRequest::new(1);
    request.custom_key_store_id = Some("cks-1".to_owned());
    refused(random(request).await, "CustomKeyStoreNotFoundException");
    let mut request = GenerateRandomRequest::new(1);
    request.recipient = Some(serde_json::from_str("{}").unwrap());
    refused(random(request).await, "UnsupportedOperationException");
}

#[tokio::test]
async fn it_takes_an_identity_policy() {
    let world = World::new().await;
    refused(
        world
            .app()
            .generate_random(GenerateRandomRequest::new(1))
            .await,
        "AccessDeniedException",
    );
    world.grant(
        APP,
        json!({"Effect": "Allow", "Action": "kms:GenerateRandom", "Resource": "*"}),
    );
    world
        .app()
        .generate_random(GenerateRandomRequest::new(1))
        .await
        .unwrap();
}
