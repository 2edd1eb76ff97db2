//! Whom statements of resource-based policies are about.
//!
//! Sources: [Principal](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html),
//! [NotPrincipal](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html).

use common_types::{Caller, Principal};
use policy_eval::{
    CompiledPolicy, Outcome, Policies, Policy, PolicyKind, PolicySet, Request, Resource,
    ResourcePolicyMode, decide,
};

use crate::world::{
    BUCKET, federated_user, identity, outcome, resource, role, root, service, set, user,
};

/// Whether a bucket policy that names a principal lets somebody in without any identity policy.
fn lets_in(principal: &str, who: &Principal) -> bool {
    let policy = resource(&format!(
        r#"{{"Effect": "Allow", "Principal": {principal}, "Action": "*", "Resource": "*"}}"#
    ));
    let policies = Policies::new().resource(&policy, ResourcePolicyMode::Standard);
    outcome(policies, who, "s3:GetObject", BUCKET) == Outcome::Allowed
}

fn denies(policy: &str, who: &Principal) -> bool {
    let policy = resource(policy);
    let policies = Policies::new().resource(&policy, ResourcePolicyMode::Standard);
    outcome(policies, who, "s3:GetObject", BUCKET) == Outcome::ExplicitlyDenied
}

#[test]
fn a_name_lets_in_whom_it_means() {
    let anonymous = Caller::anonymous().principal().clone();
    for (principal, who, expected) in [
        (r#""*""#, role(), true),
        (r#""*""#, anonymous.clone(), true),
        (r#""*""#, service("ssm"), true),
        (r#"{"AWS": "*"}"#, anonymous.clone(), true),
        (r#"{"AWS": "*"}"#, service("ssm"), true),
        (
            r#"{"AWS": "arn:aws:iam::111122223333:role/app"}"#,
            role(),
            true,
        ),
        (
            r#"{"AWS": "arn:aws:iam::111122223333:role/app"}"#,
            user(),
            false,
        ),
        (
            r#"{"AWS": "arn:aws:iam::111122223333:role/App"}"#,
            role(),
            false,
        ),
        (
            r#"{"AWS": "arn:aws:sts::111122223333:assumed-role/app/strongroom"}"#,
            role(),
            true,
        ),
        (
            r#"{"AWS": "arn:aws:sts::111122223333:assumed-role/app/other"}"#,
            role(),
            false,
        ),
        (
            r#"{"AWS": "arn:aws:iam::111122223333:user/alice"}"#,
            user(),
            true,
        ),
        (
            r#"{"AWS": ["arn:aws:iam::111122223333:user/bob", "arn:aws:iam::111122223333:user/alice"]}"#,
            user(),
            true,
        ),
        (
            r#"{"AWS": "arn:aws:sts::111122223333:federated-user/bob"}"#,
            federated_user(),
            true,
        ),
        (r#"{"Service": "ssm.amazonaws.com"}"#, service("ssm"), true),
        (r#"{"Service": "kms.amazonaws.com"}"#, service("ssm"), false),
        (
            r#"{"AWS": "arn:aws:iam::111122223333:user/alice"}"#,
            anonymous.clone(),
            false,
        ),
        (
            r#"{"Federated": "accounts.google.com"}"#,
            anonymous.clone(),
            false,
        ),
        (
            r#"{"CanonicalUser": "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be"}"#,
            anonymous,
            false,
        ),
        // An account delegates to its own policies, and there are none; its root user is the account.
        (r#"{"AWS": "111122223333"}"#, user(), false),
        (r#"{"AWS": "arn:aws:iam::111122223333:root"}"#, root(), true),
    ] {
        assert_eq!(lets_in(principal, &who), expected, "{principal} {who}");
    }
}

/// What S3 calls an account means the account: its policies decide who in it.
#[test]
fn a_canonical_user_is_an_account() {
    const ID: &str = "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be";
    let statement = |effect: &str| {
        resource(&format!(
            r#"{{"Effect": "{effect}", "Principal": {{"CanonicalUser": "{ID}"}}, "Action": "*", "Resource": "*"}}"#
        ))
    };
    let own = identity(r#"{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}"#);
    let decided = |policy: &CompiledPolicy, id: Option<&str>, identity: Option<&PolicySet>| {
        let mut policies = Policies::new().resource(policy, ResourcePolicyMode::Mandatory);
        if let Some(identity) = identity {
            policies = policies.identity(identity);
        }
        let user = user();
        let request = Request::new(&user, "s3:GetObject", Resource::new(BUCKET), &());
        let request = id.map_or(request, |id| request.canonical_user_id(id));
        decide(&policies, &request).outcome()
    };
    let (allow, deny) = (statement("Allow"), statement("Deny"));
    assert_eq!(decided(&allow, Some(ID), Some(&own)), Outcome::Allowed);
    assert_eq!(decided(&allow, Some(ID), None), Outcome::ImplicitlyDenied);
    assert_eq!(decided(&allow, None, Some(&own)), Outcome::ImplicitlyDenied);
    assert_eq!(
        decided(&deny, Some(ID), Some(&own)),
        Outcome::ExplicitlyDenied
    );
}

#[test]
fn a_unique_id_outlives_no_deletion() {
    let id = r#"{"AWS": "AROAEXAMPLEROLEID1234"}"#;
    assert!(lets_in(id, &session(Some("AROAEXAMPLEROLEID1234"))));
    assert!(!lets_in(id, &session(Some("AROARECREATEDROLE4321"))));
    assert!(!lets_in(id, &session(None)));
}

#[test]
fn not_principal_denies_all_but_those_named() {
    let bob_alone = r#"{"Effect": "Deny", "NotPrincipal": {"AWS": [
        "arn:aws:iam::111122223333:user/alice", "arn:aws:iam::111122223333:root"
    ]}, "Action": "s3:*", "Resource": "*"}"#;
    assert!(!denies(bob_alone, &user()));
    assert!(denies(bob_alone, &role()));
    assert!(denies(
        bob_alone,
        Caller::user("arn:aws:iam::111122223333:user/mallory")
            .unwrap()
            .principal()
    ));

    let one_session = r#"{"Effect": "Deny", "NotPrincipal": {"AWS": [
        "arn:aws:sts::111122223333:assumed-role/app/strongroom",
        "arn:aws:iam::111122223333:role/app",
        "arn:aws:iam::111122223333:root"
    ]}, "Action": "s3:*", "Resource": "*"}"#;
    assert!(!denies(one_session, &role()));
    let other = Caller::role("arn:aws:sts::111122223333:assumed-role/app/other").unwrap();
    assert!(denies(one_session, other.principal()));
}

#[test]
fn not_principal_denies_whoever_has_a_boundary() {
    let policy = resource(
        r#"{"Effect": "Deny", "NotPrincipal": {"AWS": "arn:aws:iam::111122223333:user/alice"}, "Action": "*", "Resource": "*"}"#,
    );
    let everything = r#"{"Effect": "Allow", "Action": "*", "Resource": "*"}"#;
    let (own, boundary) = (identity(everything), set(PolicyKind::Boundary, everything));
    let policies = Policies::new()
        .identity(&own)
        .resource(&policy, ResourcePolicyMode::Standard);
    assert_eq!(
        outcome(policies, &user(), "s3:GetObject", BUCKET),
        Outcome::Allowed
    );
    let bounded = policies.boundary(&boundary);
    assert_eq!(
        outcome(bounded, &user(), "s3:GetObject", BUCKET),
        Outcome::ExplicitlyDenied
    );
}

/// A policy is put with a role's ARN; the role is deleted, and another made under its name.
#[test]
fn a_policy_does_not_match_a_role_that_was_made_again() {
    let json = r#"{"Statement": {"Effect": "Allow", "Principal": {"AWS": [
        "arn:aws:iam::111122223333:role/app", "arn:aws:sts::111122223333:federated-user/bob", "444455556666"
    ]}, "Action": "*", "Resource": "*"}}"#;
    let put = Policy::parse(json, PolicyKind::Resource).unwrap();
    let kept = put.with_unique_ids(|arn| {
        assert_eq!(arn, "arn:aws:iam::111122223333:role/app");
        Some("AROAEXAMPLEROLEID1234".to_owned())
    });
    let compiled = CompiledPolicy::compile("bucket", &kept);
    let policies = Policies::new().resource(&compiled, ResourcePolicyMode::Standard);
    for (id, expected) in [
        ("AROAEXAMPLEROLEID1234", Outcome::Allowed),
        ("AROARECREATEDROLE4321", Outcome::ImplicitlyDenied),
    ] {
        assert_eq!(
            outcome(policies, &session(Some(id)), "s3:GetObject", BUCKET),
            expected
        );
    }
    // Where the role is gone for good, AWS shows the id.
    assert_eq!(kept.with_arns(|_| None), kept);
}

