//! Parameter policies, over years in a moment.

use common_types::Timestamp;
use param_store::{
    DeleteParameterRequest, DescribeParametersRequest, GetParameterRequest, ParameterTier,
    ParameterType, PolicyStatus, PutParameterRequest,
};
use serde_json::{json, to_value};

use crate::world::*;

const EXPIRES: &str = r#"{"Type":"Expiration","Version":"1.0","Attributes":{"Timestamp":"2026-02-01T00:00:00.000Z"}}"#;
const BEFORE: &str = r#"{"Type":"ExpirationNotification","Version":"1.0","Attributes":{"Before":"15","Unit":"Days"}}"#;
const UNCHANGED: &str =
    r#"{"Type":"NoChangeNotification","Version":"1.0","Attributes":{"After":"20","Unit":"Days"}}"#;

fn at(time: &str) -> Timestamp {
    format!("{time}Z").parse().unwrap()
}

async fn put(world: &World, value: &str, policies: Option<&[&str]>) {
    let mut request = PutParameterRequest::of_type("/a", ParameterType::String, value)
        .tier(ParameterTier::Advanced)
        .overwrite(true);
    request.policies = policies.map(|policies| format!("[{}]", policies.join(",")));
    world.root().put_parameter(request).await.unwrap();
}

async fn statuses(world: &World) -> Vec<PolicyStatus> {
    let described = world
        .root()
        .describe_parameters(DescribeParametersRequest::new())
        .await;
    let described = described.unwrap().parameters.remove(0);
    described
        .policies
        .into_iter()
        .map(|policy| policy.policy_status)
        .collect()
}

#[tokio::test]
async fn a_parameter_tells_of_its_end_and_then_ends() {
    let world = World::new().await;
    put(&world, "1", Some(&[EXPIRES, BEFORE])).await;
    let _ = world.events().await;
    assert_eq!(world.run_due_at(at("2026-01-16T23:59:59")).await, (0, 0));
    assert_eq!(world.run_due_at(at("2026-01-17T00:00:00")).await, (0, 1));
    assert_eq!(
        statuses(&world).await,
        [PolicyStatus::Pending, PolicyStatus::Finished]
    );
    let told = world.events().await;
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].detail_type, "Parameter Store Policy Action");
    assert_eq!(
        told[0].detail,
        json!({
            "policy-type": "ExpirationNotification",
            "parameter-name": "/a",
            "parameter-type": "String",
            "policy-content": BEFORE,
            "action-status": "Success",
            "action-reason": "The parameter will expire in 15 days. This notification was generated based on the policy created at \
                              2026-01-01T00:00:00.000Z."
        })
    );
    assert_eq!(world.run_due_at(at("2026-01-20T00:00:00")).await, (0, 0));
    assert_eq!(world.run_due_at(at("2026-02-01T00:00:00")).await, (1, 0));
    refused(
        world
            .root()
            .get_parameter(GetParameterRequest::new("/a"))
            .await,
        "ParameterNotFound",
    );
    let told = world.events().await;
    let told: Vec<_> = told
        .iter()
        .map(|event| {
            (
                event.detail_type.as_str(),
                event.detail.get("operation").cloned(),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            ("Parameter Store Change", Some(json!("Delete"))),
            ("Parameter Store Policy Action", None)
        ]
    );
    assert_eq!(world.run_due_at(at("2030-01-01T00:00:00")).await, (0, 0));
}

#[tokio::test]
async fn what_is_not_changed_for_long_is_told_and_a_change_begins_anew() {
    let world = World::new().await;
    put(&world, "1", Some(&[UNCHANGED])).await;
    world.clock.set(at("2026-01-10T00:00:00"));
    put(&world, "2", None).await;
    let _ = world.events().await;
    // Twenty days after the first version, but not after the second.
    assert_eq!(world.run_due_at(at("2026-01-21T00:00:00")).await, (0, 0));
    assert_eq!(world.run_due_at(at("2026-01-30T00:00:00")).await, (0, 1));
    assert_eq!(statuses(&world).await, [PolicyStatus::Finished]);
    let told = world.events().await;
    assert_eq!(
        told[0].detail["action-reason"],
        "The parameter has not been changed for 20 days. This notification was generated based on the policy created at \
         2026-01-01T00:00:00.000Z."
    );
    assert_eq!(world.run_due_at(at("2026-06-01T00:00:00")).await, (0, 0));
    // It is told again when it is changed, and then is not for as long.
    put(&world, "3", None).await;
    assert_eq!(statuses(&world).await, [PolicyStatus::Pending]);
    assert_eq!(world.run_due_at(at("2026-06-20T00:00:00")).await, (0, 0));
    assert_eq!(world.run_due_at(at("2026-06-21T00:00:00")).await, (0, 1));
}

