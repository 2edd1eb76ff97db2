//! What a policy does to resources that do not comply.

use std::collections::BTreeMap;

use fleet::{
    ManagedServiceData, PolicyAssociation, PolicyLogCondition, PolicyLogFilter, PolicyLogFilters,
    PolicyLogging, PolicyRuleGroup,
};
use waf_manager::{
    DeleteLoggingConfigurationRequest, GetLoggingConfigurationRequest, GetRuleGroupRequest,
    GetWebAclRequest, PutFirewallManagerRuleGroupsRequest, PutLoggingConfigurationRequest, Scope,
    UpdateRuleGroupRequest, UpdateWebAclRequest,
};
use waf_rules::model::{
    ActionCondition, ActionValue, AssociatedResourceType, AssociationConfig, BlockAction,
    FilterBehavior, FilterRequirement, LoggingConfiguration, RequestBodyConfig,
    SizeInspectionLimit,
};

use crate::world::{ADMINISTRATOR, BANK, SHOP, World, blocks, policy, visibility};

#[tokio::test]
async fn one_policy_protects_the_balancers_of_all_accounts_by_the_administrators_own_group() {
    let world = World::new().await;
    let (shop, bank) = (
        world.balancer(SHOP, "shop", &[]),
        world.balancer(BANK, "bank", &[]),
    );
    let group = world.rule_group("admin", "/admin").await;
    world
        .put(policy(ManagedServiceData::allowing().first(group)))
        .await;
    let report = world.run().await;
    assert_eq!((report.policies, report.accounts), (1, 3));
    assert_eq!((report.violators, report.failures), (0, 0));
    for balancer in [&shop, &bank] {
        assert!(!world.lets_through(balancer, "/admin/users").await);
        assert!(world.lets_through(balancer, "/").await);
    }
    let acl = world.of(SHOP, &shop).await.unwrap();
    assert!(
        acl.name.starts_with("FMManagedWebACLV2-baseline-"),
        "{}",
        acl.name
    );
    assert_eq!(acl.managed_by_firewall_manager, Some(true));
    let first = acl.pre_process_firewall_manager_rule_groups.unwrap();
    assert!(
        first[0].name.starts_with("PREFMManaged-baseline-"),
        "{}",
        first[0].name
    );

    // When all is as it should be, there is nothing to do.
    assert_eq!(world.run().await.remedies, 0);
}

#[tokio::test]
async fn first_groups_are_asked_before_an_accounts_own_rules_and_last_ones_after_them() {
    let world = World::new().await;
    let shop = world.balancer(SHOP, "shop", &[]);
    let acl = world.web_acl(SHOP, "customer", &shop).await;
    let data = ManagedServiceData::allowing()
        .retrofitting()
        .first(world.rule_group("first", "/admin").await)
        .last(world.rule_group("last", "/debug").await);
    world.put(policy(data)).await;
    let report = world.run().await;
    assert_eq!((report.violators, report.failures), (0, 0));
    let now = world.of(SHOP, &shop).await.unwrap();
    assert_eq!(now.arn, acl.arn, "it is the account's own still");
    assert_eq!(now.retrofitted_by_firewall_manager, Some(true));
    for path in ["/admin", "/private", "/debug"] {
        assert!(!world.lets_through(&shop, path).await, "{path}");
    }
    assert!(world.lets_through(&shop, "/").await);
}

#[tokio::test]
async fn a_web_acl_of_an_accounts_own_is_left_unless_the_policy_overrides() {
    let world = World::new().await;
    let shop = world.balancer(SHOP, "shop", &[]);
    let theirs = world.web_acl(SHOP, "customer", &shop).await;
    let data = ManagedServiceData::allowing().first(world.rule_group("g", "/admin").await);
    let put = world.put(policy(data.clone())).await;
    let report = world.run().await;
    assert_eq!(report.violators, 1);
    assert_eq!(world.of(SHOP, &shop).await.unwrap().arn, theirs.arn);

    let overriding = policy(data.overriding())
        .policy_id(put.policy_id.unwrap())
        .policy_update_token(put.policy_update_token.unwrap());
    world.put(overriding).await;
    let report = world.run().await;
    assert_eq!(report.violators, 0);
    let acl = world.of(SHOP, &shop).await.unwrap();
    assert!(acl.name.starts_with("FMManagedWebACLV2-"), "{}", acl.name);
    // The account's own is still there, and protects nothing.
    let request = GetWebAclRequest::by_arn(&*theirs.arn);
    assert!(world.waf_of(SHOP).get_web_acl(request).await.is_ok());
}

