//! What AWS's model requires of requests, in AWS's words, of every operation.

use std::fmt::Debug;

use common_types::{DecryptRequest, EncryptRequest, GenerateDataKeyRequest};
use kms_core::{
    CancelKeyDeletionRequest, CreateAliasRequest, CreateKeyRequest, DeleteAliasRequest,
    DescribeKeyRequest, DisableKeyRequest, EnableKeyRequest, Error, GetKeyPolicyRequest,
    ListAliasesRequest, ListKeyPoliciesRequest, ListKeysRequest, ListResourceTagsRequest,
    PutKeyPolicyRequest, ReEncryptRequest, ScheduleKeyDeletionRequest, TagResourceRequest,
    UntagResourceRequest, UpdateAliasRequest, UpdateKeyDescriptionRequest,
};

use crate::world::*;

#[track_caller]
fn broken<T: Debug>(answer: Result<T, Error>, sentence: &str) {
    let message = refused(answer, "ValidationException").to_string();
    assert_eq!(message, format!("1 validation error detected: {sentence}"));
}

#[tokio::test]
async fn every_request_that_names_a_key_names_one() {
    let world = World::new().await;
    let kms = world.root();
    let empty = "Value '' at 'keyId' failed to satisfy constraint: Member must have length greater than or equal to 1";
    broken(kms.encrypt(EncryptRequest::new("", *b"x")).await, empty);
    broken(
        kms.decrypt(DecryptRequest::new(*b"x").key_id("")).await,
        empty,
    );
    broken(
        kms.generate_data_key(GenerateDataKeyRequest::bytes("", 1))
            .await,
        empty,
    );
    broken(kms.describe_key(DescribeKeyRequest::new("")).await, empty);
    broken(kms.enable_key(EnableKeyRequest::new("")).await, empty);
    broken(kms.disable_key(DisableKeyRequest::new("")).await, empty);
    broken(
        kms.cancel_key_deletion(CancelKeyDeletionRequest::new(""))
            .await,
        empty,
    );
    broken(
        kms.schedule_key_deletion(ScheduleKeyDeletionRequest::new(""))
            .await,
        empty,
    );
    broken(
        kms.get_key_policy(GetKeyPolicyRequest::new("")).await,
        empty,
    );
    broken(
        kms.put_key_policy(PutKeyPolicyRequest::new("", "{}")).await,
        empty,
    );
    broken(
        kms.list_key_policies(ListKeyPoliciesRequest::new("")).await,
        empty,
    );
    broken(
        kms.list_resource_tags(ListResourceTagsRequest::new(""))
            .await,
        empty,
    );
    broken(
        kms.list_aliases(ListAliasesRequest::new().key_id("")).await,
        empty,
    );
    broken(kms.tag_resource(TagResourceRequest::new("")).await, empty);
    broken(
        kms.untag_resource(UntagResourceRequest::new("", ["k"]))
            .await,
        empty,
    );
    broken(
        kms.update_key_description(UpdateKeyDescriptionRequest::new("", ""))
            .await,
        empty,
    );
    broken(
        kms.re_encrypt(ReEncryptRequest::new(*b"x", "")).await,
        &empty.replace("keyId", "destinationKeyId"),
    );
    let empty = empty.replace("keyId", "targetKeyId");
    broken(
        kms.create_alias(CreateAliasRequest::new("alias/a", ""))
            .await,
        &empty,
    );
    broken(
        kms.update_alias(UpdateAliasRequest::new("alias/a", ""))
            .await,
        &empty,
    );
}

#[tokio::test]
async fn a_member_is_within_its_bounds() {
    let world = World::new().await;
    let kms = world.root();
    let key = world.key().await;

    broken(
        kms.encrypt(EncryptRequest::new(&key, vec![0; 4097])).await,
        "Value at 'plaintext' failed to satisfy constraint: Member must have length less than or equal to 4096",
    );
    broken(
        kms.generate_data_key(GenerateDataKeyRequest::bytes(&key, 1025))
            .await,
        "Value '1025' at 'numberOfBytes' failed to satisfy constraint: Member must have value less than or equal to 1024",
    );
    broken(
        kms.list_keys(ListKeysRequest::new().limit(1001)).await,
        "Value '1001' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 1000",
    );
    broken(
        kms.list_keys(ListKeysRequest::new().marker("☃")).await,
        "Value '☃' at 'marker' failed to satisfy constraint: \
         Member must satisfy regular expression pattern: [\\u0020-\\u00FF]*",
    );
    broken(
        kms.delete_alias(DeleteAliasRequest::new("alias/ä")).await,
        "Value 'alias/ä' at 'aliasName' failed to satisfy constraint: \
         Member must satisfy regular expression pattern: ^[a-zA-Z0-9:/_-]+$",
    );
    broken(
        kms.create_key(CreateKeyRequest::new().tag("", "v")).await,
        "Value '' at 'tags.1.member.tagKey' failed to satisfy constraint: \
         Member must have length greater than or equal to 1",
    );
    broken(
        kms.untag_resource(UntagResourceRequest::new(&key, ["k", ""]))
            .await,
        "Value '[k, ]' at 'tagKeys' failed to satisfy constraint: Member must satisfy constraint: \
         [Member must have length less than or equal to 128, Member must have length greater than or equal to 1]",
    );
    broken(
        kms.schedule_key_deletion(
            ScheduleKeyDeletionRequest::new(&key).pending_window_in_days(366),
        )
        .await,
        "Value '366' at 'pendingWindowInDays' failed to satisfy constraint: \
         Member must have value less than or equal to 365",
    );
}

#[tokio::test]
async fn all_that_is_wrong_is_told_at_once() {
    let world = World::new().await;
    let answer = world
        .root()
        .put_key_policy(PutKeyPolicyRequest::new("", ""))
        .await;
    let message = refused(answer, "ValidationException").to_string();
    assert!(
        message.starts_with("3 validation errors detected: "),
        "{message}"
    );
}

#[tokio::test]
async fn a_ciphertext_may_be_left_out_by_a_dry_run_alone() {
    let world = World::new().await;
    broken(
        world.root().decrypt(DecryptRequest::new(Vec::new())).await,
        "Value null at 'ciphertextBlob' failed to satisfy constraint: Member must not be null",
    );
}