/// What a policy says of a user holds for the sessions that this user federated, also when the policy is kept with its id.
#[test]
fn a_policy_that_is_kept_with_a_users_id_reaches_its_federated_sessions() {
    let json = r#"{"Statement": {"Effect": "Deny", "Principal": {"AWS": "arn:aws:iam::111122223333:user/alice"},
        "Action": "*", "Resource": "*"}}"#;
    let put = Policy::parse(json, PolicyKind::Resource).unwrap();
    let kept = put.with_unique_ids(|_| Some("AIDAEXAMPLEUSERID1234".to_owned()));
    let compiled = CompiledPolicy::compile("bucket", &kept);
    let own = set(
        PolicyKind::Identity,
        r#"{"Effect": "Allow", "Action": "*", "Resource": "*"}"#,
    );
    let policies = Policies::new()
        .identity(&own)
        .session(&own)
        .resource(&compiled, ResourcePolicyMode::Standard);
    for (id, expected) in [
        ("AIDAEXAMPLEUSERID1234", Outcome::ExplicitlyDenied),
        ("AIDARECREATEDUSER4321", Outcome::Allowed),
    ] {
        let alice = Principal::User {
            arn: "arn:aws:iam::111122223333:user/alice".parse().unwrap(),
            id: Some(id.to_owned()),
        };
        let session = "arn:aws:sts::111122223333:federated-user/bob";
        let bob = Caller::federated_user(session, &alice).unwrap();
        assert_eq!(
            outcome(policies, bob.principal(), "s3:GetObject", BUCKET),
            expected
        );
    }
}

fn session(id: Option<&str>) -> Principal {
    match role() {
        Principal::AssumedRole { role, session, .. } => Principal::AssumedRole {
            role,
            session,
            id: id.map(str::to_owned),
        },
        other => panic!("{other}"),
    }
}
