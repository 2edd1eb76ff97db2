//! What a call has answered `Ok` to is there when the store is opened again.

use std::sync::Arc;

use param_store::{GetParametersByPathRequest, LabelParameterVersionRequest};
use store::RedbStore;

use crate::world::*;

#[tokio::test]
async fn everything_is_there_again() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("store.redb");
    let token = {
        let world = World::sealed(Arc::new(RedbStore::create(&path).unwrap())).await;
        for n in 0..15 {
            world
                .put_secret(&format!("/p/{n:02}"), &n.to_string())
                .await;
        }
        world.put_secret("/p/00", "second").await;
        let label = LabelParameterVersionRequest::new("/p/00", ["first"]).parameter_version(1);
        world.root().label_parameter_version(label).await.unwrap();
        let request = GetParametersByPathRequest::new("/p");
        let page = world.root().get_parameters_by_path(request).await;
        page.unwrap().next_token.unwrap()
    };
    let world = World::sealed(Arc::new(RedbStore::open(&path).unwrap())).await;
    assert_eq!(world.get("/p/00").await.value.expose(), "second");
    assert_eq!(world.get("/p/00:first").await.value.expose(), "0");
    let request = GetParametersByPathRequest::new("/p")
        .next_token(token)
        .with_decryption(true);
    let page = world.root().get_parameters_by_path(request).await.unwrap();
    let values: Vec<_> = page.parameters.iter().map(|p| p.value.expose()).collect();
    assert_eq!(values, ["10", "11", "12", "13", "14"]);
}
