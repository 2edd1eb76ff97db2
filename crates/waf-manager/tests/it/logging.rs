//! How web ACLs log, and what becomes of their records.

use std::sync::{
    Mutex,
    atomic::{AtomicBool, Ordering},
};

use common_types::BoxFuture;
use serde_json::{Value, json};
use waf_manager::{
    DeleteLoggingConfigurationRequest, DeleteWebAclRequest, GetLoggingConfigurationRequest,
    ListLoggingConfigurationsRequest, LogSink, LogSource, LoggedRequest,
    PutLoggingConfigurationRequest, Scope, limits,
};
use waf_rules::{Environment, Header, Request, model::LogScope};

use crate::world::{REGION, World, blocks_path, refused};

const LOG_GROUP: &str = "arn:aws:logs:eu-west-1:111122223333:log-group:aws-waf-logs-edge";

fn put(arn: &str, members: &Value) -> PutLoggingConfigurationRequest {
    let mut configuration = json!({"ResourceArn": arn, "LogDestinationConfigs": [LOG_GROUP]});
    for (name, value) in members.as_object().unwrap() {
        configuration[name] = value.clone();
    }
    PutLoggingConfigurationRequest::new(serde_json::from_value(configuration).unwrap())
}

/// Keeps what it is given, unless it is told to fail.
#[derive(Debug, Default)]
struct Kept {
    records: Mutex<Vec<LoggedRequest>>,
    fails: AtomicBool,
}

impl LogSink for Kept {
    fn take_over<'a>(
        &'a self,
        records: &'a [LoggedRequest],
    ) -> BoxFuture<'a, Result<(), Box<dyn std::error::Error + Send + Sync>>> {
        Box::pin(async move {
            if self.fails.load(Ordering::Relaxed) {
                return Err("the disk is full".into());
            }
            self.records.lock().unwrap().extend_from_slice(records);
            Ok(())
        })
    }
}

impl Kept {
    fn json(&self) -> Vec<Value> {
        let records = self.records.lock().unwrap();
        let json = records
            .iter()
            .map(|logged| serde_json::to_value(&logged.record).unwrap());
        json.collect()
    }
}

#[tokio::test]
async fn a_configuration_is_put_read_listed_and_deleted() {
    let world = World::new().await;
    let waf = world.root();
    let acl = world.web_acl("edge", vec![]).await;
    let get = || GetLoggingConfigurationRequest::new(&acl.arn);
    refused(
        waf.get_logging_configuration(get()).await,
        "WAFNonexistentItemException",
    );
    let filter = json!({"Filters": [{"Behavior": "KEEP", "Requirement": "MEETS_ANY",
        "Conditions": [{"ActionCondition": {"Action": "BLOCK"}}]}], "DefaultBehavior": "DROP"});
    let request = put(
        &acl.arn,
        &json!({"RedactedFields": [{"UriPath": {}}], "LoggingFilter": filter}),
    );
    let answer = waf.put_logging_configuration(request).await.unwrap();
    let shown = serde_json::to_value(&answer.logging_configuration).unwrap();
    assert_eq!(
        (
            &shown["LogScope"],
            &shown["LogType"],
            &shown["ManagedByFirewallManager"]
        ),
        (&json!("CUSTOMER"), &json!("WAF_LOGS"), &json!(false))
    );
    assert_eq!(waf.get_logging_configuration(get()).await.unwrap(), answer);

    // What is put replaces all that was there.
    let answer = waf
        .put_logging_configuration(put(&acl.arn, &json!({})))
        .await
        .unwrap();
    assert_eq!(answer.logging_configuration.redacted_fields, None);

    let lake = get().log_scope(LogScope::SecurityLake);
    refused(
        waf.get_logging_configuration(lake).await,
        "WAFNonexistentItemException",
    );
    let delete = || DeleteLoggingConfigurationRequest::new(&acl.arn);
    waf.delete_logging_configuration(delete()).await.unwrap();
    refused(
        waf.delete_logging_configuration(delete()).await,
        "WAFNonexistentItemException",
    );
}

#[tokio::test]
async fn configurations_are_listed_page_by_page() {
    let world = World::new().await;
    let waf = world.root();
    for name in ["a", "b", "c", "d"] {
        let acl = world.web_acl(name, vec![]).await;
        if name != "b" {
            let request = put(&acl.arn, &json!({}));
            waf.put_logging_configuration(request).await.unwrap();
        }
    }
    let list = async |request| waf.list_logging_configurations(request).await.unwrap();
    let first = || ListLoggingConfigurationsRequest::new(Scope::Regional).limit(2);
    let page = list(first()).await;
    let names = |page: &[waf_rules::model::LoggingConfiguration]| -> Vec<String> {
        let arns = page.iter().map(|found| found.resource_arn.as_str());
        arns.map(|arn| arn.split('/').nth(2).unwrap().to_owned())
            .collect()
    };
    assert_eq!(names(&page.logging_configurations), ["a", "c"]);
    let next = first().next_marker(page.next_marker.unwrap());
    let page = list(next.clone()).await;
    assert_eq!(names(&page.logging_configurations), ["d"]);
    assert_eq!(page.next_marker, None);
    // A marker is of its own listing.
    let other = next.log_scope(LogScope::SecurityLake);
    refused(
        waf.list_logging_configurations(other).await,
        "WAFInvalidParameterException",
    );
    let lake = first().log_scope(LogScope::SecurityLake);
    assert!(list(lake).await.logging_configurations.is_empty());
}

