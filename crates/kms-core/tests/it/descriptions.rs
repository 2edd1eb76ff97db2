//! `UpdateKeyDescription`.

use kms_core::{DescribeKeyRequest, UpdateKeyDescriptionRequest, limits};

use crate::world::*;

#[tokio::test]
async fn a_description_can_be_changed_and_emptied() {
    let world = World::new().await;
    let key = world.key().await;
    for description in ["orders", ""] {
        let request = UpdateKeyDescriptionRequest::new(&key, description);
        world.root().update_key_description(request).await.unwrap();
        let found = world
            .root()
            .describe_key(DescribeKeyRequest::new(&key))
            .await
            .unwrap();
        assert_eq!(found.key_metadata.description, description);
    }
}

#[tokio::test]
async fn it_has_a_bound() {
    let world = World::new().await;
    let too_long = "x".repeat(limits::DESCRIPTION_CHARS + 1);
    let request = UpdateKeyDescriptionRequest::new(world.key().await, too_long);
    refused(
        world.root().update_key_description(request).await,
        "ValidationException",
    );
}
