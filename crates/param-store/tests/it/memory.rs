//! What is kept in memory changes no answer, only how often the store is asked.

use std::sync::Arc;

use param_store::{
    DeleteParameterRequest, GetParametersByPathRequest, ParamStoreHandle, PutParameterRequest,
};
use store::{MemoryStore, MeteredStore};

use crate::world::*;

async fn values(params: &ParamStoreHandle) -> Vec<String> {
    let request = GetParametersByPathRequest::new("/a");
    let page = params.get_parameters_by_path(request).await.unwrap();
    let values = page.parameters.into_iter().map(|p| p.value);
    values.map(|value| value.expose().to_owned()).collect()
}

#[tokio::test]
async fn a_path_and_its_parameters_are_read_once_and_kept_once() {
    let store = Arc::new(MeteredStore::new(MemoryStore::new()));
    let world = World::over(Arc::<MeteredStore<MemoryStore>>::clone(&store)).await;
    for name in ["/a/1", "/a/2", "/a/3"] {
        world.put(name, name).await;
    }
    let before = store.meters();
    for _ in 0..3 {
        assert_eq!(values(&world.root()).await, ["/a/1", "/a/2", "/a/3"]);
        assert_eq!(world.get("/a/2").await.value.expose(), "/a/2");
    }
    let after = store.meters();
    assert_eq!(
        (after.reads - before.reads, after.scans - before.scans),
        (0, 1)
    );
}

#[tokio::test]
async fn what_was_taken_out_of_memory_is_read_again_and_what_changed_is_seen() {
    let world = World::new().await;
    let params = world.root();
    for name in ["/a/1", "/a/2", "/a/3"] {
        world.put(name, name).await;
    }
    // Room for everything, for nothing, and for everything again.
    for bytes in [1024 * 1024, 0, 1024 * 1024] {
        drop(world.params.clone().with_cache_bytes(bytes));
        assert_eq!(values(&params).await, ["/a/1", "/a/2", "/a/3"], "{bytes}");
        assert_eq!(values(&params).await, ["/a/1", "/a/2", "/a/3"], "{bytes}");

        let other = PutParameterRequest::new("/a/2", "other").overwrite(true);
        params.put_parameter(other).await.unwrap();
        assert_eq!(values(&params).await, ["/a/1", "other", "/a/3"], "{bytes}");
        assert_eq!(world.get("/a/2").await.value.expose(), "other");

        let delete = DeleteParameterRequest::new("/a/2");
        params.delete_parameter(delete).await.unwrap();
        assert_eq!(values(&params).await, ["/a/1", "/a/3"], "{bytes}");
        world.put("/a/2", "/a/2").await;
    }
}
