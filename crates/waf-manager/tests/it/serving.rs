//! What protects a resource is always the newest.

use waf_manager::{AssociateWebAclRequest, DisassociateWebAclRequest, Scope, UpdateIpSetRequest};
use waf_rules::{Environment, Request};

use crate::world::{BALANCER, World, blocks_set};

#[tokio::test]
async fn a_change_of_a_set_decides_the_next_request() {
    let world = World::new().await;
    let set = world.ip_set("office", &["192.0.2.0/24"]).await;
    let acl = world
        .web_acl("edge", vec![blocks_set("office", &set.arn)])
        .await;
    let resource = BALANCER.parse().unwrap();
    assert!(world.waf.protection(&resource).await.unwrap().is_none());
    world
        .root()
        .associate_web_acl(AssociateWebAclRequest::new(&acl.arn, BALANCER))
        .await
        .unwrap();

    let now = "2026-01-01T00:00:00Z".parse().unwrap();
    let blocks = async |address: [u8; 4]| {
        let compiled = world.waf.protection(&resource).await.unwrap().unwrap();
        let request = Request::new("GET", "/", address);
        let verdict = compiled.decide(&request, now, &Environment::new());
        verdict.response().is_some()
    };
    assert!(blocks([192, 0, 2, 7]).await);
    assert!(!blocks([198, 51, 100, 7]).await);
    let update = UpdateIpSetRequest::new(
        "office",
        Scope::Regional,
        &set.id,
        ["198.51.100.0/24"],
        &set.lock_token,
    );
    world.root().update_ip_set(update).await.unwrap();
    assert!(!blocks([192, 0, 2, 7]).await);
    assert!(blocks([198, 51, 100, 7]).await);
}

#[tokio::test]
async fn a_resource_that_is_protected_otherwise_is_so_at_once() {
    let world = World::new().await;
    world.protecting("one", vec![]).await;
    assert_eq!(world.protection().await.web_acl().name(), "one");
    world.protecting("two", vec![]).await;
    assert_eq!(world.protection().await.web_acl().name(), "two");
    let request = DisassociateWebAclRequest::new(BALANCER);
    world.root().disassociate_web_acl(request).await.unwrap();
    let balancer = BALANCER.parse().unwrap();
    assert!(world.waf.protection(&balancer).await.unwrap().is_none());
}
