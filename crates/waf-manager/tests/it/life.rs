//! Made, read, changed, deleted.

use common_types::ServiceError;
use waf_manager::{
    CreateIpSetRequest, CreateRegexPatternSetRequest, CreateRuleGroupRequest, DeleteIpSetRequest,
    DeleteWebAclRequest, GetIpSetRequest, GetRegexPatternSetRequest, GetRuleGroupRequest,
    GetWebAclRequest, Scope, UpdateIpSetRequest, UpdateWebAclRequest,
};
use waf_rules::model::{BlockAction, DefaultAction, IpAddressVersion};

use crate::world::{World, blocks_set, refused, visibility, web_acl_request};

fn get(summary: &waf_manager::Summary) -> GetIpSetRequest {
    GetIpSetRequest::new(&summary.name, Scope::Regional, &summary.id)
}

#[tokio::test]
async fn what_is_made_is_there_as_it_was_said() {
    let world = World::new().await;
    let waf = world.root();
    let request = CreateIpSetRequest::new(
        "office",
        Scope::Regional,
        IpAddressVersion::Ipv4,
        ["192.0.2.0/24"],
    );
    let summary = waf
        .create_ip_set(request.description("our offices"))
        .await
        .unwrap()
        .summary;
    let prefix = "arn:aws:wafv2:eu-west-1:111122223333:regional/ipset/office/";
    assert_eq!(summary.arn, format!("{prefix}{}", summary.id));
    let found = waf.get_ip_set(get(&summary)).await.unwrap();
    assert_eq!(found.ip_set.addresses, ["192.0.2.0/24"]);
    assert_eq!(found.ip_set.description.as_deref(), Some("our offices"));
    assert_eq!(found.lock_token, summary.lock_token);

    let request = CreateRegexPatternSetRequest::new("bots", Scope::Regional, ["(?i)bot"]);
    let patterns = waf.create_regex_pattern_set(request).await.unwrap().summary;
    let request = GetRegexPatternSetRequest::new("bots", Scope::Regional, patterns.id);
    let found = waf
        .get_regex_pattern_set(request)
        .await
        .unwrap()
        .regex_pattern_set;
    assert_eq!(found.regular_expression_list[0].regex_string, "(?i)bot");

    let request = CreateRuleGroupRequest::new("group", Scope::Regional, 10, visibility("group"));
    let group = waf
        .create_rule_group(request.rules(vec![blocks_set("office", &summary.arn)]))
        .await
        .unwrap();
    let found = waf
        .get_rule_group(GetRuleGroupRequest::by_arn(&group.summary.arn))
        .await
        .unwrap()
        .rule_group;
    assert_eq!(found.capacity, 10);
    assert_eq!(
        found.label_namespace.as_deref(),
        Some("awswaf:111122223333:rulegroup:group:")
    );
}

#[tokio::test]
async fn a_name_is_taken_once_in_its_scope() {
    let world = World::new().await;
    world.ip_set("office", &[]).await;
    let request =
        |scope| CreateIpSetRequest::new("office", scope, IpAddressVersion::Ipv4, ["192.0.2.0/24"]);
    refused(
        world.root().create_ip_set(request(Scope::Regional)).await,
        "WAFDuplicateItemException",
    );
    // What is for CloudFront is another place, and is called in one region alone.
    let error = refused(
        world.root().create_ip_set(request(Scope::Cloudfront)).await,
        "WAFInvalidParameterException",
    );
    assert_eq!(error.members()[0], ("Field", "SCOPE_VALUE".to_owned()));
    let global = world
        .root_in("us-east-1")
        .create_ip_set(request(Scope::Cloudfront))
        .await
        .unwrap();
    assert!(
        global
            .summary
            .arn
            .contains(":us-east-1:111122223333:global/ipset/office/")
    );
}

