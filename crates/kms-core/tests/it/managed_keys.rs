//! AWS managed keys: made when their service first uses them, and nobody's to change.

use std::sync::Arc;

use common_types::{Caller, DecryptRequest, EncryptRequest, KeyService, KeyServices};
use kms_core::{
    CreateAliasRequest, DescribeKeyRequest, DisableKeyRequest, GetKeyPolicyRequest, KeyManager,
    ListAliasesRequest, PutKeyPolicyRequest, ScheduleKeyDeletionRequest, TagResourceRequest,
    UpdateKeyDescriptionRequest,
};
use serde_json::{Value, json};

use crate::world::*;

const ALIAS: &str = "alias/aws/ssm";

fn through_ssm(world: &World, caller: Caller) -> Arc<dyn KeyService> {
    world.kms.on_behalf_of(
        &Arc::new(caller),
        &REGION.parse().unwrap(),
        &"ssm".parse().unwrap(),
    )
}

async fn encrypt(world: &World, caller: Caller) -> Vec<u8> {
    through_ssm(world, caller)
        .encrypt(EncryptRequest::new(ALIAS, *b"x"))
        .await
        .unwrap()
        .ciphertext_blob
}

#[tokio::test]
async fn its_service_makes_it_on_first_use() {
    let world = World::new().await;
    let describe = || DescribeKeyRequest::new(ALIAS);
    refused(
        world.root().describe_key(describe()).await,
        "NotFoundException",
    );
    // All principals of the account may use it, through its service.
    let blob = encrypt(&world, app()).await;
    let key = world
        .root()
        .describe_key(describe())
        .await
        .unwrap()
        .key_metadata;
    assert_eq!(key.key_manager, KeyManager::Aws);
    assert!(key.enabled);
    through_ssm(&world, app())
        .decrypt(DecryptRequest::new(blob.clone()))
        .await
        .unwrap();

    // From then on it is there.
    encrypt(&world, root()).await;
    assert_eq!(
        world
            .root()
            .describe_key(describe())
            .await
            .unwrap()
            .key_metadata,
        key
    );
    let listed = world
        .root()
        .list_aliases(ListAliasesRequest::new())
        .await
        .unwrap()
        .aliases;
    assert_eq!(
        listed
            .iter()
            .map(|alias| alias.alias_name.as_str())
            .collect::<Vec<_>>(),
        [ALIAS]
    );

    // Nobody uses it by himself, and nobody from another account at all.
    world.grant_all(APP);
    refused(
        world.app().decrypt(DecryptRequest::new(blob.clone())).await,
        "AccessDeniedException",
    );
    world.grant_all(STRANGER);
    let foreign = through_ssm(&world, stranger())
        .decrypt(DecryptRequest::new(blob))
        .await;
    assert!(
        foreign
            .unwrap_err()
            .to_string()
            .contains("no resource-based policy allows the kms:Decrypt action")
    );
}

#[tokio::test]
async fn only_its_own_service_makes_it() {
    let world = World::new().await;
    let other = world.kms.on_behalf_of(
        &Arc::new(root()),
        &REGION.parse().unwrap(),
        &"s3".parse().unwrap(),
    );
    let error = other
        .encrypt(EncryptRequest::new(ALIAS, *b"x"))
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "Alias arn:aws:kms:eu-west-1:111122223333:alias/aws/ssm is not found."
    );
    refused(
        world
            .root()
            .encrypt(EncryptRequest::new(ALIAS, *b"x"))
            .await,
        "NotFoundException",
    );
}

#[tokio::test]
async fn many_at_once_make_one() {
    let world = World::new().await;
    let blobs = use_at_once(&world, 8).await;
    let keys: std::collections::BTreeSet<_> = blobs
        .iter()
        .map(|blob| kms_core::CiphertextBlob::parse(blob).unwrap().key_id())
        .collect();
    assert_eq!(keys.len(), 1);
}

#[expect(clippy::disallowed_methods, reason = "a test's own tasks")]
async fn use_at_once(world: &World, count: usize) -> Vec<Vec<u8>> {
    let tasks: Vec<_> = (0..count)
        .map(|_| {
            let keys = through_ssm(world, root());
            tokio::spawn(async move {
                keys.encrypt(EncryptRequest::new(ALIAS, *b"x"))
                    .await
                    .unwrap()
                    .ciphertext_blob
            })
        })
        .collect();
    let mut blobs = Vec::new();
    for task in tasks {
        blobs.push(task.await.unwrap());
    }
    blobs
}

#[tokio::test]
async fn its_policy_is_that_of_aws() {
    let world = World::new().await;
    encrypt(&world, root()).await;
    let key = world
        .root()
        .describe_key(DescribeKeyRequest::new(ALIAS))
        .await
        .unwrap()
        .key_metadata
        .arn;
    let policy = world
        .root()
        .get_key_policy(GetKeyPolicyRequest::new(&key))
        .await
        .unwrap()
        .policy;
    let policy: Value = serde_json::from_str(&policy).unwrap();
    assert_eq!(policy["Id"], "auto-ssm-1");
    assert_eq!(
        policy["Statement"][0]["Condition"],
        json!({"StringEquals": {
            "kms:ViaService": "ssm.eu-west-1.amazonaws.com", "kms:CallerAccount": "111122223333"
        }})
    );
    assert_eq!(
        policy["Statement"][1]["Action"],
        json!(["kms:Describe*", "kms:Get*", "kms:List*", "kms:RevokeGrant"])
    );
}

#[tokio::test]
async fn it_is_not_the_customers_to_change() {
    let world = World::new().await;
    encrypt(&world, root()).await;
    let kms = world.root();
    let key = kms
        .describe_key(DescribeKeyRequest::new(ALIAS))
        .await
        .unwrap()
        .key_metadata
        .arn;
    let denied = "AccessDeniedException";
    refused(
        kms.schedule_key_deletion(ScheduleKeyDeletionRequest::new(&key))
            .await,
        denied,
    );
    refused(kms.disable_key(DisableKeyRequest::new(&key)).await, denied);
    let policy = policy_with(
        json!({"Effect": "Allow", "Principal": "*", "Action": "kms:*", "Resource": "*"}),
    );
    refused(
        kms.put_key_policy(PutKeyPolicyRequest::new(&key, policy))
            .await,
        denied,
    );
    refused(
        kms.tag_resource(TagResourceRequest::new(&key).tag("a", "b"))
            .await,
        denied,
    );
    refused(
        kms.update_key_description(UpdateKeyDescriptionRequest::new(&key, "mine"))
            .await,
        denied,
    );
    refused(
        kms.create_alias(CreateAliasRequest::new("alias/mine", &key))
            .await,
        denied,
    );
}