#[tokio::test]
async fn a_destination_is_one_that_aws_logs_to() {
    let world = World::new().await;
    let acl = world.web_acl("edge", vec![]).await;
    let with = async |destinations: &[&str]| {
        let request = put(&acl.arn, &json!({"LogDestinationConfigs": destinations}));
        world.root().put_logging_configuration(request).await
    };
    for destination in [
        LOG_GROUP,
        "arn:aws:firehose:eu-west-1:111122223333:deliverystream/aws-waf-logs-edge",
        "arn:aws:s3:::aws-waf-logs-edge",
        "arn:aws:s3:::aws-waf-logs-edge/some/prefix",
    ] {
        with(&[destination]).await.unwrap();
    }
    for destination in [
        "not an ARN, and longer than 20 characters",
        "arn:aws:logs:eu-west-1:111122223333:log-group:waf-logs-edge",
        "arn:aws:logs:eu-west-1:111122223333:log-group:aws-waf-logs-",
        "arn:aws:logs:eu-west-1:111122223333:log-group:aws-waf-logs-edge:*",
        "arn:aws:logs:eu-west-1:444455556666:log-group:aws-waf-logs-edge",
        "arn:aws:logs:us-east-1:111122223333:log-group:aws-waf-logs-edge",
        "arn:aws:firehose:eu-west-1:111122223333:deliverystream/edge",
        "arn:aws:s3:::logs-of-the-edge-go-here",
        "arn:aws:sqs:eu-west-1:111122223333:aws-waf-logs-edge",
    ] {
        let error = refused(with(&[destination]).await, "WAFInvalidParameterException");
        assert!(error.to_string().contains("LOG_DESTINATION"), "{error}");
    }
    refused(
        with(&[LOG_GROUP, LOG_GROUP]).await,
        "WAFInvalidParameterException",
    );
    refused(with(&[]).await, "ValidationException");
}

#[tokio::test]
async fn what_is_not_the_customers_own_is_refused() {
    let world = World::new().await;
    let acl = world.web_acl("edge", vec![]).await;
    for members in [
        json!({"LogScope": "SECURITY_LAKE"}),
        json!({"LogScope": "CLOUDWATCH_TELEMETRY_RULE_MANAGED"}),
        json!({"ManagedByFirewallManager": true}),
    ] {
        let request = put(&acl.arn, &members);
        refused(
            world.root().put_logging_configuration(request).await,
            "WAFInvalidOperationException",
        );
    }
    let request = put(&acl.arn, &json!({"RedactedFields": [{"Body": {}}]}));
    refused(
        world.root().put_logging_configuration(request).await,
        "WAFInvalidParameterException",
    );
}

#[tokio::test]
async fn a_policy_may_say_where_logs_go() {
    let world = World::new().await;
    let acl = world.web_acl("edge", vec![]).await;
    let app = world.app(json!({
        "Effect": "Allow", "Action": "wafv2:PutLoggingConfiguration", "Resource": acl.arn,
        "Condition": {
            "ForAllValues:ArnLike": {"wafv2:LogDestinationResource": "arn:aws:logs:*:*:log-group:*"},
            "StringEquals": {"wafv2:LogScope": "CUSTOMER"},
        },
    }));
    app.put_logging_configuration(put(&acl.arn, &json!({})))
        .await
        .unwrap();
    let bucket = json!({"LogDestinationConfigs": ["arn:aws:s3:::aws-waf-logs-edge"]});
    refused(
        app.put_logging_configuration(put(&acl.arn, &bucket)).await,
        "AccessDeniedException",
    );
    refused(
        app.get_logging_configuration(GetLoggingConfigurationRequest::new(&acl.arn))
            .await,
        "AccessDeniedException",
    );
}

#[tokio::test]
async fn a_web_acl_is_deleted_with_its_configuration() {
    let world = World::new().await;
    let waf = world.root();
    let acl = world.web_acl("edge", vec![]).await;
    waf.put_logging_configuration(put(&acl.arn, &json!({})))
        .await
        .unwrap();
    // Logging is no change of what the web ACL holds: its token is the same.
    let delete = DeleteWebAclRequest::new("edge", Scope::Regional, &acl.id, &acl.lock_token);
    waf.delete_web_acl(delete).await.unwrap();
    refused(
        waf.get_logging_configuration(GetLoggingConfigurationRequest::new(&acl.arn))
            .await,
        "WAFNonexistentItemException",
    );
}

