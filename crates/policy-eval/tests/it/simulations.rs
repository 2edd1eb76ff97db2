//! Simulations, in the shapes of IAM's API.

use policy_eval::{Outcome, Policies, Policy, PolicyKind, Resource, simulate};

use crate::world::{context, identity, role};

#[test]
fn each_action_on_each_resource() {
    let own = identity(
        r#"{"Version": "2012-10-17", "Statement": [
            {"Sid": "Read", "Effect": "Allow", "Action": "s3:Get*", "Resource": "arn:aws:s3:::bucket/*"},
            {"Sid": "All", "Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::bucket/*"},
            {"Sid": "NoSecrets", "Effect": "Deny", "Action": "s3:*", "Resource": "arn:aws:s3:::bucket/secret"}
        ]}"#,
    );
    let (who, keys) = (role(), context("{}"));
    let (open, secret) = (
        Resource::new("arn:aws:s3:::bucket/a"),
        Resource::new("arn:aws:s3:::bucket/secret"),
    );
    let policies = Policies::new().identity(&own);
    let results = simulate(
        &policies,
        &who,
        &["s3:GetObject", "kms:Decrypt"],
        &[open, secret],
        &keys,
    );
    let seen: Vec<_> = results
        .iter()
        .map(|result| {
            let sids: Vec<_> = result
                .matched_statements()
                .filter_map(|(_, s)| s.sid())
                .collect();
            (
                result.decision().request().action(),
                result.decision().outcome(),
                sids,
            )
        })
        .collect();
    assert_eq!(
        seen,
        [
            ("s3:GetObject", Outcome::Allowed, vec!["Read", "All"]),
            ("s3:GetObject", Outcome::ExplicitlyDenied, vec!["NoSecrets"]),
            ("kms:Decrypt", Outcome::ImplicitlyDenied, vec![]),
            ("kms:Decrypt", Outcome::ImplicitlyDenied, vec![]),
        ]
    );
}

#[test]
fn the_keys_that_a_policy_asks_for() {
    let policy = Policy::parse(
        r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*",
            "Resource": "arn:aws:s3:::b/${aws:username}/*", "Condition": {
                "StringEquals": {"aws:ResourceTag/team": "${aws:PrincipalTag/team, 'x'}"},
                "Bool": {"AWS:ViaAWSService": "true"}, "BoolIfExists": {"aws:viaawsservice": "true"}}}}"#,
        PolicyKind::Identity,
    )
    .unwrap();
    let keys: Vec<_> = policy
        .context_keys()
        .into_iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(
        keys,
        [
            "aws:PrincipalTag/team",
            "aws:ResourceTag/team",
            "aws:username",
            "AWS:ViaAWSService"
        ]
    );
}
