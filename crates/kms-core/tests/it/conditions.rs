//! The condition keys of KMS, each in a statement that holds and in one that does not.

use common_types::{DataKeySpec, DecryptRequest, EncryptRequest, GenerateDataKeyRequest};
use kms_core::{
    CreateKeyRequest, DescribeKeyRequest, PutKeyPolicyRequest, ScheduleKeyDeletionRequest,
    TagResourceRequest, UntagResourceRequest,
};
use serde_json::{Value, json};

use crate::world::*;

/// Lets the role do all of KMS, as far as this condition holds.
#[expect(
    clippy::needless_pass_by_value,
    reason = "so that tests read `json!(…)`"
)]
fn under(world: &World, condition: Value) {
    world.grant(
        APP,
        json!({"Effect": "Allow", "Action": "kms:*", "Resource": "*", "Condition": condition}),
    );
}

async fn may_describe(world: &World, name: &str) -> bool {
    world
        .app()
        .describe_key(DescribeKeyRequest::new(name))
        .await
        .is_ok()
}

#[tokio::test]
async fn the_key_can_be_asked_for_its_kind() {
    let world = World::new().await;
    let key = world.key().await;
    for (name, right, wrong) in [
        ("kms:KeySpec", "SYMMETRIC_DEFAULT", "RSA_2048"),
        ("kms:CustomerMasterKeySpec", "SYMMETRIC_DEFAULT", "RSA_2048"),
        ("kms:KeyUsage", "ENCRYPT_DECRYPT", "SIGN_VERIFY"),
        (
            "kms:CustomerMasterKeyUsage",
            "ENCRYPT_DECRYPT",
            "SIGN_VERIFY",
        ),
        ("kms:KeyOrigin", "AWS_KMS", "EXTERNAL"),
        ("kms:CallerAccount", ACCOUNT, OTHER_ACCOUNT),
    ] {
        under(&world, json!({"StringEquals": {name: right}}));
        assert!(may_describe(&world, &key).await, "{name}");
        assert!(
            name == "kms:CallerAccount"
                || world
                    .app()
                    .create_key(CreateKeyRequest::new())
                    .await
                    .is_ok(),
            "{name}"
        );
        under(&world, json!({"StringEquals": {name: wrong}}));
        assert!(!may_describe(&world, &key).await, "{name}");
        refused(
            world.app().create_key(CreateKeyRequest::new()).await,
            "AccessDeniedException",
        );
    }
    for (value, may) in [("false", true), ("true", false)] {
        under(&world, json!({"Bool": {"kms:MultiRegion": value}}));
        assert_eq!(may_describe(&world, &key).await, may);
    }
    under(
        &world,
        json!({"Null": {"kms:MultiRegionKeyType": "true", "kms:ViaService": "true"}}),
    );
    assert!(may_describe(&world, &key).await);
}

#[tokio::test]
async fn the_encryption_context_can_be_asked() {
    let world = World::new().await;
    let key = world.key().await;
    let encrypt = |pairs: &[(&str, &str)]| {
        let request = EncryptRequest::new(&key, *b"x")
            .context(pairs.iter().copied())
            .unwrap();
        let app = world.app();
        async move { app.encrypt(request).await.is_ok() }
    };
    // The key of a pair is compared in any case, its value as it is.
    under(
        &world,
        json!({"StringEquals": {"kms:EncryptionContext:Tenant": "42"}}),
    );
    assert!(encrypt(&[("tenant", "42")]).await);
    assert!(encrypt(&[("TENANT", "42"), ("more", "")]).await);
    assert!(!encrypt(&[("tenant", "43")]).await);
    assert!(!encrypt(&[]).await);
    // The list of keys is compared as it is.
    under(
        &world,
        json!({"ForAllValues:StringEquals": {"kms:EncryptionContextKeys": ["tenant", "app"]},
        "Null": {"kms:EncryptionContextKeys": "false"}}),
    );
    assert!(encrypt(&[("tenant", "42")]).await);
    assert!(!encrypt(&[("Tenant", "42")]).await);
    assert!(!encrypt(&[("tenant", "42"), ("more", "")]).await);
    assert!(!encrypt(&[]).await);
    under(
        &world,
        json!({"ForAnyValue:StringEquals": {"kms:EncryptionContextKeys": "tenant"}}),
    );
    assert!(encrypt(&[("tenant", "42"), ("more", "")]).await);
}

#[tokio::test]
async fn every_call_with_a_context_can_be_asked_for_it() {
    let world = World::new().await;
    let key = world.key().await;
    under(
        &world,
        json!({"StringEquals": {
            "kms:EncryptionContext:tenant": "42", "kms:EncryptionAlgorithm": "SYMMETRIC_DEFAULT"
        }}),
    );
    let right = [("tenant", "42")];
    let made = GenerateDataKeyRequest::new(&key, DataKeySpec::Aes256)
        .context(right)
        .unwrap();
    let blob = world
        .app()
        .generate_data_key(made)
        .await
        .unwrap()
        .ciphertext_blob;
    world
        .app()
        .decrypt(DecryptRequest::new(blob.clone()).context(right).unwrap())
        .await
        .unwrap();
    let without = GenerateDataKeyRequest::new(&key, DataKeySpec::Aes256);
    refused(
        world.app().generate_data_key(without).await,
        "AccessDeniedException",
    );
    // Denied comes before undecipherable.
    refused(
        world.app().decrypt(DecryptRequest::new(blob)).await,
        "AccessDeniedException",
    );
    assert!(
        !may_describe(&world, &key).await,
        "DescribeKey has no encryption algorithm"
    );
}

