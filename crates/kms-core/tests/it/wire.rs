//! Requests and responses are the JSON that AWS's clients send and read.

use kms_core::{
    CreateKeyRequest, DescribeKeyRequest, ListKeysRequest, ReEncryptRequest,
    ScheduleKeyDeletionRequest, TagResourceRequest,
};
use serde_json::{Value, json};

use crate::world::*;

#[test]
fn requests_are_what_the_aws_cli_sends() {
    let request: CreateKeyRequest = serde_json::from_value(json!({
        "Description": "orders", "KeySpec": "SYMMETRIC_DEFAULT", "KeyUsage": "ENCRYPT_DECRYPT", "Origin": "AWS_KMS",
        "MultiRegion": false, "BypassPolicyLockoutSafetyCheck": true, "Tags": [{"TagKey": "team", "TagValue": "blue"}]
    }))
    .unwrap();
    assert_eq!(request.tags[0].tag_key, "team");
    assert_eq!(
        serde_json::to_value(CreateKeyRequest::new()).unwrap(),
        json!({})
    );
    assert!(serde_json::from_value::<CreateKeyRequest>(json!({})).is_ok());

    let request: ReEncryptRequest =
        serde_json::from_value(json!({"CiphertextBlob": "eA==", "DestinationKeyId": "alias/b"}))
            .unwrap();
    assert_eq!(request.ciphertext_blob, b"x");
    let request = TagResourceRequest::new("id").tag("team", "blue");
    assert_eq!(
        serde_json::to_value(request).unwrap(),
        json!({"KeyId": "id", "Tags": [{"TagKey": "team", "TagValue": "blue"}]})
    );
    // What is not known, or is of another type, is refused and not ignored.
    for bad in [
        json!({"Descripton": "x"}),
        json!({"KeySpec": "AES_256"}),
        json!({"Tags": {}}),
    ] {
        assert!(
            serde_json::from_value::<CreateKeyRequest>(bad.clone()).is_err(),
            "{bad}"
        );
    }
}

#[tokio::test]
async fn responses_are_what_the_aws_sdk_reads() {
    let world = World::new().await;
    let key = world.key().await;
    let described = world
        .root()
        .describe_key(DescribeKeyRequest::new(&key))
        .await
        .unwrap();
    let described = serde_json::to_value(described).unwrap();
    let metadata = &described["KeyMetadata"];
    for (member, wanted) in [
        ("AWSAccountId", json!(ACCOUNT)),
        ("Arn", json!(key)),
        ("KeyId", json!(id_of(&key))),
        ("CreationDate", json!(start().timestamp())),
        ("Enabled", json!(true)),
        ("Description", json!("")),
        ("KeyState", json!("Enabled")),
        ("KeyUsage", json!("ENCRYPT_DECRYPT")),
        ("KeySpec", json!("SYMMETRIC_DEFAULT")),
        ("CustomerMasterKeySpec", json!("SYMMETRIC_DEFAULT")),
        ("Origin", json!("AWS_KMS")),
        ("KeyManager", json!("CUSTOMER")),
        ("EncryptionAlgorithms", json!(["SYMMETRIC_DEFAULT"])),
        ("MultiRegion", json!(false)),
    ] {
        assert_eq!(metadata[member], wanted, "{member}");
    }
    assert_eq!(metadata.get("DeletionDate"), None::<&Value>);

    let listed = world
        .root()
        .list_keys(ListKeysRequest::new())
        .await
        .unwrap();
    assert_eq!(
        serde_json::to_value(listed).unwrap(),
        json!({"Keys": [{"KeyId": id_of(&key), "KeyArn": key}], "Truncated": false})
    );
    let scheduled = world
        .root()
        .schedule_key_deletion(ScheduleKeyDeletionRequest::new(&key))
        .await
        .unwrap();
    assert_eq!(
        serde_json::to_value(scheduled).unwrap(),
        json!({
            "KeyId": key, "KeyState": "PendingDeletion", "PendingWindowInDays": 30,
            "DeletionDate": start().timestamp() + 30 * 24 * 60 * 60
        })
    );
}
