//! The slice through every layer: a message under a KMS key, guarded by a policy.

use std::sync::Arc;

use strongroom::{
    Caller, EncryptionContext, GenerateDataKeyRequest,
    envelope::{Client, KmsKeyring},
    kms::{self, CreateKeyRequest},
};

use crate::world::{World, kms};

const POLICY: &str = r#"{
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Action": "kms:*", "Resource": "*",
         "Principal": {"AWS": "arn:aws:iam::111122223333:root"}},
        {"Effect": "Allow", "Action": ["kms:GenerateDataKey", "kms:Decrypt"], "Resource": "*",
         "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"},
         "Condition": {"StringEquals": {"kms:EncryptionContext:tenant": "42"}}}
    ]
}"#;

#[tokio::test]
async fn a_message_is_written_and_read_by_whom_the_key_policy_names() {
    let world = World::new();
    let strongroom = world.open().await;
    let request = CreateKeyRequest::new().policy(POLICY);
    let key = kms(&strongroom)
        .create_key(request)
        .await
        .unwrap()
        .key_metadata
        .arn;
    let app = Caller::role("arn:aws:iam::111122223333:role/app").unwrap();
    let app = strongroom.kms().caller(app).region("eu-west-1").unwrap();
    let keyring = KmsKeyring::new(Arc::new(app.clone()), key.as_str()).unwrap();
    let (client, tenant) = (Client::new(), |id| {
        EncryptionContext::try_from_iter([("tenant", id)]).unwrap()
    });

    let message = client
        .encrypt_async(&keyring, tenant("42"), b"a large text")
        .await
        .unwrap();
    let decrypted = client
        .decrypt_async(&keyring, &tenant("42"), &message)
        .await
        .unwrap();
    assert_eq!(decrypted.plaintext(), b"a large text");

    assert!(
        client
            .encrypt_async(&keyring, tenant("43"), b"a large text")
            .await
            .is_err()
    );
    let request = GenerateDataKeyRequest::bytes(key.as_str(), 32).encryption_context(tenant("43"));
    let denied = app.generate_data_key(request).await.unwrap_err();
    assert!(matches!(denied, kms::Error::AccessDenied(_)), "{denied:?}");
}
