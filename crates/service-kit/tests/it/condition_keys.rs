//! The global condition keys, each as a policy sees it.

use std::sync::Arc;

use chrono::DateTime;
use common_types::{Caller, Principal, Tag, Tags};
use service_kit::{AuditMode, Identity, RequestTagKeys, RequestTags, Target};

use crate::world::*;

/// Whether a caller is allowed by a statement with this condition.
async fn holds(world: &World, caller: &Identity, target: &Target<'_>, condition: &str) -> bool {
    let statement = format!(
        r#"{{"Effect": "Allow", "Action": "notes:*", "Resource": "*", "Condition": {{{condition}}}}}"#
    );
    let policy = resource_policy(&statement.replacen('{', r#"{"Principal": "*", "#, 1));
    let target = target.policy(&policy, policy_eval::ResourcePolicyMode::Standard);
    world.read(caller, &target).await.is_ok()
}

fn tags(pairs: &[(&str, &str)]) -> Tags {
    let mut tags = Tags::new();
    for (key, value) in pairs {
        tags.set(Tag::new(key.parse().unwrap(), value.parse().unwrap()))
            .unwrap();
    }
    tags
}

#[tokio::test]
async fn of_the_principal_the_session_and_the_network() {
    let world = World::new(AuditMode::Buffered);
    let role = Principal::AssumedRole {
        role: ROLE.parse().unwrap(),
        session: "arn:aws:sts::111122223333:assumed-role/app/host-7"
            .parse()
            .unwrap(),
        id: Some("AROAEXAMPLE".to_owned()),
    };
    let caller = caller(
        Caller::new(role)
            .with_principal_tags(tags(&[("Team", "blue")]))
            .with_source_ip("203.0.113.7".parse().unwrap())
            .with_secure_transport(false)
            .with_user_agent("curl/8")
            .with_source_identity("alice")
            .with_token_issued_at(DateTime::from_timestamp(1_600_000_000, 0).unwrap()),
    );
    let note = note();
    let tags = tags(&[("Stage", "prod")]);
    let target = Target::new(&note).tags(&tags);
    for condition in [
        r#""ArnEquals": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/app"}"#,
        r#""StringEquals": {"aws:PrincipalAccount": "111122223333"}"#,
        r#""StringEquals": {"aws:PrincipalType": "AssumedRole"}"#,
        r#""StringEquals": {"aws:PrincipalTag/team": "blue"}"#,
        r#""StringEquals": {"aws:userid": "AROAEXAMPLE:host-7"}"#,
        r#""Null": {"aws:username": "true"}"#,
        r#""Bool": {"aws:PrincipalIsAWSService": "false"}"#,
        r#""Null": {"aws:PrincipalServiceName": "true"}"#,
        r#""StringEquals": {"aws:SourceIdentity": "alice"}"#,
        r#""DateLessThan": {"aws:TokenIssueTime": "2020-09-14T00:00:00Z"}"#,
        r#""Bool": {"aws:MultiFactorAuthPresent": "false"}"#,
        r#""IpAddress": {"aws:SourceIp": "203.0.113.0/24"}"#,
        r#""Bool": {"aws:SecureTransport": "false"}"#,
        r#""StringLike": {"aws:UserAgent": "curl/*"}"#,
        r#""DateGreaterThan": {"aws:CurrentTime": "2023-11-14T22:13:19Z"}"#,
        r#""NumericEquals": {"aws:EpochTime": "1700000000"}"#,
        r#""StringEquals": {"aws:RequestedRegion": "eu-west-1"}"#,
        r#""Bool": {"aws:ViaAWSService": "false"}"#,
        r#""Null": {"aws:CalledVia": "true", "aws:CalledViaFirst": "true"}"#,
        r#""StringEquals": {"aws:ResourceAccount": "111122223333"}"#,
        r#""StringEquals": {"aws:ResourceTag/Stage": "prod"}"#,
        r#""Null": {"aws:ResourceTag/other": "true"}"#,
        r#""Null": {"aws:MadeUp": "true"}"#,
    ] {
        assert!(
            holds(&world, &caller, &target, condition).await,
            "{condition}"
        );
    }
    for condition in [
        r#""StringEquals": {"aws:PrincipalTag/team": "red"}"#,
        r#""IpAddress": {"aws:SourceIp": "198.51.100.0/24"}"#,
        r#""Bool": {"aws:SecureTransport": "true"}"#,
        r#""DateLessThan": {"aws:CurrentTime": "2023-11-14T22:13:19Z"}"#,
        r#""StringEquals": {"aws:MadeUp": "x"}"#,
    ] {
        assert!(
            !holds(&world, &caller, &target, condition).await,
            "{condition}"
        );
    }
}

#[tokio::test]
async fn of_a_service_that_calls_on_behalf_of_somebody() {
    let world = World::new(AuditMode::Buffered);
    let role = Caller::role(ROLE)
        .unwrap()
        .with_source_ip("203.0.113.7".parse().unwrap());
    let caller = Identity::acting_for(Arc::new(role), region(), "ssm".parse().unwrap());
    assert_eq!(caller.via_endpoint(), Some("ssm.eu-west-1.amazonaws.com"));
    let note = note();
    for condition in [
        r#""Bool": {"aws:ViaAWSService": "true"}"#,
        r#""ForAnyValue:StringEquals": {"aws:CalledVia": "ssm.amazonaws.com"}"#,
        r#""StringEquals": {"aws:CalledViaFirst": "ssm.amazonaws.com"}"#,
        r#""StringEquals": {"aws:CalledViaLast": "ssm.amazonaws.com"}"#,
        r#""Null": {"aws:SourceIp": "true"}"#,
        r#""ArnEquals": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/app"}"#,
    ] {
        assert!(
            holds(&world, &caller, &Target::new(&note), condition).await,
            "{condition}"
        );
    }
    assert_eq!(world.drained().await[0]["invokedBy"], "ssm");
}

#[tokio::test]
async fn of_users_roots_and_services() {
    let world = World::new(AuditMode::Buffered);
    let note = note();
    let user = caller(Caller::user("arn:aws:iam::111122223333:user/path/alice").unwrap());
    let service = caller(Caller::service("events".parse().unwrap()));
    let federated = caller(Caller::new(Principal::FederatedUser {
        arn: "arn:aws:sts::111122223333:federated-user/bob"
            .parse()
            .unwrap(),
        user: None,
        id: None,
    }));
    let nobody = caller(Caller::anonymous());
    for (caller, condition) in [
        (&user, r#""StringEquals": {"aws:username": "alice"}"#),
        (&user, r#""Null": {"aws:userid": "true"}"#),
        (&root(), r#""StringEquals": {"aws:userid": "111122223333"}"#),
        (
            &root(),
            r#""StringEquals": {"aws:PrincipalType": "Account"}"#,
        ),
        (
            &federated,
            r#""StringEquals": {"aws:userid": "111122223333:bob"}"#,
        ),
        (&nobody, r#""StringEquals": {"aws:userid": "anonymous"}"#),
        (&service, r#""Bool": {"aws:PrincipalIsAWSService": "true"}"#),
        (
            &service,
            r#""StringEquals": {"aws:PrincipalServiceName": "events.amazonaws.com"}"#,
        ),
        (
            &service,
            r#""ForAnyValue:StringEquals": {"aws:PrincipalServiceNamesList": "events.amazonaws.com"}"#,
        ),
        (
            &service,
            r#""Null": {"aws:PrincipalArn": "true", "aws:PrincipalAccount": "true"}"#,
        ),
    ] {
        assert!(
            holds(&world, caller, &Target::new(&note), condition).await,
            "{condition}"
        );
    }
}

#[tokio::test]
async fn of_the_tags_in_a_request() {
    let world = World::new(AuditMode::Buffered);
    let note = note();
    let tag = |key: &str, value: &str| Tag::new(key.parse().unwrap(), value.parse().unwrap());
    let request = RequestTags::new(vec![tag("Team", "blue"), tag("stage", "prod")]).unwrap();
    let target = Target::new(&note).keys(&request);
    for (condition, expected) in [
        (r#""StringEquals": {"aws:RequestTag/team": "blue"}"#, true),
        (r#""StringEquals": {"aws:RequestTag/team": "red"}"#, false),
        (
            r#""ForAllValues:StringEquals": {"aws:TagKeys": ["Team", "stage"]}"#,
            true,
        ),
        (
            r#""ForAllValues:StringEquals": {"aws:TagKeys": ["Team"]}"#,
            false,
        ),
        (
            r#""ForAnyValue:StringEquals": {"aws:TagKeys": ["Team"]}"#,
            true,
        ),
        // The global keys are asked when the service has none.
        (
            r#""StringEquals": {"aws:RequestedRegion": "eu-west-1"}"#,
            true,
        ),
    ] {
        assert_eq!(
            holds(&world, &role(), &target, condition).await,
            expected,
            "{condition}"
        );
    }
    let keys = RequestTagKeys::new(vec!["Team".parse().unwrap()]).unwrap();
    let target = Target::new(&note).keys(&keys);
    let condition = r#""ForAllValues:StringEquals": {"aws:TagKeys": ["Team"]}"#;
    assert!(holds(&world, &role(), &target, condition).await);
}