#[tokio::test]
async fn a_change_needs_the_token_of_what_was_read_last() {
    let world = World::new().await;
    let waf = world.root();
    let set = world.ip_set("office", &["192.0.2.0/24"]).await;
    let update = |addresses: [&'static str; 1], token: &str| {
        UpdateIpSetRequest::new("office", Scope::Regional, &set.id, addresses, token)
    };
    let next = waf
        .update_ip_set(update(["198.51.100.0/24"], &set.lock_token))
        .await
        .unwrap()
        .next_lock_token;
    refused(
        waf.update_ip_set(update(["203.0.113.0/24"], &set.lock_token))
            .await,
        "WAFOptimisticLockException",
    );
    assert_eq!(
        waf.get_ip_set(get(&set)).await.unwrap().ip_set.addresses,
        ["198.51.100.0/24"]
    );

    let delete = |token: &str| DeleteIpSetRequest::new("office", Scope::Regional, &set.id, token);
    refused(
        waf.delete_ip_set(delete(&set.lock_token)).await,
        "WAFOptimisticLockException",
    );
    waf.delete_ip_set(delete(&next)).await.unwrap();
    refused(
        waf.get_ip_set(get(&set)).await,
        "WAFNonexistentItemException",
    );
    refused(
        waf.delete_ip_set(delete(&next)).await,
        "WAFNonexistentItemException",
    );
    world.ip_set("office", &[]).await;
}

#[tokio::test]
async fn a_web_acl_is_replaced_as_a_whole() {
    let world = World::new().await;
    let waf = world.root();
    let set = world.ip_set("office", &["192.0.2.0/24"]).await;
    let request = web_acl_request("edge")
        .description("the edge")
        .rules(vec![blocks_set("office", &set.arn)]);
    let acl = waf.create_web_acl(request).await.unwrap().summary;
    let read = async || {
        waf.get_web_acl(GetWebAclRequest::new("edge", Scope::Regional, &acl.id))
            .await
            .unwrap()
            .web_acl
    };
    assert_eq!(read().await.capacity, Some(1));
    assert_eq!(read().await.rules.unwrap().len(), 1);

    let update = UpdateWebAclRequest::new(
        "edge",
        Scope::Regional,
        &acl.id,
        BlockAction::new(),
        visibility("edge"),
        &acl.lock_token,
    );
    let next = waf.update_web_acl(update).await.unwrap().next_lock_token;
    let now = read().await;
    assert!(matches!(now.default_action, DefaultAction::Block(_)));
    assert_eq!(
        (now.rules.unwrap().len(), now.description, now.capacity),
        (0, None, Some(0))
    );
    waf.delete_web_acl(DeleteWebAclRequest::new(
        "edge",
        Scope::Regional,
        &acl.id,
        next,
    ))
    .await
    .unwrap();
}

#[tokio::test]
async fn what_aws_refuses_is_refused() {
    let world = World::new().await;
    let waf = world.root();
    let request = CreateIpSetRequest::new(
        "no spaces",
        Scope::Regional,
        IpAddressVersion::Ipv4,
        ["192.0.2.0/24"],
    );
    let error = refused(waf.create_ip_set(request).await, "ValidationException");
    assert!(
        error
            .to_string()
            .contains("at 'name' failed to satisfy constraint"),
        "{error}"
    );
    let request = CreateIpSetRequest::new(
        "office",
        Scope::Regional,
        IpAddressVersion::Ipv4,
        ["0.0.0.0/0"],
    );
    refused(
        waf.create_ip_set(request).await,
        "WAFInvalidParameterException",
    );
    let request = CreateRuleGroupRequest::new("group", Scope::Regional, 1, visibility("group"));
    let set = world.ip_set("office", &[]).await;
    let mut rules = vec![blocks_set("a", &set.arn), blocks_set("b", &set.arn)];
    rules[1].priority = 1;
    let error = waf
        .create_rule_group(request.rules(rules))
        .await
        .unwrap_err();
    assert!(
        error.code().starts_with("WAF"),
        "2 units do not fit 1: {error}"
    );
    let nothing = GetWebAclRequest::default();
    refused(
        waf.get_web_acl(nothing).await,
        "WAFInvalidOperationException",
    );
}

#[tokio::test]
async fn an_arn_is_found_in_its_own_region_alone() {
    let world = World::new().await;
    let acl = world.web_acl("edge", vec![]).await;
    let get = || GetWebAclRequest::by_arn(&acl.arn);
    world.root().get_web_acl(get()).await.unwrap();
    refused(
        world.root_in("us-east-1").get_web_acl(get()).await,
        "WAFNonexistentItemException",
    );
}
