//! `GenerateDataKey`, `GenerateDataKeyWithoutPlaintext`.

use common_types::{DataKeySpec, DecryptRequest, GenerateDataKeyRequest, RecipientInfo};
use kms_core::GenerateDataKeyWithoutPlaintextRequest;

use crate::world::*;

#[tokio::test]
async fn a_data_key_comes_back_from_its_ciphertext() {
    let world = World::new().await;
    let key = world.key().await;
    for (request, length) in [
        (GenerateDataKeyRequest::new(&key, DataKeySpec::Aes128), 16),
        (GenerateDataKeyRequest::new(&key, DataKeySpec::Aes256), 32),
        (GenerateDataKeyRequest::bytes(&key, 1), 1),
        (GenerateDataKeyRequest::bytes(&key, 1024), 1024),
    ] {
        let request = request.context([("tenant", "42")]).unwrap();
        let made = world.root().generate_data_key(request).await.unwrap();
        assert_eq!(made.plaintext.len(), length);
        assert_eq!(made.key_id, key);
        let request = DecryptRequest::new(made.ciphertext_blob)
            .context([("tenant", "42")])
            .unwrap();
        let decrypted = world.root().decrypt(request).await.unwrap();
        assert_eq!(decrypted.plaintext, made.plaintext);
        assert_eq!(decrypted.key_material_id, made.key_material_id);
    }
}

#[tokio::test]
async fn one_of_two_members_says_how_long_it_is() {
    let world = World::new().await;
    let key = world.key().await;
    let mut both = GenerateDataKeyRequest::new(&key, DataKeySpec::Aes256);
    both.number_of_bytes = Some(32);
    let mut neither = GenerateDataKeyRequest::new(&key, DataKeySpec::Aes256);
    neither.key_spec = None;
    for request in [both, neither] {
        refused_with(
            world.root().generate_data_key(request).await,
            "ValidationException",
            "`KeySpec` or `NumberOfBytes`, and not both, says how long the data key is",
        );
    }
    for bytes in [0, 1025] {
        let request = GenerateDataKeyRequest::bytes(&key, bytes);
        refused(
            world.root().generate_data_key(request).await,
            "ValidationException",
        );
    }
}

#[tokio::test]
async fn it_can_be_made_without_being_seen() {
    let world = World::new().await;
    let key = world.key().await;
    let request = GenerateDataKeyWithoutPlaintextRequest::new(&key, DataKeySpec::Aes256);
    let made = world
        .root()
        .generate_data_key_without_plaintext(request.clone())
        .await
        .unwrap();
    assert_eq!(made.key_id, key);
    let decrypted = world
        .root()
        .decrypt(DecryptRequest::new(made.ciphertext_blob))
        .await
        .unwrap();
    assert_eq!(decrypted.plaintext.len(), 32);
    refused(
        world
            .root()
            .generate_data_key_without_plaintext(request.dry_run(true))
            .await,
        "DryRunOperationException",
    );
}

#[tokio::test]
async fn an_enclave_is_not_answered_in_the_clear() {
    let world = World::new().await;
    let mut request = GenerateDataKeyRequest::new(world.key().await, DataKeySpec::Aes256);
    request.recipient = Some(serde_json::from_str::<RecipientInfo>("{}").unwrap());
    refused(
        world.root().generate_data_key(request).await,
        "UnsupportedOperationException",
    );
}
