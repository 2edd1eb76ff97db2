//! `ReEncrypt`.

use common_types::{DecryptRequest, EncryptRequest, EncryptionContext};
use kms_core::ReEncryptRequest;
use serde_json::json;

use crate::world::*;

fn context(tenant: &str) -> EncryptionContext {
    EncryptionContext::try_from_iter([("tenant", tenant)]).unwrap()
}

async fn encrypted(world: &World, key: &str) -> Vec<u8> {
    let request = EncryptRequest::new(key, *b"secret").encryption_context(context("a"));
    world.root().encrypt(request).await.unwrap().ciphertext_blob
}

fn request(blob: Vec<u8>, to: &str) -> ReEncryptRequest {
    ReEncryptRequest::new(blob, to)
        .source_encryption_context(context("a"))
        .destination_encryption_context(context("b"))
}

#[tokio::test]
async fn it_moves_a_secret_to_another_key_and_context() {
    let world = World::new().await;
    let (from, to) = (world.key().await, world.key().await);
    let answer = world
        .root()
        .re_encrypt(request(encrypted(&world, &from).await, &to))
        .await
        .unwrap();
    assert_eq!((&answer.source_key_id, &answer.key_id), (&from, &to));
    assert_ne!(
        answer.source_key_material_id,
        answer.destination_key_material_id
    );

    let decrypt = DecryptRequest::new(answer.ciphertext_blob)
        .key_id(&to)
        .encryption_context(context("b"));
    assert_eq!(
        world
            .root()
            .decrypt(decrypt)
            .await
            .unwrap()
            .plaintext
            .expose(),
        b"secret"
    );
}

#[tokio::test]
async fn both_keys_must_permit_it() {
    let world = World::new().await;
    let (from, to) = (world.key().await, world.key().await);
    let blob = encrypted(&world, &from).await;
    for (allowed, missing) in [
        ("kms:ReEncryptFrom", "kms:ReEncryptTo"),
        ("kms:ReEncryptTo", "kms:ReEncryptFrom"),
    ] {
        world.grant(
            APP,
            json!({"Effect": "Allow", "Action": allowed, "Resource": "*"}),
        );
        let error = refused(
            world.app().re_encrypt(request(blob.clone(), &to)).await,
            "AccessDeniedException",
        );
        assert!(error.to_string().contains(missing), "{error}");
    }
    world.grant(
        APP,
        json!({"Effect": "Allow", "Action": "kms:ReEncrypt*", "Resource": "*"}),
    );
    world.app().re_encrypt(request(blob, &to)).await.unwrap();
}

#[tokio::test]
async fn policies_know_whether_the_key_stays_the_same() {
    let world = World::new().await;
    let (from, to) = (world.key().await, world.key().await);
    let blob = encrypted(&world, &from).await;
    world.grant(
        APP,
        json!({
            "Effect": "Allow", "Action": "kms:ReEncrypt*", "Resource": "*",
            "Condition": {"Bool": {"kms:ReEncryptOnSameKey": "true"}}
        }),
    );
    world
        .app()
        .re_encrypt(request(blob.clone(), &from))
        .await
        .unwrap();
    refused(
        world.app().re_encrypt(request(blob, &to)).await,
        "AccessDeniedException",
    );
}

#[tokio::test]
async fn a_wrong_source_is_refused() {
    let world = World::new().await;
    let (from, to) = (world.key().await, world.key().await);
    let blob = encrypted(&world, &from).await;
    let wrong_context = request(blob.clone(), &to).source_encryption_context(context("b"));
    refused(
        world.root().re_encrypt(wrong_context).await,
        "InvalidCiphertextException",
    );
    let wrong_key = request(blob.clone(), &to).source_key_id(&to);
    refused(
        world.root().re_encrypt(wrong_key).await,
        "IncorrectKeyException",
    );
    refused(
        world
            .root()
            .re_encrypt(request(blob, &to).dry_run(true))
            .await,
        "DryRunOperationException",
    );
}