#[tokio::test]
async fn the_alias_can_be_asked_by_which_the_key_was_named() {
    let world = World::new().await;
    let key = world.key().await;
    world.alias("alias/orders", &key).await;
    world.alias("alias/other", &key).await;
    under(
        &world,
        json!({"StringLike": {"kms:RequestAlias": "alias/ord*"}}),
    );
    for (name, may) in [
        ("alias/orders", true),
        ("arn:aws:kms:eu-west-1:111122223333:alias/orders", true),
        ("alias/other", false),
        (&key, false),
    ] {
        assert_eq!(may_describe(&world, name).await, may, "{name}");
    }
}

#[tokio::test]
async fn the_aliases_and_tags_of_the_key_can_be_asked() {
    let world = World::new().await;
    let key = world.key().await;
    under(
        &world,
        json!({"ForAnyValue:StringEquals": {"kms:ResourceAliases": "alias/orders"}}),
    );
    assert!(!may_describe(&world, &key).await);
    world.alias("alias/orders", &key).await;
    assert!(may_describe(&world, &key).await);

    under(
        &world,
        json!({"StringEquals": {"aws:ResourceTag/Team": "blue"}}),
    );
    assert!(!may_describe(&world, &key).await);
    world
        .root()
        .tag_resource(TagResourceRequest::new(&key).tag("team", "blue"))
        .await
        .unwrap();
    assert!(may_describe(&world, &key).await);
}

#[tokio::test]
async fn the_tags_of_the_request_can_be_asked() {
    let world = World::new().await;
    let key = world.key().await;
    under(
        &world,
        json!({
            "StringEquals": {"aws:RequestTag/team": "blue"},
            "ForAllValues:StringEquals": {"aws:TagKeys": ["team", "stage"]}
        }),
    );
    let tag = |pairs: &[(&str, &str)]| {
        let request = pairs
            .iter()
            .fold(TagResourceRequest::new(&key), |request, (k, v)| {
                request.tag(*k, *v)
            });
        let app = world.app();
        async move { app.tag_resource(request).await.is_ok() }
    };
    assert!(tag(&[("team", "blue")]).await);
    assert!(!tag(&[("team", "red")]).await);
    assert!(!tag(&[("team", "blue"), ("other", "")]).await);
    let request = CreateKeyRequest::new().tag("team", "blue");
    world.app().create_key(request).await.unwrap();
    refused(
        world.app().create_key(CreateKeyRequest::new()).await,
        "AccessDeniedException",
    );

    under(
        &world,
        json!({"ForAllValues:StringEquals": {"aws:TagKeys": ["team"]}}),
    );
    world
        .app()
        .untag_resource(UntagResourceRequest::new(&key, ["team"]))
        .await
        .unwrap();
    refused(
        world
            .app()
            .untag_resource(UntagResourceRequest::new(&key, ["stage"]))
            .await,
        "AccessDeniedException",
    );
}

#[tokio::test]
async fn the_waiting_period_can_be_asked() {
    let world = World::new().await;
    under(
        &world,
        json!({"NumericGreaterThanEquals": {"kms:ScheduleKeyDeletionPendingWindowInDays": "14"}}),
    );
    for (days, may) in [(Some(7), false), (Some(14), true), (None, true)] {
        let mut request = ScheduleKeyDeletionRequest::new(world.key().await);
        request.pending_window_in_days = days;
        assert_eq!(
            world.app().schedule_key_deletion(request).await.is_ok(),
            may,
            "{days:?}"
        );
    }
}

#[tokio::test]
async fn the_bypass_can_be_asked() {
    let world = World::new().await;
    let key = world.key().await;
    let policy = policy_with(json!({
        "Effect": "Allow", "Principal": {"AWS": APP}, "Action": "kms:Encrypt", "Resource": "*"
    }));
    under(
        &world,
        json!({"Bool": {"kms:BypassPolicyLockoutSafetyCheck": "false"}}),
    );
    let put = PutKeyPolicyRequest::new(&key, &policy);
    world.app().put_key_policy(put.clone()).await.unwrap();
    refused(
        world
            .app()
            .put_key_policy(put.bypass_policy_lockout_safety_check(true))
            .await,
        "AccessDeniedException",
    );
    let create = CreateKeyRequest::new()
        .policy(policy)
        .bypass_policy_lockout_safety_check(true);
    refused(
        world.app().create_key(create).await,
        "AccessDeniedException",
    );
}
