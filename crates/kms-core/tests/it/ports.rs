//! Other services use keys through the ports, for the callers that they work for.

use std::sync::Arc;

use common_types::{
    Caller, DataKeySpec, DecryptRequest, EncryptRequest, GenerateDataKeyRequest, KeyService,
    KeyServices, ServiceError,
};
use kms_core::{DescribeKeyRequest, Error};
use serde_json::json;

use crate::world::*;

fn on_behalf_of(world: &World, caller: Caller, service: &str) -> Arc<dyn KeyService> {
    world.kms.on_behalf_of(
        &Arc::new(caller),
        &REGION.parse().unwrap(),
        &service.parse().unwrap(),
    )
}

#[tokio::test]
async fn the_caller_is_decided_and_the_service_is_known() {
    let world = World::new().await;
    let key = world
        .key_with(json!({
            "Effect": "Allow", "Principal": {"AWS": APP}, "Action": ["kms:Encrypt", "kms:Decrypt"], "Resource": "*",
            "Condition": {
                "StringEquals": {"kms:ViaService": "ssm.eu-west-1.amazonaws.com"},
                "Bool": {"aws:ViaAWSService": "true"},
                "ForAnyValue:StringEquals": {"aws:CalledVia": "ssm.amazonaws.com"}
            }
        }))
        .await;
    let encrypt = || EncryptRequest::new(&key, *b"x");
    let through_ssm = on_behalf_of(&world, app(), "ssm");
    let blob = through_ssm
        .encrypt(encrypt())
        .await
        .unwrap()
        .ciphertext_blob;
    assert_eq!(
        through_ssm
            .decrypt(DecryptRequest::new(blob))
            .await
            .unwrap()
            .plaintext
            .expose(),
        b"x"
    );

    // Not by the caller itself, not through another service, not for another caller.
    refused(
        world.app().encrypt(encrypt()).await,
        "AccessDeniedException",
    );
    let other = Caller::role("arn:aws:iam::111122223333:role/other").unwrap();
    for (caller, service) in [(app(), "secretsmanager"), (other, "ssm")] {
        let error = on_behalf_of(&world, caller, service)
            .encrypt(encrypt())
            .await
            .unwrap_err();
        assert_eq!(error.code(), "AccessDeniedException");
        assert!(error.downcast_ref::<Error>().is_some());
    }
}

#[tokio::test]
async fn a_handle_is_a_key_service() {
    let world = World::new().await;
    let key = world.key().await;
    let service: Arc<dyn KeyService> = Arc::new(world.root());
    let made = service
        .generate_data_key(GenerateDataKeyRequest::new(&key, DataKeySpec::Aes256))
        .await
        .unwrap();
    let opened = service
        .decrypt(DecryptRequest::new(made.ciphertext_blob))
        .await
        .unwrap();
    assert_eq!(opened.plaintext, made.plaintext);
}

#[tokio::test]
async fn who_belongs_to_no_account_has_no_keys() {
    let world = World::new().await;
    let keys = on_behalf_of(&world, Caller::anonymous(), "ssm");
    let error = keys
        .encrypt(EncryptRequest::new("alias/aws/ssm", *b"x"))
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "User: anonymous is not authorized to perform: kms:Encrypt because it belongs to no account"
    );
    let answer = world
        .root()
        .describe_key(DescribeKeyRequest::new("alias/aws/ssm"))
        .await;
    refused(answer, "NotFoundException");
}
