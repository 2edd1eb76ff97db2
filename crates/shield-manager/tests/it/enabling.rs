//! What enabling puts on a web ACL, and what disabling takes off.

use common_types::Caller;
use shield_manager::{
    DescribeProtectionRequest, DisableApplicationLayerAutomaticResponseRequest, ResponseAction,
};
use waf_manager::{DisassociateWebAclRequest, GetWebAclRequest, Scope, UpdateWebAclRequest};
use waf_rules::model::{
    BlockAction, GeoMatchStatement, Rule, RuleAction, Statement, VisibilityConfig,
};

use crate::world::{ACCOUNT, REGION, World, refused};

#[tokio::test]
async fn a_group_of_150_units_is_put_behind_all_rules_and_taken_off_again() {
    let world = World::new(1).await;
    world.enable(ResponseAction::Block).await.unwrap();
    let acl = world.read_acl().await;
    assert_eq!(acl.capacity, Some(150));
    let rules = acl.rules.unwrap();
    assert_eq!(rules.len(), 1);
    assert_eq!(rules[0].priority, 10_000_000);
    let beginning = format!("ShieldMitigationRuleGroup_{ACCOUNT}_{}_", world.acl.id);
    assert!(rules[0].name.starts_with(&beginning), "{}", rules[0].name);
    assert!(matches!(
        rules[0].statement,
        Statement::RuleGroupReferenceStatement(_)
    ));

    let request = DescribeProtectionRequest::new(world.balancer.as_str());
    let described = world.root().describe_protection(request).await.unwrap();
    let described = described.application_layer_automatic_response_configuration;
    assert_eq!(described.action, ResponseAction::Block);
    assert_eq!(described.web_acl_arn, world.acl.arn);

    disable(&world).await;
    assert_eq!(world.read_acl().await.rules, Some(Vec::new()));
    assert_eq!(world.left().await, (Vec::new(), Vec::new()));
}

#[tokio::test]
async fn what_cannot_be_done_is_refused() {
    let world = World::new(1).await;
    let request = DescribeProtectionRequest::new(world.balancer.as_str());
    let described = world.root().describe_protection(request).await;
    refused(described, "ResourceNotFoundException");
    world.enable(ResponseAction::Count).await.unwrap();
    refused(
        world.enable(ResponseAction::Count).await,
        "InvalidOperationException",
    );
    disable(&world).await;

    // A rule of the account's own is where Shield's belongs.
    let waf = world.waf();
    let found = waf
        .get_web_acl(GetWebAclRequest::by_arn(&*world.acl.arn))
        .await
        .unwrap();
    let mut request =
        UpdateWebAclRequest::keeping(found.web_acl, Scope::Regional, found.lock_token);
    let statement = GeoMatchStatement::new().country_codes(vec!["NL".to_owned()]);
    let visibility = VisibilityConfig::new(true, true, "own");
    let rule = Rule::new("own", 10_000_000_u32, statement, visibility);
    request.rules = Some(vec![rule.action(RuleAction::from(BlockAction::new()))]);
    waf.update_web_acl(request).await.unwrap();
    refused(
        world.enable(ResponseAction::Count).await,
        "InvalidOperationException",
    );

    let request = DisassociateWebAclRequest::new(world.balancer.as_str());
    waf.disassociate_web_acl(request).await.unwrap();
    let error = refused(
        world.enable(ResponseAction::Count).await,
        "InvalidOperationException",
    );
    assert_eq!(error.to_string(), "the resource has no web ACL");

    let role = Caller::role("arn:aws:iam::111122223333:role/app").unwrap();
    let app = world.shield.caller(role).region(REGION).unwrap();
    let request = DescribeProtectionRequest::new(world.balancer.as_str());
    refused(
        app.describe_protection(request).await,
        "AccessDeniedException",
    );
}

async fn disable(world: &World) {
    let request = DisableApplicationLayerAutomaticResponseRequest::new(world.balancer.as_str());
    world
        .root()
        .disable_application_layer_automatic_response(request)
        .await
        .unwrap();
}
