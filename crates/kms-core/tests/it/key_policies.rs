//! `GetKeyPolicy`, `PutKeyPolicy`, `ListKeyPolicies`.

use kms_core::{GetKeyPolicyRequest, ListKeyPoliciesRequest, PutKeyPolicyRequest, limits};
use serde_json::json;

use crate::world::*;

#[tokio::test]
async fn a_policy_is_kept_as_it_was_put() {
    let world = World::new().await;
    let key = world.key().await;
    let policy = policy_with(json!({
        "Sid": "App", "Effect": "Allow", "Principal": {"AWS": APP}, "Action": "kms:Encrypt", "Resource": "*"
    }))
    .replace("\"Sid\"", "\n  \"Sid\"");
    world
        .root()
        .put_key_policy(PutKeyPolicyRequest::new(&key, &policy))
        .await
        .unwrap();
    let read = world
        .root()
        .get_key_policy(GetKeyPolicyRequest::new(&key))
        .await
        .unwrap();
    assert_eq!(
        (read.policy, read.policy_name.as_str()),
        (policy, "default")
    );
    let names = world
        .root()
        .list_key_policies(ListKeyPoliciesRequest::new(&key))
        .await
        .unwrap();
    assert_eq!(names.policy_names, ["default"]);
    assert!(!names.next_page.truncated);
}

#[tokio::test]
async fn its_only_name_is_default() {
    let world = World::new().await;
    let key = world.key().await;
    let get = |name: &str| GetKeyPolicyRequest::new(&key).policy_name(name);
    world.root().get_key_policy(get("default")).await.unwrap();
    refused_with(
        world.root().get_key_policy(get("other")).await,
        "NotFoundException",
        "No such policy exists",
    );
    let put = PutKeyPolicyRequest::new(
        &key,
        policy_with(json!({
            "Effect": "Deny", "Principal": "*", "Action": "kms:Decrypt", "Resource": "*"
        })),
    );
    refused(
        world.root().put_key_policy(put.policy_name("other")).await,
        "NotFoundException",
    );
}

#[tokio::test]
async fn what_does_not_parse_is_refused_when_it_is_put() {
    let world = World::new().await;
    let key = world.key().await;
    refused_with(
        world
            .root()
            .put_key_policy(PutKeyPolicyRequest::new(&key, "{\n  \"Statment\": []\n}"))
            .await,
        "MalformedPolicyDocumentException",
        "the key policy is not valid: unknown element `Statment` at line 2 column 3",
    );
    let too_long = format!("{:1$}", "{}", limits::KEY_POLICY_BYTES + 1);
    refused_with(
        world
            .root()
            .put_key_policy(PutKeyPolicyRequest::new(&key, too_long))
            .await,
        "LimitExceededException",
        "a key policy has at most 32768 bytes",
    );
}

#[tokio::test]
async fn nobody_locks_himself_out_by_mistake() {
    let world = World::new().await;
    let key = world.key().await;
    world.grant_all(APP);
    let only = |principal: &str| {
        json!({
            "Version": "2012-10-17",
            "Statement": {"Effect": "Allow", "Principal": {"AWS": principal}, "Action": "kms:*", "Resource": "*"}
        })
        .to_string()
    };
    // A policy for somebody else only.
    let other = "arn:aws:iam::111122223333:role/other";
    let put = PutKeyPolicyRequest::new(&key, only(other));
    refused_with(
        world.app().put_key_policy(put.clone()).await,
        "MalformedPolicyDocumentException",
        "the key policy is not valid: the new key policy will not allow you to update the key policy in the future",
    );
    // A policy that denies the caller, though it allows the account.
    let denied = policy_with(json!({
        "Effect": "Deny", "Principal": {"AWS": APP}, "Action": "kms:PutKeyPolicy", "Resource": "*"
    }));
    refused(
        world
            .app()
            .put_key_policy(PutKeyPolicyRequest::new(&key, denied))
            .await,
        "MalformedPolicyDocumentException",
    );
    // For the caller itself, or for its account, is fine.
    world
        .app()
        .put_key_policy(PutKeyPolicyRequest::new(&key, only(APP)))
        .await
        .unwrap();
    let account = format!("arn:aws:iam::{ACCOUNT}:root");
    world
        .app()
        .put_key_policy(PutKeyPolicyRequest::new(&key, only(&account)))
        .await
        .unwrap();
    // And who means it says so.
    world
        .app()
        .put_key_policy(put.bypass_policy_lockout_safety_check(true))
        .await
        .unwrap();
    refused(
        world
            .app()
            .get_key_policy(GetKeyPolicyRequest::new(&key))
            .await,
        "AccessDeniedException",
    );
}
