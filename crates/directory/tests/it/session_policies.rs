//! Session policies: a session may do what its role may and what it was made for.

use std::sync::Arc;

use common_types::{Caller, Session};
use serde_json::json;

use crate::world::*;

const READERS: &str = "arn:aws:iam::111122223333:policy/readers";

fn inline(action: &str) -> String {
    json!({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": action, "Resource": "*"}}).to_string()
}

#[tokio::test]
async fn a_session_is_limited_by_what_was_passed() {
    let world = World::new().await;
    for (request, reads, writes) in [
        (app(), true, true),
        (app().policy(inline("notes:Write")), false, true),
        (app().policy_arn(READERS), true, false),
        (
            app().policy_arn(READERS).policy(inline("notes:Write")),
            true,
            true,
        ),
        // What the role itself may not, no session policy gives.
        (app().policy(inline("kms:*")), false, false),
    ] {
        let session = world.alice().assume_role(request.clone()).await.unwrap();
        let caller = world.caller_with(&session).unwrap();
        assert_eq!(world.allows(&caller, "notes:Read"), reads, "{request:?}");
        assert_eq!(world.allows(&caller, "notes:Write"), writes, "{request:?}");
        assert!(!world.allows(&caller, "kms:Decrypt"), "{request:?}");
    }
}

#[tokio::test]
async fn a_managed_policy_is_the_one_that_is_there_now() {
    let world = World::new().await;
    let session = world
        .alice()
        .assume_role(app().policy_arn(READERS))
        .await
        .unwrap();
    let reads = || world.allows(&world.caller_with(&session).unwrap(), "notes:Read");
    assert!(reads());
    world.change(|contents| {
        let version = &mut contents["Accounts"][0]["Policies"][0]["PolicyVersionList"][0];
        version["Document"]["Statement"]["Action"] = json!("notes:Other");
    });
    assert!(!reads());
    world.change(|_| {});
    assert!(reads());
    world.change(|contents| contents["Accounts"][0]["Policies"] = json!([]));
    assert!(!reads());
}

#[tokio::test]
async fn what_the_application_vouches_for_is_limited_too() {
    let world = World::new().await;
    let session = Session::new().with_policy(inline("notes:Read"));
    let caller = Arc::new(Caller::role(APP).unwrap().with_session(session));
    assert!(world.allows(&caller, "notes:Read"));
    assert!(!world.allows(&caller, "notes:Write"));
    let broken = Session::new().with_policy("no policy");
    let caller = Arc::new(Caller::role(APP).unwrap().with_session(broken));
    assert!(!world.allows(&caller, "notes:Read"));
}

#[tokio::test]
async fn a_policy_must_be_one() {
    let world = World::new().await;
    for policy in [
        "{",
        "{}",
        r#"{"Statement": {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}}"#,
    ] {
        refused(
            world.alice().assume_role(app().policy(policy)).await,
            "MalformedPolicyDocument",
            "",
        );
    }
    let long = format!("{}{}", inline("notes:*"), " ".repeat(2048));
    refused(
        world.alice().assume_role(app().policy(long)).await,
        "PackedPolicyTooLarge",
        "the policy has 2",
    );
    refused(
        world.alice().assume_role(app().policy_arn(APP)).await,
        "ValidationError",
        "arn:aws:iam::111122223333:role/app is invalid",
    );
    for missing in [
        "arn:aws:iam::111122223333:policy/missing",
        "arn:aws:iam::444455556666:policy/readers",
    ] {
        refused(
            world.alice().assume_role(app().policy_arn(missing)).await,
            "MalformedPolicyDocument",
            &format!("ARN {missing} does not exist or is not attachable."),
        );
    }
}

#[tokio::test]
async fn the_size_that_they_take_is_told() {
    let world = World::new().await;
    let answer = world
        .alice()
        .assume_role(app().policy(inline("notes:*")))
        .await
        .unwrap();
    assert_eq!(answer.packed_policy_size, Some(3));
}
