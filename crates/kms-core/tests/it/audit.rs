//! Every call leaves a record, allowed and denied alike.

use common_types::{
    DataKeySpec, DecryptRequest, EncryptRequest, EncryptionContext, GenerateDataKeyRequest,
};
use kms_core::{CreateKeyRequest, DisableKeyRequest, ReEncryptRequest, ScheduleKeyDeletionRequest};
use serde_json::{Value, json};

use crate::world::*;

/// The records since the last time, by operation.
async fn records(world: &World, operation: &str) -> Vec<Value> {
    let mut records = world.audited().await;
    records.retain(|record| record["eventName"] == operation);
    records
}

#[tokio::test]
async fn a_call_is_recorded_as_cloudtrail_does() {
    let world = World::new().await;
    let key = world.key().await;
    let request = EncryptRequest::new(&key, *b"x")
        .context([("tenant", "42")])
        .unwrap();
    world.root().encrypt(request).await.unwrap();
    let records = records(&world, "Encrypt").await;
    assert_eq!(records.len(), 1);
    let record = &records[0];
    assert_eq!(record["eventSource"], "kms.amazonaws.com");
    assert_eq!(record["awsRegion"], REGION);
    assert_eq!(record["readOnly"], true);
    assert_eq!(record["userIdentity"]["type"], "Root");
    assert_eq!(
        record["requestParameters"],
        json!({
            "keyId": key,
            "encryptionAlgorithm": "SYMMETRIC_DEFAULT",
            "encryptionContext": {"tenant": "42"}
        })
    );
    assert_eq!(record["resources"][0]["ARN"], key);
    assert_eq!(record.get("errorCode"), None);
}

#[tokio::test]
async fn denials_and_failures_are_recorded_too() {
    let world = World::new().await;
    let key = world.key().await;
    refused(
        world.app().encrypt(EncryptRequest::new(&key, *b"x")).await,
        "AccessDeniedException",
    );
    world
        .root()
        .disable_key(DisableKeyRequest::new(&key))
        .await
        .unwrap();
    refused(
        world.root().encrypt(EncryptRequest::new(&key, *b"x")).await,
        "DisabledException",
    );
    refused(
        world
            .root()
            .encrypt(EncryptRequest::new("nothing", *b"x"))
            .await,
        "NotFoundException",
    );
    let codes: Vec<_> = records(&world, "Encrypt")
        .await
        .iter()
        .map(|record| record["errorCode"].clone())
        .collect();
    assert_eq!(
        codes,
        ["AccessDenied", "DisabledException", "NotFoundException"]
    );
}

#[tokio::test]
async fn a_change_and_its_record_are_one() {
    let world = World::new().await;
    let key = world.key().await;
    let records = records(&world, "CreateKey").await;
    assert_eq!(records.len(), 1);
    assert_eq!(records[0]["resources"][0]["ARN"], key);
    assert_eq!(records[0]["readOnly"], false);
    refused(
        world.app().create_key(CreateKeyRequest::new()).await,
        "AccessDeniedException",
    );
    let after = self::records(&world, "CreateKey").await;
    assert_eq!(after.len(), 1, "what was drained does not come again");
    assert_eq!(after[0]["errorCode"], "AccessDenied");
}

#[tokio::test]
async fn a_deletion_that_is_due_is_recorded_as_the_services_own() {
    let world = World::new().await;
    let key = world.key().await;
    world
        .root()
        .schedule_key_deletion(ScheduleKeyDeletionRequest::new(&key))
        .await
        .unwrap();
    world
        .clock
        .advance(std::time::Duration::from_secs(30 * 24 * 60 * 60));
    world
        .kms
        .run_due(common_types::Clock::now(&*world.clock))
        .await
        .unwrap();
    let records = records(&world, "DeleteKey").await;
    assert_eq!(records.len(), 1);
    assert_eq!(records[0]["userIdentity"]["type"], "AWSService");
    assert_eq!(records[0]["resources"][0]["ARN"], key);
}

#[tokio::test]
async fn a_failed_decryption_names_its_context() {
    let world = World::new().await;
    let key = world.key().await;
    let blob = world
        .root()
        .encrypt(EncryptRequest::new(&key, *b"x"))
        .await
        .unwrap()
        .ciphertext_blob;
    let request = DecryptRequest::new(blob)
        .context([("wrong", "yes")])
        .unwrap();
    refused(
        world.root().decrypt(request).await,
        "InvalidCiphertextException",
    );
    let records = records(&world, "Decrypt").await;
    assert_eq!(records[0]["errorCode"], "InvalidCiphertextException");
    assert_eq!(
        records[0]["requestParameters"]["encryptionContext"],
        json!({"wrong": "yes"})
    );
}

/// What was asked for, by the names that CloudTrail gives it: no plaintext, no ciphertext, no token.
#[tokio::test]
async fn what_a_request_asks_for_is_recorded() {
    let world = World::new().await;
    let kms = world.root();
    let request = CreateKeyRequest::new()
        .description("orders")
        .tag("Team", "A");
    let key = kms.create_key(request).await.unwrap().key_metadata.key_id;
    let data_key = GenerateDataKeyRequest::new(&key, DataKeySpec::Aes256);
    let blob = kms.generate_data_key(data_key).await.unwrap();
    let request = ReEncryptRequest::new(blob.ciphertext_blob.clone(), &key)
        .destination_encryption_context(
            EncryptionContext::try_from_iter([("Tenant", "42")]).unwrap(),
        );
    kms.re_encrypt(request).await.unwrap();
    let request = DecryptRequest::new(blob.ciphertext_blob);
    kms.decrypt(request).await.unwrap();
    let request = ScheduleKeyDeletionRequest::new(&key).pending_window_in_days(7);
    kms.schedule_key_deletion(request).await.unwrap();

    let parameters: Vec<_> = world
        .audited()
        .await
        .iter()
        .map(|record| {
            (
                record["eventName"].clone(),
                record["requestParameters"].clone(),
            )
        })
        .collect();
    let algorithm = "SYMMETRIC_DEFAULT";
    for expected in [
        (
            json!("CreateKey"),
            json!({"description": "orders", "tags": [{"tagKey": "Team", "tagValue": "A"}]}),
        ),
        (
            json!("GenerateDataKey"),
            json!({"keyId": key, "keySpec": "AES_256"}),
        ),
        (
            json!("ReEncrypt"),
            json!({
                "destinationKeyId": key,
                "destinationEncryptionContext": {"Tenant": "42"},
                "sourceEncryptionAlgorithm": algorithm,
                "destinationEncryptionAlgorithm": algorithm
            }),
        ),
        (json!("Decrypt"), json!({"encryptionAlgorithm": algorithm})),
        (
            json!("ScheduleKeyDeletion"),
            json!({"keyId": key, "pendingWindowInDays": 7}),
        ),
    ] {
        assert!(
            parameters.contains(&expected),
            "{expected:?} in {parameters:?}"
        );
    }
}
