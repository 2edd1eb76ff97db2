//! The cases that `policy_check replay` reads.

#[path = "../../examples/policy_check/case.rs"]
mod case;

use case::Case;

fn verdict(policies: &str, principal: &str, action: &str, resource: &str) -> String {
    let json = format!(
        r#"{{"id": 1, {policies}, "permission_boundaries": null, "session_policies": [], "request": {{
            "principal": {principal}, "action": "{action}",
            "resource": {{"arn": "{resource}", "account": "111122223333"}},
            "context": {{"aws:username": "alice", "aws:TagKeys": ["a"], "aws:PrincipalArn": "arn:aws:iam::111122223333:role/team/app"}}}}}}"#
    );
    match serde_json::from_str::<Case<'_>>(&json).unwrap().outcome() {
        Ok(outcome) => outcome.to_string(),
        Err(error) => format!("Error: {error}"),
    }
}

#[test]
fn each_kind_of_caller_and_policy() {
    let alice = r#"{"arn": "arn:aws:iam::111122223333:user/alice"}"#;
    let session = r#"{"arn": "arn:aws:sts::111122223333:assumed-role/app/one"}"#;
    let home = r#""identity_policies": [{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "arn:aws:s3:::b/${aws:username}/*"}}], "resource_policy": null"#;
    let of_role = r#""identity_policies": [], "resource_policy": {"Statement": {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/team/app"}, "Action": "*", "Resource": "*"}}"#;
    let trust = r#""identity_policies": [], "resource_policy": {"Statement": {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}}"#;
    let federated = r#""identity_policies": [], "resource_policy": {"Statement": {"Effect": "Allow", "Principal": {"Federated": "accounts.google.com"}, "Action": "sts:AssumeRoleWithWebIdentity"}}"#;
    let everything = r#""identity_policies": [{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}], "resource_policy": null"#;
    let scps = format!(r#"{home}, "scps": [[]]"#);
    let faulty = r#""identity_policies": [{"Version": "2010-10-17", "Statement": []}], "resource_policy": null"#;
    for (policies, who, action, resource, expected) in [
        (
            home,
            alice,
            "s3:GetObject",
            "arn:aws:s3:::b/alice/x",
            "Allowed",
        ),
        (
            home,
            alice,
            "s3:GetObject",
            "arn:aws:s3:::b/bob/x",
            "ImplicitlyDenied",
        ),
        (
            &*scps,
            alice,
            "s3:GetObject",
            "arn:aws:s3:::b/alice/x",
            "ImplicitlyDenied",
        ),
        (
            of_role,
            session,
            "s3:GetObject",
            "arn:aws:s3:::b/x",
            "Allowed",
        ),
        (
            trust,
            r#"{"service": "lambda.amazonaws.com"}"#,
            "sts:AssumeRole",
            "arn:aws:iam::111122223333:role/x",
            "Allowed",
        ),
        (
            federated,
            r#"{"federated": "accounts.google.com"}"#,
            "sts:AssumeRoleWithWebIdentity",
            "arn:aws:iam::111122223333:role/x",
            "Allowed",
        ),
        (
            federated,
            r#"{"federated": "www.amazon.com"}"#,
            "sts:AssumeRoleWithWebIdentity",
            "arn:aws:iam::111122223333:role/x",
            "ImplicitlyDenied",
        ),
        // A key's policy must allow, and is not there; an alias has none.
        (
            everything,
            alice,
            "kms:Decrypt",
            "arn:aws:kms:eu-west-1:111122223333:key/1",
            "ImplicitlyDenied",
        ),
        (
            everything,
            alice,
            "kms:CreateAlias",
            "arn:aws:kms:eu-west-1:111122223333:alias/a",
            "Allowed",
        ),
        (
            trust,
            r#"{"anonymous": true}"#,
            "sts:AssumeRole",
            "arn:aws:iam::111122223333:role/x",
            "ImplicitlyDenied",
        ),
        (
            faulty,
            alice,
            "s3:GetObject",
            "*",
            "Error: `2010-10-17` is not a version of the policy language: it is `2012-10-17` or `2008-10-17` at line 1 column 13",
        ),
    ] {
        assert_eq!(
            verdict(policies, who, action, resource),
            expected,
            "{who} {action} {resource}"
        );
    }
}
