//! Rule groups that are shared with other accounts.

use serde_json::{Value, json};
use waf_manager::{
    CheckCapacityRequest, CreateRuleGroupRequest, DeletePermissionPolicyRequest,
    DeleteRuleGroupRequest, DeleteWebAclRequest, GetPermissionPolicyRequest, GetRuleGroupRequest,
    LogSource, PutPermissionPolicyRequest, Scope, Summary, UpdateIpSetRequest,
};
use waf_rules::{
    Environment, Request,
    model::{NoneAction, OverrideAction, Rule, RuleGroupReferenceStatement, Statement},
};

use crate::world::{STRANGER, World, blocks_set, refused, visibility, web_acl_request};

const ACTIONS: [&str; 3] = [
    "wafv2:CreateWebACL",
    "wafv2:UpdateWebACL",
    "wafv2:PutFirewallManagerRuleGroups",
];

fn policy(actions: &[&str]) -> Value {
    json!({"Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Principal": {"AWS": format!("arn:aws:iam::{STRANGER}:root")}, "Action": actions,
    }]})
}

/// A rule group that blocks who is in a set of its account.
async fn group(world: &World) -> (Summary, Summary) {
    let set = world.ip_set("office", &["192.0.2.0/24"]).await;
    let request = CreateRuleGroupRequest::new("group", Scope::Regional, 10, visibility("group"));
    let request = request.rules(vec![blocks_set("office", &set.arn)]);
    let group = world.root().create_rule_group(request).await.unwrap();
    (group.summary, set)
}

fn uses(arn: &str) -> Rule {
    let statement = Statement::from(RuleGroupReferenceStatement::new(arn));
    Rule::new("group", 0_u32, statement, visibility("group"))
        .override_action(OverrideAction::from(NoneAction::new()))
}

async fn share(world: &World, arn: &str, actions: &[&str]) {
    let request = PutPermissionPolicyRequest::new(arn, policy(actions).to_string());
    world.root().put_permission_policy(request).await.unwrap();
}

#[tokio::test]
async fn a_policy_is_put_read_and_deleted() {
    let world = World::new().await;
    let waf = world.root();
    let (group, _) = group(&world).await;
    let get = || GetPermissionPolicyRequest::new(&group.arn);
    let delete = || DeletePermissionPolicyRequest::new(&group.arn);
    refused(
        waf.get_permission_policy(get()).await,
        "WAFNonexistentItemException",
    );
    refused(
        waf.delete_permission_policy(delete()).await,
        "WAFNonexistentItemException",
    );
    share(&world, &group.arn, &ACTIONS).await;
    let found = waf.get_permission_policy(get()).await.unwrap().policy;
    assert_eq!(found, policy(&ACTIONS).to_string());
    waf.delete_permission_policy(delete()).await.unwrap();
    refused(
        waf.get_permission_policy(get()).await,
        "WAFNonexistentItemException",
    );
}

#[tokio::test]
async fn a_policy_has_the_form_that_aws_wants() {
    let world = World::new().await;
    let (group, _) = group(&world).await;
    let with = |edit: &dyn Fn(&mut Value)| {
        let mut policy = policy(&ACTIONS);
        edit(&mut policy);
        policy.to_string()
    };
    for (policy, why) in [
        ("no JSON".to_owned(), ""),
        (with(&|p| p["Version"] = json!("2008-10-17")), "2012-10-17"),
        (
            with(&|p| p["Statement"][0]["Effect"] = json!("Deny")),
            "Effect must be Allow",
        ),
        (
            with(&|p| p["Statement"][0]["Resource"] = json!("*")),
            "Resource",
        ),
        (
            with(&|p| p["Statement"][0]["Action"] = json!("wafv2:*")),
            "spelled out",
        ),
        (
            with(&|p| p["Statement"][0]["Action"] = json!(ACTIONS[0])),
            "must have",
        ),
        (
            with(&|p| {
                p["Statement"][0]["Action"] =
                    json!([ACTIONS[0], ACTIONS[1], ACTIONS[2], "wafv2:DeleteRuleGroup"])
            }),
            "spelled out",
        ),
        (
            with(&|p| {
                p["Statement"][0]
                    .as_object_mut()
                    .unwrap()
                    .remove("Principal");
            }),
            "Principal",
        ),
        (
            with(&|p| {
                let statement = p["Statement"][0].as_object_mut().unwrap();
                let named = statement.remove("Principal").unwrap();
                statement.insert("NotPrincipal".to_owned(), named);
            }),
            "",
        ),
    ] {
        let request = PutPermissionPolicyRequest::new(&group.arn, &policy);
        let error = refused(
            world.root().put_permission_policy(request).await,
            "WAFInvalidPermissionPolicyException",
        );
        assert!(error.to_string().contains(why), "{policy}: {error}");
    }
    // The longest that there may be.
    let long = policy(&ACTIONS).to_string();
    let long = long.clone() + &" ".repeat(395_000 - long.len());
    let request = PutPermissionPolicyRequest::new(&group.arn, &long);
    world.root().put_permission_policy(request).await.unwrap();
    let request = PutPermissionPolicyRequest::new(&group.arn, long + " ");
    refused(
        world.root().put_permission_policy(request).await,
        "ValidationException",
    );
    let request = PutPermissionPolicyRequest::new(&group.arn, "");
    refused(
        world.root().put_permission_policy(request).await,
        "ValidationException",
    );
}

