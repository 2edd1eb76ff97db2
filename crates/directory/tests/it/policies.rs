//! The directory as a source of policies.

use std::sync::Arc;

use common_types::{Caller, Principal, Session};
use serde_json::json;

use crate::world::*;

fn user(arn: &str, id: Option<&str>) -> Arc<Caller> {
    Arc::new(Caller::new(Principal::User {
        arn: arn.parse().unwrap(),
        id: id.map(str::to_owned),
    }))
}

#[tokio::test]
async fn a_user_may_do_what_its_policies_allow() {
    let world = World::new().await;
    assert!(world.allows(&user(ALICE, None), "notes:Read"));
    assert!(!world.allows(&user(ALICE, None), "kms:Decrypt"));
    assert!(!world.allows(&user(BOB, None), "notes:Read"));
    assert!(!world.allows(
        &user("arn:aws:iam::111122223333:user/nobody", None),
        "notes:Read"
    ));
    assert!(world.allows(
        &Arc::new(Caller::root("111122223333").unwrap()),
        "notes:Read"
    ));
}

#[tokio::test]
async fn a_user_of_the_same_name_with_another_id_is_another() {
    let world = World::new().await;
    assert!(world.allows(&user(ALICE, Some("AIDAALICE")), "notes:Read"));
    assert!(!world.allows(&user(ALICE, Some("AIDAOTHER")), "notes:Read"));
    // The path is part of the ARN.
    assert!(!world.allows(
        &user("arn:aws:iam::111122223333:user/path/alice", None),
        "notes:Read"
    ));
}

#[tokio::test]
async fn a_federated_session_may_do_what_its_user_and_its_session_policy_allow() {
    let world = World::new().await;
    let session = |allowed: &str, id| {
        let policy = json!({"Statement": {"Effect": "Allow", "Action": allowed, "Resource": "*"}});
        let app = "arn:aws:sts::111122223333:federated-user/app";
        let by = user(ALICE, id);
        let caller = Caller::federated_user(app, by.principal()).unwrap();
        Arc::new(caller.with_session(Session::new().with_policy(policy.to_string())))
    };
    assert!(world.allows(&session("notes:*", Some("AIDAALICE")), "notes:Read"));
    assert!(!world.allows(&session("kms:*", Some("AIDAALICE")), "notes:Read"));
    assert!(!world.allows(&session("*", Some("AIDAALICE")), "kms:Decrypt"));
    // The user who made it is gone, and another has the name.
    assert!(!world.allows(&session("*", Some("AIDAOTHER")), "notes:Read"));
}

#[tokio::test]
async fn a_session_is_found_by_its_own_arn_too() {
    let world = World::new().await;
    for arn in [APP, "arn:aws:sts::111122223333:assumed-role/app/x1"] {
        let caller = Arc::new(Caller::role(arn).unwrap());
        assert!(world.allows(&caller, "notes:Read"), "{arn}");
    }
}

#[tokio::test]
async fn a_change_is_in_force_on_the_next_call() {
    let world = World::new().await;
    let alice = user(ALICE, None);
    assert!(world.allows(&alice, "notes:Read"));
    world.change(|contents| {
        contents["Accounts"][0]["UserDetailList"][0]["UserPolicyList"] = json!([]);
    });
    assert!(!world.allows(&alice, "notes:Read"));
}

#[tokio::test]
async fn policies_ask_where_an_account_is_in_its_organisation() {
    let world = World::new().await;
    for (key, value, holds) in [
        ("aws:PrincipalOrgID", "o-example", true),
        ("aws:PrincipalOrgID", "o-another", false),
        ("aws:ResourceOrgID", "o-example", true),
    ] {
        world.change(|contents| {
            contents["Organization"] = organization();
            let statement = json!({"Effect": "Allow", "Action": "notes:*", "Resource": "*", "Condition": {
                "StringEquals": {key: value},
                "ForAnyValue:StringLike": {
                    "aws:PrincipalOrgPaths": "o-example/r-root/ou-staff/", "aws:ResourceOrgPaths": "o-example/*"}
            }});
            contents["Accounts"][0]["UserDetailList"][0]["UserPolicyList"][0]["PolicyDocument"]["Statement"] = statement;
        });
        assert_eq!(
            world.allows(&user(ALICE, None), "notes:Read"),
            holds,
            "{key} {value}"
        );
    }
    // Without an organisation there is no key.
    world.change(|contents| {
        let statement = json!({"Effect": "Allow", "Action": "notes:*", "Resource": "*", "Condition": {
            "Null": {"aws:PrincipalOrgID": "true", "aws:PrincipalOrgPaths": "true", "aws:ResourceOrgID": "true"}}});
        contents["Accounts"][0]["UserDetailList"][0]["UserPolicyList"][0]["PolicyDocument"]["Statement"] = statement;
    });
    assert!(world.allows(&user(ALICE, None), "notes:Read"));
}

/// One with the first account in a unit.
fn organization() -> serde_json::Value {
    json!({
        "Id": "o-example", "ManagementAccountId": "999999999999",
        "Root": {"Id": "r-root", "OrganizationalUnits": [
            {"Id": "ou-staff", "Accounts": [{"Id": "111122223333"}]}]}
    })
}

#[tokio::test]
async fn service_control_policies_bind_members() {
    let world = World::new().await;
    world.change(|contents| {
        contents["Organization"] = json!({
            "Id": "o-example", "ManagementAccountId": "999999999999", "PolicyTypes": ["SERVICE_CONTROL_POLICY"],
            "Root": {"Id": "r-root", "Policies": ["p-FullAWSAccess"], "Accounts": [
                {"Id": "111122223333", "Policies": ["p-reading"]}]}
        });
        contents["OrganizationPolicies"] = json!([{
            "PolicySummary": {"Id": "p-reading", "Name": "reading", "Type": "SERVICE_CONTROL_POLICY"},
            "Content": {"Statement": {"Effect": "Allow", "Action": "notes:Read", "Resource": "*"}}
        }]);
    });
    assert!(world.allows(&user(ALICE, None), "notes:Read"));
    assert!(!world.allows(&user(ALICE, None), "notes:Write"));
}
