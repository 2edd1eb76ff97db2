//! AWS STS over the query protocol, in development mode: sessions work, and end.

use std::time::Duration;

use crate::world::*;

const ROLE: &str = "arn:aws:iam::111122223333:role/app";

#[tokio::test]
async fn it_tells_who_calls() {
    let world = World::new().await;
    let answer = world
        .sts(
            "Action=GetCallerIdentity&Version=2011-06-15",
            "111122223333",
            None,
        )
        .await;
    let body = answer.xml(200);
    assert!(
        body.starts_with(
            "<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">"
        ),
        "{body}"
    );
    assert_eq!(element(&body, "Arn"), "arn:aws:iam::111122223333:root");
    assert_eq!(element(&body, "Account"), "111122223333");
    assert_eq!(element(&body, "RequestId"), answer.raw.request_id);
}

#[tokio::test]
async fn a_session_is_the_role_until_it_is_over() {
    let world = World::new().await;
    let asked = format!(
        "Action=AssumeRole&Version=2011-06-15&RoleArn={ROLE}&RoleSessionName=work&DurationSeconds=900\
         &Tags.member.1.Key=team&Tags.member.1.Value=blue"
    );
    let body = world.sts(&asked, "111122223333", None).await.xml(200);
    let (key, token) = (
        element(&body, "AccessKeyId"),
        element(&body, "SessionToken"),
    );
    let session = "arn:aws:sts::111122223333:assumed-role/app/work";
    assert_eq!(element(&body, "Arn"), session);

    let who = "Action=GetCallerIdentity&Version=2011-06-15";
    let body = world.sts(who, &key, Some(&token)).await.xml(200);
    assert_eq!(element(&body, "Arn"), session);
    world.clock.advance(Duration::from_secs(901));
    let body = world.sts(who, &key, Some(&token)).await.xml(403);
    assert_eq!(element(&body, "Code"), "ExpiredToken");
    let body = world.sts(who, &key, Some("made up")).await.xml(403);
    assert_eq!(element(&body, "Code"), "InvalidClientTokenId");
}

#[tokio::test]
async fn errors_are_those_of_the_query_protocol() {
    let world = World::new().await;
    for (form, status, code, message) in [
        (
            "Action=AssumeRole&Version=2011-06-15",
            400,
            "ValidationError",
            "2 validation errors detected: Value null at 'roleArn' failed to satisfy constraint: Member must not be null; \
             Value null at 'roleSessionName' failed to satisfy constraint: Member must not be null",
        ),
        (
            "Action=AssumeRole&Version=2011-06-15&RoleArn=x&RoleSessionName=y&DurationSeconds=soon",
            400,
            "MalformedInput",
            "STRING_VALUE can not be converted to an Integer",
        ),
        (
            "Action=Nothing&Version=2011-06-15",
            400,
            "InvalidAction",
            "Could not find operation Nothing for version 2011-06-15",
        ),
        (
            "Action=GetCallerIdentity&Version=2010-05-08",
            400,
            "InvalidAction",
            "Could not find operation GetCallerIdentity for version 2010-05-08",
        ),
        (
            "Action=GetCallerIdentity",
            400,
            "InvalidAction",
            "Could not find operation GetCallerIdentity for version NO_VERSION_SPECIFIED",
        ),
    ] {
        let body = world.sts(form, "111122223333", None).await.xml(status);
        assert_eq!(element(&body, "Code"), code, "{form}");
        assert_eq!(
            element(&body, "Message").replace("&#39;", "'"),
            message,
            "{form}"
        );
    }
}

#[tokio::test]
async fn a_request_signed_for_another_service_is_refused() {
    let world = World::new().await;
    let headers: [(&str, &[u8]); 2] = [
        (
            "content-type",
            b"application/x-www-form-urlencoded; charset=utf-8",
        ),
        ("authorization", &authorization("test", "kms").into_bytes()),
    ];
    let body = world
        .raw(&headers, b"Action=GetCallerIdentity&Version=2011-06-15")
        .await
        .xml(403);
    assert_eq!(element(&body, "Code"), "SignatureDoesNotMatch");
}
