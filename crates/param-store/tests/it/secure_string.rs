//! `SecureString`: what KMS is asked, for whom, and what comes of it when it refuses.

use base64::{Engine, prelude::BASE64_STANDARD};
use common_types::{Caller, DecryptRequest};
use kms_core::{CreateAliasRequest, DisableKeyRequest, ScheduleKeyDeletionRequest};
use param_store::{
    GetParameterRequest, GetParametersByPathRequest, GetParametersRequest, ParameterTier,
    ParameterType, PutParameterRequest,
};
use serde_json::json;

use crate::world::*;

fn secret(name: &str, value: &str) -> PutParameterRequest {
    PutParameterRequest::of_type(name, ParameterType::SecureString, value)
}

#[tokio::test]
async fn a_standard_parameter_is_a_ciphertext_of_kms_bound_to_its_arn() {
    let world = World::new().await;
    let key = world.key().await;
    let request = secret("/a", "hunter2").key_id(&key);
    world.root().put_parameter(request).await.unwrap();
    let shown = world
        .root()
        .get_parameter(GetParameterRequest::new("/a"))
        .await;
    let shown = shown.unwrap().parameter.value;
    let blob = BASE64_STANDARD.decode(shown.expose()).unwrap();
    let root = Caller::root(ACCOUNT).unwrap();
    let kms = world.kms.caller(root).region(REGION).unwrap();
    let decrypt = |arn: String| {
        let request = DecryptRequest::new(blob.clone())
            .context([("PARAMETER_ARN", arn)])
            .unwrap();
        let kms = kms.clone();
        async move { kms.decrypt(request).await }
    };
    let plaintext = decrypt(arn("/a")).await.unwrap().plaintext;
    assert_eq!(plaintext.expose(), b"hunter2");
    assert!(decrypt(arn("/b")).await.is_err());
}

#[tokio::test]
async fn an_advanced_parameter_is_a_message_of_the_encryption_sdk() {
    let world = World::new().await;
    let value = "v".repeat(8192);
    let request = secret("/a", &value).tier(ParameterTier::Advanced);
    world.root().put_parameter(request).await.unwrap();
    let shown = world
        .root()
        .get_parameter(GetParameterRequest::new("/a"))
        .await;
    let shown = shown.unwrap().parameter.value;
    let message = BASE64_STANDARD.decode(shown.expose()).unwrap();
    // Message format version 2, committing suite.
    assert_eq!(message[..3], [2, 0x04, 0x78]);
    assert_eq!(world.get("/a").await.value.expose(), value);
    // Becoming advanced, a value is encrypted the other way.
    world.put_secret("/b", "standard").await;
    let request = secret("/b", "advanced")
        .tier(ParameterTier::Advanced)
        .overwrite(true);
    world.root().put_parameter(request).await.unwrap();
    assert_eq!(world.get("/b").await.value.expose(), "advanced");
    assert_eq!(world.get("/b:1").await.value.expose(), "standard");
}

#[tokio::test]
async fn without_a_key_it_is_the_accounts_own_key_of_parameter_store() {
    let world = World::new().await;
    world.put_secret("/a", "hunter2").await;
    // Whoever may read the parameter may use that key through Parameter Store, and by no other way.
    world.allow(APP, &["ssm:GetParameter"], &["*"]);
    let request = GetParameterRequest::new("/a").with_decryption(true);
    let found = world.app().get_parameter(request).await.unwrap();
    assert_eq!(found.parameter.value.expose(), "hunter2");
}

