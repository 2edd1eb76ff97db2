//! `aws_sdk_sts::Client`, unchanged: a role is taken, and its credentials work.

use aws_sdk_kms::{config::Credentials, error::ProvideErrorMetadata};
use aws_sdk_sts::types::{PolicyDescriptorType, Tag};

use crate::world::*;

const ROLE: &str = "arn:aws:iam::111122223333:role/keys";

#[tokio::test]
async fn who_calls_is_told() {
    let world = World::new().await;
    let answer = world
        .sts(BOB)
        .await
        .get_caller_identity()
        .send()
        .await
        .unwrap();
    assert_eq!(answer.arn(), Some(BOB));
    assert_eq!(answer.user_id(), Some("AIDABOB"));
    assert_eq!(answer.account(), Some("111122223333"));
}

#[tokio::test]
async fn a_role_is_taken_and_its_credentials_work() {
    let world = World::new().await;
    let sts = world.sts(ALICE).await;
    let tag = Tag::builder().key("project").value("x").build().unwrap();
    let answer = sts
        .assume_role()
        .role_arn(ROLE)
        .role_session_name("work")
        .external_id("a-word")
        .duration_seconds(900)
        .tags(tag)
        .transitive_tag_keys("project")
        .policy(r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "kms:CreateKey", "Resource": "*"}}"#)
        .send()
        .await
        .unwrap();
    assert_eq!(
        answer.assumed_role_user().unwrap().assumed_role_id(),
        "AROAKEYS:work"
    );
    assert!(answer.packed_policy_size().is_some());
    let made = answer.credentials().unwrap();
    let session = Credentials::new(
        made.access_key_id(),
        made.secret_access_key(),
        Some(made.session_token().to_owned()),
        None,
        "a test",
    );
    let kms = world.kms_with(session);
    kms.create_key().send().await.unwrap();
    // The session policy limits what the role may.
    let denied = kms.list_keys().send().await.unwrap_err();
    assert_eq!(denied.code(), Some("AccessDeniedException"));
    assert!(
        denied
            .message()
            .unwrap()
            .ends_with("because no session policy allows the kms:ListKeys action")
    );
}

#[tokio::test]
async fn what_is_refused_is_an_error_of_sts() {
    let world = World::new().await;
    let bob = world.sts(BOB).await;
    let denied = bob
        .assume_role()
        .role_arn(ROLE)
        .role_session_name("work")
        .send()
        .await
        .unwrap_err();
    assert_eq!(denied.code(), Some("AccessDenied"));
    let message = denied.message().unwrap();
    assert!(message.contains("is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::111122223333:role/keys"));
    let alice = world.sts(ALICE).await;
    let request = alice
        .assume_role()
        .role_arn(ROLE)
        .role_session_name("work")
        .external_id("a-word");
    let malformed = request.clone().policy("{").send().await.unwrap_err();
    assert!(
        malformed
            .into_service_error()
            .is_malformed_policy_document_exception()
    );
    let missing = PolicyDescriptorType::builder()
        .arn("arn:aws:iam::111122223333:policy/missing")
        .build();
    let malformed = request.policy_arns(missing).send().await.unwrap_err();
    assert!(
        malformed
            .into_service_error()
            .is_malformed_policy_document_exception()
    );
}