#[tokio::test]
async fn drift_is_remedied_on_the_next_run_and_an_accounts_rules_stay() {
    let world = World::new().await;
    let shop = world.balancer(SHOP, "shop", &[]);
    let data = ManagedServiceData::allowing().first(world.rule_group("g", "/admin").await);
    world.put(policy(data)).await;
    world.run().await;
    let waf = world.waf_of(SHOP);
    let acl = world.of(SHOP, &shop).await.unwrap();

    // The account adds a rule, and has the web ACL block by default.
    let found = waf
        .get_web_acl(GetWebAclRequest::by_arn(&*acl.arn))
        .await
        .unwrap();
    let request = UpdateWebAclRequest::new(
        &*acl.name,
        Scope::Regional,
        &*acl.id,
        BlockAction::new(),
        visibility("mine"),
        found.lock_token,
    );
    let request = request.rules(vec![blocks("mine", 0, "/mine")]);
    let token = waf.update_web_acl(request).await.unwrap().next_lock_token;
    // And it takes the groups off.
    let request = PutFirewallManagerRuleGroupsRequest::new(&*acl.arn, token);
    waf.put_firewall_manager_rule_groups(request).await.unwrap();
    assert!(!world.lets_through(&shop, "/").await);

    let report = world.run().await;
    assert_eq!((report.violators, report.failures), (0, 0));
    assert!(report.remedies > 0);
    assert!(world.lets_through(&shop, "/").await);
    assert!(!world.lets_through(&shop, "/admin").await);
    assert!(!world.lets_through(&shop, "/mine").await);
}

#[tokio::test]
async fn what_the_policy_says_of_bodies_is_put_back_and_what_it_does_not_say_is_the_accounts() {
    let world = World::new().await;
    let shop = world.balancer(SHOP, "shop", &[]);
    let bodies = |limit| [(AssociatedResourceType::ApiGateway, limit)];
    let put = world.put(policy(ManagedServiceData::allowing())).await;
    world.run().await;

    let change = async |limit, domain: &str| {
        let waf = world.waf_of(SHOP);
        let acl = world.of(SHOP, &shop).await.unwrap();
        let get = GetWebAclRequest::new(&*acl.name, Scope::Regional, &*acl.id);
        let token = waf.get_web_acl(get).await.unwrap().lock_token;
        let limits = bodies(limit).map(|(kind, limit)| (kind, RequestBodyConfig::new(limit)));
        let request = UpdateWebAclRequest::keeping(acl, Scope::Regional, token)
            .token_domains(vec![domain.to_owned()])
            .association_config(AssociationConfig::new().request_body(BTreeMap::from_iter(limits)));
        waf.update_web_acl(request).await.unwrap();
    };
    let limit = async || {
        let acl = world.of(SHOP, &shop).await.unwrap();
        let body = acl.association_config.unwrap().request_body.unwrap();
        let body = body[&AssociatedResourceType::ApiGateway];
        (
            body.default_size_inspection_limit,
            acl.token_domains.unwrap(),
        )
    };

    change(SizeInspectionLimit::Kb32, "shop.example").await;
    assert_eq!(world.run().await.remedies, 0);
    assert_eq!(limit().await.0, SizeInspectionLimit::Kb32);

    let mut put = put;
    let association = PolicyAssociation::new(bodies(SizeInspectionLimit::Kb64));
    put.security_service_policy_data.managed_service_data =
        ManagedServiceData::allowing().inspecting(association);
    world.put(put).await;
    // Once for the policy's change, in all accounts, and once for the account's.
    for remedies in [3, 1] {
        assert_eq!(world.run().await.remedies, remedies);
        let (bytes, domains) = limit().await;
        assert_eq!(bytes, SizeInspectionLimit::Kb64);
        assert_eq!(domains, ["shop.example"]);
        change(SizeInspectionLimit::Kb16, "shop.example").await;
    }
}

#[tokio::test]
async fn with_remediation_off_it_only_reports() {
    let world = World::new().await;
    let shop = world.balancer(SHOP, "shop", &[]);
    let data = ManagedServiceData::allowing().first(PolicyRuleGroup::managed(
        "AWS",
        "AWSManagedRulesCommonRuleSet",
    ));
    world.put(policy(data).remediation_enabled(false)).await;
    let report = world.run().await;
    assert_eq!((report.violators, report.remedies), (1, 0));
    assert!(world.of(SHOP, &shop).await.is_none());
}