#[tokio::test]
async fn what_is_decided_is_logged_as_the_configuration_says() {
    let world = World::new().await;
    let acl = world
        .protecting("edge", vec![blocks_path("admin", "/admin")])
        .await;
    let sink = Kept::default();
    let decide = async |uri: &str| {
        let headers = [Header::new("authorization", "Bearer 1")];
        let request = Request::new("GET", uri, [192, 0, 2, 7]).headers(&headers);
        let protection = world.protection().await;
        let verdict = protection.decide(&request, world.now(), &Environment::new());
        verdict.is_allowed()
    };
    // Without a configuration nothing is logged.
    assert!(!decide("/admin").await);
    assert_eq!(world.waf.deliver_logs(&sink).await.records, 0);

    let filter = json!({"Filters": [{"Behavior": "KEEP", "Requirement": "MEETS_ANY",
        "Conditions": [{"ActionCondition": {"Action": "BLOCK"}}]}], "DefaultBehavior": "DROP"});
    let redacted = json!([{"SingleHeader": {"Name": "authorization"}}]);
    let request = put(
        &acl.arn,
        &json!({"RedactedFields": redacted, "LoggingFilter": filter}),
    );
    world
        .root()
        .put_logging_configuration(request)
        .await
        .unwrap();
    assert!(!decide("/admin/users").await);
    assert!(decide("/").await);
    assert_eq!(world.waf.deliver_logs(&sink).await.records, 1);
    let [record] = sink.json().try_into().unwrap();
    assert_eq!(record["action"], "BLOCK");
    assert_eq!(record["webaclId"], acl.arn);
    assert_eq!(record["httpSourceName"], "ALB");
    assert_eq!(record["httpSourceId"], "50dc6c495c0c9188");
    assert_eq!(record["httpRequest"]["uri"], "/admin/users");
    assert_eq!(record["httpRequest"]["headers"][0]["value"], "REDACTED");
    let logged = sink.records.lock().unwrap().remove(0);
    assert_eq!(
        (logged.destination.as_str(), logged.web_acl_arn),
        (LOG_GROUP, acl.arn)
    );
}

#[tokio::test]
async fn records_that_are_not_taken_over_come_again_and_too_many_are_lost() {
    let world = World::new().await;
    let acl = world.web_acl("edge", vec![]).await;
    let request = put(&acl.arn, &json!({}));
    world
        .root()
        .put_logging_configuration(request)
        .await
        .unwrap();
    let source = LogSource::cloud_front("EDFDVBD6EXAMPLE");
    let protection = world.waf.protection_by(&acl.arn, source).await.unwrap();
    let decide = |n: usize| {
        let uri = format!("/{n}");
        let request = Request::new("GET", &uri, [192, 0, 2, 7]);
        let verdict = protection.decide(&request, world.now(), &Environment::new());
        assert!(verdict.is_allowed());
    };
    let sink = Kept::default();
    sink.fails.store(true, Ordering::Relaxed);
    (0..3).for_each(decide);
    let delivered = world.waf.deliver_logs(&sink).await;
    assert_eq!(delivered.records, 0);
    assert_eq!(delivered.error.unwrap().to_string(), "the disk is full");
    sink.fails.store(false, Ordering::Relaxed);
    (3..5).for_each(decide);
    assert_eq!(world.waf.deliver_logs(&sink).await.records, 5);
    let uris: Vec<_> = sink
        .json()
        .iter()
        .map(|record| record["httpRequest"]["uri"].clone())
        .collect();
    assert_eq!(uris, ["/0", "/1", "/2", "/3", "/4"]);
    assert_eq!(sink.json()[0]["httpSourceName"], "CF");

    (0..limits::WAITING_LOG_RECORDS + 7).for_each(decide);
    let delivered = world.waf.deliver_logs(&sink).await;
    assert_eq!(
        (delivered.records, delivered.lost),
        (limits::WAITING_LOG_RECORDS as u64, 7)
    );
    let delivered = world.waf.deliver_logs(&sink).await;
    assert_eq!((delivered.records, delivered.lost), (0, 0));
}

#[tokio::test]
async fn only_web_acls_log() {
    let world = World::new().await;
    let set = world.ip_set("office", &[]).await;
    for arn in [
        set.arn.as_str(),
        "arn:aws:wafv2:eu-west-1:111122223333:regional",
    ] {
        refused(
            world
                .root_in(REGION)
                .put_logging_configuration(put(arn, &json!({})))
                .await,
            "WAFInvalidParameterException",
        );
    }
}
