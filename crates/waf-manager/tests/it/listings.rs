//! Listings, page by page.

use waf_manager::{ListIpSetsRequest, ListWebAclsRequest, Scope};

use crate::world::{World, refused};

#[tokio::test]
async fn pages_go_on_where_the_one_before_ended() {
    let world = World::new().await;
    for name in ["c", "a", "b"] {
        world.ip_set(name, &[]).await;
    }
    let waf = world.root();
    let request = || ListIpSetsRequest::new(Scope::Regional).limit(2);
    let first = waf.list_ip_sets(request()).await.unwrap();
    let names: Vec<_> = first.ip_sets.iter().map(|set| set.name.as_str()).collect();
    assert_eq!(names, ["a", "b"]);
    let marker = first.next_marker.unwrap();
    let second = waf
        .list_ip_sets(request().next_marker(&marker))
        .await
        .unwrap();
    assert_eq!(second.ip_sets[0].name, "c");
    assert_eq!(second.next_marker, None);

    // A marker is of its own listing.
    let other = ListWebAclsRequest::new(Scope::Regional).next_marker(&marker);
    refused(
        waf.list_web_acls(other).await,
        "WAFInvalidParameterException",
    );
    refused(
        waf.list_ip_sets(ListIpSetsRequest::new(Scope::Regional).limit(101))
            .await,
        "ValidationException",
    );
}
