//! A store that fails: what a call then says, and that nothing is half done.

use std::sync::Arc;

use param_store::{
    DeleteParameterRequest, GetParameterRequest, ParameterType, PutParameterRequest,
};
use store::{CommitFault, FaultyStore, MemoryStore, Store};

use crate::world::*;

async fn world() -> (World, Arc<FaultyStore<MemoryStore>>) {
    let faulty = Arc::new(FaultyStore::new(MemoryStore::new()));
    let store: Arc<dyn Store> = Arc::<FaultyStore<MemoryStore>>::clone(&faulty);
    (World::over(store).await, faulty)
}

fn put(value: &str) -> PutParameterRequest {
    PutParameterRequest::of_type("/a", ParameterType::String, value).overwrite(true)
}

#[tokio::test]
async fn a_call_that_failed_changed_nothing() {
    let (world, store) = world().await;
    world.put("/a", "1").await;
    store.fail_next_commit(CommitFault::Refused);
    let error = refused(
        world.root().put_parameter(put("2")).await,
        "InternalServerError",
    );
    assert!(matches!(error, param_store::Error::Internal { .. }));
    store.fail_next_commit(CommitFault::Refused);
    let delete = DeleteParameterRequest::new("/a");
    refused(
        world.root().delete_parameter(delete).await,
        "InternalServerError",
    );
    let found = world.get("/a").await;
    assert_eq!((found.version, found.value.expose()), (1, "1"));
    assert_eq!(world.put("/a", "2").await.version, 2);
}

#[tokio::test]
async fn a_store_that_is_down_answers_only_from_memory() {
    let (world, store) = world().await;
    world.put("/hot", "1").await;
    world.put("/cold", "1").await;
    world.get("/hot").await;
    store.set_down(true);
    world.get("/hot").await;
    let cold = world
        .root()
        .get_parameter(GetParameterRequest::new("/cold"))
        .await;
    refused(cold, "InternalServerError");
    refused(
        world.root().put_parameter(put("2")).await,
        "InternalServerError",
    );
    store.set_down(false);
    world.get("/cold").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[expect(clippy::disallowed_methods, reason = "a test's own tasks")]
async fn puts_that_race_each_make_a_version_of_their_own() {
    let world = Arc::new(World::new().await);
    let tasks: Vec<_> = (0..8)
        .map(|_| {
            let params = world.root();
            tokio::spawn(async move { params.put_parameter(put("x")).await.unwrap().version })
        })
        .collect();
    let mut versions = Vec::new();
    for task in tasks {
        versions.push(task.await.unwrap());
    }
    versions.sort_unstable();
    assert_eq!(versions, (1..=8).collect::<Vec<_>>());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[expect(clippy::disallowed_methods, reason = "a test's own tasks")]
async fn of_those_who_make_the_same_parameter_one_does() {
    let world = Arc::new(World::new().await);
    let tasks: Vec<_> = (0..8)
        .map(|_| {
            let params = world.root();
            let request = put("x").overwrite(false);
            tokio::spawn(async move { params.put_parameter(request).await.is_ok() })
        })
        .collect();
    let mut made = 0;
    for task in tasks {
        made += usize::from(task.await.unwrap());
    }
    assert_eq!(made, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[expect(clippy::disallowed_methods, reason = "a test's own tasks")]
async fn a_new_account_is_filled_by_many_at_once() {
    let world = Arc::new(World::new().await);
    let tasks: Vec<_> = (0..200)
        .map(|n| {
            let params = world.root();
            let request =
                PutParameterRequest::of_type(format!("/p/{n}"), ParameterType::String, "x");
            tokio::spawn(
                async move { params.put_parameter(request).await.map(|made| made.version) },
            )
        })
        .collect();
    for task in tasks {
        assert_eq!(task.await.unwrap().unwrap(), 1);
    }
}
