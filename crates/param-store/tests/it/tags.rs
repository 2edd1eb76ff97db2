//! `AddTagsToResource`, `RemoveTagsFromResource` and `ListTagsForResource`.

use param_store::{
    AddTagsToResourceRequest, ListTagsForResourceRequest, RemoveTagsFromResourceRequest,
    ResourceTypeForTagging,
};
use serde_json::{json, to_value};

use crate::world::*;

#[tokio::test]
async fn tags_are_set_replaced_removed_and_listed() {
    let world = World::new().await;
    let params = world.root();
    world.put("/a", "1").await;
    let request = AddTagsToResourceRequest::new("/a")
        .tag("team", "orders")
        .tag("stage", "test");
    params.add_tags_to_resource(request).await.unwrap();
    let request = AddTagsToResourceRequest::new("/a").tag("stage", "prod");
    params.add_tags_to_resource(request).await.unwrap();
    let list = || async {
        let answer = params
            .list_tags_for_resource(ListTagsForResourceRequest::new("/a"))
            .await;
        to_value(answer.unwrap()).unwrap()
    };
    assert_eq!(
        list().await,
        json!({"TagList": [{"Key": "stage", "Value": "prod"}, {"Key": "team", "Value": "orders"}]})
    );
    let request = RemoveTagsFromResourceRequest::new("/a", ["stage", "none"]);
    params.remove_tags_from_resource(request).await.unwrap();
    assert_eq!(
        list().await,
        json!({"TagList": [{"Key": "team", "Value": "orders"}]})
    );
    // A new version keeps them, and makes none.
    world.put("/a", "2").await;
    assert_eq!(
        list().await,
        json!({"TagList": [{"Key": "team", "Value": "orders"}]})
    );
    assert_eq!(world.get("/a").await.version, 2);
}

#[tokio::test]
async fn what_cannot_be_tagged_is_refused() {
    let world = World::new().await;
    let params = world.root();
    world.put("/a", "1").await;
    let add = |request: AddTagsToResourceRequest| {
        let params = params.clone();
        async move { params.add_tags_to_resource(request.tag("k", "v")).await }
    };
    refused(
        add(AddTagsToResourceRequest::new("/none")).await,
        "InvalidResourceId",
    );
    refused(
        add(AddTagsToResourceRequest::new("a b")).await,
        "InvalidResourceId",
    );
    let mut document = AddTagsToResourceRequest::new("/a");
    document.resource_type = ResourceTypeForTagging::Document;
    refused(add(document).await, "InvalidResourceType");
    let reserved = AddTagsToResourceRequest::new("/a").tag("aws:x", "");
    refused(add(reserved).await, "ValidationException");
    let many = (0..50).fold(AddTagsToResourceRequest::new("/a"), |r, n| {
        r.tag(format!("k{n}"), "")
    });
    refused(add(many).await, "TooManyTagsError");
}
