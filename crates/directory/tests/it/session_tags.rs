//! Tags of sessions: their rules, and who may set them.

use serde_json::json;

use crate::world::*;

#[tokio::test]
async fn tags_of_a_session_take_the_place_of_the_roles() {
    let world = World::new().await;
    let session = world
        .alice()
        .assume_role(app().tag("STAGE", "test"))
        .await
        .unwrap();
    let caller = world.caller_with(&session).unwrap();
    assert_eq!(caller.principal_tags().get("STAGE"), Some("test"));
    assert_eq!(
        caller.principal_tags().get_ignore_case("stage"),
        Some("test")
    );
    assert_eq!(caller.principal_tags().len(), 1);
    assert_eq!(session.packed_policy_size, Some(1));
}

#[tokio::test]
async fn tagging_must_be_allowed() {
    let world = World::new().await;
    world.change(|contents| {
        let document =
            &mut contents["Accounts"][0]["RoleDetailList"][0]["AssumeRolePolicyDocument"];
        document["Statement"]["Action"] = json!("sts:AssumeRole");
    });
    assert!(world.alice().assume_role(app()).await.is_ok());
    for request in [app().tag("a", "b"), app().source_identity("alice")] {
        refused(
            world.alice().assume_role(request).await,
            "AccessDenied",
            "User: ",
        );
    }
}

#[tokio::test]
async fn keys_are_the_same_in_any_case() {
    let world = World::new().await;
    refused(
        world
            .alice()
            .assume_role(app().tag("a", "1").tag("A", "2"))
            .await,
        "InvalidParameterValue",
        "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
    );
    refused(
        world.alice().assume_role(app().tag("aws:mine", "1")).await,
        "InvalidParameterValue",
        "Tag keys beginning with \"aws:\" are reserved",
    );
    refused(
        world
            .alice()
            .assume_role(app().tag("a", "1").transitive_tag_key("b"))
            .await,
        "InvalidParameterValue",
        "The specified transitive tag key must be included in the requested tags.",
    );
}

#[tokio::test]
async fn tags_and_policies_have_room_together() {
    let world = World::new().await;
    let many = (0..50).fold(app(), |request, n| {
        request.tag(format!("key-{n}"), "v".repeat(200))
    });
    refused(
        world.alice().assume_role(many).await,
        "PackedPolicyTooLarge",
        "Packed size of session policies and session tags consumes 257% of allotted space.",
    );
}
