//! Policies from AWS's documentation and from practice: the policy, the request, AWS's verdict.

use common_types::Principal;
use policy_eval::{
    Outcome, Policies, Policy, PolicyKind, Request, Resource, ResourcePolicyMode, decide,
};

use crate::world::{BUCKET, context, identity, resource, role, user};

/// A bucket whose policy is under test, and a caller whom his own policies allow everything.
fn with_bucket_policy(policy: &str, action: &str, target: &str, keys: &str) -> Outcome {
    let own = identity(r#"{"Effect": "Allow", "Action": "*", "Resource": "*"}"#);
    let (who, policy, keys) = (role(), resource(policy), context(keys));
    let policies = Policies::new()
        .identity(&own)
        .resource(&policy, ResourcePolicyMode::Standard);
    decide(
        &policies,
        &Request::new(&who, action, Resource::new(target), &keys),
    )
    .outcome()
}

fn with_identity_policy(
    policy: &str,
    who: &Principal,
    action: &str,
    target: &str,
    keys: &str,
) -> Outcome {
    let (policy, keys) = (identity(policy), context(keys));
    let request = Request::new(who, action, Resource::new(target), &keys);
    decide(&Policies::new().identity(&policy), &request).outcome()
}

/// Force TLS.
const SECURE_TRANSPORT: &str = r#"{
  "Id": "ForceSSLPolicy",
  "Version": "2012-10-17",
  "Statement": [{
    "Sid": "AllowS3RequestsOnlyOverSSL", "Effect": "Deny", "Principal": "*", "Action": "s3:*",
    "Resource": ["arn:aws:s3:::bucket", "arn:aws:s3:::bucket/*"],
    "Condition": {"Bool": {"aws:SecureTransport": "false"}}
  }]
}"#;

#[test]
fn only_over_tls() {
    for (secure, expected) in [
        ("false", Outcome::ExplicitlyDenied),
        ("true", Outcome::Allowed),
    ] {
        let keys = format!(r#"{{"aws:SecureTransport": "{secure}"}}"#);
        assert_eq!(
            with_bucket_policy(
                SECURE_TRANSPORT,
                "s3:GetObject",
                "arn:aws:s3:::bucket/a",
                &keys
            ),
            expected
        );
        assert_eq!(
            with_bucket_policy(SECURE_TRANSPORT, "s3:ListBucket", BUCKET, &keys),
            expected
        );
    }
}

/// Force SSE-KMS: no other encryption, and no upload without.
const SSE_KMS: &str = r#"{
  "Id": "EncryptS3ObjectsAtRest",
  "Version": "2012-10-17",
  "Statement": [
    {"Sid": "DenyIncorrectEncryptionHeader", "Effect": "Deny", "Principal": "*", "Action": "s3:PutObject",
     "Resource": "arn:aws:s3:::bucket/*",
     "Condition": {"StringNotEquals": {"s3:x-amz-server-side-encryption": "aws:kms"}}},
    {"Sid": "DenyIncorrectEncryptionUpload", "Effect": "Deny", "Principal": "*", "Action": "s3:PutObject",
     "Resource": "arn:aws:s3:::bucket/*",
     "Condition": {"Null": {"s3:x-amz-server-side-encryption": true}}}
  ]
}"#;

#[test]
fn only_encrypted_uploads() {
    for (keys, expected) in [
        (
            r#"{"s3:x-amz-server-side-encryption": "aws:kms"}"#,
            Outcome::Allowed,
        ),
        (
            r#"{"s3:x-amz-server-side-encryption": "AES256"}"#,
            Outcome::ExplicitlyDenied,
        ),
        ("{}", Outcome::ExplicitlyDenied),
    ] {
        assert_eq!(
            with_bucket_policy(SSE_KMS, "s3:PutObject", "arn:aws:s3:::bucket/a", keys),
            expected,
            "{keys}"
        );
    }
    assert_eq!(
        with_bucket_policy(SSE_KMS, "s3:GetObject", "arn:aws:s3:::bucket/a", "{}"),
        Outcome::Allowed
    );
}

/// The same two policies as they are found in notes on the web: a version that never was.
#[test]
fn a_version_that_never_was_is_named() {
    for policy in [SECURE_TRANSPORT, SSE_KMS] {
        let faulty = policy.replace("2012-10-17", "2010-10-17");
        let error = Policy::parse(&faulty, PolicyKind::Resource).unwrap_err();
        assert_eq!(
            error.to_string(),
            "`2010-10-17` is not a version of the policy language: it is `2012-10-17` or `2008-10-17` at line 3 column 14"
        );
    }
}

/// Cross-account use of a key, as noted: one without a resource, one with an empty one.
#[test]
fn a_key_policy_without_a_resource_is_refused() {
    let statement = r#"{"Statement": [{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"},
        "Action": ["kms:Decrypt", "kms:CreateGrant"]RESOURCE}]}"#;
    for (resource, message) in [
        ("", "`Resource` is missing at line 1 column 16"),
        (
            r#", "Resource": """#,
            "`` is not a resource: it is `*` or an ARN at line 2 column 67",
        ),
    ] {
        let json = statement.replace("RESOURCE", resource);
        assert_eq!(
            Policy::parse(&json, PolicyKind::Resource)
                .unwrap_err()
                .to_string(),
            message
        );
    }
}

