//! Examples of AWS's documentation: the policy, the requests, and the verdicts that the page gives.

use common_types::{Caller, Principal};
use policy_eval::{
    Context, Outcome, Policies, PolicyKind, Request, Resource, ResourcePolicyMode, decide,
};

use crate::world::{context, identity, resource, set, statement_matches};

use Outcome::{Allowed, ExplicitlyDenied as Denied, ImplicitlyDenied as NotAllowed};

fn user(arn: &str) -> Principal {
    Caller::user(arn).unwrap().principal().clone()
}

fn decided(policies: Policies<'_>, who: &Principal, action: &str, arn: &str) -> Outcome {
    with(policies, who, action, Resource::new(arn), &Context::new())
}

fn with(
    policies: Policies<'_>,
    who: &Principal,
    action: &str,
    target: Resource<'_>,
    keys: &Context,
) -> Outcome {
    decide(&policies, &Request::new(who, action, target, keys)).outcome()
}

/// [Example identity-based and resource-based policy evaluation](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html#policies_evaluation_example)
#[test]
fn carlos_in_one_account() {
    let own = identity(
        r#"{"Version": "2012-10-17", "Statement": [
            {"Sid": "AllowS3ListRead", "Effect": "Allow", "Action": ["s3:GetBucketLocation", "s3:GetAccountPublicAccessBlock", "s3:ListAccessPoints", "s3:ListAllMyBuckets"], "Resource": "arn:aws:s3:::*"},
            {"Sid": "AllowS3Self", "Effect": "Allow", "Action": "s3:*", "Resource": ["arn:aws:s3:::carlossalazar/*", "arn:aws:s3:::carlossalazar"]},
            {"Sid": "DenyS3Logs", "Effect": "Deny", "Action": "s3:*", "Resource": "arn:aws:s3:::*log*"}
        ]}"#,
    );
    let bucket = resource(
        r#"{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::123456789012:user/carlossalazar"}, "Action": "s3:*",
            "Resource": ["arn:aws:s3:::carlossalazar/*", "arn:aws:s3:::carlossalazar"]}"#,
    );
    let carlos = user("arn:aws:iam::123456789012:user/carlossalazar");
    let in_logs = Policies::new().identity(&own);
    let in_own = in_logs.resource(&bucket, ResourcePolicyMode::Standard);
    for (policies, action, arn, expected) in [
        (
            in_logs,
            "s3:PutObject",
            "arn:aws:s3:::carlossalazar-logs/file",
            Denied,
        ),
        (
            in_own,
            "s3:PutObject",
            "arn:aws:s3:::carlossalazar/file",
            Allowed,
        ),
        (
            in_logs,
            "s3:GetBucketLocation",
            "arn:aws:s3:::other",
            Allowed,
        ),
        (
            in_logs,
            "s3:GetObject",
            "arn:aws:s3:::other/file",
            NotAllowed,
        ),
        // "If one of the policy types allows the request and the other doesn't, the request is still allowed."
        (
            in_logs,
            "s3:PutObject",
            "arn:aws:s3:::carlossalazar/file",
            Allowed,
        ),
        (
            Policies::new().resource(&bucket, ResourcePolicyMode::Standard),
            "s3:PutObject",
            "arn:aws:s3:::carlossalazar/file",
            Allowed,
        ),
    ] {
        assert_eq!(
            decided(policies, &carlos, action, arn),
            expected,
            "{action} {arn}"
        );
    }
}

/// [The difference between explicit and implicit denies](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html#AccessPolicyLanguage_Interplay)
#[test]
fn allowed_implicitly_denied_and_explicitly_denied() {
    let own = identity(
        r#"{"Version": "2012-10-17", "Statement": [
            {"Sid": "AllowGetList", "Effect": "Allow", "Action": ["iam:Get*", "iam:List*"], "Resource": "*"},
            {"Sid": "DenyReports", "Effect": "Deny", "Action": "iam:*Report", "Resource": "*"}
        ]}"#,
    );
    let who = user("arn:aws:iam::123456789012:user/anaya");
    for (action, expected) in [
        ("iam:GetUser", Allowed),
        ("iam:ListRoles", Allowed),
        ("iam:CreatePolicy", NotAllowed),
        ("iam:GetOrganizationsAccessReport", Denied),
        ("iam:GenerateCredentialReport", Denied),
    ] {
        let policies = Policies::new().identity(&own);
        assert_eq!(decided(policies, &who, action, "*"), expected, "{action}");
    }
}

