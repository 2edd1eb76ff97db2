//! Rule groups that Firewall Manager puts first and last.

use waf_manager::{
    CreateRuleGroupRequest, DeleteFirewallManagerRuleGroupsRequest, DeleteRuleGroupRequest,
    DeleteWebAclRequest, FirewallManagerHold, GetWebAclRequest,
    PutFirewallManagerRuleGroupsRequest, Scope, Summary, UpdateWebAclRequest,
};
use waf_rules::{
    Environment, Request,
    model::{
        AllowAction, FirewallManagerRuleGroup, NoneAction, OverrideAction, Rule, RuleAction,
        RuleGroupReferenceStatement, WebAcl,
    },
};

use crate::world::{World, blocks_path, refused, visibility};

/// A rule group with one rule.
async fn group(world: &World, name: &str, rule: Rule) -> Summary {
    let request = CreateRuleGroupRequest::new(name, Scope::Regional, 10, visibility(name));
    let request = request.rules(vec![rule]);
    world
        .root()
        .create_rule_group(request)
        .await
        .unwrap()
        .summary
}

fn puts(name: &str, group: &Summary) -> Vec<FirewallManagerRuleGroup> {
    let statement = RuleGroupReferenceStatement::new(&*group.arn);
    let none = OverrideAction::from(NoneAction::new());
    vec![FirewallManagerRuleGroup::new(
        name,
        0_u32,
        statement,
        none,
        visibility(name),
    )]
}

async fn read(world: &World, acl: &Summary) -> (WebAcl, String) {
    let found = world
        .root()
        .get_web_acl(GetWebAclRequest::by_arn(&acl.arn))
        .await
        .unwrap();
    (found.web_acl, found.lock_token)
}

#[tokio::test]
async fn first_groups_decide_before_the_accounts_rules_and_last_ones_after() {
    let world = World::new().await;
    let waf = world.root();
    let first = group(&world, "first", blocks_path("first", "/first")).await;
    let last = group(&world, "last", blocks_path("last", "/")).await;
    let own = blocks_path("own", "/own").action(RuleAction::from(AllowAction::new()));
    let acl = world.protecting("edge", vec![own]).await;
    let put = |token: &str| {
        PutFirewallManagerRuleGroupsRequest::new(&acl.arn, token)
            .pre_process(puts("fms-first", &first))
            .post_process(puts("fms-last", &last))
            .hold(FirewallManagerHold::Retrofitted)
    };
    let next = waf
        .put_firewall_manager_rule_groups(put(&acl.lock_token))
        .await
        .unwrap()
        .next_web_acl_lock_token;
    let decided_by = async |uri: &str| {
        let request = Request::new("GET", uri, [192, 0, 2, 7]);
        let protection = world.protection().await;
        let verdict = protection.decide(&request, world.now(), &Environment::new());
        verdict.rule().to_owned()
    };
    assert_eq!(decided_by("/first").await, "fms-first");
    assert_eq!(decided_by("/own").await, "own");
    assert_eq!(decided_by("/other").await, "fms-last");
    let (found, token) = read(&world, &acl).await;
    assert_eq!(
        (found.capacity, found.retrofitted_by_firewall_manager),
        (Some(22), Some(true))
    );
    assert_eq!(token, next);

    // Again, whatever the token: nothing changes. Something else needs the token of what was read last.
    let again = waf
        .put_firewall_manager_rule_groups(put(&acl.lock_token))
        .await
        .unwrap();
    assert_eq!(again.next_web_acl_lock_token, next);
    let other = PutFirewallManagerRuleGroupsRequest::new(&acl.arn, &acl.lock_token);
    refused(
        waf.put_firewall_manager_rule_groups(other).await,
        "WAFOptimisticLockException",
    );

    // The account's own update leaves them alone, and what they refer to stays.
    let update = UpdateWebAclRequest::new(
        "edge",
        Scope::Regional,
        &acl.id,
        AllowAction::new(),
        visibility("edge"),
        &next,
    );
    waf.update_web_acl(update).await.unwrap();
    assert_eq!(decided_by("/own").await, "fms-last");
    let delete =
        DeleteRuleGroupRequest::new("first", Scope::Regional, &first.id, &first.lock_token);
    refused(
        waf.delete_rule_group(delete).await,
        "WAFAssociatedItemException",
    );
}

#[tokio::test]
async fn the_account_removes_what_is_left_behind_and_not_before() {
    let world = World::new().await;
    let waf = world.root();
    let first = group(&world, "first", blocks_path("first", "/first")).await;
    let acl = world.web_acl("edge", vec![]).await;
    let put = |token: &str, hold| {
        PutFirewallManagerRuleGroupsRequest::new(&acl.arn, token)
            .pre_process(puts("fms-first", &first))
            .hold(hold)
    };
    let delete = |token: &str| DeleteFirewallManagerRuleGroupsRequest::new(&acl.arn, token);
    let mut token = acl.lock_token.clone();
    for hold in [
        FirewallManagerHold::Managed,
        FirewallManagerHold::Retrofitted,
    ] {
        let answer = waf
            .put_firewall_manager_rule_groups(put(&token, hold))
            .await
            .unwrap();
        token = answer.next_web_acl_lock_token;
        refused(
            waf.delete_firewall_manager_rule_groups(delete(&token))
                .await,
            "WAFInvalidOperationException",
        );
        let whole = DeleteWebAclRequest::new("edge", Scope::Regional, &acl.id, &token);
        if hold == FirewallManagerHold::Managed {
            refused(
                waf.delete_web_acl(whole).await,
                "WAFInvalidOperationException",
            );
        }
    }
    let answer = waf
        .put_firewall_manager_rule_groups(put(&token, FirewallManagerHold::None))
        .await
        .unwrap();
    refused(
        waf.delete_firewall_manager_rule_groups(delete(&token))
            .await,
        "WAFOptimisticLockException",
    );
    let next = waf
        .delete_firewall_manager_rule_groups(delete(&answer.next_web_acl_lock_token))
        .await
        .unwrap();
    let (found, token) = read(&world, &acl).await;
    assert_eq!(found.pre_process_firewall_manager_rule_groups, None);
    assert_eq!(token, next.next_web_acl_lock_token);
    let unused =
        DeleteRuleGroupRequest::new("first", Scope::Regional, &first.id, &first.lock_token);
    waf.delete_rule_group(unused).await.unwrap();
}

#[tokio::test]
async fn what_does_not_fit_or_is_not_there_is_refused() {
    let world = World::new().await;
    let waf = world.root();
    let acl = world.web_acl("edge", vec![]).await;
    let mut large = group(&world, "large", blocks_path("large", "/")).await;
    large.arn = large
        .arn
        .replace(&large.id, "a1b2c3d4-5678-90ab-cdef-111111111111");
    let request = PutFirewallManagerRuleGroupsRequest::new(&acl.arn, &acl.lock_token)
        .pre_process(puts("fms", &large));
    refused(
        waf.put_firewall_manager_rule_groups(request).await,
        "WAFNonexistentItemException",
    );
    let request = CreateRuleGroupRequest::new("huge", Scope::Regional, 5_000, visibility("huge"));
    let huge = waf.create_rule_group(request).await.unwrap().summary;
    let request = PutFirewallManagerRuleGroupsRequest::new(&acl.arn, &acl.lock_token)
        .pre_process(puts("fms-first", &huge))
        .post_process(puts("fms-last", &huge));
    refused(
        waf.put_firewall_manager_rule_groups(request).await,
        "WAFLimitsExceededException",
    );
}