/// "Using `NotAction` with Deny": everything but IAM needs MFA.
#[test]
fn without_mfa_nothing_but_iam() {
    let policy = r#"{"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": "*", "Resource": "*"},
        {"Sid": "DenyAllUsersNotUsingMFA", "Effect": "Deny", "NotAction": "iam:*", "Resource": "*",
         "Condition": {"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}}}
    ]}"#;
    for (action, keys, expected) in [
        (
            "s3:ListAllMyBuckets",
            r#"{"aws:MultiFactorAuthPresent": "true"}"#,
            Outcome::Allowed,
        ),
        (
            "s3:ListAllMyBuckets",
            r#"{"aws:MultiFactorAuthPresent": "false"}"#,
            Outcome::ExplicitlyDenied,
        ),
        // Long-term credentials do not carry the key at all.
        ("s3:ListAllMyBuckets", "{}", Outcome::ExplicitlyDenied),
        ("iam:ListUsers", "{}", Outcome::Allowed),
    ] {
        assert_eq!(
            with_identity_policy(policy, &user(), action, "*", keys),
            expected,
            "{action} {keys}"
        );
    }
}

/// "Amazon S3: allows users access to their home directory".
#[test]
fn a_home_directory() {
    let policy = r#"{"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": ["s3:ListAllMyBuckets", "s3:GetBucketLocation"], "Resource": "arn:aws:s3:::*"},
        {"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::bucket",
         "Condition": {"StringLike": {"s3:prefix": ["", "home/", "home/${aws:username}/"]}}},
        {"Effect": "Allow", "Action": "s3:*", "Resource": [
            "arn:aws:s3:::bucket/home/${aws:username}", "arn:aws:s3:::bucket/home/${aws:username}/*"]}
    ]}"#;
    for (action, target, prefix, expected) in [
        ("s3:ListBucket", BUCKET, "home/alice/", Outcome::Allowed),
        ("s3:ListBucket", BUCKET, "", Outcome::Allowed),
        (
            "s3:ListBucket",
            BUCKET,
            "home/bob/",
            Outcome::ImplicitlyDenied,
        ),
        (
            "s3:DeleteObject",
            "arn:aws:s3:::bucket/home/alice/x",
            "",
            Outcome::Allowed,
        ),
        (
            "s3:DeleteObject",
            "arn:aws:s3:::bucket/home/alicex",
            "",
            Outcome::ImplicitlyDenied,
        ),
        (
            "s3:GetBucketLocation",
            "arn:aws:s3:::other",
            "",
            Outcome::Allowed,
        ),
    ] {
        let keys = format!(r#"{{"aws:username": "alice", "s3:prefix": "{prefix}"}}"#);
        assert_eq!(
            with_identity_policy(policy, &user(), action, target, &keys),
            expected,
            "{action} {target}"
        );
    }
}

/// Attribute-based access control: a tag that is missing on the caller is caught by a negated operator.
#[test]
fn the_untagged_caller_is_denied() {
    let policy = r#"{"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": "*", "Resource": "*"},
        {"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {
            "StringNotEquals": {"aws:ResourceTag/project": "${aws:PrincipalTag/project}"}}}
    ]}"#;
    for (keys, expected) in [
        (
            r#"{"aws:ResourceTag/project": "x", "aws:PrincipalTag/project": "x"}"#,
            Outcome::Allowed,
        ),
        (
            r#"{"aws:ResourceTag/project": "x", "aws:PrincipalTag/project": "y"}"#,
            Outcome::ExplicitlyDenied,
        ),
        (
            r#"{"aws:ResourceTag/project": "x"}"#,
            Outcome::ExplicitlyDenied,
        ),
        ("{}", Outcome::ExplicitlyDenied),
    ] {
        assert_eq!(
            with_identity_policy(policy, &user(), "s3:GetObject", BUCKET, keys),
            expected,
            "{keys}"
        );
    }
}

/// "AWS: denies access to AWS based on the source IP".
#[test]
fn only_from_our_networks_or_through_a_service() {
    let policy = r#"{"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": "*", "Resource": "*"},
        {"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {
            "NotIpAddress": {"aws:SourceIp": ["192.0.2.0/24", "203.0.113.0/24"]},
            "Bool": {"aws:ViaAWSService": "false"}}}
    ]}"#;
    for (ip, via, expected) in [
        ("192.0.2.7", "false", Outcome::Allowed),
        ("198.51.100.7", "false", Outcome::ExplicitlyDenied),
        ("198.51.100.7", "true", Outcome::Allowed),
    ] {
        let keys = format!(r#"{{"aws:SourceIp": "{ip}", "aws:ViaAWSService": "{via}"}}"#);
        assert_eq!(
            with_identity_policy(policy, &user(), "s3:GetObject", BUCKET, &keys),
            expected,
            "{ip} {via}"
        );
    }
}
