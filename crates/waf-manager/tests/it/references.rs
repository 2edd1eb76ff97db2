//! What rules refer to is there, and stays while it is needed.

use std::sync::Arc;

use store::{CommitFault, FaultyStore, MemoryStore};
use waf_manager::{
    CreateRuleGroupRequest, DeleteIpSetRequest, DeleteRuleGroupRequest, Scope, Summary,
    UpdateWebAclRequest,
};
use waf_rules::model::{
    AllowAction, NoneAction, OverrideAction, Rule, RuleGroupReferenceStatement, Statement,
};

use crate::world::{World, blocks_set, refused, visibility, web_acl_request};

/// As many as rules may refer to.
const REFERENCES: usize = waf_rules::limits::REFERENCES;

fn uses_group(arn: &str) -> Rule {
    let statement = Statement::from(RuleGroupReferenceStatement::new(arn));
    Rule::new("group", 0_u32, statement, visibility("group"))
        .override_action(OverrideAction::from(NoneAction::new()))
}

#[tokio::test]
async fn what_does_not_exist_cannot_be_referred_to() {
    let world = World::new().await;
    for arn in [
        "arn:aws:wafv2:eu-west-1:111122223333:regional/ipset/none/a1b2c3d4-5678-90ab-cdef-111111111111",
        "arn:aws:wafv2:eu-west-1:444455556666:regional/ipset/none/a1b2c3d4-5678-90ab-cdef-111111111111",
    ] {
        let request = web_acl_request("edge").rules(vec![blocks_set("office", arn)]);
        refused(
            world.root().create_web_acl(request).await,
            "WAFNonexistentItemException",
        );
    }
}

#[tokio::test]
async fn what_is_referred_to_cannot_be_deleted() {
    let world = World::new().await;
    let waf = world.root();
    let set = world.ip_set("office", &["192.0.2.0/24"]).await;
    let request = CreateRuleGroupRequest::new("group", Scope::Regional, 10, visibility("group"));
    let request = request.rules(vec![blocks_set("office", &set.arn)]);
    let group = waf.create_rule_group(request).await.unwrap().summary;
    let acl = world.web_acl("edge", vec![uses_group(&group.arn)]).await;

    let delete_set =
        || DeleteIpSetRequest::new("office", Scope::Regional, &set.id, &set.lock_token);
    let delete_group =
        || DeleteRuleGroupRequest::new("group", Scope::Regional, &group.id, &group.lock_token);
    refused(
        waf.delete_ip_set(delete_set()).await,
        "WAFAssociatedItemException",
    );
    refused(
        waf.delete_rule_group(delete_group()).await,
        "WAFAssociatedItemException",
    );

    let update = UpdateWebAclRequest::new(
        "edge",
        Scope::Regional,
        &acl.id,
        AllowAction::new(),
        visibility("edge"),
        &acl.lock_token,
    );
    waf.update_web_acl(update).await.unwrap();
    waf.delete_rule_group(delete_group()).await.unwrap();
    waf.delete_ip_set(delete_set()).await.unwrap();
}

#[tokio::test]
async fn those_who_come_to_refer_to_a_set_do_not_change_its_token() {
    let world = World::new().await;
    let set = world.ip_set("office", &["192.0.2.0/24"]).await;
    world
        .web_acl("one", vec![blocks_set("office", &set.arn)])
        .await;
    world
        .web_acl("two", vec![blocks_set("office", &set.arn)])
        .await;
    let request = waf_manager::UpdateIpSetRequest::new(
        "office",
        Scope::Regional,
        &set.id,
        ["198.51.100.0/24"],
        &set.lock_token,
    );
    world.root().update_ip_set(request).await.unwrap();
}

async fn sets(world: &World, prefix: &str, count: usize) -> Vec<Summary> {
    let mut sets = Vec::new();
    for n in 0..count {
        sets.push(
            world
                .ip_set(&format!("{prefix}{n}"), &["192.0.2.0/24"])
                .await,
        );
    }
    sets
}

fn blocking(sets: &[Summary]) -> Vec<Rule> {
    let rules = (0_u32..).zip(sets);
    rules
        .map(|(priority, set)| {
            let mut rule = blocks_set(&set.name, &set.arn);
            rule.priority = priority;
            rule
        })
        .collect()
}

async fn update(world: &World, acl: &Summary, lock_token: &str, rules: Vec<Rule>) -> String {
    let request = UpdateWebAclRequest::new(
        &acl.name,
        Scope::Regional,
        &acl.id,
        AllowAction::new(),
        visibility(&acl.name),
        lock_token,
    );
    let updated = world.root().update_web_acl(request.rules(rules)).await;
    updated.unwrap().next_lock_token
}

async fn delete(world: &World, set: &Summary) -> Result<(), waf_manager::Error> {
    let request = DeleteIpSetRequest::new(&set.name, Scope::Regional, &set.id, &set.lock_token);
    world.root().delete_ip_set(request).await.map(drop)
}

/// Whoever refers to a set does not write it again: ten of the largest are more than one commit holds.
#[tokio::test]
async fn large_sets_are_referred_to_as_small_ones_are() {
    let world = World::new().await;
    let addresses: Vec<String> = (0..10_000_u32)
        .map(|n| format!("{}/32", std::net::Ipv4Addr::from(0x0A00_0000 + n * 2)))
        .collect();
    let addresses: Vec<&str> = addresses.iter().map(String::as_str).collect();
    let mut sets = Vec::new();
    for n in 0..10 {
        sets.push(world.ip_set(&format!("large{n}"), &addresses).await);
    }
    world.web_acl("edge", blocking(&sets)).await;
    refused(delete(&world, &sets[0]).await, "WAFAssociatedItemException");
}

/// Fifty references may be changed for fifty others at once.
#[tokio::test]
async fn all_references_are_changed_for_others() {
    let world = World::new().await;
    let before = sets(&world, "before", REFERENCES).await;
    let after = sets(&world, "after", REFERENCES).await;
    let acl = world.web_acl("edge", blocking(&before)).await;
    update(&world, &acl, &acl.lock_token, blocking(&after)).await;
    for set in &after {
        refused(delete(&world, set).await, "WAFAssociatedItemException");
    }
    for set in &before {
        delete(&world, set).await.unwrap();
    }
}

/// Where the second of two commits is cut, sets know a referrer that does not refer to them any more. They can be deleted still, and
/// come to be referred to again.
#[tokio::test]
async fn an_update_that_was_cut_leaves_nothing_behind() {
    let store = Arc::new(FaultyStore::new(MemoryStore::new()));
    let world = World::over(Arc::clone(&store)).await;
    let before = sets(&world, "before", REFERENCES).await;
    let after = sets(&world, "after", REFERENCES).await;
    let acl = world.web_acl("edge", blocking(&before)).await;
    store.pass_commits(1);
    store.fail_next_commit(CommitFault::Refused);
    let token = update(&world, &acl, &acl.lock_token, blocking(&after)).await;

    delete(&world, &before[0]).await.unwrap();
    update(&world, &acl, &token, blocking(&before[1..2])).await;
    refused(
        delete(&world, &before[1]).await,
        "WAFAssociatedItemException",
    );
    delete(&world, &before[2]).await.unwrap();
    delete(&world, &after[0]).await.unwrap();
}
