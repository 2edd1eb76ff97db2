//! What leaves the scope, and policies that end.

use fleet::{DeletePolicyRequest, GetPolicyRequest, ManagedServiceData};
use waf_manager::{
    DeleteFirewallManagerRuleGroupsRequest, GetWebAclRequest, ListWebAclsRequest, Scope,
};

use crate::world::{SHOP, World, policy, refused};

async fn web_acls(world: &World) -> usize {
    let request = ListWebAclsRequest::new(Scope::Regional);
    let found = world.waf_of(SHOP).list_web_acls(request).await.unwrap();
    found.web_acls.len()
}

#[tokio::test]
async fn a_resource_that_leaves_the_scope_keeps_its_protection_unless_the_policy_cleans_up() {
    for cleans_up in [false, true] {
        let world = World::new().await;
        let shop = world.balancer(SHOP, "shop", &[("public", "yes")]);
        let group = world.rule_group("g", "/admin").await;
        let policy = policy(ManagedServiceData::allowing().first(group))
            .resource_tag("public", "yes")
            .delete_unused_fm_managed_resources(cleans_up);
        world.put(policy).await;
        world.run().await;
        assert!(world.of(SHOP, &shop).await.is_some());

        world.balancer(SHOP, "shop", &[("public", "no")]);
        let report = world.run().await;
        assert_eq!(report.failures, 0);
        assert_eq!(world.of(SHOP, &shop).await.is_none(), cleans_up);
    }
}

#[tokio::test]
async fn a_retrofitted_web_acl_loses_the_groups_when_nothing_of_it_is_in_scope_any_more() {
    let world = World::new().await;
    let shop = world.balancer(SHOP, "shop", &[]);
    world.web_acl(SHOP, "customer", &shop).await;
    let group = world.rule_group("g", "/admin").await;
    let data = ManagedServiceData::allowing().retrofitting().optimized();
    let policy = policy(data.first(group)).delete_unused_fm_managed_resources(true);
    world.put(policy).await;
    world.run().await;
    assert!(!world.lets_through(&shop, "/admin").await);

    world.forget_balancer(SHOP, &shop);
    world.run().await;
    assert!(world.lets_through(&shop, "/admin").await);
    assert!(
        !world.lets_through(&shop, "/private").await,
        "its own rules stay"
    );
    let acl = world.of(SHOP, &shop).await.unwrap();
    assert_eq!(acl.retrofitted_by_firewall_manager, None);
}

#[tokio::test]
async fn a_deleted_policy_takes_back_what_it_did() {
    let world = World::new().await;
    let (shop, retrofitted) = (
        world.balancer(SHOP, "shop", &[]),
        world.balancer(SHOP, "other", &[]),
    );
    world.web_acl(SHOP, "customer", &retrofitted).await;
    let group = world.rule_group("g", "/admin").await;
    let data = ManagedServiceData::allowing().retrofitting().first(group);
    let id = world.put(policy(data)).await.policy_id.unwrap();
    world.run().await;
    assert_eq!(web_acls(&world).await, 2);

    let request = DeletePolicyRequest::new(&*id).delete_all_policy_resources();
    world.fms().delete_policy(request).await.unwrap();
    let gone = world.fms().get_policy(GetPolicyRequest::new(&*id)).await;
    refused(gone, "ResourceNotFoundException");
    assert!(
        world
            .fms()
            .list_policies()
            .await
            .unwrap()
            .policy_list
            .is_empty()
    );

    let report = world.run().await;
    assert_eq!(report.failures, 0);
    assert!(world.of(SHOP, &shop).await.is_none());
    assert!(world.lets_through(&retrofitted, "/admin").await);
    assert_eq!(web_acls(&world).await, 1);
    // It is over: nothing is due any more.
    assert_eq!(world.run().await.policies, 0);
}

#[tokio::test]
async fn a_policy_deleted_without_clean_up_leaves_its_web_acls_to_their_accounts() {
    let world = World::new().await;
    let shop = world.balancer(SHOP, "shop", &[]);
    let group = world.rule_group("g", "/admin").await;
    let data = ManagedServiceData::allowing().first(group);
    let id = world.put(policy(data)).await.policy_id.unwrap();
    world.run().await;
    world
        .fms()
        .delete_policy(DeletePolicyRequest::new(id))
        .await
        .unwrap();
    world.run().await;
    assert!(!world.lets_through(&shop, "/admin").await);

    let waf = world.waf_of(SHOP);
    let acl = world.of(SHOP, &shop).await.unwrap();
    assert_eq!(acl.managed_by_firewall_manager, Some(false));
    let found = waf.get_web_acl(GetWebAclRequest::by_arn(&*acl.arn)).await;
    let request = DeleteFirewallManagerRuleGroupsRequest::new(acl.arn, found.unwrap().lock_token);
    waf.delete_firewall_manager_rule_groups(request)
        .await
        .unwrap();
    assert!(world.lets_through(&shop, "/admin").await);
}