#[tokio::test]
async fn new_policies_replace_the_old_and_an_empty_list_removes_them() {
    let world = World::new().await;
    put(&world, "1", Some(&[EXPIRES, BEFORE])).await;
    put(&world, "2", Some(&[UNCHANGED])).await;
    assert_eq!(world.run_due_at(at("2026-01-18T00:00:00")).await, (0, 0));
    put(&world, "3", None).await;
    assert_eq!(statuses(&world).await.len(), 1);
    for empty in ["[{}]", "[]"] {
        put(&world, "4", Some(&[UNCHANGED])).await;
        let mut request = PutParameterRequest::new("/a", "5").overwrite(true);
        request.policies = Some(empty.to_owned());
        world.root().put_parameter(request).await.unwrap();
        assert!(statuses(&world).await.is_empty());
    }
    assert_eq!(world.run_due_at(at("2030-01-01T00:00:00")).await, (0, 0));
    assert_eq!(world.get("/a").await.value.expose(), "5");
}

#[tokio::test]
async fn a_parameter_that_was_made_anew_is_not_ended_by_the_old_ones_policy() {
    let world = World::new().await;
    put(&world, "1", Some(&[EXPIRES])).await;
    let delete = DeleteParameterRequest::new("/a");
    world.root().delete_parameter(delete).await.unwrap();
    put(&world, "2", None).await;
    assert_eq!(world.run_due_at(at("2026-03-01T00:00:00")).await, (0, 0));
    assert_eq!(world.get("/a").await.value.expose(), "2");
}

#[tokio::test]
async fn a_clock_that_was_set_back_undoes_nothing() {
    let world = World::new().await;
    put(&world, "1", Some(&[EXPIRES])).await;
    assert_eq!(world.run_due_at(at("2026-02-01T00:00:00")).await, (1, 0));
    world.clock.set(start());
    put(&world, "2", Some(&[EXPIRES])).await;
    // It was February once: what expires then is due.
    assert_eq!(world.run_due_at(start()).await, (1, 0));
}

#[tokio::test]
async fn policies_are_shown_and_need_an_advanced_parameter() {
    let world = World::new().await;
    let request = || {
        PutParameterRequest::of_type("/a", ParameterType::String, "1")
            .policies(format!("[{EXPIRES},{UNCHANGED}]"))
    };
    refused(
        world.root().put_parameter(request()).await,
        "ValidationException",
    );
    let request = request().tier(ParameterTier::IntelligentTiering);
    let made = world.root().put_parameter(request).await.unwrap();
    assert_eq!(made.tier, ParameterTier::Advanced);
    let described = world
        .root()
        .describe_parameters(DescribeParametersRequest::new())
        .await;
    assert_eq!(
        to_value(&described.unwrap().parameters[0].policies).unwrap(),
        json!([
            {"PolicyText": EXPIRES, "PolicyType": "Expiration", "PolicyStatus": "Pending"},
            {"PolicyText": UNCHANGED, "PolicyType": "NoChangeNotification", "PolicyStatus": "Pending"}
        ])
    );
    for (bad, code) in [
        ("[", "InvalidPolicyAttributeException"),
        (
            r#"[{"Type":"X","Version":"1.0","Attributes":{}}]"#,
            "InvalidPolicyTypeException",
        ),
        (
            r#"[{"Type":"Expiration","Version":"1.0","Attributes":{"Timestamp":"2025-12-31T00:00:00Z"}}]"#,
            "InvalidPolicyAttributeException",
        ),
        (
            &format!("[{EXPIRES},{EXPIRES}]"),
            "IncompatiblePolicyException",
        ),
        (&format!("[{BEFORE}]"), "IncompatiblePolicyException"),
        (
            &format!("[{}]", [UNCHANGED; 11].join(",")),
            "PoliciesLimitExceededException",
        ),
    ] {
        let request = PutParameterRequest::of_type("/b", ParameterType::String, "1")
            .tier(ParameterTier::Advanced)
            .policies(bad);
        refused(world.root().put_parameter(request).await, code);
    }
}

#[tokio::test]
async fn what_is_done_unattended_is_recorded_as_done_by_the_service() {
    let world = World::new().await;
    put(&world, "1", Some(&[EXPIRES])).await;
    world.run_due_at(at("2026-02-01T00:00:00")).await;
    let records = world.audited().await;
    let deleted = records
        .iter()
        .find(|record| record["eventName"] == "DeleteParameter");
    let deleted = deleted.unwrap_or_else(|| panic!("{records:?}"));
    assert!(
        deleted.to_string().contains("ssm.amazonaws.com"),
        "{deleted}"
    );
}
