//! `aws_sdk_kms::Client`, unchanged.

use aws_sdk_kms::{
    config::Credentials,
    error::ProvideErrorMetadata,
    primitives::Blob,
    types::{DataKeySpec, KeyState, Tag},
};

use crate::world::*;

#[tokio::test]
async fn a_key_is_made_used_and_deleted() {
    let world = World::new().await;
    let kms = world.kms(ALICE).await;
    let tag = Tag::builder()
        .tag_key("team")
        .tag_value("blue")
        .build()
        .unwrap();
    let made = kms
        .create_key()
        .description("orders")
        .tags(tag)
        .send()
        .await
        .unwrap();
    let key = made.key_metadata.unwrap();
    assert_eq!(key.key_state, Some(KeyState::Enabled));
    assert_eq!(key.description.as_deref(), Some("orders"));
    kms.create_alias()
        .alias_name("alias/orders")
        .target_key_id(&key.key_id)
        .send()
        .await
        .unwrap();

    let encrypted = kms
        .encrypt()
        .key_id("alias/orders")
        .plaintext(Blob::new("attack at dawn"))
        .encryption_context("tenant", "42")
        .send()
        .await
        .unwrap();
    let decrypted = kms
        .decrypt()
        .ciphertext_blob(encrypted.ciphertext_blob.clone().unwrap())
        .encryption_context("tenant", "42")
        .send()
        .await
        .unwrap();
    assert_eq!(decrypted.plaintext.unwrap().as_ref(), b"attack at dawn");
    assert_eq!(decrypted.key_id, key.arn);

    // Modelled errors come as such.
    let wrong = kms
        .decrypt()
        .ciphertext_blob(encrypted.ciphertext_blob.unwrap())
        .send()
        .await;
    assert!(
        wrong
            .unwrap_err()
            .into_service_error()
            .is_invalid_ciphertext_exception()
    );
    let missing = kms
        .describe_key()
        .key_id("alias/missing")
        .send()
        .await
        .unwrap_err();
    assert!(missing.into_service_error().is_not_found_exception());

    kms.disable_key().key_id(&key.key_id).send().await.unwrap();
    let disabled = kms
        .encrypt()
        .key_id(&key.key_id)
        .plaintext(Blob::new("x"))
        .send()
        .await;
    assert!(
        disabled
            .unwrap_err()
            .into_service_error()
            .is_disabled_exception()
    );
    let deletion = kms
        .schedule_key_deletion()
        .key_id(&key.key_id)
        .pending_window_in_days(7)
        .send()
        .await
        .unwrap();
    assert!(deletion.deletion_date.is_some());
    assert_eq!(deletion.key_state, Some(KeyState::PendingDeletion));
}

#[tokio::test]
async fn data_keys_and_random_bytes() {
    let world = World::new().await;
    let kms = world.kms(ALICE).await;
    let key = kms.create_key().send().await.unwrap().key_metadata.unwrap();
    let data_key = kms
        .generate_data_key()
        .key_id(&key.key_id)
        .key_spec(DataKeySpec::Aes256)
        .send()
        .await
        .unwrap();
    let opened = kms
        .decrypt()
        .ciphertext_blob(data_key.ciphertext_blob.unwrap())
        .send()
        .await;
    assert_eq!(opened.unwrap().plaintext, data_key.plaintext);
    let random = kms
        .generate_random()
        .number_of_bytes(24)
        .send()
        .await
        .unwrap();
    assert_eq!(random.plaintext.unwrap().as_ref().len(), 24);
}

#[tokio::test]
async fn listings_are_paged() {
    let world = World::new().await;
    let kms = world.kms(ALICE).await;
    for _ in 0..5 {
        kms.create_key().send().await.unwrap();
    }
    let pages = kms.list_keys().into_paginator().page_size(2).items().send();
    let keys: Vec<_> = pages.collect::<Result<_, _>>().await.unwrap();
    assert_eq!(keys.len(), 5);
}

#[tokio::test]
async fn who_may_not_is_denied_and_who_is_nobody_is_refused() {
    let world = World::new().await;
    let bob = world.kms(BOB).await;
    let denied = bob.list_keys().send().await.unwrap_err();
    assert_eq!(denied.code(), Some("AccessDeniedException"));
    assert_eq!(
        denied.message(),
        Some(
            "User: arn:aws:iam::111122223333:user/bob is not authorized to perform: kms:ListKeys on resource: * because no \
             identity-based policy allows the kms:ListKeys action"
        )
    );
    let key = world.access_key(ALICE).await;
    let wrong = Credentials::new(&key.access_key_id, "wrong", None, None, "a test");
    let refused = world.kms_with(wrong).list_keys().send().await.unwrap_err();
    assert_eq!(refused.code(), Some("InvalidSignatureException"));
    let nobody = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wrong", None, None, "a test");
    let refused = world.kms_with(nobody).list_keys().send().await.unwrap_err();
    assert_eq!(refused.code(), Some("UnrecognizedClientException"));
}