#[tokio::test]
async fn of_two_policies_the_first_has_the_web_acl() {
    let world = World::new().await;
    let shop = world.balancer(SHOP, "shop", &[]);
    world.web_acl(SHOP, "customer", &shop).await;
    for (name, path) in [("one", "/one"), ("two", "/two")] {
        let data = ManagedServiceData::allowing()
            .retrofitting()
            .first(world.rule_group(name, path).await);
        world.put(policy(data)).await;
    }
    for _ in 0..3 {
        let report = world.run().await;
        assert_eq!((report.policies, report.violators), (2, 1));
    }
    assert!(!world.lets_through(&shop, "/one").await);
    assert!(world.lets_through(&shop, "/two").await);
}

#[tokio::test]
async fn a_changed_rule_group_is_in_force_in_all_accounts_at_once() {
    let world = World::new().await;
    let shop = world.balancer(SHOP, "shop", &[]);
    let group = world.rule_group("g", "/admin").await;
    let arn = group.rule_group_arn.clone().unwrap();
    let data = ManagedServiceData::allowing().first(group);
    world.put(policy(data)).await;
    world.run().await;
    assert!(world.lets_through(&shop, "/debug").await);

    let waf = world.waf_of(ADMINISTRATOR);
    let found = waf
        .get_rule_group(GetRuleGroupRequest::by_arn(arn))
        .await
        .unwrap();
    let request = UpdateRuleGroupRequest::new(
        found.rule_group.name,
        Scope::Regional,
        found.rule_group.id,
        visibility("g"),
        found.lock_token,
    );
    let request = request.rules(vec![blocks("path", 0, "/debug")]);
    waf.update_rule_group(request).await.unwrap();
    assert!(!world.lets_through(&shop, "/debug").await);
}

fn blocked_alone() -> PolicyLogFilters {
    let blocked = [PolicyLogCondition::ActionCondition(ActionValue::Block)];
    let keep = PolicyLogFilter::new(FilterBehavior::Keep, FilterRequirement::MeetsAny, blocked);
    PolicyLogFilters::new(FilterBehavior::Drop, [keep])
}

#[tokio::test]
async fn the_policys_web_acls_log_as_it_says_and_again_if_the_account_changes_that() {
    let world = World::new().await;
    let shop = world.balancer(SHOP, "shop", &[]);
    let stream = "arn:aws:firehose:eu-west-1:999988887777:deliverystream/aws-waf-logs-fleet";
    let group = world.rule_group("g", "/admin").await;
    let data = ManagedServiceData::allowing().first(group).logging(
        PolicyLogging::new(stream)
            .redacted_header("cookie")
            .filters(blocked_alone()),
    );
    let put = world.put(policy(data)).await;
    assert_eq!(world.run().await.violators, 0);
    let waf = world.waf_of(SHOP);
    let acl = world.of(SHOP, &shop).await.unwrap().arn;
    let read = async || {
        let request = GetLoggingConfigurationRequest::new(&*acl);
        let found = waf.get_logging_configuration(request).await;
        found.map(|found| found.logging_configuration)
    };
    let logging = read().await.unwrap();
    assert_eq!(logging.log_destination_configs, [stream]);
    assert_eq!(logging.managed_by_firewall_manager, Some(true));
    let filter = logging.logging_filter.as_ref().unwrap();
    assert_eq!(filter.default_behavior, FilterBehavior::Drop);
    assert_eq!(
        filter.filters[0].conditions,
        [ActionCondition::new(ActionValue::Block).into()]
    );

    // The account cannot delete it, and what it puts in its place does not stay.
    let delete = DeleteLoggingConfigurationRequest::new(&*acl);
    waf.delete_logging_configuration(delete).await.unwrap_err();
    let own = vec!["arn:aws:s3:::aws-waf-logs-own".to_owned()];
    let own = PutLoggingConfigurationRequest::new(LoggingConfiguration::new(&*acl, own));
    waf.put_logging_configuration(own).await.unwrap();
    let report = world.run().await;
    assert_eq!((report.violators, report.failures), (0, 0));
    assert_eq!(read().await.unwrap(), logging);

    // A policy that says nothing of logs any more takes back what it has said.
    let mut silent = put;
    let data = &mut silent.security_service_policy_data.managed_service_data;
    data.logging_configuration = None;
    world.put(silent).await;
    world.run().await;
    read().await.unwrap_err();
    assert_eq!(world.run().await.remedies, 0);
}