/// [Example cross-account policy evaluation](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html)
#[test]
fn carlos_across_accounts() {
    let own = identity(
        r#"{"Version": "2012-10-17", "Statement": [
            {"Sid": "AllowS3ListRead", "Effect": "Allow", "Action": "s3:ListAllMyBuckets", "Resource": "*"},
            {"Sid": "AllowS3ProductionObjectActions", "Effect": "Allow", "Action": "s3:*Object*", "Resource": "arn:aws:s3:::Production/*"},
            {"Sid": "DenyS3Logs", "Effect": "Deny", "Action": "s3:*", "Resource": ["arn:aws:s3:::*log*", "arn:aws:s3:::*log*/*"]}
        ]}"#,
    );
    let production = resource(
        r#"{"Effect": "Allow", "Action": ["s3:GetObject*", "s3:PutObject*", "s3:ReplicateObject", "s3:RestoreObject"],
            "Principal": {"AWS": "arn:aws:iam::111111111111:user/carlossalazar"}, "Resource": "arn:aws:s3:::Production/*"}"#,
    );
    let carlos = user("arn:aws:iam::111111111111:user/carlossalazar");
    let owner = "222222222222".parse().unwrap();
    let without = Policies::new().identity(&own);
    let with_policy = without.resource(&production, ResourcePolicyMode::Standard);
    for (policies, action, arn, expected) in [
        (
            without,
            "s3:PutObject",
            "arn:aws:s3:::Production-logs/file",
            Denied,
        ),
        (
            with_policy,
            "s3:PutObject",
            "arn:aws:s3:::Production/file",
            Allowed,
        ),
        // "He can create and edit, but not delete the objects in the bucket."
        (
            with_policy,
            "s3:DeleteObject",
            "arn:aws:s3:::Production/file",
            NotAllowed,
        ),
        (
            with_policy,
            "s3:PutBucketPolicy",
            "arn:aws:s3:::Production",
            NotAllowed,
        ),
        // His own side alone is not enough across accounts.
        (
            without,
            "s3:PutObject",
            "arn:aws:s3:::Production/file",
            NotAllowed,
        ),
    ] {
        let target = Resource::new(arn).owned_by(owner);
        let outcome = with(policies, &carlos, action, target, &Context::new());
        assert_eq!(outcome, expected, "{action} {arn}");
    }
}

