//! `DescribeKey`.

use kms_core::{DescribeKeyRequest, DisableKeyRequest, KeyState};

use crate::world::*;

#[tokio::test]
async fn a_key_is_found_by_all_four_of_its_names() {
    let world = World::new().await;
    let arn = world.key().await;
    world.alias("alias/orders", &arn).await;
    for name in [
        &arn,
        &id_of(&arn),
        "alias/orders",
        "arn:aws:kms:eu-west-1:111122223333:alias/orders",
    ] {
        let key = world
            .root()
            .describe_key(DescribeKeyRequest::new(name))
            .await
            .unwrap()
            .key_metadata;
        assert_eq!(key.arn, arn, "{name}");
    }
}

#[tokio::test]
async fn it_tells_the_present_state() {
    let world = World::new().await;
    let arn = world.key().await;
    world
        .root()
        .disable_key(DisableKeyRequest::new(&arn))
        .await
        .unwrap();
    let key = world
        .root()
        .describe_key(DescribeKeyRequest::new(&arn))
        .await
        .unwrap()
        .key_metadata;
    assert_eq!((key.key_state, key.enabled), (KeyState::Disabled, false));
}

#[tokio::test]
async fn what_is_not_there_is_not_found() {
    let world = World::new().await;
    let id = "1234abcd-12ab-34cd-56ef-1234567890ab";
    for (name, message) in [
        (
            id,
            format!("Key 'arn:aws:kms:eu-west-1:111122223333:key/{id}' does not exist"),
        ),
        (
            "alias/orders",
            "Alias arn:aws:kms:eu-west-1:111122223333:alias/orders is not found.".to_owned(),
        ),
        ("orders", "Invalid keyId 'orders'".to_owned()),
    ] {
        let answer = world
            .root()
            .describe_key(DescribeKeyRequest::new(name))
            .await;
        refused_with(answer, "NotFoundException", &message);
    }
    let answer = world
        .root()
        .describe_key(DescribeKeyRequest::new("arn:aws:s3:::bucket"))
        .await;
    refused(answer, "InvalidArnException");
}

#[tokio::test]
async fn no_grant_token_is_valid() {
    let world = World::new().await;
    let mut request = DescribeKeyRequest::new(world.key().await);
    request.grant_tokens = vec!["token".to_owned()];
    refused(
        world.root().describe_key(request.clone()).await,
        "InvalidGrantTokenException",
    );
    request.grant_tokens = vec!["token".to_owned(); 11];
    refused(
        world.root().describe_key(request).await,
        "ValidationException",
    );
}
