//! Tags.

use common_types::Tag;
use waf_manager::{ListTagsForResourceRequest, TagResourceRequest, UntagResourceRequest};

use crate::world::{World, refused};

fn tag(key: &str, value: &str) -> Tag {
    Tag::new(key.parse().unwrap(), value.parse().unwrap())
}

#[tokio::test]
async fn tags_are_set_and_removed() {
    let world = World::new().await;
    let waf = world.root();
    let set = world.ip_set("office", &[]).await;
    let list = async || {
        let request = ListTagsForResourceRequest::new(&set.arn);
        waf.list_tags_for_resource(request)
            .await
            .unwrap()
            .tag_info_for_resource
            .tag_list
    };
    let request = TagResourceRequest::new(&set.arn, vec![tag("team", "a"), tag("stage", "test")]);
    waf.tag_resource(request).await.unwrap();
    waf.tag_resource(TagResourceRequest::new(&set.arn, vec![tag("team", "b")]))
        .await
        .unwrap();
    assert_eq!(list().await, [tag("stage", "test"), tag("team", "b")]);
    waf.untag_resource(UntagResourceRequest::new(&set.arn, ["team", "none"]))
        .await
        .unwrap();
    assert_eq!(list().await, [tag("stage", "test")]);

    let reserved = TagResourceRequest::new(&set.arn, vec![tag("aws:mine", "")]);
    refused(waf.tag_resource(reserved).await, "WAFTagOperationException");
    let gone = set.arn.replace("/office/", "/other/");
    refused(
        waf.list_tags_for_resource(ListTagsForResourceRequest::new(gone))
            .await,
        "WAFNonexistentItemException",
    );
}
