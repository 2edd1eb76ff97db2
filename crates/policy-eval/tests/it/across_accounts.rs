//! Caller and resource in two accounts: both sides must consent.
//!
//! Source: [cross-account evaluation](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html).

use common_types::Principal;
use policy_eval::{
    CompiledPolicy, Outcome, Policies, PolicyKind, PolicySet, Request, Resource,
    ResourcePolicyMode, decide,
};

use crate::world::{BUCKET, identity, resource, role, root, set, user};

const EVERYTHING: &str = r#"{"Effect": "Allow", "Action": "*", "Resource": "*"}"#;

fn get(policies: Policies<'_>, who: &Principal) -> Outcome {
    let foreign = Resource::new(BUCKET).owned_by("444455556666".parse().unwrap());
    decide(&policies, &Request::new(who, "s3:GetObject", foreign, &())).outcome()
}

fn bucket_for(principal: &str) -> CompiledPolicy {
    resource(&format!(
        r#"{{"Effect": "Allow", "Principal": {principal}, "Action": "*", "Resource": "*"}}"#
    ))
}

#[test]
fn neither_side_is_enough() {
    let (own, none) = (identity(EVERYTHING), PolicySet::new());
    for principal in [
        r#""*""#,
        r#"{"AWS": "111122223333"}"#,
        r#"{"AWS": "arn:aws:iam::111122223333:role/app"}"#,
        r#"{"AWS": "arn:aws:sts::111122223333:assumed-role/app/strongroom"}"#,
    ] {
        let bucket = bucket_for(principal);
        let with = |identity| {
            get(
                Policies::new()
                    .identity(identity)
                    .resource(&bucket, ResourcePolicyMode::Standard),
                &role(),
            )
        };
        assert_eq!(
            (with(&own), with(&none)),
            (Outcome::Allowed, Outcome::ImplicitlyDenied),
            "{principal}"
        );
    }
    assert_eq!(
        get(Policies::new().identity(&own), &role()),
        Outcome::ImplicitlyDenied
    );
    let others = bucket_for(r#"{"AWS": "444455556666"}"#);
    let policies = Policies::new()
        .identity(&own)
        .resource(&others, ResourcePolicyMode::Standard);
    assert_eq!(get(policies, &role()), Outcome::ImplicitlyDenied);
}

#[test]
fn boundaries_limit_the_callers_side() {
    let (own, bucket) = (
        identity(EVERYTHING),
        bucket_for(r#"{"AWS": "arn:aws:iam::111122223333:user/alice"}"#),
    );
    let boundary = set(
        PolicyKind::Boundary,
        r#"{"Effect": "Allow", "Action": "kms:*", "Resource": "*"}"#,
    );
    let policies = Policies::new()
        .identity(&own)
        .resource(&bucket, ResourcePolicyMode::Standard);
    assert_eq!(get(policies, &user()), Outcome::Allowed);
    assert_eq!(
        get(policies.boundary(&boundary), &user()),
        Outcome::ImplicitlyDenied
    );
}

#[test]
fn a_root_user_consents_for_its_account() {
    let bucket = bucket_for(r#"{"AWS": "111122223333"}"#);
    assert_eq!(get(Policies::new(), &root()), Outcome::ImplicitlyDenied);
    assert_eq!(
        get(
            Policies::new().resource(&bucket, ResourcePolicyMode::Standard),
            &root()
        ),
        Outcome::Allowed
    );
}
