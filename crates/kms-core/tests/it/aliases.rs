//! `CreateAlias`, `UpdateAlias`, `DeleteAlias`.

use common_types::{DecryptRequest, EncryptRequest};
use kms_core::{
    CreateAliasRequest, DeleteAliasRequest, DescribeKeyRequest, ListAliasesRequest,
    ScheduleKeyDeletionRequest, UpdateAliasRequest, limits,
};
use serde_json::json;

use crate::world::*;

async fn target(world: &World, alias: &str) -> String {
    world
        .root()
        .describe_key(DescribeKeyRequest::new(alias))
        .await
        .unwrap()
        .key_metadata
        .arn
}

#[tokio::test]
async fn an_alias_stands_for_its_key_and_can_be_moved() {
    let world = World::new().await;
    let (one, other) = (world.key().await, world.key().await);
    world.alias("alias/orders", &one).await;
    assert_eq!(target(&world, "alias/orders").await, one);
    let encrypted = world
        .root()
        .encrypt(EncryptRequest::new("alias/orders", *b"x"))
        .await
        .unwrap();
    assert_eq!(encrypted.key_id, one);

    world
        .root()
        .update_alias(UpdateAliasRequest::new("alias/orders", &other))
        .await
        .unwrap();
    assert_eq!(target(&world, "alias/orders").await, other);
    // Ciphertexts name keys, not aliases: what was encrypted stays readable.
    let decrypted = world
        .root()
        .decrypt(DecryptRequest::new(encrypted.ciphertext_blob))
        .await
        .unwrap();
    assert_eq!(decrypted.key_id, one);

    world
        .root()
        .delete_alias(DeleteAliasRequest::new("alias/orders"))
        .await
        .unwrap();
    refused_with(
        world
            .root()
            .describe_key(DescribeKeyRequest::new("alias/orders"))
            .await,
        "NotFoundException",
        "Alias arn:aws:kms:eu-west-1:111122223333:alias/orders is not found.",
    );
}

#[tokio::test]
async fn a_listing_tells_when_it_was_made_and_moved() {
    let world = World::new().await;
    let (one, other) = (world.key().await, world.key().await);
    world.alias("alias/orders", &one).await;
    world.clock.advance(std::time::Duration::from_secs(60));
    world
        .root()
        .update_alias(UpdateAliasRequest::new("alias/orders", &other))
        .await
        .unwrap();
    let of = |key: &str| ListAliasesRequest::new().key_id(key);
    assert!(
        world
            .root()
            .list_aliases(of(&one))
            .await
            .unwrap()
            .aliases
            .is_empty()
    );
    let listed = world.root().list_aliases(of(&other)).await.unwrap().aliases;
    assert_eq!(listed.len(), 1);
    assert_eq!(listed[0].alias_name, "alias/orders");
    assert_eq!(
        listed[0].alias_arn,
        "arn:aws:kms:eu-west-1:111122223333:alias/orders"
    );
    assert_eq!(listed[0].target_key_id, id_of(&other));
    assert_eq!(listed[0].creation_date, start());
    assert_eq!((listed[0].last_updated_date - start()).num_seconds(), 60);
}

#[tokio::test]
async fn moving_to_the_same_key_is_no_error() {
    let world = World::new().await;
    let key = world.key().await;
    world.alias("alias/orders", &key).await;
    world
        .root()
        .update_alias(UpdateAliasRequest::new("alias/orders", &key))
        .await
        .unwrap();
    assert_eq!(target(&world, "alias/orders").await, key);
}

#[tokio::test]
async fn names_follow_the_rules() {
    let world = World::new().await;
    let key = world.key().await;
    let create = |name: &str| CreateAliasRequest::new(name, &key);
    refused_with(
        world.root().create_alias(create("orders")).await,
        "InvalidAliasNameException",
        "alias name `orders` is not valid: it does not begin with `alias/`",
    );
    refused_with(
        world.root().create_alias(create("alias/aws/ssm")).await,
        "InvalidAliasNameException",
        "alias name `alias/aws/ssm` is not valid: the prefix `alias/aws/` is reserved for AWS managed keys",
    );
    refused(
        world.root().create_alias(create("alias/a b")).await,
        "ValidationException",
    );
    refused(
        world
            .root()
            .delete_alias(DeleteAliasRequest::new("alias/aws/ssm"))
            .await,
        "InvalidAliasNameException",
    );
    refused(
        world
            .root()
            .update_alias(UpdateAliasRequest::new("alias/aws/ssm", &key))
            .await,
        "InvalidAliasNameException",
    );
    world.alias("alias/orders", &key).await;
    refused_with(
        world.root().create_alias(create("alias/orders")).await,
        "AlreadyExistsException",
        "An alias with the name arn:aws:kms:eu-west-1:111122223333:alias/orders already exists",
    );
}

