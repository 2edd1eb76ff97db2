//! `Encrypt`.

use common_types::{DecryptRequest, EncryptRequest, EncryptionAlgorithmSpec, EncryptionContext};
use kms_core::{CiphertextBlob, limits};

use crate::world::*;

#[tokio::test]
async fn what_was_encrypted_can_be_decrypted() {
    let world = World::new().await;
    let key = world.key().await;
    let request = EncryptRequest::new(&key, *b"secret")
        .context([("tenant", "42")])
        .unwrap();
    let encrypted = world.root().encrypt(request).await.unwrap();
    assert_eq!(encrypted.key_id, key);
    assert_eq!(
        encrypted.encryption_algorithm,
        EncryptionAlgorithmSpec::SymmetricDefault
    );

    let request = DecryptRequest::new(encrypted.ciphertext_blob)
        .context([("tenant", "42")])
        .unwrap();
    let decrypted = world.root().decrypt(request).await.unwrap();
    assert_eq!(decrypted.plaintext.expose(), b"secret");
    assert_eq!(decrypted.key_id, key);
}

#[tokio::test]
async fn the_ciphertext_names_its_key_and_is_never_the_same() {
    let world = World::new().await;
    let key = world.key().await;
    let encrypt = || async {
        world
            .root()
            .encrypt(EncryptRequest::new(&key, *b"x"))
            .await
            .unwrap()
            .ciphertext_blob
    };
    let (one, other) = (encrypt().await, encrypt().await);
    assert_ne!(one, other);
    let blob = CiphertextBlob::parse(&one).unwrap();
    assert_eq!(
        (blob.key_id().as_str(), blob.region()),
        (id_of(&key).as_str(), Some(REGION))
    );
}

#[tokio::test]
async fn plaintext_and_context_have_bounds() {
    let world = World::new().await;
    let key = world.key().await;
    let encrypt = |plaintext: Vec<u8>, context: String| {
        let context = EncryptionContext::try_from_iter([("k", context)]).unwrap();
        let request = EncryptRequest::new(&key, plaintext).encryption_context(context);
        async { world.root().encrypt(request).await }
    };
    let longest = encrypt(vec![1; limits::PLAINTEXT_BYTES], String::new())
        .await
        .unwrap();
    assert!(longest.ciphertext_blob.len() <= limits::CIPHERTEXT_BYTES);
    for length in [0, limits::PLAINTEXT_BYTES + 1] {
        let answer = encrypt(vec![1; length], String::new()).await;
        refused(answer, "ValidationException");
    }
    // The canonical form of one pair has 2 + 4 bytes beside the texts.
    let longest = limits::ENCRYPTION_CONTEXT_BYTES - 7;
    encrypt(vec![1], "v".repeat(longest)).await.unwrap();
    let answer = encrypt(vec![1], "v".repeat(longest + 1)).await;
    refused_with(
        answer,
        "ValidationException",
        "`EncryptionContext` has at most 8192 bytes",
    );
}

#[tokio::test]
async fn the_algorithm_is_that_of_the_key() {
    let world = World::new().await;
    let key = world.key().await;
    let mut request = EncryptRequest::new(&key, *b"x");
    request.encryption_algorithm = Some(EncryptionAlgorithmSpec::SymmetricDefault);
    world.root().encrypt(request.clone()).await.unwrap();
    request.encryption_algorithm = Some(EncryptionAlgorithmSpec::RsaesOaepSha256);
    refused_with(
        world.root().encrypt(request).await,
        "InvalidKeyUsageException",
        &format!(
            "{key} usage is ENCRYPT_DECRYPT, its spec SYMMETRIC_DEFAULT: neither goes with RSAES_OAEP_SHA_256"
        ),
    );
}

#[tokio::test]
async fn a_dry_run_says_what_would_be() {
    let world = World::new().await;
    let key = world.key().await;
    let dry = || EncryptRequest::new(&key, *b"x").dry_run(true);
    refused_with(
        world.root().encrypt(dry()).await,
        "DryRunOperationException",
        "The request would have succeeded, but the DryRun option is set.",
    );
    refused(world.app().encrypt(dry()).await, "AccessDeniedException");
}
