//! Resource policies, and reading another account's parameter.

use kms_core::CreateKeyRequest;
use param_store::{
    DeleteParameterRequest, DeleteResourcePolicyRequest, DescribeParametersRequest,
    GetParameterHistoryRequest, GetParameterRequest, GetParametersRequest,
    GetResourcePoliciesRequest, ParameterStringFilter, ParameterTier, ParameterType,
    PutParameterRequest, PutResourcePolicyRequest,
};
use serde_json::json;

use crate::world::*;

fn policy(actions: &[&str]) -> String {
    json!({
        "Version": "2012-10-17",
        "Statement": [{
            "Sid": "Share",
            "Effect": "Allow",
            "Principal": {"AWS": OTHER_ACCOUNT},
            "Action": actions,
            "Resource": arn("/shared/a")
        }]
    })
    .to_string()
}

const READ: &[&str] = &[
    "ssm:GetParameter",
    "ssm:GetParameters",
    "ssm:GetParameterHistory",
    "ssm:DescribeParameters",
];

async fn advanced(world: &World, name: &str) {
    let request = PutParameterRequest::of_type(name, ParameterType::String, "value");
    let request = request.tier(ParameterTier::Advanced);
    world.root().put_parameter(request).await.unwrap();
}

#[tokio::test]
async fn both_sides_have_to_allow() {
    let world = World::new().await;
    advanced(&world, "/shared/a").await;
    let get = || {
        let request = GetParameterRequest::new(arn("/shared/a"));
        let stranger = world.stranger();
        async move { stranger.get_parameter(request).await }
    };
    refused(get().await, "AccessDeniedException");
    world.allow(STRANGER, &["ssm:*"], &["*"]);
    refused(get().await, "AccessDeniedException");
    let request = PutResourcePolicyRequest::new(arn("/shared/a"), policy(READ));
    world.root().put_resource_policy(request).await.unwrap();
    let found = get().await.unwrap().parameter;
    assert_eq!(
        (found.value.expose(), found.arn),
        ("value", arn("/shared/a"))
    );
    world.policies.remove(&STRANGER.parse().unwrap());
    refused(get().await, "AccessDeniedException");

    // What is not there looks as what is not shared.
    world.allow(STRANGER, &["ssm:*"], &["*"]);
    let request = GetParameterRequest::new(arn("/shared/none"));
    refused(
        world.stranger().get_parameter(request).await,
        "AccessDeniedException",
    );
}

#[tokio::test]
async fn what_is_shared_is_read_listed_and_not_changed() {
    let world = World::new().await;
    advanced(&world, "/shared/a").await;
    advanced(&world, "/shared/b").await;
    let request = PutResourcePolicyRequest::new(arn("/shared/a"), policy(READ));
    world.root().put_resource_policy(request).await.unwrap();
    world.allow(STRANGER, &["ssm:*"], &["*"]);
    let stranger = world.stranger();
    let request = GetParametersRequest::new([arn("/shared/a")]);
    assert_eq!(
        stranger
            .get_parameters(request)
            .await
            .unwrap()
            .parameters
            .len(),
        1
    );
    let request = GetParameterHistoryRequest::new(arn("/shared/a"));
    assert_eq!(
        stranger
            .get_parameter_history(request)
            .await
            .unwrap()
            .parameters
            .len(),
        1
    );

    let shared = DescribeParametersRequest::new().shared(true);
    let listed = stranger
        .describe_parameters(shared.clone())
        .await
        .unwrap()
        .parameters;
    assert_eq!(listed.len(), 1);
    assert_eq!(listed[0].arn, arn("/shared/a"));
    let filter = ParameterStringFilter::new("Type", ["SecureString"]);
    let filtered = stranger
        .describe_parameters(shared.clone().filter(filter))
        .await
        .unwrap();
    assert!(filtered.parameters.is_empty());
    // The owner's own are not shared with it.
    let own = world
        .root()
        .describe_parameters(shared.clone())
        .await
        .unwrap();
    assert!(own.parameters.is_empty());

    refused(
        stranger
            .delete_parameter(DeleteParameterRequest::new(arn("/shared/a")))
            .await,
        "ValidationException",
    );
    world
        .root()
        .delete_parameter(DeleteParameterRequest::new("/shared/a"))
        .await
        .unwrap();
    assert!(
        stranger
            .describe_parameters(shared)
            .await
            .unwrap()
            .parameters
            .is_empty()
    );
}

