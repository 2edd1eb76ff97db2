//! `AssumeRole`: who may, what for, and for how long.

use common_types::Caller;
use directory::sts::AssumeRoleRequest;
use serde_json::json;

use crate::world::*;

#[tokio::test]
async fn a_role_answers_whom_it_trusts() {
    let world = World::new().await;
    let answer = world.alice().assume_role(app()).await.unwrap();
    assert!(answer.credentials.access_key_id.starts_with("ASIA"));
    assert_eq!(answer.credentials.access_key_id.len(), 20);
    assert_eq!(answer.credentials.secret_access_key.expose().len(), 40);
    assert_eq!(
        (answer.credentials.expiration - start()).num_seconds(),
        3600
    );
    assert_eq!(answer.assumed_role_user.assumed_role_id, "AROAAPP:work");
    assert_eq!(
        answer.assumed_role_user.arn,
        "arn:aws:sts::111122223333:assumed-role/app/work"
    );
    assert_eq!(answer.packed_policy_size, None);
    assert_eq!(answer.source_identity, None);
}

#[tokio::test]
async fn nobody_else_and_a_role_that_is_not_there_looks_the_same() {
    let world = World::new().await;
    let bob = world.sts(Caller::user(BOB).unwrap());
    let missing = "arn:aws:iam::111122223333:role/missing";
    for role in [APP, missing] {
        refused(
            bob.assume_role(AssumeRoleRequest::new(role, "work")).await,
            "AccessDenied",
            &format!(
                "User: {BOB} is not authorized to perform: sts:AssumeRole on resource: {role} because no role trust policy \
                 allows the sts:AssumeRole action"
            ),
        );
    }
    // The path is part of the ARN.
    let other_path = AssumeRoleRequest::new("arn:aws:iam::111122223333:role/path/app", "work");
    refused(
        world.alice().assume_role(other_path).await,
        "AccessDenied",
        "User: ",
    );
}

#[tokio::test]
async fn another_account_needs_both_sides_and_the_external_id() {
    let world = World::new().await;
    let request = || AssumeRoleRequest::new(FOREIGN, "work");
    refused(
        world.alice().assume_role(request()).await,
        "AccessDenied",
        "User: ",
    );
    let told = || request().external_id("the-secret-word");
    refused(
        world
            .alice()
            .assume_role(request().external_id("another-word"))
            .await,
        "AccessDenied",
        "User: ",
    );
    let answer = world.alice().assume_role(told()).await.unwrap();
    assert_eq!(
        answer.assumed_role_user.arn,
        "arn:aws:sts::444455556666:assumed-role/foreign/work"
    );
    // Bob's own account does not let him.
    let bob = world.sts(Caller::user(BOB).unwrap());
    refused(
        bob.assume_role(told()).await,
        "AccessDenied",
        &format!(
            "User: {BOB} is not authorized to perform: sts:AssumeRole on resource: {FOREIGN} because no identity-based"
        ),
    );
}

#[tokio::test]
async fn root_users_take_no_roles_and_there_is_no_second_factor() {
    let world = World::new().await;
    let root = world.sts(Caller::root("111122223333").unwrap());
    refused(
        root.assume_role(app()).await,
        "AccessDenied",
        "Roles may not be assumed by root accounts.",
    );
    let mut request = app();
    request.serial_number = Some("arn:aws:iam::111122223333:mfa/alice".to_owned());
    request.token_code = Some("123456".to_owned());
    refused(
        world.alice().assume_role(request).await,
        "AccessDenied",
        "MultiFactorAuthentication failed",
    );
}

#[tokio::test]
async fn what_is_no_role_is_not_valid() {
    let world = World::new().await;
    for arn in [
        ALICE,
        "arn:aws:iam:::role/without-account",
        "arn:aws:iam::111122223333:role/",
    ] {
        refused(
            world
                .alice()
                .assume_role(AssumeRoleRequest::new(arn, "work"))
                .await,
            "ValidationError",
            &format!("{arn} is invalid"),
        );
    }
}

#[tokio::test]
async fn a_session_lasts_as_long_as_the_role_lets_it() {
    let world = World::new().await;
    let alice = world.alice();
    let lasting = |seconds| alice.assume_role(app().duration_seconds(seconds));
    assert!(lasting(7200).await.is_ok());
    refused(
        lasting(7201).await,
        "ValidationError",
        "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
    );
    refused(
        lasting(899).await,
        "ValidationError",
        "1 validation error detected: Value '899' at 'durationSeconds' failed to satisfy constraint: Member must have value \
         greater than or equal to 900",
    );
    // A role whose maximum the directory does not tell has an hour.
    let foreign = AssumeRoleRequest::new(FOREIGN, "work").external_id("the-secret-word");
    refused(
        world
            .alice()
            .assume_role(foreign.duration_seconds(3601))
            .await,
        "ValidationError",
        "The requested DurationSeconds exceeds the MaxSessionDuration",
    );
}

#[tokio::test]
async fn trust_policies_ask_for_members_of_the_request() {
    let world = World::new().await;
    for (condition, good, bad) in [
        (
            json!({"StringEquals": {"sts:RoleSessionName": "${aws:username}"}}),
            AssumeRoleRequest::new(APP, "alice"),
            app(),
        ),
        (
            json!({"StringEquals": {"aws:RequestTag/stage": "test"}, "ForAllValues:StringEquals": {"aws:TagKeys": ["stage"]}}),
            app().tag("stage", "test"),
            app().tag("stage", "test").tag("more", "x"),
        ),
        (
            json!({"StringLike": {"sts:SourceIdentity": "al*"}}),
            app().source_identity("alice"),
            app().source_identity("bob"),
        ),
        (
            json!({"ForAnyValue:StringEquals": {"sts:TransitiveTagKeys": "stage"}}),
            app().tag("stage", "test").transitive_tag_key("stage"),
            app().tag("stage", "test"),
        ),
        (
            json!({"StringEquals": {"aws:ResourceTag/Stage": "prod", "iam:ResourceTag/Stage": "prod", "aws:PrincipalTag/team": "blue"}}),
            app(),
            AssumeRoleRequest::new(NEXT, "work"),
        ),
    ] {
        world.change(|contents| {
            let trust = trust(&json!({"AWS": ALICE}), &condition);
            contents["Accounts"][0]["RoleDetailList"][0]["AssumeRolePolicyDocument"] = trust;
        });
        let key = world.key(ALICE).await.access_key_id;
        let alice = world.find(&key, None).unwrap();
        world.access_keys.delete_access_key(&key).await.unwrap();
        let alice = world.sts(alice);
        assert!(alice.assume_role(good).await.is_ok(), "{condition}");
        refused(alice.assume_role(bad).await, "AccessDenied", "User: ");
    }
}

#[tokio::test]
async fn calls_are_recorded() {
    let world = World::new().await;
    let request = app().external_id("a-word").duration_seconds(900);
    let answer = world.alice().assume_role(request).await.unwrap();
    let record = &crate::secrets::audited(&world).await[0];
    assert_eq!(record["eventName"], "AssumeRole");
    assert_eq!(record["eventSource"], "sts.amazonaws.com");
    assert_eq!(record["resources"][0]["ARN"], APP);
    let parameters = &record["requestParameters"];
    assert_eq!(parameters["roleSessionName"], "work");
    assert_eq!(parameters["durationSeconds"], 900);
    assert_eq!(parameters["externalId"], "a-word");
    assert!(
        !record
            .to_string()
            .contains(answer.credentials.session_token.expose())
    );
}
