//! A call that returned an error has changed nothing; one whose outcome is not known says so.

use std::sync::Arc;

use common_types::{EncryptRequest, ServiceError};
use kms_core::{
    CreateAliasRequest, CreateKeyRequest, DescribeKeyRequest, DisableKeyRequest, KeyState,
    ListAliasesRequest, ListKeysRequest,
};
use store::{CommitFault, FaultyStore, MemoryStore, Store};

use crate::world::*;

async fn faulty() -> (World, Arc<FaultyStore<MemoryStore>>) {
    let store = Arc::new(FaultyStore::new(MemoryStore::new()));
    (
        World::over(Arc::clone(&store) as Arc<dyn Store>).await,
        store,
    )
}

#[tokio::test]
async fn a_refused_commit_changes_nothing() {
    let (world, store) = faulty().await;
    let key = world.key().await;
    store.fail_next_commit(CommitFault::Refused);
    let error = refused(
        world.root().create_key(CreateKeyRequest::new()).await,
        "KMSInternalException",
    );
    assert_eq!((error.status(), error.retryable()), (500, true));
    assert_eq!(error.to_string(), "KMS could not complete the call");
    assert!(std::error::Error::source(&error).is_some());

    store.fail_next_commit(CommitFault::Refused);
    refused(
        world.root().disable_key(DisableKeyRequest::new(&key)).await,
        "KMSInternalException",
    );
    store.fail_next_commit(CommitFault::Refused);
    let alias = CreateAliasRequest::new("alias/orders", &key);
    refused(
        world.root().create_alias(alias.clone()).await,
        "KMSInternalException",
    );

    let keys = world
        .root()
        .list_keys(ListKeysRequest::new())
        .await
        .unwrap()
        .keys;
    assert_eq!(keys.len(), 1);
    let found = world
        .root()
        .describe_key(DescribeKeyRequest::new(&key))
        .await
        .unwrap()
        .key_metadata;
    assert_eq!(found.key_state, KeyState::Enabled);
    assert!(
        world
            .root()
            .list_aliases(ListAliasesRequest::new())
            .await
            .unwrap()
            .aliases
            .is_empty()
    );
    // And the same call succeeds afterwards.
    world.root().create_alias(alias).await.unwrap();
}

#[tokio::test]
async fn a_lost_answer_is_asked_for_again() {
    for fault in [CommitFault::AnswerLost, CommitFault::RequestLost] {
        let (world, store) = faulty().await;
        store.fail_next_commit(fault);
        world
            .root()
            .create_key(CreateKeyRequest::new())
            .await
            .unwrap();
        assert_eq!(
            world
                .root()
                .list_keys(ListKeysRequest::new())
                .await
                .unwrap()
                .keys
                .len(),
            1,
            "{fault:?}"
        );
    }
}

#[tokio::test]
async fn an_outcome_that_stays_unknown_is_said_to_be() {
    let (world, store) = faulty().await;
    for _ in 0..16 {
        store.fail_next_commit(CommitFault::RequestLost);
    }
    let error = refused(
        world.root().create_key(CreateKeyRequest::new()).await,
        "DependencyTimeoutException",
    );
    assert_eq!((error.status(), error.retryable()), (503, true));
    assert_eq!(
        error.to_string(),
        "whether the call took effect is not known"
    );
    store.clear_commit_faults();
    assert!(
        world
            .root()
            .list_keys(ListKeysRequest::new())
            .await
            .unwrap()
            .keys
            .is_empty()
    );
}

#[tokio::test]
async fn what_is_in_memory_works_while_the_store_is_down() {
    let (world, store) = faulty().await;
    let (warm, cold) = (world.key().await, world.key().await);
    world
        .root()
        .encrypt(EncryptRequest::new(&warm, *b"x"))
        .await
        .unwrap();
    store.set_down(true);
    world
        .root()
        .encrypt(EncryptRequest::new(&warm, *b"x"))
        .await
        .unwrap();
    refused(
        world
            .root()
            .encrypt(EncryptRequest::new(&cold, *b"x"))
            .await,
        "KMSInternalException",
    );
    store.set_down(false);
    world
        .root()
        .encrypt(EncryptRequest::new(&cold, *b"x"))
        .await
        .unwrap();
}

#[tokio::test]
#[expect(clippy::disallowed_methods, reason = "a test's own tasks")]
async fn calls_that_race_are_decided_one_after_the_other() {
    let world = Arc::new(World::new().await);
    let key = world.key().await;
    let tasks: Vec<_> = (0..8)
        .map(|n| {
            let (world, key) = (Arc::clone(&world), key.clone());
            tokio::spawn(async move {
                world
                    .root()
                    .create_alias(CreateAliasRequest::new(format!("alias/{n}"), &key))
                    .await
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap().unwrap();
    }
    let listed = world
        .root()
        .list_aliases(ListAliasesRequest::new().key_id(&key))
        .await
        .unwrap();
    assert_eq!(listed.aliases.len(), 8);
}
