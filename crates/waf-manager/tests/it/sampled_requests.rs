//! Samples of requests.

use std::time::Duration;

use serde_json::{Value, json};
use waf_manager::{GetSampledRequestsRequest, Scope, Summary, TimeWindow, limits};
use waf_rules::{
    Environment, Request,
    model::{
        CountAction, ManagedRuleGroupStatement, NoneAction, OverrideAction, Rule, RuleAction,
        Statement,
    },
};

use crate::world::{World, blocks_path, refused, visibility};

/// What is answered for a metric in the last minutes.
async fn sampled(world: &World, acl: &Summary, metric: &str, minutes: i64, most: i64) -> Value {
    let now = world.now();
    let start = now - Duration::from_secs(60 * minutes.unsigned_abs());
    let window = TimeWindow::new(start, now);
    let request = GetSampledRequestsRequest::new(&acl.arn, metric, Scope::Regional, window, most);
    let answer = world.root().get_sampled_requests(request).await.unwrap();
    serde_json::to_value(answer).unwrap()
}

async fn send(world: &World, uri: &str) {
    let request = Request::new("GET", uri, [192, 0, 2, 7]);
    let protection = world.protection().await;
    protection.decide(&request, world.now(), &Environment::new());
}

fn uris(answer: &Value) -> Vec<&str> {
    let samples = answer["SampledRequests"].as_array().unwrap();
    let uris = samples.iter().map(|sample| &sample["Request"]["URI"]);
    uris.map(|uri| uri.as_str().unwrap()).collect()
}

