//! A key belongs to one region, and cannot be seen from another.

use common_types::{DecryptRequest, EncryptRequest};
use kms_core::{CreateAliasRequest, CreateKeyRequest, DescribeKeyRequest, ListKeysRequest};

use crate::world::*;

#[tokio::test]
async fn a_key_cannot_be_seen_from_another_region() {
    let world = World::new().await;
    let key = world.key().await;
    let elsewhere = world.kms.caller(root()).region("eu-west-2").unwrap();
    refused(
        elsewhere
            .describe_key(DescribeKeyRequest::new(id_of(&key)))
            .await,
        "NotFoundException",
    );
    refused_with(
        elsewhere.describe_key(DescribeKeyRequest::new(&key)).await,
        "NotFoundException",
        "Invalid arn eu-west-1",
    );
    assert!(
        elsewhere
            .list_keys(ListKeysRequest::new())
            .await
            .unwrap()
            .keys
            .is_empty()
    );

    let blob = world
        .root()
        .encrypt(EncryptRequest::new(&key, *b"x"))
        .await
        .unwrap()
        .ciphertext_blob;
    refused_with(
        elsewhere.decrypt(DecryptRequest::new(blob.clone())).await,
        "AccessDeniedException",
        "The ciphertext refers to a customer master key that does not exist, does not exist in this region, or you are \
         not allowed to access.",
    );
    // Naming a key of that region does not help.
    let there = elsewhere
        .create_key(CreateKeyRequest::new())
        .await
        .unwrap()
        .key_metadata
        .arn;
    refused(
        elsewhere
            .decrypt(DecryptRequest::new(blob).key_id(there))
            .await,
        "IncorrectKeyException",
    );
}

#[tokio::test]
async fn each_region_has_aliases_of_its_own() {
    let world = World::new().await;
    world.alias("alias/orders", &world.key().await).await;
    let elsewhere = world.kms.caller(root()).region("eu-west-2").unwrap();
    let there = elsewhere
        .create_key(CreateKeyRequest::new())
        .await
        .unwrap()
        .key_metadata
        .arn;
    elsewhere
        .create_alias(CreateAliasRequest::new("alias/orders", &there))
        .await
        .unwrap();
    let found = elsewhere
        .describe_key(DescribeKeyRequest::new("alias/orders"))
        .await
        .unwrap();
    assert_eq!(found.key_metadata.arn, there);
}

#[tokio::test]
async fn a_handle_needs_a_region_and_an_account() {
    let world = World::new().await;
    refused(
        world.kms.caller(root()).region("europe"),
        "ValidationException",
    );
    let service = common_types::Caller::service("ssm".parse().unwrap());
    refused(
        world.kms.caller(service).region(REGION),
        "ValidationException",
    );
}