#[tokio::test]
async fn a_customers_key_is_asked_for_the_caller_through_parameter_store() {
    let world = World::new().await;
    let key = world.key().await;
    let request = secret("/a", "hunter2").key_id(&key);
    world.root().put_parameter(request).await.unwrap();
    let get = |decrypt: bool| {
        let request = GetParameterRequest::new("/a").with_decryption(decrypt);
        let app = world.app();
        async move { app.get_parameter(request).await }
    };
    world.allow(APP, &["ssm:GetParameter"], &["*"]);
    get(false).await.unwrap();
    refused(get(true).await, "AccessDeniedException");
    let through = |service: &str| {
        json!([
            {"Effect": "Allow", "Action": "ssm:GetParameter", "Resource": "*"},
            {"Effect": "Allow", "Action": "kms:Decrypt", "Resource": key, "Condition": {"StringEquals": {
                "kms:ViaService": service,
                "kms:EncryptionContext:PARAMETER_ARN": arn("/a")
            }}}
        ])
    };
    world.grant(APP, through("secretsmanager.eu-west-1.amazonaws.com"));
    refused(get(true).await, "AccessDeniedException");
    world.grant(APP, through("ssm.eu-west-1.amazonaws.com"));
    assert_eq!(get(true).await.unwrap().parameter.value.expose(), "hunter2");
}

#[tokio::test]
async fn a_key_that_cannot_be_used_is_an_invalid_key() {
    let world = World::new().await;
    let (disabled, deleted) = (world.key().await, world.key().await);
    for (name, key) in [("/p/disabled", &disabled), ("/p/deleted", &deleted)] {
        let request = secret(name, "x").key_id(key);
        world.root().put_parameter(request).await.unwrap();
    }
    world.put("/p/plain", "1").await;
    let root = Caller::root(ACCOUNT).unwrap();
    let kms = world.kms.caller(root).region(REGION).unwrap();
    kms.disable_key(DisableKeyRequest::new(&disabled))
        .await
        .unwrap();
    kms.schedule_key_deletion(ScheduleKeyDeletionRequest::new(&deleted))
        .await
        .unwrap();

    let params = world.root();
    for name in ["/p/disabled", "/p/deleted"] {
        let request = GetParameterRequest::new(name).with_decryption(true);
        refused(params.get_parameter(request).await, "InvalidKeyId");
        let request = secret(name, "y").key_id(&disabled).overwrite(true);
        refused(params.put_parameter(request).await, "InvalidKeyId");
    }
    let request = secret("/new", "x").key_id("alias/none");
    refused(params.put_parameter(request).await, "InvalidKeyId");
    let request = secret("/new", "x")
        .key_id("alias/none")
        .tier(ParameterTier::Advanced);
    refused(params.put_parameter(request).await, "InvalidKeyId");

    // One that does not decrypt fails the call that reads several.
    let request = GetParametersRequest::new(["/p/plain", "/p/disabled"]).with_decryption(true);
    refused(params.get_parameters(request.clone()).await, "InvalidKeyId");
    let request = request.with_decryption(false);
    assert_eq!(
        params
            .get_parameters(request)
            .await
            .unwrap()
            .parameters
            .len(),
        2
    );
    let request = GetParametersByPathRequest::new("/p").with_decryption(true);
    refused(params.get_parameters_by_path(request).await, "InvalidKeyId");
}

#[tokio::test]
async fn an_alias_is_kept_as_it_was_named() {
    let world = World::new().await;
    let key = world.key().await;
    let root = Caller::root(ACCOUNT).unwrap();
    let kms = world.kms.caller(root).region(REGION).unwrap();
    kms.create_alias(CreateAliasRequest::new("alias/orders", &key))
        .await
        .unwrap();
    for tier in [ParameterTier::Standard, ParameterTier::Advanced] {
        let name = format!("/{tier}");
        let request = secret(&name, "hunter2").key_id("alias/orders").tier(tier);
        world.root().put_parameter(request).await.unwrap();
        assert_eq!(world.get(&name).await.value.expose(), "hunter2");
    }
    let described = world
        .root()
        .describe_parameters(Default::default())
        .await
        .unwrap();
    for parameter in described.parameters {
        assert_eq!(parameter.key_id.as_deref(), Some("alias/orders"));
    }
}
