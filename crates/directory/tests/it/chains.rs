//! Chains: a session takes the next role.

use directory::sts::{AssumeRoleRequest, AssumeRoleResponse};
use serde_json::json;

use crate::world::*;

fn next() -> AssumeRoleRequest {
    AssumeRoleRequest::new(NEXT, "onward")
}

async fn first(world: &World, request: AssumeRoleRequest) -> AssumeRoleResponse {
    world.alice().assume_role(request).await.unwrap()
}

/// What the role `next` lets sessions of `app` do.
fn next_allows(world: &World, actions: &[&str]) {
    world.change(|contents| {
        let document =
            &mut contents["Accounts"][0]["RoleDetailList"][1]["AssumeRolePolicyDocument"];
        document["Statement"]["Action"] = json!(actions);
    });
}

#[tokio::test]
async fn a_chained_session_lasts_an_hour_at_most() {
    let world = World::new().await;
    world.change(|contents| {
        contents["Accounts"][0]["RoleDetailList"][1]["MaxSessionDuration"] = json!(43_200);
    });
    let session = first(&world, app()).await;
    let caller = world.sts(world.caller_with(&session).unwrap());
    assert!(caller.assume_role(next()).await.is_ok());
    refused(
        caller.assume_role(next().duration_seconds(3601)).await,
        "ValidationError",
        "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining",
    );
}

#[tokio::test]
async fn transitive_tags_go_on_and_others_stay() {
    let world = World::new().await;
    let request = app()
        .tag("Project", "x")
        .tag("mood", "good")
        .transitive_tag_key("project");
    let session = first(&world, request).await;
    let caller = world.caller_with(&session).unwrap();
    assert_eq!(caller.principal_tags().get("Project"), Some("x"));
    assert_eq!(caller.principal_tags().get("Stage"), Some("prod"));

    let sts = world.sts(caller);
    let chained = sts.assume_role(next().tag("mood", "better")).await.unwrap();
    let chained = world.caller_with(&chained).unwrap();
    assert_eq!(chained.principal_tags().get("Project"), Some("x"));
    assert_eq!(chained.principal_tags().get("mood"), Some("better"));
    assert_eq!(chained.principal_tags().len(), 2);
    let keys: Vec<_> = chained
        .session()
        .unwrap()
        .transitive_tag_keys
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(keys, ["Project"]);

    refused(
        sts.assume_role(next().tag("PROJECT", "y")).await,
        "InvalidParameterValue",
        "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the \
         calling session.",
    );
}

#[tokio::test]
async fn tags_that_go_on_need_the_next_role_to_take_them() {
    let world = World::new().await;
    let session = first(
        &world,
        app().tag("project", "x").transitive_tag_key("project"),
    )
    .await;
    next_allows(&world, &["sts:AssumeRole"]);
    let sts = world.sts(world.caller_with(&session).unwrap());
    refused(
        sts.assume_role(next()).await,
        "AccessDenied",
        "User: arn:aws:sts::111122223333:assumed-role/app/work is not authorized to perform: sts:TagSession on resource: \
         arn:aws:iam::111122223333:role/next",
    );
    next_allows(&world, &["sts:AssumeRole", "sts:TagSession"]);
    assert!(sts.assume_role(next()).await.is_ok());
}

#[tokio::test]
async fn a_source_identity_stays_and_needs_the_next_role_to_take_it() {
    let world = World::new().await;
    let session = first(&world, app().source_identity("alice")).await;
    assert_eq!(session.source_identity.as_deref(), Some("alice"));
    let caller = world.caller_with(&session).unwrap();
    assert_eq!(caller.source_identity(), Some("alice"));

    let sts = world.sts(caller);
    let chained = sts.assume_role(next()).await.unwrap();
    assert_eq!(chained.source_identity.as_deref(), Some("alice"));
    assert!(
        sts.assume_role(next().source_identity("alice"))
            .await
            .is_ok()
    );
    refused(
        sts.assume_role(next().source_identity("bob")).await,
        "AccessDenied",
        "The source identity that the calling session has cannot be changed.",
    );
    next_allows(&world, &["sts:AssumeRole"]);
    refused(sts.assume_role(next()).await, "AccessDenied", "User: ");
}
