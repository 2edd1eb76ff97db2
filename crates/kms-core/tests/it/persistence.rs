//! What has returned `Ok` is there when the store is opened again.

use std::{path::Path, sync::Arc};

use common_types::{DecryptRequest, EncryptRequest};
use kms_core::{
    CreateKeyRequest, DescribeKeyRequest, DisableKeyRequest, GetKeyPolicyRequest,
    ListResourceTagsRequest, PutKeyPolicyRequest, Tag,
};
use serde_json::json;
use store::RedbStore;

use crate::world::*;

async fn open(path: &Path) -> World {
    World::sealed(Arc::new(RedbStore::open_or_create(path).unwrap()))
        .await
        .0
}

#[tokio::test]
async fn keys_policies_aliases_and_tags_outlive_the_process() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("store");
    let policy = policy_with(json!({
        "Sid": "App", "Effect": "Allow", "Principal": {"AWS": APP}, "Action": "kms:Encrypt", "Resource": "*"
    }));
    let (key, disabled, blob) = {
        let world = open(&path).await;
        let key = world
            .key_of(
                CreateKeyRequest::new()
                    .tag("team", "blue")
                    .description("orders"),
            )
            .await;
        world.alias("alias/orders", &key).await;
        world
            .root()
            .put_key_policy(PutKeyPolicyRequest::new(&key, &policy))
            .await
            .unwrap();
        let blob = world
            .root()
            .encrypt(EncryptRequest::new(&key, *b"secret"))
            .await
            .unwrap()
            .ciphertext_blob;
        let disabled = world.key().await;
        world
            .root()
            .disable_key(DisableKeyRequest::new(&disabled))
            .await
            .unwrap();
        (key, disabled, blob)
    };

    let world = open(&path).await;
    let found = world
        .root()
        .describe_key(DescribeKeyRequest::new("alias/orders"))
        .await
        .unwrap()
        .key_metadata;
    assert_eq!(
        (found.arn.as_str(), found.description.as_str()),
        (key.as_str(), "orders")
    );
    assert_eq!(
        world
            .root()
            .get_key_policy(GetKeyPolicyRequest::new(&key))
            .await
            .unwrap()
            .policy,
        policy
    );
    let tags = world
        .root()
        .list_resource_tags(ListResourceTagsRequest::new(&key))
        .await
        .unwrap()
        .tags;
    assert_eq!(tags, [Tag::new("team", "blue")]);
    assert_eq!(
        world
            .root()
            .decrypt(DecryptRequest::new(blob))
            .await
            .unwrap()
            .plaintext
            .expose(),
        b"secret"
    );
    world
        .app()
        .encrypt(EncryptRequest::new(&key, *b"x"))
        .await
        .unwrap();
    refused(
        world
            .root()
            .encrypt(EncryptRequest::new(&disabled, *b"x"))
            .await,
        "DisabledException",
    );
}
