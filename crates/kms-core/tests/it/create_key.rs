//! `CreateKey`.

use common_types::ServiceError;
use kms_core::{
    CreateKeyRequest, GetKeyPolicyRequest, KeyManager, KeySpec, KeyState, KeyUsage,
    ListKeysRequest, ListResourceTagsRequest, Origin, Tag, limits,
};
use serde_json::{Value, json};

use crate::world::*;

#[tokio::test]
async fn a_key_is_symmetric_and_enabled_unless_said_otherwise() {
    let world = World::new().await;
    let request = CreateKeyRequest::new()
        .description("orders")
        .tag("team", "blue");
    let key = world.root().create_key(request).await.unwrap().key_metadata;
    assert_eq!(key.aws_account_id.as_str(), ACCOUNT);
    assert_eq!(
        key.arn,
        format!("arn:aws:kms:{REGION}:{ACCOUNT}:key/{}", key.key_id)
    );
    assert_eq!(key.creation_date, start());
    assert!(key.enabled);
    assert_eq!(key.description, "orders");
    assert_eq!(
        (key.key_usage, key.key_spec),
        (KeyUsage::EncryptDecrypt, KeySpec::SymmetricDefault)
    );
    assert_eq!(
        (key.key_state, key.origin),
        (KeyState::Enabled, Origin::AwsKms)
    );
    assert_eq!(
        (key.key_manager, key.multi_region),
        (KeyManager::Customer, false)
    );
    assert_eq!(key.deletion_date, None);
    assert_eq!(key.current_key_material_id.len(), 64);

    let tags = world
        .root()
        .list_resource_tags(ListResourceTagsRequest::new(key.key_id))
        .await
        .unwrap();
    assert_eq!(tags.tags, [Tag::new("team", "blue")]);
}

#[tokio::test]
async fn without_a_policy_it_has_the_default_one() {
    let world = World::new().await;
    let key = world.key().await;
    let policy = world
        .root()
        .get_key_policy(GetKeyPolicyRequest::new(key))
        .await
        .unwrap();
    assert_eq!(
        serde_json::from_str::<Value>(&policy.policy).unwrap(),
        json!({
            "Version": "2012-10-17",
            "Id": "key-default-1",
            "Statement": [{
                "Sid": "Enable IAM User Permissions",
                "Effect": "Allow",
                "Principal": {"AWS": "arn:aws:iam::111122223333:root"},
                "Action": "kms:*",
                "Resource": "*"
            }]
        })
    );
}

#[tokio::test]
async fn it_takes_an_identity_policy() {
    let world = World::new().await;
    refused_with(
        world.app().create_key(CreateKeyRequest::new()).await,
        "AccessDeniedException",
        "User: arn:aws:sts::111122223333:assumed-role/app/strongroom is not authorized to perform: kms:CreateKey on \
         resource: * because no identity-based policy allows the kms:CreateKey action",
    );
    world.grant(
        APP,
        json!({"Effect": "Allow", "Action": "kms:CreateKey", "Resource": "*"}),
    );
    world
        .app()
        .create_key(CreateKeyRequest::new())
        .await
        .unwrap();
    // Tags at creation take a permission of their own.
    let tagged = CreateKeyRequest::new().tag("team", "blue");
    let error = refused(
        world.app().create_key(tagged).await,
        "AccessDeniedException",
    );
    assert!(error.to_string().contains("kms:TagResource"), "{error}");
    assert_eq!(
        world
            .root()
            .list_keys(ListKeysRequest::new())
            .await
            .unwrap()
            .keys
            .len(),
        1
    );
}

#[tokio::test]
async fn what_is_not_there_yet_is_refused_by_name() {
    let world = World::new().await;
    let create = |request| async { world.root().create_key(request).await };
    let request = || CreateKeyRequest::new();
    for spec in KeySpec::ALL {
        if *spec != KeySpec::SymmetricDefault {
            let message = format!("`KeySpec` {spec} is not supported");
            refused_with(
                create(request().key_spec(*spec)).await,
                "UnsupportedOperationException",
                &message,
            );
        }
    }
    refused(
        create(request().key_usage(KeyUsage::SignVerify)).await,
        "ValidationException",
    );
    for origin in [
        Origin::External,
        Origin::AwsCloudHsm,
        Origin::ExternalKeyStore,
    ] {
        let message = format!("`Origin` {origin} is not supported");
        refused_with(
            create(request().origin(origin)).await,
            "UnsupportedOperationException",
            &message,
        );
    }
    refused_with(
        create(request().multi_region(true)).await,
        "UnsupportedOperationException",
        "`MultiRegion` is not supported",
    );
    create(request().multi_region(false)).await.unwrap();

    let mut with = request();
    with.custom_key_store_id = Some("cks-1".to_owned());
    refused_with(
        create(with).await,
        "CustomKeyStoreNotFoundException",
        "custom key store `cks-1` does not exist",
    );
    let mut with = request();
    with.xks_key_id = Some("x".to_owned());
    refused(create(with).await, "UnsupportedOperationException");
    let mut with = request().key_spec(KeySpec::SymmetricDefault);
    with.customer_master_key_spec = Some(KeySpec::Rsa2048);
    refused(create(with).await, "ValidationException");
}

#[tokio::test]
async fn descriptions_and_tags_have_bounds() {
    let world = World::new().await;
    let longest = "ä".repeat(limits::DESCRIPTION_CHARS);
    world
        .key_of(CreateKeyRequest::new().description(longest.clone()))
        .await;
    let too_long = CreateKeyRequest::new().description(longest + "ä");
    refused(
        world.root().create_key(too_long).await,
        "ValidationException",
    );

    for tags in [&["aws:mine"][..], &["a", "a"], &["a\u{7}"]] {
        let request = tags.iter().fold(CreateKeyRequest::new(), |request, tag| {
            request.tag(*tag, "")
        });
        refused(world.root().create_key(request).await, "TagException");
    }
    let request = |tags| {
        (0..tags).fold(CreateKeyRequest::new(), |request, n| {
            request.tag(format!("t{n}"), "")
        })
    };
    world.key_of(request(50)).await;
    let error = refused(
        world.root().create_key(request(51)).await,
        "LimitExceededException",
    );
    assert_eq!(error.status(), 400);
}

#[tokio::test]
async fn a_policy_that_locks_its_caller_out_is_refused() {
    let world = World::new().await;
    let only_app = json!({
        "Version": "2012-10-17",
        "Statement": {"Effect": "Allow", "Principal": {"AWS": APP}, "Action": "kms:*", "Resource": "*"}
    })
    .to_string();
    let request = CreateKeyRequest::new().policy(only_app);
    refused_with(
        world.root().create_key(request.clone()).await,
        "MalformedPolicyDocumentException",
        "the key policy is not valid: the new key policy will not allow you to update the key policy in the future",
    );
    world
        .root()
        .create_key(request.bypass_policy_lockout_safety_check(true))
        .await
        .unwrap();
}
