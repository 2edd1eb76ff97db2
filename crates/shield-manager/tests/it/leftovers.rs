//! Processes that end, web ACLs that change, and rules that go nevertheless.

use std::time::Duration;

use shield_manager::{DisableApplicationLayerAutomaticResponseRequest, ResponseAction, limits};
use waf_manager::{GetWebAclRequest, Scope, UpdateWebAclRequest};

use crate::{
    traffic::Flood,
    world::{World, web_acl},
};

/// A world in the middle of a flood that is told by networks, so that there are IP sets, too.
async fn under_attack() -> World {
    let mut world = World::new(3).await;
    world.enable(ResponseAction::Block).await.unwrap();
    world.pass(300, None).await;
    world.pass(60, Some(Flood::FewNetworks)).await;
    assert!(world.run().await.rules > 0);
    assert!(!world.left().await.1.is_empty());
    world
}

async fn blocks_the_flood(world: &mut World) -> bool {
    let mut blocked = 0;
    for _ in 0..100 {
        let visit = Flood::FewNetworks.request(&mut world.dice);
        blocked += u32::from(!world.lets_through(&visit).await);
    }
    blocked >= 95
}

#[tokio::test]
async fn what_a_process_leaves_behind_holds_for_a_while_and_goes() {
    let mut world = under_attack().await;
    world.restart();
    world.run().await;
    assert!(blocks_the_flood(&mut world).await);

    world.clock.advance(limits::EXPIRY + Duration::from_secs(1));
    let report = world.run().await;
    assert_eq!((report.rules, report.installed), (0, 1));
    assert!(!blocks_the_flood(&mut world).await);
    let (groups, sets) = world.left().await;
    assert_eq!((groups.len(), sets.len()), (1, 0));
    // Nothing is due any more.
    world.clock.advance(Duration::from_secs(3600));
    assert_eq!(world.run().await.installed, 0);
}

#[tokio::test]
async fn disabling_in_the_middle_of_a_flood_takes_everything_off() {
    let mut world = under_attack().await;
    let request = DisableApplicationLayerAutomaticResponseRequest::new(world.balancer.as_str());
    world
        .root()
        .disable_application_layer_automatic_response(request)
        .await
        .unwrap();
    assert!(!blocks_the_flood(&mut world).await);
    assert_eq!(world.left().await, (Vec::new(), Vec::new()));
    assert_eq!(world.run().await.protected, 0);
}

#[tokio::test]
async fn the_group_is_put_back_where_an_account_has_taken_it_off() {
    let mut world = under_attack().await;
    let waf = world.waf();
    let found = waf
        .get_web_acl(GetWebAclRequest::by_arn(&*world.acl.arn))
        .await
        .unwrap();
    let mut request =
        UpdateWebAclRequest::keeping(found.web_acl, Scope::Regional, found.lock_token);
    request.rules = None;
    waf.update_web_acl(request).await.unwrap();
    assert!(!blocks_the_flood(&mut world).await);
    let renewal = u32::try_from(limits::RENEWAL.as_secs()).unwrap();
    world.pass(renewal + 1, Some(Flood::FewNetworks)).await;
    assert!(blocks_the_flood(&mut world).await);
}

#[tokio::test]
async fn rules_follow_a_resource_to_another_web_acl() {
    let mut world = under_attack().await;
    web_acl(&world.waf, "another", &world.balancer).await;
    assert!(!blocks_the_flood(&mut world).await);
    world.pass(5, Some(Flood::FewNetworks)).await;
    assert!(blocks_the_flood(&mut world).await);
    assert_eq!(world.read_acl().await.rules, Some(Vec::new()));
    assert_eq!(world.left().await.0.len(), 1);
}
