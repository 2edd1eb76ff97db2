//! Caller and resource in one account.
//!
//! Source: [evaluation within an account](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics.html).

use policy_eval::{Outcome, Policies, PolicyKind, PolicySet, ResourcePolicyMode};

use crate::world::{
    BUCKET, federated_user, identity, outcome, policy, resource, role, root, service, set, user,
};

const EVERYTHING: &str = r#"{"Effect": "Allow", "Action": "*", "Resource": "*"}"#;
const NOTHING: &str = r#"{"Effect": "Allow", "Action": "none:Such", "Resource": "*"}"#;
const DENY: &str = r#"{"Effect": "Deny", "Action": "s3:GetObject", "Resource": "*"}"#;

fn get(policies: Policies<'_>, who: &common_types::Principal) -> Outcome {
    outcome(policies, who, "s3:GetObject", BUCKET)
}

#[test]
fn without_an_allow_there_is_no_access() {
    assert_eq!(get(Policies::new(), &user()), Outcome::ImplicitlyDenied);
    let nothing = identity(NOTHING);
    assert_eq!(
        get(Policies::new().identity(&nothing), &user()),
        Outcome::ImplicitlyDenied
    );
}

#[test]
fn an_explicit_deny_in_any_policy_overrides_any_allow() {
    let (own, everybody) = (
        identity(EVERYTHING),
        resource(r#"{"Principal": "*", "Effect": "Allow", "Action": "*", "Resource": "*"}"#),
    );
    let allowed = Policies::new()
        .identity(&own)
        .resource(&everybody, ResourcePolicyMode::Standard);
    assert_eq!(get(allowed, &role()), Outcome::Allowed);

    let both = |kind, statement: &str| {
        set(
            kind,
            &format!(r#"{{"Version": "2012-10-17", "Statement": [{EVERYTHING}, {statement}]}}"#),
        )
    };
    let (boundary, session, identity) = (
        both(PolicyKind::Boundary, DENY),
        both(PolicyKind::Session, DENY),
        both(PolicyKind::Identity, DENY),
    );
    let levels = [both(PolicyKind::ServiceControl, DENY)];
    let deny_all =
        resource(r#"{"Principal": "*", "Effect": "Deny", "Action": "*", "Resource": "*"}"#);
    for policies in [
        allowed.boundary(&boundary),
        allowed.session(&session),
        allowed.identity(&identity),
        allowed.service_control(&levels),
        allowed.resource(&deny_all, ResourcePolicyMode::Standard),
        allowed.grant("grant").identity(&identity),
    ] {
        assert_eq!(
            get(policies, &role()),
            Outcome::ExplicitlyDenied,
            "{policies:?}"
        );
    }
}

/// "Carlos" of AWS's page: either side may allow, and a deny of one's own wins.
#[test]
fn identity_and_resource_policies_add_up() {
    let own = identity(
        r#"{"Version": "2012-10-17", "Statement": [
            {"Sid": "AllowS3ListRead", "Effect": "Allow", "Action": ["s3:GetBucketLocation", "s3:ListAllMyBuckets"], "Resource": "arn:aws:s3:::*"},
            {"Sid": "AllowS3Self", "Effect": "Allow", "Action": "s3:*", "Resource": ["arn:aws:s3:::carlos/*", "arn:aws:s3:::carlos"]},
            {"Sid": "DenyS3Logs", "Effect": "Deny", "Action": "s3:*", "Resource": "arn:aws:s3:::*log*"}
        ]}"#,
    );
    let bucket = resource(
        r#"{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:user/alice"}, "Action": "s3:*", "Resource": "*"}"#,
    );
    let policies = Policies::new()
        .identity(&own)
        .resource(&bucket, ResourcePolicyMode::Standard);
    let put = |bucket: &str| outcome(policies, &user(), "s3:PutObject", bucket);
    assert_eq!(put("arn:aws:s3:::carlos-logs/a"), Outcome::ExplicitlyDenied);
    assert_eq!(put("arn:aws:s3:::carlos/a"), Outcome::Allowed);
    // By the bucket's policy alone.
    assert_eq!(put("arn:aws:s3:::other/a"), Outcome::Allowed);
    assert_eq!(
        outcome(
            Policies::new().identity(&own),
            &user(),
            "s3:PutObject",
            "arn:aws:s3:::other/a"
        ),
        Outcome::ImplicitlyDenied
    );
}

#[test]
fn a_boundary_limits_what_identity_policies_allow() {
    let own = identity(EVERYTHING);
    for (boundary, expected) in [
        (EVERYTHING, Outcome::Allowed),
        (NOTHING, Outcome::ImplicitlyDenied),
    ] {
        let boundary = set(PolicyKind::Boundary, boundary);
        assert_eq!(
            get(Policies::new().identity(&own).boundary(&boundary), &user()),
            expected
        );
    }
}

#[test]
fn a_session_policy_limits_a_session_and_no_user() {
    let (own, session) = (identity(EVERYTHING), set(PolicyKind::Session, NOTHING));
    let policies = Policies::new().identity(&own).session(&session);
    assert_eq!(get(policies, &role()), Outcome::ImplicitlyDenied);
    assert_eq!(get(policies, &user()), Outcome::Allowed);
}

#[test]
fn a_federated_user_has_what_its_session_policy_allows() {
    let (own, session) = (identity(EVERYTHING), set(PolicyKind::Session, EVERYTHING));
    let policies = Policies::new().identity(&own);
    assert_eq!(get(policies, &federated_user()), Outcome::ImplicitlyDenied);
    assert_eq!(
        get(policies.session(&session), &federated_user()),
        Outcome::Allowed
    );
}

/// The table "Resource-based policies and implicit denies in other policy types": no other policy allows anything.
#[test]
fn what_a_resource_policy_grants_past_implicit_denials() {
    let nothing = (
        identity(NOTHING),
        set(PolicyKind::Boundary, NOTHING),
        set(PolicyKind::Session, NOTHING),
    );
    for (principal, who, expected) in [
        (
            r#"{"AWS": "arn:aws:iam::111122223333:role/app"}"#,
            role(),
            Outcome::ImplicitlyDenied,
        ),
        (
            r#"{"AWS": "arn:aws:sts::111122223333:assumed-role/app/strongroom"}"#,
            role(),
            Outcome::Allowed,
        ),
        (
            r#"{"AWS": "arn:aws:iam::111122223333:user/alice"}"#,
            user(),
            Outcome::Allowed,
        ),
        (
            r#"{"AWS": "arn:aws:sts::111122223333:federated-user/bob"}"#,
            federated_user(),
            Outcome::Allowed,
        ),
        (
            r#"{"AWS": "arn:aws:iam::111122223333:user/bob"}"#,
            federated_user(),
            Outcome::ImplicitlyDenied,
        ),
        // Who gave the token: limited by the boundary and the session policy.
        (
            r#"{"AWS": "arn:aws:iam::111122223333:user/alice"}"#,
            federated_user(),
            Outcome::ImplicitlyDenied,
        ),
        (
            r#"{"AWS": "arn:aws:iam::111122223333:root"}"#,
            root(),
            Outcome::Allowed,
        ),
        (
            r#"{"Service": "ssm.amazonaws.com"}"#,
            service("ssm"),
            Outcome::Allowed,
        ),
        // "Do not limit permissions granted using the aws:PrincipalArn condition key with a wildcard(*)."
        (r#""*""#, role(), Outcome::Allowed),
        (
            r#"{"AWS": "arn:aws:iam::111122223333:root"}"#,
            user(),
            Outcome::ImplicitlyDenied,
        ),
    ] {
        let bucket = resource(&format!(
            r#"{{"Effect": "Allow", "Principal": {principal}, "Action": "*", "Resource": "*"}}"#
        ));
        let policies = Policies::new()
            .identity(&nothing.0)
            .boundary(&nothing.1)
            .session(&nothing.2)
            .resource(&bucket, ResourcePolicyMode::Standard);
        assert_eq!(get(policies, &who), expected, "{principal} {who}");
    }
}

/// "…if a resource-based policy grants permission to the ARN of the IAM user who federated", then boundary and session policy
/// limit it, and the user's own policies do not.
#[test]
fn what_is_granted_to_a_user_holds_for_those_it_federates_within_limits() {
    let bucket = resource(
        r#"{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:user/alice"}, "Action": "*", "Resource": "*"}"#,
    );
    let own = identity(NOTHING);
    let policies = Policies::new()
        .identity(&own)
        .resource(&bucket, ResourcePolicyMode::Standard);
    let bob = federated_user();
    assert_eq!(get(policies, &bob), Outcome::ImplicitlyDenied);
    for (limit, expected) in [
        (EVERYTHING, Outcome::Allowed),
        (NOTHING, Outcome::ImplicitlyDenied),
    ] {
        let session = set(PolicyKind::Session, limit);
        assert_eq!(get(policies.session(&session), &bob), expected);
    }
}

#[test]
fn a_role_named_by_a_resource_policy_needs_no_identity_policy() {
    let bucket = resource(
        r#"{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": "*", "Resource": "*"}"#,
    );
    let boundary = set(PolicyKind::Boundary, EVERYTHING);
    let policies = Policies::new().resource(&bucket, ResourcePolicyMode::Standard);
    assert_eq!(get(policies, &role()), Outcome::Allowed);
    assert_eq!(get(policies.boundary(&boundary), &role()), Outcome::Allowed);
}

#[test]
fn the_root_user_has_full_access_unless_something_denies() {
    assert_eq!(get(Policies::new(), &root()), Outcome::Allowed);
    // A root user has no identity policies; what is given for it is not looked at.
    let deny = identity(DENY);
    assert_eq!(
        get(Policies::new().identity(&deny), &root()),
        Outcome::Allowed
    );
    let levels = [set(PolicyKind::ServiceControl, NOTHING)];
    assert_eq!(
        get(Policies::new().service_control(&levels), &root()),
        Outcome::ImplicitlyDenied
    );
    let bucket =
        resource(r#"{"Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "*"}"#);
    let denied = Policies::new().resource(&bucket, ResourcePolicyMode::Standard);
    assert_eq!(get(denied, &root()), Outcome::ExplicitlyDenied);
}

#[test]
fn services_and_the_anonymous_have_nothing_but_what_resource_policies_give_them() {
    let own = identity(EVERYTHING);
    let anonymous = common_types::Caller::anonymous().principal().clone();
    for who in [service("ssm"), anonymous] {
        assert_eq!(
            get(Policies::new().identity(&own), &who),
            Outcome::ImplicitlyDenied,
            "{who}"
        );
    }
}

/// A role's trust policy must allow, like a key policy; who is named directly needs nothing else.
#[test]
fn to_assume_a_role_its_trust_policy_must_allow() {
    let role_arn = "arn:aws:iam::111122223333:role/target";
    let assume = |policies, who: &_| outcome(policies, who, "sts:AssumeRole", role_arn);
    let own = identity(r#"{"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "*"}"#);
    let trust = |principal: &str| {
        policy(
            PolicyKind::Trust,
            &format!(
                r#"{{"Effect": "Allow", "Principal": {{"AWS": "{principal}"}}, "Action": "sts:AssumeRole"}}"#
            ),
        )
    };
    let (account, alice, bob) = (
        trust("111122223333"),
        trust("arn:aws:iam::111122223333:user/alice"),
        trust("arn:aws:iam::111122223333:user/bob"),
    );
    let mandatory = ResourcePolicyMode::Mandatory;
    let none = PolicySet::new();
    assert_eq!(
        assume(
            Policies::new().identity(&own).resource(&account, mandatory),
            &user()
        ),
        Outcome::Allowed
    );
    assert_eq!(
        assume(
            Policies::new()
                .identity(&none)
                .resource(&account, mandatory),
            &user()
        ),
        Outcome::ImplicitlyDenied
    );
    assert_eq!(
        assume(
            Policies::new().identity(&none).resource(&alice, mandatory),
            &user()
        ),
        Outcome::Allowed
    );
    assert_eq!(
        assume(
            Policies::new().identity(&own).resource(&bob, mandatory),
            &user()
        ),
        Outcome::ImplicitlyDenied
    );
}

#[test]
fn a_vpc_endpoint_policy_is_one_more_filter() {
    let own = identity(EVERYTHING);
    for (effect, action, expected) in [
        ("Allow", "s3:*", Outcome::Allowed),
        ("Allow", "kms:*", Outcome::ImplicitlyDenied),
        ("Deny", "s3:*", Outcome::ExplicitlyDenied),
    ] {
        let endpoint = policy(
            PolicyKind::VpcEndpoint,
            &format!(
                r#"{{"Effect": "{effect}", "Principal": "*", "Action": "{action}", "Resource": "*"}}"#
            ),
        );
        assert_eq!(
            get(
                Policies::new().identity(&own).vpc_endpoint(&endpoint),
                &role()
            ),
            expected
        );
    }
}