#[tokio::test]
async fn a_policy_is_replaced_and_deleted_by_who_saw_it_last() {
    let world = World::new().await;
    let params = world.root();
    advanced(&world, "/shared/a").await;
    let arn = arn("/shared/a");
    let put = params
        .put_resource_policy(PutResourcePolicyRequest::new(&arn, policy(READ)))
        .await
        .unwrap();
    let replace = |hash: &str| {
        let request = PutResourcePolicyRequest::new(&arn, policy(&["ssm:GetParameter"]))
            .policy_id(&put.policy_id)
            .policy_hash(hash);
        let params = params.clone();
        async move { params.put_resource_policy(request).await }
    };
    refused(replace("old").await, "ResourcePolicyConflictException");
    let replaced = replace(&put.policy_hash).await.unwrap();
    assert_eq!(replaced.policy_id, put.policy_id);
    assert_ne!(replaced.policy_hash, put.policy_hash);

    let listed = params
        .get_resource_policies(GetResourcePoliciesRequest::new(&arn))
        .await;
    let listed = listed.unwrap().policies;
    assert_eq!(listed.len(), 1);
    assert_eq!(listed[0].policy, policy(&["ssm:GetParameter"]));
    assert_eq!(listed[0].policy_hash, replaced.policy_hash);

    let delete = |id: &str, hash: &str| {
        let request = DeleteResourcePolicyRequest::new(&arn, id, hash);
        let params = params.clone();
        async move { params.delete_resource_policy(request).await }
    };
    refused(
        delete(&put.policy_id, &put.policy_hash).await,
        "ResourcePolicyConflictException",
    );
    refused(delete("none", "x").await, "ResourcePolicyNotFoundException");
    delete(&put.policy_id, &replaced.policy_hash).await.unwrap();
    let listed = params
        .get_resource_policies(GetResourcePoliciesRequest::new(&arn))
        .await;
    assert!(listed.unwrap().policies.is_empty());
}

#[tokio::test]
async fn several_policies_are_paged() {
    let world = World::new().await;
    let params = world.root();
    advanced(&world, "/shared/a").await;
    for _ in 0..5 {
        let request = PutResourcePolicyRequest::new(arn("/shared/a"), policy(READ));
        params.put_resource_policy(request).await.unwrap();
    }
    let request = GetResourcePoliciesRequest::new(arn("/shared/a")).max_results(2);
    let mut sizes = Vec::new();
    let mut next = request.clone();
    loop {
        let page = params.get_resource_policies(next).await.unwrap();
        sizes.push(page.policies.len());
        match page.next_token {
            Some(token) => next = request.clone().next_token(token),
            None => break,
        }
    }
    assert_eq!(sizes, [2, 2, 1]);
    refused(
        params
            .get_resource_policies(request.next_token("none"))
            .await,
        "ResourcePolicyInvalidParameterException",
    );
}

