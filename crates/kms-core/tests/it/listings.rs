//! `ListKeys`, `ListAliases` and `ListResourceTags`, page by page.

use std::collections::BTreeSet;

use kms_core::{CreateKeyRequest, ListAliasesRequest, ListKeysRequest, ListResourceTagsRequest};

use crate::world::*;

#[tokio::test]
async fn keys_come_page_by_page_each_once() {
    let world = World::new().await;
    let mut made = BTreeSet::new();
    for _ in 0..7 {
        made.insert(world.key().await);
    }
    let (mut listed, mut sizes, mut marker) = (BTreeSet::new(), Vec::new(), None);
    loop {
        let mut request = ListKeysRequest::new().limit(3);
        request.marker = marker;
        let page = world.root().list_keys(request).await.unwrap();
        sizes.push(page.keys.len());
        assert!(
            page.keys
                .iter()
                .all(|key| id_of(&key.key_arn) == key.key_id)
        );
        listed.extend(page.keys.into_iter().map(|key| key.key_arn));
        assert_eq!(
            page.next_page.truncated,
            page.next_page.next_marker.is_some()
        );
        marker = page.next_page.next_marker;
        if marker.is_none() {
            break;
        }
    }
    assert_eq!((listed, sizes), (made, vec![3, 3, 1]));
}

#[tokio::test]
async fn a_page_that_ends_the_listing_says_so() {
    let world = World::new().await;
    for _ in 0..3 {
        world.key().await;
    }
    let page = world
        .root()
        .list_keys(ListKeysRequest::new().limit(3))
        .await
        .unwrap();
    assert!(!page.next_page.truncated);
}

#[tokio::test]
async fn aliases_and_tags_of_one_key_come_page_by_page() {
    let world = World::new().await;
    let key = world
        .key_of(
            ["a", "b", "c"]
                .iter()
                .fold(CreateKeyRequest::new(), |key, tag| key.tag(*tag, "")),
        )
        .await;
    for name in ["alias/a", "alias/b", "alias/c"] {
        world.alias(name, &key).await;
    }
    world.alias("alias/0", &world.key().await).await;
    for request in [
        ListAliasesRequest::new().key_id(&key),
        ListAliasesRequest::new(),
    ] {
        let expected: &[&str] = match request.key_id {
            Some(_) => &["alias/a", "alias/b", "alias/c"],
            None => &["alias/0", "alias/a", "alias/b", "alias/c"],
        };
        let first = world
            .root()
            .list_aliases(request.clone().limit(2))
            .await
            .unwrap();
        let next = first.next_page.next_marker.unwrap();
        let second = world
            .root()
            .list_aliases(request.marker(next))
            .await
            .unwrap();
        assert!(!second.next_page.truncated);
        let names: Vec<_> = first
            .aliases
            .iter()
            .chain(&second.aliases)
            .map(|alias| &alias.alias_name)
            .collect();
        assert_eq!(names, expected);
    }
    let first = world
        .root()
        .list_resource_tags(ListResourceTagsRequest::new(&key).limit(1))
        .await
        .unwrap();
    assert_eq!(first.tags[0].tag_key, "a");
    let request = ListResourceTagsRequest::new(&key).marker(first.next_page.next_marker.unwrap());
    let rest = world.root().list_resource_tags(request).await.unwrap();
    assert_eq!(
        rest.tags
            .iter()
            .map(|tag| tag.tag_key.as_str())
            .collect::<Vec<_>>(),
        ["b", "c"]
    );
}

#[tokio::test]
async fn a_marker_is_for_one_caller_and_listing() {
    let world = World::new().await;
    world.grant_all(APP);
    for n in 0..2 {
        world.alias(&format!("alias/{n}"), &world.key().await).await;
    }
    let page = world
        .root()
        .list_keys(ListKeysRequest::new().limit(1))
        .await
        .unwrap();
    let marker = page.next_page.next_marker.unwrap();
    assert!(
        marker.len() <= 1024,
        "AWS's longest marker: {}",
        marker.len()
    );
    let request = || ListKeysRequest::new().marker(&marker);
    world.root().list_keys(request()).await.unwrap();
    refused(
        world.app().list_keys(request()).await,
        "InvalidMarkerException",
    );
    refused(
        world
            .root()
            .list_aliases(ListAliasesRequest::new().marker(&marker))
            .await,
        "InvalidMarkerException",
    );
    refused(
        world
            .root()
            .list_keys(ListKeysRequest::new().marker("made up"))
            .await,
        "InvalidMarkerException",
    );
}

#[tokio::test]
async fn limits_have_bounds() {
    let world = World::new().await;
    for limit in [0, 1001] {
        refused(
            world
                .root()
                .list_keys(ListKeysRequest::new().limit(limit))
                .await,
            "ValidationException",
        );
    }
    refused_with(
        world
            .root()
            .list_aliases(ListAliasesRequest::new().limit(101))
            .await,
        "ValidationException",
        "`Limit` is 1 to 100",
    );
}
