//! Following what is under a path.

use param_store::{
    Changed, DeleteParameterRequest, ParameterType, PublicParameter, PutParameterRequest,
};

use crate::world::{REGION, World, refused};

async fn put(world: &World, name: &str) {
    let request = PutParameterRequest::of_type(name, ParameterType::String, "x").overwrite(true);
    world.root().put_parameter(request).await.unwrap();
}

#[tokio::test]
async fn every_change_under_the_path_is_told_and_no_other() {
    let world = World::new().await;
    put(&world, "/app/early").await;
    let mut watch = world.root().watch("/app").await.unwrap();
    put(&world, "/other").await;
    put(&world, "/app/db/host").await;
    put(&world, "/app/early").await;
    world
        .root()
        .delete_parameter(DeleteParameterRequest::new("/app/early"))
        .await
        .unwrap();
    for name in ["/app/db/host", "/app/early", "/app/early"] {
        assert_eq!(
            watch.changed().await.unwrap(),
            Changed::Parameters(vec![name.to_owned()])
        );
    }
}

#[tokio::test]
async fn what_is_published_is_told_too() {
    let world = World::new().await;
    let mut watch = world.root().watch("/aws/service/ami").await.unwrap();
    for name in ["/aws/service/other", "/aws/service/ami/a"] {
        let parameter = PublicParameter::new(name.parse().unwrap(), "1");
        let (partition, region) = ("aws".parse().unwrap(), REGION.parse().unwrap());
        let published = world.params.publish(&partition, &region, [parameter]);
        published.await.unwrap();
    }
    put(&world, "/app/early").await;
    assert_eq!(
        watch.changed().await.unwrap(),
        Changed::Parameters(vec!["/aws/service/ami/a".to_owned()])
    );
}

#[tokio::test]
async fn who_may_not_list_a_path_may_not_follow_it() {
    let world = World::new().await;
    refused(world.app().watch("/app").await, "AccessDeniedException");
    refused(world.root().watch("no path").await, "ValidationException");
}