/// [Permissions boundaries](https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html)
#[test]
fn shirley_within_her_boundary() {
    let boundary = set(
        PolicyKind::Boundary,
        r#"{"Effect": "Allow", "Action": ["s3:*", "cloudwatch:*", "ec2:*"], "Resource": "*"}"#,
    );
    let own = identity(r#"{"Effect": "Allow", "Action": "iam:CreateUser", "Resource": "*"}"#);
    let shirley = user("arn:aws:iam::123456789012:user/ShirleyRodriguez");
    let policies = Policies::new().identity(&own).boundary(&boundary);
    assert_eq!(
        decided(policies, &shirley, "iam:CreateUser", "*"),
        NotAllowed
    );
    // The boundary by itself grants nothing.
    assert_eq!(
        decided(policies, &shirley, "s3:ListAllMyBuckets", "*"),
        NotAllowed
    );
    let s3 = identity(r#"{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}"#);
    let policies = Policies::new().identity(&s3).boundary(&boundary);
    assert_eq!(
        decided(policies, &shirley, "s3:ListAllMyBuckets", "*"),
        Allowed
    );
}

/// [Using wildcards in resource ARNs](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html)
#[test]
fn a_star_replaces_slashes() {
    let own = identity(
        r#"{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*/test/*"}"#,
    );
    let who = user("arn:aws:iam::123456789012:user/anaya");
    for (object, expected) in [
        ("1/test/object.jpg", Allowed),
        ("1/2/test/object.jpg", Allowed),
        ("1/2/test/3/object.jpg", Allowed),
        ("1/2/3/test/4/object.jpg", Allowed),
        ("1///test///object.jpg", Allowed),
        ("1/test/.jpg", Allowed),
        ("/test/object.jpg", Allowed),
        ("1/test/", Allowed),
        ("1-test/object.jpg", NotAllowed),
        ("test/object.jpg", NotAllowed),
        ("1/2/test.jpg", NotAllowed),
    ] {
        let arn = format!("arn:aws:s3:::amzn-s3-demo-bucket/{object}");
        let policies = Policies::new().identity(&own);
        assert_eq!(
            decided(policies, &who, "s3:GetObject", &arn),
            expected,
            "{object}"
        );
    }
}

/// [ARN condition operators](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN)
#[test]
fn a_string_operator_matches_where_an_arn_operator_does_not() {
    let keys = r#"{"aws:SourceArn": "arn:aws:someservice:us-east-2:999999999999:store/abc:111122223333:finance/document.txt"}"#;
    for (operator, expected) in [
        ("StringLike", true),
        ("ArnLike", false),
        ("ArnEquals", false),
    ] {
        let condition = format!(
            r#"{{"{operator}": {{"aws:SourceArn": "arn:aws:someservice:*:111122223333:finance/*"}}}}"#
        );
        assert_eq!(statement_matches(&condition, keys), expected, "{operator}");
    }
}

/// [IfExists](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_IfExists):
/// launching an instance is about an image, too, which has no instance type.
#[test]
fn launching_an_instance() {
    let types = r#"["t1.*", "t2.*", "m3.*"]"#;
    let does_not_work = format!(r#"{{"StringLike": {{"ec2:InstanceType": {types}}}}}"#);
    let works = format!(r#"{{"StringLikeIfExists": {{"ec2:InstanceType": {types}}}}}"#);
    let (instance, large, image) = (
        r#"{"ec2:InstanceType": "t2.micro"}"#,
        r#"{"ec2:InstanceType": "m5.large"}"#,
        "{}",
    );
    for (condition, keys, expected) in [
        (&does_not_work, instance, true),
        (&does_not_work, image, false),
        (&works, instance, true),
        (&works, image, true),
        (&works, large, false),
    ] {
        assert_eq!(
            statement_matches(condition, keys),
            expected,
            "{condition} {keys}"
        );
    }
}

/// [Multivalued context key examples](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition_examples-multi-valued-context-keys.html)
/// and [set operators](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html):
/// for each condition the tag keys of a request, and whether they match.
#[test]
fn tag_keys_of_a_request() {
    /// An operator, its values in the policy, and requests with what comes of them.
    type Row = (&'static str, &'static str, &'static [(&'static str, bool)]);
    let table: &[Row] = &[
        (
            "ForAllValues:StringLike",
            r#""key1*""#,
            &[
                (r#"["key1:legal"]"#, true),
                (r#"["key1:hr", "key1:personnel"]"#, true),
                (r#"["key2:audit"]"#, false),
                (r#"["key1:legal", "key2:audit"]"#, false),
                ("[]", true),
                (r#"[""]"#, true),
            ],
        ),
        (
            "ForAllValues:StringLike",
            r#"["key1*", "key2*"]"#,
            &[
                (r#"["key1:legal"]"#, true),
                (r#"["key1:hr", "key2:audit"]"#, true),
                (r#"["key3:legal"]"#, false),
                (r#"["key1:hr", "key3:legal"]"#, false),
            ],
        ),
        (
            "ForAnyValue:StringEquals",
            r#""webserver""#,
            &[
                (r#"["webserver"]"#, true),
                (r#"["environment", "webserver", "test"]"#, true),
                (r#"["environment", "test"]"#, false),
                ("[]", false),
                (r#"[""]"#, false),
            ],
        ),
        (
            "ForAnyValue:StringEquals",
            r#"["environment", "webserver"]"#,
            &[
                (r#"["environment"]"#, true),
                (r#"["environment", "webserver"]"#, true),
                (r#"["webserver", "test"]"#, true),
                (r#"["test"]"#, false),
                ("[]", false),
            ],
        ),
        (
            "ForAllValues:StringNotEquals",
            r#"["environment", "webserver"]"#,
            &[
                (r#"["test"]"#, true),
                (r#"["test", "environment"]"#, false),
                ("[]", true),
            ],
        ),
        (
            "ForAnyValue:StringNotEquals",
            r#"["environment", "webserver"]"#,
            &[
                (r#"["environment"]"#, false),
                (r#"["environment", "webserver"]"#, false),
                (r#"["environment", "test"]"#, true),
                ("[]", false),
            ],
        ),
    ];
    for (operator, wanted, requests) in table {
        let condition = format!(r#"{{"{operator}": {{"aws:TagKeys": {wanted}}}}}"#);
        for (tag_keys, expected) in *requests {
            let keys = format!(r#"{{"aws:TagKeys": {tag_keys}}}"#);
            assert_eq!(
                statement_matches(&condition, &keys),
                *expected,
                "{condition} {keys}"
            );
        }
        // A key that is not there is a set without values.
        let none = operator.starts_with("ForAllValues");
        assert_eq!(statement_matches(&condition, "{}"), none, "{condition}");
        // Beside `Null`, `ForAllValues` wants the key to be there.
        let guarded = format!(
            r#"{{"{operator}": {{"aws:TagKeys": {wanted}}}, "Null": {{"aws:TagKeys": "false"}}}}"#
        );
        assert!(!statement_matches(&guarded, "{}"), "{guarded}");
    }
}

/// [Single-valued context key examples](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition_examples-single-valued-context-keys.html):
/// several values of a negated operator are a NOR.
#[test]
fn one_of_several_values_and_none_of_several_values() {
    for (operator, keys, expected) in [
        (
            "StringEquals",
            r#"{"aws:PrincipalTag/department": "finance"}"#,
            true,
        ),
        (
            "StringEquals",
            r#"{"aws:PrincipalTag/department": "legal"}"#,
            true,
        ),
        (
            "StringEquals",
            r#"{"aws:PrincipalTag/department": "hr"}"#,
            false,
        ),
        ("StringEquals", "{}", false),
        (
            "StringNotEquals",
            r#"{"aws:PrincipalTag/department": "finance"}"#,
            false,
        ),
        (
            "StringNotEquals",
            r#"{"aws:PrincipalTag/department": "hr"}"#,
            true,
        ),
        ("StringNotEquals", "{}", true),
        ("StringNotEqualsIfExists", "{}", true),
        ("StringEqualsIfExists", "{}", true),
    ] {
        let condition = format!(
            r#"{{"{operator}": {{"aws:PrincipalTag/department": ["finance", "hr.legal", "legal"]}}}}"#
        );
        assert_eq!(
            statement_matches(&condition, keys),
            expected,
            "{operator} {keys}"
        );
    }
}

/// [`NotPrincipal` with `Deny`](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html)
/// and [what the page recommends instead](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-anonymous).
#[test]
fn everybody_but_one() {
    let not_principal = resource(
        r#"{"Effect": "Deny", "NotPrincipal": {"AWS": ["arn:aws:iam::444455556666:user/Bob", "arn:aws:iam::444455556666:root"]},
            "Action": "s3:*", "Resource": ["arn:aws:s3:::BUCKETNAME", "arn:aws:s3:::BUCKETNAME/*"]}"#,
    );
    let by_arn = resource(
        r#"{"Sid": "UsePrincipalArnInsteadOfNotPrincipalWithDeny", "Effect": "Deny", "Action": "s3:*", "Principal": "*",
            "Resource": ["arn:aws:s3:::BUCKETNAME/*", "arn:aws:s3:::BUCKETNAME"],
            "Condition": {"ArnNotEquals": {"aws:PrincipalArn": "arn:aws:iam::444455556666:user/Bob"}}}"#,
    );
    for policy in [&not_principal, &by_arn] {
        for (name, denied) in [("Bob", false), ("Alice", true)] {
            let arn = format!("arn:aws:iam::444455556666:user/{name}");
            let keys = context(&format!(r#"{{"aws:PrincipalArn": "{arn}"}}"#));
            let policies = Policies::new().resource(policy, ResourcePolicyMode::Standard);
            let target = Resource::new("arn:aws:s3:::BUCKETNAME/file");
            let outcome = with(policies, &user(&arn), "s3:GetObject", target, &keys);
            assert_eq!(outcome == Denied, denied, "{name}");
        }
    }
}

/// [IAM role principals](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-roles):
/// boundaries and session policies do not limit what `Principal: *` with `aws:PrincipalArn` grants, and do limit what the
/// role's ARN as the principal grants.
#[test]
fn a_role_by_its_arn_and_by_a_condition_on_its_arn() {
    let by_name = resource(
        r#"{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": "s3:GetObject", "Resource": "*"}"#,
    );
    let by_condition = resource(
        r#"{"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "*",
            "Condition": {"ArnEquals": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/app"}}}"#,
    );
    let nothing = set(
        PolicyKind::Boundary,
        r#"{"Effect": "Allow", "Action": "sqs:*", "Resource": "*"}"#,
    );
    let session = set(
        PolicyKind::Session,
        r#"{"Effect": "Allow", "Action": "sqs:*", "Resource": "*"}"#,
    );
    let keys = context(r#"{"aws:PrincipalArn": "arn:aws:iam::111122223333:role/app"}"#);
    let target = Resource::new("arn:aws:s3:::bucket/a").owned_by("111122223333".parse().unwrap());
    for (policy, expected) in [(&by_name, NotAllowed), (&by_condition, Allowed)] {
        for policies in [
            Policies::new().boundary(&nothing),
            Policies::new().session(&session),
        ] {
            let policies = policies.resource(policy, ResourcePolicyMode::Standard);
            let outcome = with(
                policies,
                &crate::world::role(),
                "s3:GetObject",
                target,
                &keys,
            );
            assert_eq!(outcome, expected);
        }
    }
}