#[tokio::test]
async fn what_cannot_be_shared_is_refused() {
    let world = World::new().await;
    world.put("/standard", "1").await;
    let share = |resource: String, policy: String| {
        let request = PutResourcePolicyRequest::new(resource, policy);
        let params = world.root();
        async move { params.put_resource_policy(request).await }
    };
    let invalid = "ResourcePolicyInvalidParameterException";
    refused(share(arn("/standard"), policy(READ)).await, invalid);
    refused(
        share(arn("/none"), policy(READ)).await,
        "ResourceNotFoundException",
    );
    let group = format!("arn:aws:ssm:{REGION}:{ACCOUNT}:opsitemgroup/default");
    refused(share(group, policy(READ)).await, invalid);

    advanced(&world, "/shared/a").await;
    let arn_of_a = arn("/shared/a");
    refused(
        share(arn_of_a.clone(), "{".to_owned()).await,
        "MalformedResourcePolicyDocumentException",
    );
    refused(
        share(arn_of_a.clone(), "x".repeat(1025)).await,
        "ResourcePolicyLimitExceededException",
    );
    refused(share(arn_of_a, " ".to_owned()).await, "ValidationException");

    let request = PutParameterRequest::of_type("/secret", ParameterType::SecureString, "1");
    let request = request.tier(ParameterTier::Advanced);
    world.root().put_parameter(request).await.unwrap();
    refused(share(arn("/secret"), policy(READ)).await, invalid);
}

#[tokio::test]
async fn a_shared_secure_string_needs_its_key_shared_too() {
    let world = World::new().await;
    let key = world.key().await;
    let request = PutParameterRequest::of_type("/shared/a", ParameterType::SecureString, "hunter2")
        .tier(ParameterTier::Advanced)
        .key_id(&key);
    world.root().put_parameter(request.clone()).await.unwrap();
    let share = PutResourcePolicyRequest::new(arn("/shared/a"), policy(READ));
    world.root().put_resource_policy(share).await.unwrap();
    world.allow(STRANGER, &["ssm:*", "kms:*"], &["*"]);
    let get = || {
        let request = GetParameterRequest::new(arn("/shared/a")).with_decryption(true);
        let stranger = world.stranger();
        async move { stranger.get_parameter(request).await }
    };
    refused(get().await, "AccessDeniedException");

    let key_policy = json!({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Principal": {"AWS": ACCOUNT}, "Action": "kms:*", "Resource": "*"},
        {"Effect": "Allow", "Principal": {"AWS": OTHER_ACCOUNT}, "Action": "kms:Decrypt", "Resource": "*"}
    ]});
    let shared_key = world
        .key_of(CreateKeyRequest::new().policy(key_policy.to_string()))
        .await;
    let request = request.key_id(&shared_key).overwrite(true);
    world.root().put_parameter(request).await.unwrap();
    assert_eq!(get().await.unwrap().parameter.value.expose(), "hunter2");
}

/// A new version without a key comes under the default one.
#[tokio::test]
async fn a_shared_secure_string_under_the_default_key_is_shared_no_more() {
    let world = World::new().await;
    let key = world.key().await;
    let with_key = PutParameterRequest::of_type("/shared/a", ParameterType::SecureString, "1")
        .tier(ParameterTier::Advanced)
        .key_id(&key);
    world.root().put_parameter(with_key.clone()).await.unwrap();
    let share = PutResourcePolicyRequest::new(arn("/shared/a"), policy(READ));
    world.root().put_resource_policy(share).await.unwrap();
    world.allow(STRANGER, &["ssm:*"], &["*"]);
    let stranger = world.stranger();
    let get = GetParameterRequest::new(arn("/shared/a"));
    let shared = DescribeParametersRequest::new().shared(true);
    stranger.get_parameter(get.clone()).await.unwrap();

    let without = PutParameterRequest::new("/shared/a", "2").overwrite(true);
    world.root().put_parameter(without).await.unwrap();
    refused(
        stranger.get_parameter(get.clone()).await,
        "AccessDeniedException",
    );
    let listed = stranger.describe_parameters(shared.clone()).await.unwrap();
    assert!(listed.parameters.is_empty());

    let again = with_key.overwrite(true);
    world.root().put_parameter(again).await.unwrap();
    stranger.get_parameter(get).await.unwrap();
    let listed = stranger.describe_parameters(shared).await.unwrap();
    assert_eq!(listed.parameters.len(), 1);
}
