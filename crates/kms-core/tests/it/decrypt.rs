//! `Decrypt`.

use common_types::{DecryptRequest, EncryptRequest, RecipientInfo};
use kms_core::limits;

use crate::world::*;

async fn encrypted(world: &World, key: &str) -> Vec<u8> {
    let request = EncryptRequest::new(key, *b"secret")
        .context([("tenant", "42")])
        .unwrap();
    world.root().encrypt(request).await.unwrap().ciphertext_blob
}

fn request(blob: &[u8]) -> DecryptRequest {
    DecryptRequest::new(blob)
        .context([("tenant", "42")])
        .unwrap()
}

#[tokio::test]
async fn another_context_is_refused() {
    let world = World::new().await;
    let blob = encrypted(&world, &world.key().await).await;
    for pairs in [
        &[][..],
        &[("tenant", "43")],
        &[("Tenant", "42")],
        &[("tenant", "42"), ("a", "b")],
    ] {
        let request = DecryptRequest::new(blob.clone())
            .context(pairs.iter().copied())
            .unwrap();
        refused_with(
            world.root().decrypt(request).await,
            "InvalidCiphertextException",
            "the ciphertext or its encryption context is not valid",
        );
    }
}

#[tokio::test]
async fn any_flipped_bit_is_refused() {
    let world = World::new().await;
    let blob = encrypted(&world, &world.key().await).await;
    for at in 0..blob.len() {
        let mut changed = blob.clone();
        changed[at] ^= 1;
        let error = world.root().decrypt(request(&changed)).await.unwrap_err();
        // A changed key id, region or account names a key that is not here; all else fails to authenticate.
        let message = error.to_string();
        let one_face = message == "the ciphertext or its encryption context is not valid"
            || message
                .starts_with("The ciphertext refers to a customer master key that does not exist");
        assert!(one_face, "byte {at}: {message}");
    }
    assert_eq!(
        world
            .root()
            .decrypt(request(&blob))
            .await
            .unwrap()
            .plaintext
            .expose(),
        b"secret"
    );
}

#[tokio::test]
async fn the_key_may_be_named_and_must_then_be_right() {
    let world = World::new().await;
    let (key, other) = (world.key().await, world.key().await);
    world.alias("alias/orders", &key).await;
    let blob = encrypted(&world, &key).await;
    for name in [&key, &id_of(&key), "alias/orders"] {
        world
            .root()
            .decrypt(request(&blob).key_id(name))
            .await
            .unwrap();
    }
    refused_with(
        world.root().decrypt(request(&blob).key_id(other)).await,
        "IncorrectKeyException",
        "The key ID in the request does not identify a CMK that can perform this operation.",
    );
}

#[tokio::test]
async fn it_says_which_material_had_encrypted() {
    let world = World::new().await;
    let key = world
        .root()
        .create_key(kms_core::CreateKeyRequest::new())
        .await
        .unwrap()
        .key_metadata;
    let blob = encrypted(&world, &key.arn).await;
    let decrypted = world.root().decrypt(request(&blob)).await.unwrap();
    assert_eq!(decrypted.key_material_id, Some(key.current_key_material_id));
}

#[tokio::test]
async fn lengths_have_bounds() {
    let world = World::new().await;
    for length in [0, limits::CIPHERTEXT_BYTES + 1] {
        refused(
            world
                .root()
                .decrypt(DecryptRequest::new(vec![1; length]))
                .await,
            "ValidationException",
        );
    }
    let garbage = DecryptRequest::new(vec![1; limits::CIPHERTEXT_BYTES]);
    refused(
        world.root().decrypt(garbage).await,
        "InvalidCiphertextException",
    );
}

#[tokio::test]
async fn a_dry_run_may_ignore_the_ciphertext() {
    let world = World::new().await;
    let key = world.key().await;
    let blob = encrypted(&world, &key).await;
    refused(
        world.root().decrypt(request(&blob).dry_run(true)).await,
        "DryRunOperationException",
    );

    let mut ignoring = DecryptRequest::new(Vec::new()).key_id(&key).dry_run(true);
    ignoring.dry_run_modifiers = vec!["IGNORE_CIPHERTEXT".to_owned()];
    refused(
        world.root().decrypt(ignoring.clone()).await,
        "DryRunOperationException",
    );
    refused(
        world.app().decrypt(ignoring.clone()).await,
        "AccessDeniedException",
    );
    ignoring.dry_run = None;
    refused(
        world.root().decrypt(ignoring.clone()).await,
        "ValidationException",
    );
    ignoring.dry_run = Some(true);
    ignoring.key_id = None;
    refused(world.root().decrypt(ignoring).await, "ValidationException");
}

#[tokio::test]
async fn an_enclave_is_not_answered_in_the_clear() {
    let world = World::new().await;
    let blob = encrypted(&world, &world.key().await).await;
    let mut request = request(&blob);
    request.recipient = Some(serde_json::from_str::<RecipientInfo>("{}").unwrap());
    refused_with(
        world.root().decrypt(request).await,
        "UnsupportedOperationException",
        "`Recipient` is not supported",
    );
}
