//! Keys of other accounts: by ARN only, and only if both sides permit it.

use common_types::{DecryptRequest, EncryptRequest};
use kms_core::{DescribeKeyRequest, DisableKeyRequest, ListKeysRequest};
use serde_json::json;

use crate::world::*;

async fn shared_key(world: &World) -> String {
    world
        .key_with(json!({
            "Effect": "Allow",
            "Principal": {"AWS": format!("arn:aws:iam::{OTHER_ACCOUNT}:root")},
            "Action": ["kms:Encrypt", "kms:Decrypt", "kms:DescribeKey", "kms:DisableKey"],
            "Resource": "*"
        }))
        .await
}

#[tokio::test]
async fn both_sides_must_permit_it() {
    let world = World::new().await;
    let (shared, private) = (shared_key(&world).await, world.key().await);
    let encrypt = |key: &str| EncryptRequest::new(key, *b"x");
    // The key policy alone is not enough, nor is the identity policy.
    let error = refused(
        world.stranger().encrypt(encrypt(&shared)).await,
        "AccessDeniedException",
    );
    assert!(
        error
            .to_string()
            .ends_with("because no identity-based policy allows the kms:Encrypt action"),
        "{error}"
    );
    world.grant_all(STRANGER);
    let error = refused(
        world.stranger().encrypt(encrypt(&private)).await,
        "AccessDeniedException",
    );
    assert!(
        error
            .to_string()
            .ends_with("because no resource-based policy allows the kms:Encrypt action"),
        "{error}"
    );

    let encrypted = world.stranger().encrypt(encrypt(&shared)).await.unwrap();
    assert_eq!(encrypted.key_id, shared);
    // A ciphertext names its key, wherever that is.
    let decrypted = world
        .stranger()
        .decrypt(DecryptRequest::new(encrypted.ciphertext_blob))
        .await
        .unwrap();
    assert_eq!(decrypted.plaintext.expose(), b"x");
}

#[tokio::test]
async fn an_alias_of_another_account_needs_its_arn() {
    let world = World::new().await;
    let key = shared_key(&world).await;
    world.alias("alias/shared", &key).await;
    world.grant_all(STRANGER);
    let describe = |name: &str| DescribeKeyRequest::new(name);
    refused_with(
        world
            .stranger()
            .describe_key(describe("alias/shared"))
            .await,
        "NotFoundException",
        "Alias arn:aws:kms:eu-west-1:444455556666:alias/shared is not found.",
    );
    let arn = "arn:aws:kms:eu-west-1:111122223333:alias/shared";
    assert_eq!(
        world
            .stranger()
            .describe_key(describe(arn))
            .await
            .unwrap()
            .key_metadata
            .arn,
        key
    );
    refused(
        world.stranger().describe_key(describe(&id_of(&key))).await,
        "NotFoundException",
    );
}

#[tokio::test]
async fn what_manages_keys_stays_at_home() {
    let world = World::new().await;
    let key = shared_key(&world).await;
    world.grant_all(STRANGER);
    refused_with(
        world
            .stranger()
            .disable_key(DisableKeyRequest::new(&key))
            .await,
        "AccessDeniedException",
        &format!(
            "User: arn:aws:sts::444455556666:assumed-role/stranger/strongroom is not authorized to perform: \
             kms:DisableKey on resource: {key} because the resource does not exist in this Region, no resource-based \
             policies allow access, or a resource-based policy explicitly denies access"
        ),
    );
    assert!(
        world
            .stranger()
            .list_keys(ListKeysRequest::new())
            .await
            .unwrap()
            .keys
            .is_empty()
    );
}

#[tokio::test]
async fn whether_a_foreign_key_exists_is_not_told() {
    let world = World::new().await;
    world.grant_all(STRANGER);
    let key = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
    refused_with(
        world
            .stranger()
            .describe_key(DescribeKeyRequest::new(key))
            .await,
        "AccessDeniedException",
        &format!(
            "User: arn:aws:sts::444455556666:assumed-role/stranger/strongroom is not authorized to perform: \
             kms:DescribeKey on resource: {key} because the resource does not exist in this Region, no resource-based \
             policies allow access, or a resource-based policy explicitly denies access"
        ),
    );
}
