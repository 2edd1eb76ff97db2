//! AWS's custom policy checks.

use policy_eval::{
    AccessToCheck, InvalidAccess, Policy, PolicyKind, check_access_not_granted,
    check_no_new_access, check_no_public_access, is_public,
};

fn policy(kind: PolicyKind, statements: &str) -> Policy {
    let json = format!(r#"{{"Version": "2012-10-17", "Statement": [{statements}]}}"#);
    Policy::parse(&json, kind).unwrap_or_else(|error| panic!("{error}: {json}"))
}

fn identity(statements: &str) -> Policy {
    policy(PolicyKind::Identity, statements)
}

fn resource(statements: &str) -> Policy {
    policy(PolicyKind::Resource, statements)
}

#[test]
fn no_new_access_for_a_caller() {
    for (existing, new, expected) in [
        (
            r#"{"Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject"], "Resource": "arn:aws:s3:::b/*"}"#,
            r#"{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/public/*"}"#,
            true,
        ),
        (
            r#"{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*"}"#,
            r#"{"Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject"], "Resource": "arn:aws:s3:::b/*"}"#,
            false,
        ),
        // Several statements allow it together.
        (
            r#"{"Effect": "Allow", "Action": "s3:Get?*", "Resource": "*"}, {"Effect": "Allow", "Action": "s3:Get", "Resource": "*"}"#,
            r#"{"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"}"#,
            true,
        ),
        // What is denied now is not granted.
        (
            r#"{"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}"#,
            r#"{"Effect": "Allow", "Action": "*", "Resource": "*"}, {"Effect": "Deny", "Action": "iam:*", "Resource": "*"}"#,
            true,
        ),
        // A denial has gone, wholly or under a condition.
        (
            r#"{"Effect": "Allow", "Action": "*", "Resource": "*"}, {"Effect": "Deny", "Action": "iam:*", "Resource": "*"}"#,
            r#"{"Effect": "Allow", "Action": "*", "Resource": "*"}"#,
            false,
        ),
        (
            r#"{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}, {"Effect": "Deny", "Action": "iam:*", "Resource": "*"}"#,
            r#"{"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"}"#,
            true,
        ),
        (
            r#"{"Effect": "Allow", "Action": "*", "Resource": "*"}, {"Effect": "Deny", "Action": "iam:*", "Resource": "*"}"#,
            r#"{"Effect": "Allow", "Action": "*", "Resource": "*"},
               {"Effect": "Deny", "Action": "iam:*", "Resource": "*", "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "false"}}}"#,
            false,
        ),
        // A condition more, and one fewer.
        (
            r#"{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}"#,
            r#"{"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": {"Bool": {"aws:SecureTransport": "true"}}}"#,
            true,
        ),
        (
            r#"{"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": {"Bool": {"aws:SecureTransport": "true"}}}"#,
            r#"{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}"#,
            false,
        ),
        // Variables stand for the same on both sides, whatever they are; another one does not.
        (
            r#"{"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::home/${aws:username}/*"}"#,
            r#"{"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::home/${aws:username}/a/*"}"#,
            true,
        ),
        (
            r#"{"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::home/${aws:username}/*"}"#,
            r#"{"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::home/${aws:userid}/*"}"#,
            false,
        ),
        // A `*` within a segment does not reach over what a variable may have.
        (
            r#"{"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::home/*/a"}"#,
            r#"{"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::home/${aws:username}/a"}"#,
            false,
        ),
        // What a variable has may be what is excepted; elsewhere it cannot be.
        (
            r#"{"Effect": "Allow", "Action": "s3:*", "NotResource": "arn:aws:s3:::home/*/a"}"#,
            r#"{"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::home/${aws:username, 'x'}/a"}"#,
            false,
        ),
        (
            r#"{"Effect": "Allow", "Action": "s3:*", "NotResource": "arn:aws:s3:::home/alice/a"}"#,
            r#"{"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::home/${aws:username}/a"}"#,
            false,
        ),
        (
            r#"{"Effect": "Allow", "Action": "s3:*", "NotResource": "arn:aws:s3:::secret/*"}"#,
            r#"{"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::home/${aws:username}/a"}"#,
            true,
        ),
        // A denial of what a variable has is gone, or is within another one.
        (
            r#"{"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::h*e/*/a"},
               {"Effect": "Deny", "Action": "s3:*", "Resource": "arn:aws:s3:::home/${aws:username}/a"}"#,
            r#"{"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::h*e/*/a"},
               {"Effect": "Deny", "Action": "s3:*", "Resource": "arn:aws:s3:::home/*b"}"#,
            false,
        ),
        (
            r#"{"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::h*e/*/a"},
               {"Effect": "Deny", "Action": "s3:*", "Resource": "arn:aws:s3:::home/${aws:username}/a"}"#,
            r#"{"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::h*e/*/a"},
               {"Effect": "Deny", "Action": "s3:*", "Resource": "arn:aws:s3:::home/*"}"#,
            true,
        ),
    ] {
        let answer = check_no_new_access(&identity(new), &identity(existing));
        assert_eq!(answer.passed(), expected, "{new} after {existing}");
    }
}

#[test]
fn no_new_access_to_a_resource() {
    let allow = |principal: &str| {
        format!(
            r#"{{"Effect": "Allow", "Principal": {principal}, "Action": "kms:*", "Resource": "*"}}"#
        )
    };
    for (existing, new, expected) in [
        (r#""*""#, r#"{"AWS": "111122223333"}"#, true),
        (
            r#"{"AWS": "*"}"#,
            r#"{"AWS": "arn:aws:iam::111122223333:role/app"}"#,
            true,
        ),
        (
            r#"{"AWS": "111122223333"}"#,
            r#"{"AWS": "arn:aws:iam::111122223333:root"}"#,
            true,
        ),
        (
            r#"{"AWS": ["111122223333", "444455556666"]}"#,
            r#"{"AWS": "444455556666"}"#,
            true,
        ),
        (
            r#"{"AWS": "111122223333"}"#,
            r#"{"AWS": ["111122223333", "444455556666"]}"#,
            false,
        ),
        // The role needs no identity policy any more.
        (
            r#"{"AWS": "111122223333"}"#,
            r#"{"AWS": "arn:aws:iam::111122223333:role/app"}"#,
            false,
        ),
        (r#"{"AWS": "*"}"#, r#""*""#, true),
        (r#""*""#, r#"{"AWS": "*"}"#, true),
        (
            r#"{"AWS": "*"}"#,
            r#"{"Service": "ssm.amazonaws.com"}"#,
            true,
        ),
    ] {
        let answer = check_no_new_access(&resource(&allow(new)), &resource(&allow(existing)));
        assert_eq!(answer.passed(), expected, "{new} after {existing}");
    }
}

#[test]
fn the_answers_are_awss() {
    let existing = identity(r#"{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}"#);
    let new = identity(
        r#"{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"},
           {"Sid": "More", "Effect": "Allow", "Action": "s3:PutObject", "Resource": "*"}"#,
    );
    assert_eq!(
        serde_json::to_value(check_no_new_access(&new, &existing)).unwrap(),
        serde_json::json!({
            "result": "FAIL",
            "message": "The modified permissions grant new access compared to your existing policy.",
            "reasons": [{
                "description": "New access in the statement with sid: More.",
                "statementIndex": 1,
                "statementId": "More"
            }]
        })
    );
    let nowhere: [&str; 0] = [];
    let access = AccessToCheck::new(["s3:PutObject"], nowhere).unwrap();
    assert_eq!(
        serde_json::to_value(check_access_not_granted(&existing, &access)).unwrap(),
        serde_json::json!({
            "result": "PASS",
            "message": "The policy document does not grant access to perform the listed actions or resources."
        })
    );
    let public =
        resource(r#"{"Effect": "Allow", "Principal": "*", "Action": "kms:*", "Resource": "*"}"#);
    assert_eq!(
        serde_json::to_value(check_no_public_access(&public)).unwrap(),
        serde_json::json!({
            "result": "FAIL",
            "message": "The resource policy grants public access for the given resource type.",
            "reasons": [{
                "description": "Public access granted in the following statement with index: 0.",
                "statementIndex": 0
            }]
        })
    );
}

#[test]
fn access_that_is_not_granted() {
    for (statements, actions, resources, expected) in [
        (
            r#"{"Effect": "Allow", "Action": "kms:*", "Resource": "*"}"#,
            &["kms:Decrypt"][..],
            &[][..],
            false,
        ),
        (
            r#"{"Effect": "Allow", "Action": "kms:Encrypt", "Resource": "*"}"#,
            &["kms:Decrypt"],
            &[],
            true,
        ),
        (
            r#"{"Effect": "Allow", "NotAction": "kms:*", "Resource": "*"}"#,
            &["kms:Decrypt"],
            &[],
            true,
        ),
        (
            r#"{"Effect": "Allow", "NotAction": "kms:D*", "Resource": "*"}"#,
            &["kms:*"],
            &[],
            false,
        ),
        (
            r#"{"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::a/*"}"#,
            &[],
            &["arn:aws:s3:::b/*"],
            true,
        ),
        (
            r#"{"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::*"}"#,
            &[],
            &["arn:aws:s3:::b/*"],
            false,
        ),
        (
            r#"{"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::b/*"}"#,
            &["s3:PutObject", "kms:Decrypt"],
            &["arn:aws:s3:::b/x", "arn:aws:s3:::c"],
            false,
        ),
        // A variable may have any value.
        (
            r#"{"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::${aws:username}"}"#,
            &[],
            &["arn:aws:s3:::b"],
            false,
        ),
        // Granted under a condition is granted; denied under one is not denied.
        (
            r#"{"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": {"Bool": {"aws:SecureTransport": "true"}}}"#,
            &["s3:PutObject"],
            &[],
            false,
        ),
        (
            r#"{"Effect": "Allow", "Action": "s3:*", "Resource": "*"},
               {"Effect": "Deny", "Action": "s3:Put*", "Resource": "*"}"#,
            &["s3:PutObject"],
            &[],
            true,
        ),
        (
            r#"{"Effect": "Allow", "Action": "s3:*", "Resource": "*"},
               {"Effect": "Deny", "Action": "s3:Put*", "Resource": "*", "Condition": {"Bool": {"aws:SecureTransport": "false"}}}"#,
            &["s3:PutObject"],
            &[],
            false,
        ),
        (
            r#"{"Effect": "Allow", "Action": "s3:*", "Resource": "*"},
               {"Effect": "Deny", "Action": "s3:*", "NotResource": "arn:aws:s3:::a/*"}"#,
            &[],
            &["arn:aws:s3:::b/*"],
            true,
        ),
    ] {
        let access = AccessToCheck::new(actions, resources).unwrap();
        let answer = check_access_not_granted(&identity(statements), &access);
        assert_eq!(
            answer.passed(),
            expected,
            "{actions:?} {resources:?} {statements}"
        );
    }
}

#[test]
fn what_is_no_access() {
    let none: [&str; 0] = [];
    assert_eq!(
        AccessToCheck::new(none, none).unwrap_err(),
        InvalidAccess::Empty
    );
    assert_eq!(
        AccessToCheck::new(["Decrypt"], none)
            .unwrap_err()
            .to_string(),
        "`Decrypt` is not an action: it is `*` or looks like `kms:Encrypt`"
    );
    for bad in ["bucket", "arn:aws:s3:::${aws:username}"] {
        assert_eq!(
            AccessToCheck::new(none, [bad]).unwrap_err(),
            InvalidAccess::Resource(bad.to_owned())
        );
    }
    assert_eq!(
        AccessToCheck::new(vec!["s3:Get*"; 101], none).unwrap_err(),
        InvalidAccess::TooMany
    );
}

#[test]
fn what_is_public() {
    let allow = |principal: &str, condition: &str| {
        format!(
            r#"{{"Effect": "Allow", "Principal": {principal}, "Action": "kms:*", "Resource": "*", "Condition": {condition}}}"#
        )
    };
    for (principal, condition, expected) in [
        (r#""*""#, "{}", true),
        (r#"{"AWS": "*"}"#, "{}", true),
        (r#"{"AWS": ["111122223333", "*"]}"#, "{}", true),
        (r#"{"AWS": "111122223333"}"#, "{}", false),
        (r#"{"Service": "ssm.amazonaws.com"}"#, "{}", false),
        (
            r#""*""#,
            r#"{"StringEquals": {"kms:CallerAccount": "111122223333"}}"#,
            false,
        ),
        (
            r#""*""#,
            r#"{"StringEquals": {"aws:PrincipalAccount": ["111122223333", "444455556666"]}}"#,
            false,
        ),
        (
            r#""*""#,
            r#"{"StringEqualsIfExists": {"aws:PrincipalAccount": "111122223333"}}"#,
            true,
        ),
        (
            r#""*""#,
            r#"{"ForAllValues:StringEquals": {"aws:PrincipalAccount": "111122223333"}}"#,
            true,
        ),
        (
            r#""*""#,
            r#"{"StringNotEquals": {"aws:PrincipalAccount": "111122223333"}}"#,
            true,
        ),
        (
            r#""*""#,
            r#"{"StringEquals": {"aws:PrincipalAccount": "${aws:ResourceAccount}"}}"#,
            true,
        ),
        (
            r#""*""#,
            r#"{"StringLike": {"aws:PrincipalAccount": "1*"}}"#,
            true,
        ),
        (
            r#""*""#,
            r#"{"StringEquals": {"aws:PrincipalTag/team": "ours"}}"#,
            true,
        ),
        (
            r#""*""#,
            r#"{"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/*"}}"#,
            false,
        ),
        (
            r#""*""#,
            r#"{"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/app"}}"#,
            true,
        ),
        (
            r#""*""#,
            r#"{"ArnLike": {"aws:SourceArn": "arn:aws:s3:::bucket"}}"#,
            false,
        ),
        (
            r#""*""#,
            r#"{"ArnLike": {"aws:SourceArn": "arn:aws:s3:::*"}}"#,
            true,
        ),
        (
            r#""*""#,
            r#"{"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}"#,
            false,
        ),
        (
            r#""*""#,
            r#"{"IpAddress": {"aws:SourceIp": ["203.0.113.0/24", "0.0.0.0/1"]}}"#,
            true,
        ),
        (
            r#""*""#,
            r#"{"StringLike": {"aws:userid": "AROAEXAMPLE:*"}}"#,
            false,
        ),
        (
            r#""*""#,
            r#"{"StringLike": {"aws:userid": "*:session"}}"#,
            true,
        ),
        (
            r#""*""#,
            r#"{"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": "o-abcdefghij/r-ab12/*"}}"#,
            false,
        ),
        (
            r#""*""#,
            r#"{"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": "o-*/r-ab12/*"}}"#,
            true,
        ),
        (
            r#""*""#,
            r#"{"StringEquals": {"aws:SourceVpce": "vpce-12345678"}}"#,
            false,
        ),
    ] {
        let policy = resource(&allow(principal, condition));
        assert_eq!(is_public(&policy), expected, "{principal} {condition}");
    }
}

#[test]
fn a_denial_of_all_others_makes_a_policy_private() {
    let open = r#"{"Effect": "Allow", "Principal": "*", "Action": "kms:Decrypt", "Resource": "*"}"#;
    for (denial, expected) in [
        (
            r#""Principal": "*", "Action": "kms:*", "Resource": "*", "Condition": {"StringNotEquals": {"aws:PrincipalOrgID": "o-abcdefghij"}}"#,
            false,
        ),
        (
            r#""Principal": "*", "Action": "kms:*", "Resource": "*", "Condition": {
                "StringNotEqualsIfExists": {"aws:PrincipalOrgID": "o-abcdefghij"},
                "BoolIfExists": {"aws:PrincipalIsAWSService": "false"}}"#,
            false,
        ),
        // It asks more than who it is, or is about less.
        (
            r#""Principal": "*", "Action": "kms:*", "Resource": "*", "Condition": {
                "StringNotEquals": {"aws:PrincipalOrgID": "o-abcdefghij"}, "Bool": {"aws:SecureTransport": "false"}}"#,
            true,
        ),
        (
            r#""Principal": "*", "Action": "kms:Encrypt", "Resource": "*", "Condition": {"StringNotEquals": {"aws:PrincipalOrgID": "o-abcdefghij"}}"#,
            true,
        ),
        (
            r#""Principal": {"AWS": "*"}, "Action": "kms:*", "Resource": "*", "Condition": {"StringNotEquals": {"aws:PrincipalOrgID": "o-abcdefghij"}}"#,
            false,
        ),
        (
            r#""Principal": "*", "Action": "kms:*", "Resource": "*", "Condition": {"StringNotLike": {"aws:PrincipalOrgID": "o-*"}}"#,
            true,
        ),
    ] {
        let policy = resource(&format!(r#"{open}, {{"Effect": "Deny", {denial}}}"#));
        assert_eq!(is_public(&policy), expected, "{denial}");
    }
}

#[test]
fn identity_providers_that_vouch_for_anybody() {
    let trust = |provider: &str, condition: &str| {
        policy(
            PolicyKind::Trust,
            &format!(
                r#"{{"Effect": "Allow", "Principal": {{"Federated": "{provider}"}},
                    "Action": "sts:AssumeRoleWithWebIdentity", "Condition": {condition}}}"#
            ),
        )
    };
    for (provider, condition, expected) in [
        ("accounts.google.com", "{}", true),
        (
            "accounts.google.com",
            r#"{"StringEquals": {"accounts.google.com:aud": "app"}}"#,
            false,
        ),
        (
            "accounts.google.com",
            r#"{"StringEqualsIfExists": {"accounts.google.com:aud": "app"}}"#,
            true,
        ),
        (
            "accounts.google.com",
            r#"{"StringLike": {"accounts.google.com:sub": "*"}}"#,
            true,
        ),
        (
            "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com",
            "{}",
            true,
        ),
        (
            "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com",
            r#"{"StringLike": {"token.actions.githubusercontent.com:sub": "repo:o/r:*"}}"#,
            false,
        ),
        ("arn:aws:iam::111122223333:saml-provider/ours", "{}", false),
    ] {
        assert_eq!(
            is_public(&trust(provider, condition)),
            expected,
            "{provider} {condition}"
        );
    }
}

/// What is not proven within the work that a check may take has not passed: no document takes for ever.
#[test]
fn what_takes_too_much_work_has_not_passed() {
    let statement = |n: usize| {
        let resources: Vec<String> = (0..8_000)
            .map(|m| format!(r#""arn:aws:s3:::{n}*a{m}*b*""#))
            .collect();
        let resources = resources.join(",");
        format!(r#"{{"Effect": "Allow", "Action": "s3:GetObject", "Resource": [{resources}]}}"#)
    };
    let statements: Vec<String> = (0..8).map(statement).collect();
    let json = format!(r#"{{"Statement": [{}]}}"#, statements.join(","));
    let policy = Policy::parse(&json, PolicyKind::Identity).unwrap();
    assert!(!check_no_new_access(&policy, &policy).passed());
}