#[tokio::test]
async fn the_target_is_a_key_of_this_account_and_region() {
    let world = World::new().await;
    let create = |target: &str| CreateAliasRequest::new("alias/orders", target);
    refused(
        world
            .root()
            .create_alias(create("1234abcd-12ab-34cd-56ef-1234567890ab"))
            .await,
        "NotFoundException",
    );
    let foreign = "arn:aws:kms:eu-west-1:444455556666:key/1234abcd-12ab-34cd-56ef-1234567890ab";
    refused(
        world.root().create_alias(create(foreign)).await,
        "AccessDeniedException",
    );
    world.alias("alias/one", &world.key().await).await;
    // An alias is no target.
    refused(
        world.root().create_alias(create("alias/one")).await,
        "NotFoundException",
    );
}

#[tokio::test]
async fn a_key_has_at_most_fifty() {
    let world = World::new().await;
    let (key, other) = (world.key().await, world.key().await);
    for n in 0..limits::ALIASES_PER_KEY {
        world.alias(&format!("alias/{n}"), &key).await;
    }
    refused_with(
        world
            .root()
            .create_alias(CreateAliasRequest::new("alias/more", &key))
            .await,
        "LimitExceededException",
        "a key has at most 50 aliases",
    );
    world.alias("alias/more", &other).await;
    refused(
        world
            .root()
            .update_alias(UpdateAliasRequest::new("alias/more", &key))
            .await,
        "LimitExceededException",
    );
    // One that points here already may be set again.
    world
        .root()
        .update_alias(UpdateAliasRequest::new("alias/0", &key))
        .await
        .unwrap();
}

#[tokio::test]
async fn alias_and_keys_must_all_permit_it() {
    let world = World::new().await;
    let (one, other) = (world.key().await, world.key().await);
    let alias = "arn:aws:kms:eu-west-1:111122223333:alias/orders";
    let allow = |resources: &[&str]| {
        world.grant(
            APP,
            json!({"Effect": "Allow", "Action": "kms:*Alias", "Resource": resources}),
        );
    };
    let create = || async {
        world
            .app()
            .create_alias(CreateAliasRequest::new("alias/orders", &one))
            .await
    };
    allow(&[&one]);
    let error = refused(create().await, "AccessDeniedException");
    assert!(error.to_string().contains(alias), "{error}");
    allow(&[alias]);
    let error = refused(create().await, "AccessDeniedException");
    assert!(error.to_string().contains(&one), "{error}");
    allow(&[alias, &one]);
    create().await.unwrap();

    let update = || async {
        world
            .app()
            .update_alias(UpdateAliasRequest::new("alias/orders", &other))
            .await
    };
    for missing in [&[alias, &one], &[alias, &other], &[one.as_str(), &other]] {
        allow(missing);
        refused(update().await, "AccessDeniedException");
    }
    allow(&[alias, &one, &other]);
    update().await.unwrap();

    let delete = || async {
        world
            .app()
            .delete_alias(DeleteAliasRequest::new("alias/orders"))
            .await
    };
    allow(&[alias, &one]);
    refused(delete().await, "AccessDeniedException");
    allow(&[alias, &other]);
    delete().await.unwrap();
}

#[tokio::test]
async fn a_key_that_waits_for_its_deletion_may_be_left_and_not_taken() {
    let world = World::new().await;
    let (one, other) = (world.key().await, world.key().await);
    world.alias("alias/a", &one).await;
    world.alias("alias/b", &other).await;
    world
        .root()
        .schedule_key_deletion(ScheduleKeyDeletionRequest::new(&one))
        .await
        .unwrap();
    let message = format!("{one} is pending deletion.");
    refused_with(
        world
            .root()
            .update_alias(UpdateAliasRequest::new("alias/b", &one))
            .await,
        "KMSInvalidStateException",
        &message,
    );
    refused_with(
        world
            .root()
            .create_alias(CreateAliasRequest::new("alias/c", &one))
            .await,
        "KMSInvalidStateException",
        &message,
    );
    world
        .root()
        .update_alias(UpdateAliasRequest::new("alias/a", &other))
        .await
        .unwrap();
    assert_eq!(target(&world, "alias/a").await, other);
}
