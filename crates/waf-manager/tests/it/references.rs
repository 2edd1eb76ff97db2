//! What rules refer to is there, and stays while it is needed.

use waf_manager::{
    CreateRuleGroupRequest, DeleteIpSetRequest, DeleteRuleGroupRequest, Scope, UpdateWebAclRequest,
};
use waf_rules::model::{
    AllowAction, NoneAction, OverrideAction, Rule, RuleGroupReferenceStatement, Statement,
};

use crate::world::{World, blocks_set, refused, visibility, web_acl_request};

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
