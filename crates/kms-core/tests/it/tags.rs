//! `TagResource`, `UntagResource`, `ListResourceTags`.

use kms_core::{
    CreateKeyRequest, ListResourceTagsRequest, Tag, TagResourceRequest, UntagResourceRequest,
};

use crate::world::*;

async fn tags(world: &World, key: &str) -> Vec<Tag> {
    world
        .root()
        .list_resource_tags(ListResourceTagsRequest::new(key))
        .await
        .unwrap()
        .tags
}

#[tokio::test]
async fn tags_are_set_replaced_and_removed() {
    let world = World::new().await;
    let key = world
        .key_of(
            CreateKeyRequest::new()
                .tag("team", "blue")
                .tag("stage", "test"),
        )
        .await;
    let request = TagResourceRequest::new(&key)
        .tag("team", "red")
        .tag("cost", "1");
    world.root().tag_resource(request).await.unwrap();
    let expected = [
        Tag::new("cost", "1"),
        Tag::new("stage", "test"),
        Tag::new("team", "red"),
    ];
    assert_eq!(tags(&world, &key).await, expected);

    let request = UntagResourceRequest::new(&key, ["team", "never-set"]);
    world.root().untag_resource(request).await.unwrap();
    assert_eq!(tags(&world, &key).await, expected[..2]);
}

#[tokio::test]
async fn bad_tags_are_refused_whole() {
    let world = World::new().await;
    let key = world.key().await;
    let request = |keys: &[&str]| {
        keys.iter()
            .fold(TagResourceRequest::new(&key), |request, tag| {
                request.tag(*tag, "")
            })
    };
    for keys in [&["good", "aws:bad"][..], &["good", "good"]] {
        refused(
            world.root().tag_resource(request(keys)).await,
            "TagException",
        );
    }
    refused(
        world
            .root()
            .untag_resource(UntagResourceRequest::new(&key, ["aws:x"]))
            .await,
        "TagException",
    );
    assert!(tags(&world, &key).await.is_empty());
}

#[tokio::test]
async fn a_key_has_at_most_fifty() {
    let world = World::new().await;
    let key = world
        .key_of((0..50).fold(CreateKeyRequest::new(), |request, n| {
            request.tag(format!("t{n}"), "")
        }))
        .await;
    world
        .root()
        .tag_resource(TagResourceRequest::new(&key).tag("t0", "again"))
        .await
        .unwrap();
    refused_with(
        world
            .root()
            .tag_resource(TagResourceRequest::new(&key).tag("more", ""))
            .await,
        "LimitExceededException",
        "a key has at most 50 tags",
    );
}