#[tokio::test]
async fn only_rule_groups_are_shared_and_only_by_their_owners() {
    let world = World::new().await;
    let (group, set) = group(&world).await;
    let put = |arn: &str| PutPermissionPolicyRequest::new(arn, policy(&ACTIONS).to_string());
    refused(
        world.root().put_permission_policy(put(&set.arn)).await,
        "WAFInvalidParameterException",
    );
    refused(
        world
            .stranger()
            .put_permission_policy(put(&group.arn))
            .await,
        "AccessDeniedException",
    );
    let get = GetPermissionPolicyRequest::new(&group.arn);
    refused(
        world.stranger().get_permission_policy(get).await,
        "AccessDeniedException",
    );
}

#[tokio::test]
async fn another_account_uses_a_rule_group_that_is_shared_with_it() {
    let world = World::new().await;
    let stranger = world.stranger();
    let (group, set) = group(&world).await;
    let create = || web_acl_request("theirs").rules(vec![uses(&group.arn)]);
    refused(
        stranger.create_web_acl(create()).await,
        "AccessDeniedException",
    );
    share(&world, &group.arn, &ACTIONS).await;
    let check = CheckCapacityRequest::new(Scope::Regional, vec![uses(&group.arn)]);
    assert_eq!(stranger.check_capacity(check).await.unwrap().capacity, 10);
    let acl = stranger.create_web_acl(create()).await.unwrap().summary;

    let blocks = async |address: [u8; 4]| {
        let source = LogSource::new("app", "1");
        let protection = world.waf.protection_by(&acl.arn, source).await.unwrap();
        let request = Request::new("GET", "/", address);
        let verdict = protection.decide(&request, world.now(), &Environment::new());
        !verdict.is_allowed()
    };
    assert!(blocks([192, 0, 2, 7]).await);
    assert!(!blocks([198, 51, 100, 7]).await);
    // What its owner changes decides the other's next request.
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

    // Nor can its owner delete it under the other.
    let delete =
        || DeleteRuleGroupRequest::new("group", Scope::Regional, &group.id, &group.lock_token);
    refused(
        world.root().delete_rule_group(delete()).await,
        "WAFAssociatedItemException",
    );
    let request = DeletePermissionPolicyRequest::new(&group.arn);
    world
        .root()
        .delete_permission_policy(request)
        .await
        .unwrap();
    assert!(blocks([198, 51, 100, 7]).await);
    let theirs = DeleteWebAclRequest::new("theirs", Scope::Regional, &acl.id, &acl.lock_token);
    stranger.delete_web_acl(theirs).await.unwrap();
    world.root().delete_rule_group(delete()).await.unwrap();
}

#[tokio::test]
async fn reading_a_shared_group_takes_its_own_permission() {
    let world = World::new().await;
    let (group, _) = group(&world).await;
    let get = || GetRuleGroupRequest::by_arn(&group.arn);
    share(&world, &group.arn, &ACTIONS).await;
    refused(
        world.stranger().get_rule_group(get()).await,
        "AccessDeniedException",
    );
    share(
        &world,
        &group.arn,
        &[&ACTIONS[..], &["wafv2:GetRuleGroup"]].concat(),
    )
    .await;
    let found = world.stranger().get_rule_group(get()).await.unwrap();
    assert_eq!(found.rule_group.name, "group");
}

#[tokio::test]
async fn sets_of_others_are_never_reached() {
    let world = World::new().await;
    let (_, set) = group(&world).await;
    let request = web_acl_request("theirs").rules(vec![blocks_set("office", &set.arn)]);
    refused(
        world.stranger().create_web_acl(request).await,
        "WAFNonexistentItemException",
    );
}

#[tokio::test]
async fn who_uses_something_in_rules_must_be_allowed_to() {
    let world = World::new().await;
    let (group, _) = group(&world).await;
    let create = || web_acl_request("edge").rules(vec![uses(&group.arn)]);
    let on = |resources: &[&str]| json!({"Effect": "Allow", "Action": "wafv2:CreateWebACL", "Resource": resources});
    let acls = "arn:aws:wafv2:*:111122223333:regional/webacl/*/*";
    let denied = refused(
        world.app(on(&[acls])).create_web_acl(create()).await,
        "AccessDeniedException",
    );
    assert!(denied.to_string().contains(&group.arn), "{denied}");
    world
        .app(on(&[acls, &group.arn]))
        .create_web_acl(create())
        .await
        .unwrap();
}
