//! Rotation of the store key: backing keys are wrapped anew, and ciphertexts stay readable.

use std::sync::Arc;

use common_types::{DecryptRequest, EncryptRequest};
use store::{MemoryStore, Store};

use crate::world::*;

#[tokio::test]
async fn ciphertexts_outlive_the_store_key() {
    let beneath: Arc<dyn Store> = Arc::new(MemoryStore::new());
    let (world, sealed) = World::sealed(Arc::clone(&beneath)).await;
    let keys = [world.key().await, world.key().await];
    let mut blobs = Vec::new();
    for key in &keys {
        blobs.push(
            world
                .root()
                .encrypt(EncryptRequest::new(key, *b"secret"))
                .await
                .unwrap()
                .ciphertext_blob,
        );
    }
    let before = sealed.keys().generation();
    let rotated = sealed.rotate_store_key(&[&world.kms]).await.unwrap();
    assert!(rotated.generation > before);

    // With the old key gone, also for a process that starts afresh.
    let (fresh, _) = World::sealed(beneath).await;
    for world in [&world, &fresh] {
        for blob in &blobs {
            let decrypted = world
                .root()
                .decrypt(DecryptRequest::new(blob.clone()))
                .await
                .unwrap();
            assert_eq!(decrypted.plaintext.expose(), b"secret");
        }
    }
    let key = fresh.key().await;
    fresh
        .root()
        .encrypt(EncryptRequest::new(&key, *b"x"))
        .await
        .unwrap();
}