#[tokio::test]
async fn requests_are_sampled_by_the_metric_of_the_rule() {
    let world = World::new().await;
    let acl = world
        .protecting("edge", vec![blocks_path("admin", "/admin")])
        .await;
    for uri in ["/admin/a", "/b?x=1", "/admin/c"] {
        send(&world, uri).await;
        world.clock.advance(Duration::from_secs(1));
    }
    let blocked = sampled(&world, &acl, "admin", 10, 100).await;
    assert_eq!(uris(&blocked), ["/admin/a", "/admin/c"]);
    assert_eq!(blocked["PopulationSize"], 2);
    let sample = &blocked["SampledRequests"][0];
    assert_eq!(
        (&sample["Action"], &sample["Weight"]),
        (&json!("BLOCK"), &json!(1))
    );
    assert_eq!(sample["Request"]["ClientIP"], "192.0.2.7");
    // What no rule decides is sampled under the web ACL's own metric.
    let passed = sampled(&world, &acl, "edge", 10, 100).await;
    assert_eq!(uris(&passed), ["/b?x=1"]);
    assert_eq!(passed["SampledRequests"][0]["Action"], "ALLOW");
    assert_eq!(
        sampled(&world, &acl, "admin", 10, 1).await["SampledRequests"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
}

#[tokio::test]
async fn a_rule_of_a_group_is_sampled_under_the_group_and_itself() {
    let world = World::new().await;
    let group = ManagedRuleGroupStatement::new("AWS", "AWSManagedRulesAdminProtectionRuleSet");
    let rule = Rule::new(
        "group",
        0_u32,
        Statement::from(group),
        visibility("of-group"),
    )
    .override_action(OverrideAction::from(NoneAction::new()));
    let acl = world.protecting("edge", vec![rule]).await;
    send(&world, "/wp-admin/").await;
    let samples = sampled(&world, &acl, "of-group", 1, 10).await;
    let sample = &samples["SampledRequests"][0];
    assert_eq!(sample["RuleNameWithinRuleGroup"], "AdminProtection_URIPATH");
    let inner = sampled(&world, &acl, "AdminProtection_URIPATH", 1, 10).await;
    assert_eq!(inner["SampledRequests"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_rule_may_want_no_samples() {
    let world = World::new().await;
    let mut rule = blocks_path("admin", "/admin").action(RuleAction::from(CountAction::new()));
    rule.visibility_config.sampled_requests_enabled = false;
    let acl = world.protecting("edge", vec![rule]).await;
    send(&world, "/admin").await;
    assert_eq!(
        sampled(&world, &acl, "admin", 1, 10).await["PopulationSize"],
        0
    );
    assert_eq!(
        sampled(&world, &acl, "edge", 1, 10).await["PopulationSize"],
        1
    );
}

#[tokio::test]
async fn samples_last_three_hours_and_outlive_a_change_of_the_web_acl() {
    let world = World::new().await;
    let acl = world.protecting("edge", vec![]).await;
    send(&world, "/old").await;
    world.clock.advance(Duration::from_secs(2 * 3600));
    world.ip_set("a-change-in-the-account", &[]).await;
    send(&world, "/new").await;
    assert_eq!(
        uris(&sampled(&world, &acl, "edge", 180, 10).await),
        ["/old", "/new"]
    );
    assert_eq!(uris(&sampled(&world, &acl, "edge", 60, 10).await), ["/new"]);
    world.clock.advance(Duration::from_secs(90 * 60));
    // A window that begins earlier begins three hours ago.
    let answer = sampled(&world, &acl, "edge", 1000, 10).await;
    assert_eq!(uris(&answer), ["/new"]);
    let start = world.now() - Duration::from_secs(3 * 3600);
    assert_eq!(answer["TimeWindow"]["StartTime"], start.timestamp());
}

#[tokio::test]
async fn many_requests_are_stood_for_by_few() {
    let world = World::new().await;
    let acl = world.protecting("edge", vec![]).await;
    let protection = world.protection().await;
    for _ in 0..400 {
        for n in 0..10 {
            let uri = format!("/{n}");
            let request = Request::new("GET", &uri, [192, 0, 2, 7]);
            protection.decide(&request, world.now(), &Environment::new());
        }
        world.clock.advance(Duration::from_secs(1));
    }
    let answer = sampled(&world, &acl, "edge", 60, 500).await;
    let samples = answer["SampledRequests"].as_array().unwrap();
    assert_eq!(samples.len(), limits::SAMPLES_OF_RULE);
    let weights = samples
        .iter()
        .map(|sample| sample["Weight"].as_u64().unwrap());
    assert_eq!(
        (weights.sum::<u64>(), &answer["PopulationSize"]),
        (4_000, &json!(4_000))
    );
    // Past 5,000 requests a window ends early.
    for _ in 0..400 {
        for _ in 0..10 {
            let request = Request::new("GET", "/later", [192, 0, 2, 7]);
            protection.decide(&request, world.now(), &Environment::new());
        }
        world.clock.advance(Duration::from_secs(1));
    }
    let answer = sampled(&world, &acl, "edge", 60, 500).await;
    assert_eq!(answer["PopulationSize"], limits::SAMPLED_POPULATION);
    assert!(answer["TimeWindow"]["EndTime"].as_i64().unwrap() < world.now().timestamp());
}

#[tokio::test]
async fn what_is_not_there_is_told() {
    let world = World::new().await;
    let acl = world.protecting("edge", vec![]).await;
    let now = world.now();
    let window = TimeWindow::new(now - Duration::from_secs(60), now);
    let request = |arn: &str, metric: &str, window, most| {
        GetSampledRequestsRequest::new(arn, metric, Scope::Regional, window, most)
    };
    let get = async |request| world.root().get_sampled_requests(request).await;
    refused(
        get(request(&acl.arn, "other", window, 1)).await,
        "WAFNonexistentItemException",
    );
    let gone = acl.arn.replace("/edge/", "/none/");
    refused(
        get(request(&gone, "edge", window, 1)).await,
        "WAFNonexistentItemException",
    );
    let backwards = TimeWindow::new(now, now - Duration::from_secs(1));
    refused(
        get(request(&acl.arn, "edge", backwards, 1)).await,
        "WAFInvalidParameterException",
    );
    let ancient = TimeWindow::new(
        now - Duration::from_secs(86_400),
        now - Duration::from_secs(80_000),
    );
    refused(
        get(request(&acl.arn, "edge", ancient, 1)).await,
        "WAFInvalidParameterException",
    );
    for most in [0, 501] {
        refused(
            get(request(&acl.arn, "edge", window, most)).await,
            "ValidationException",
        );
    }
    let app = world.app(json!({"Effect": "Allow", "Action": "wafv2:GetWebACL", "Resource": "*"}));
    refused(
        app.get_sampled_requests(request(&acl.arn, "edge", window, 1))
            .await,
        "AccessDeniedException",
    );
}
