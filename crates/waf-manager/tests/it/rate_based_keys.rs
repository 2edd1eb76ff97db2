//! Whom rate-based rules limit.

use waf_manager::{CreateRuleGroupRequest, GetRateBasedStatementManagedKeysRequest, Scope};
use waf_rules::{
    Environment, Request,
    model::{
        AggregateKeyType, BlockAction, NoneAction, OverrideAction, RateBasedStatement, Rule,
        RuleAction, RuleGroupReferenceStatement, Statement,
    },
};

use crate::world::{World, blocks_path, refused, visibility};

fn limits(name: &str, by: AggregateKeyType) -> Rule {
    let mut statement = RateBasedStatement::new(10_u64, by);
    if by == AggregateKeyType::Constant {
        statement = statement.scope_down_statement(blocks_path("all", "/").statement);
    }
    Rule::new(name, 0_u32, Statement::from(statement), visibility(name))
        .action(RuleAction::from(BlockAction::new()))
}

async fn send(world: &World, times: usize, address: impl Into<std::net::IpAddr>) {
    let address = address.into();
    let protection = world.protection().await;
    for _ in 0..times {
        let request = Request::new("GET", "/", address);
        protection.decide(&request, world.now(), &Environment::new());
    }
}

#[tokio::test]
async fn limited_addresses_are_told_also_after_a_change() {
    let world = World::new().await;
    let acl = world
        .protecting("edge", vec![limits("flood", AggregateKeyType::Ip)])
        .await;
    send(&world, 11, [192, 0, 2, 7]).await;
    send(&world, 10, [192, 0, 2, 8]).await;
    send(&world, 12, [0x2001, 0xdb8, 0, 0, 0, 0, 0, 1]).await;
    let request =
        GetRateBasedStatementManagedKeysRequest::new(Scope::Regional, "edge", &acl.id, "flood");
    let get = async || {
        let answer = world
            .root()
            .get_rate_based_statement_managed_keys(request.clone())
            .await
            .unwrap();
        (
            answer.managed_keys_ipv4.addresses,
            answer.managed_keys_ipv6.addresses,
        )
    };
    let expected = (
        vec!["192.0.2.7/32".to_owned()],
        vec!["2001:db8::1/128".to_owned()],
    );
    assert_eq!(get().await, expected);
    // A change in the account compiles the web ACL anew: who was limited stays limited.
    world.ip_set("office", &[]).await;
    assert_eq!(get().await, expected);
    send(&world, 1, [192, 0, 2, 8]).await;
    assert_eq!(get().await.0.len(), 2);
}

#[tokio::test]
async fn a_rule_of_a_group_is_found_through_the_rule_that_refers_to_it() {
    let world = World::new().await;
    let request = CreateRuleGroupRequest::new("group", Scope::Regional, 10, visibility("group"));
    let request = request.rules(vec![limits("flood", AggregateKeyType::Ip)]);
    let group = world.root().create_rule_group(request).await.unwrap();
    let statement = Statement::from(RuleGroupReferenceStatement::new(group.summary.arn));
    let rule = Rule::new("uses-group", 0_u32, statement, visibility("uses-group"))
        .override_action(OverrideAction::from(NoneAction::new()));
    let acl = world.protecting("edge", vec![rule]).await;
    send(&world, 11, [192, 0, 2, 7]).await;
    let request =
        GetRateBasedStatementManagedKeysRequest::new(Scope::Regional, "edge", &acl.id, "flood");
    let waf = world.root();
    refused(
        waf.get_rate_based_statement_managed_keys(request.clone())
            .await,
        "WAFNonexistentItemException",
    );
    let request = request.rule_group_rule_name("uses-group");
    let answer = waf
        .get_rate_based_statement_managed_keys(request)
        .await
        .unwrap();
    assert_eq!(answer.managed_keys_ipv4.addresses, ["192.0.2.7/32"]);
}

#[tokio::test]
async fn other_rules_have_no_such_keys() {
    let world = World::new().await;
    let mut path = blocks_path("path", "/admin");
    path.priority = 1;
    let rules = vec![limits("all", AggregateKeyType::Constant), path];
    let acl = world.protecting("edge", rules).await;
    let get = async |rule: &str| {
        let request =
            GetRateBasedStatementManagedKeysRequest::new(Scope::Regional, "edge", &acl.id, rule);
        world
            .root()
            .get_rate_based_statement_managed_keys(request)
            .await
    };
    refused(get("all").await, "WAFUnsupportedAggregateKeyTypeException");
    refused(get("path").await, "WAFNonexistentItemException");
    refused(get("none").await, "WAFNonexistentItemException");
}
