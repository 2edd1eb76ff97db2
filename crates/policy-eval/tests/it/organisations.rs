//! Service and resource control policies.
//!
//! Sources: [SCP evaluation](https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html),
//! [RCPs](https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html).

use common_types::{Caller, Principal};
use policy_eval::{Outcome, Policies, PolicyKind, PolicySet, ResourcePolicyMode};

use crate::world::{BUCKET, KEY, identity, outcome, resource, role, root, service, set};

const EVERYTHING: &str = r#"{"Effect": "Allow", "Action": "*", "Resource": "*"}"#;
const FULL_ACCESS: &str =
    r#"{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}"#;

fn scp(statement: &str) -> PolicySet {
    set(PolicyKind::ServiceControl, statement)
}

fn rcps(statement: &str) -> [PolicySet; 1] {
    [set(
        PolicyKind::ResourceControl,
        &format!(r#"{{"Version": "2012-10-17", "Statement": [{FULL_ACCESS}, {statement}]}}"#),
    )]
}

fn get(levels: &[PolicySet], who: &Principal) -> Outcome {
    let own = identity(EVERYTHING);
    outcome(
        Policies::new().identity(&own).service_control(levels),
        who,
        "s3:GetObject",
        BUCKET,
    )
}

#[test]
fn every_level_must_allow() {
    let s3 = || scp(r#"{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}"#);
    let kms = || scp(r#"{"Effect": "Allow", "Action": "kms:*", "Resource": "*"}"#);
    assert_eq!(get(&[], &role()), Outcome::Allowed);
    assert_eq!(get(&[scp(EVERYTHING), s3()], &role()), Outcome::Allowed);
    assert_eq!(
        get(&[scp(EVERYTHING), kms(), s3()], &role()),
        Outcome::ImplicitlyDenied
    );
    assert_eq!(
        get(&[scp(EVERYTHING), PolicySet::new()], &role()),
        Outcome::ImplicitlyDenied
    );
    let deny = scp(r#"{"Effect": "Deny", "NotAction": "kms:*", "Resource": "*"}"#);
    assert_eq!(
        get(&[scp(EVERYTHING), deny], &role()),
        Outcome::ExplicitlyDenied
    );
}

#[test]
fn they_bind_root_users_but_neither_service_linked_roles_nor_services() {
    let levels = [scp(r#"{"Effect": "Deny", "Action": "*", "Resource": "*"}"#)];
    assert_eq!(get(&levels, &root()), Outcome::ExplicitlyDenied);
    let linked =
        "arn:aws:iam::111122223333:role/aws-service-role/x.amazonaws.com/AWSServiceRoleForX";
    assert_eq!(
        get(&levels, Caller::role(linked).unwrap().principal()),
        Outcome::Allowed
    );

    let open = resource(FULL_ACCESS);
    let policies = Policies::new()
        .resource(&open, ResourcePolicyMode::Standard)
        .service_control(&levels);
    assert_eq!(
        outcome(policies, &service("ssm"), "s3:GetObject", BUCKET),
        Outcome::Allowed
    );
}

#[test]
fn resource_control_policies_bind_whoever_comes() {
    let open = resource(FULL_ACCESS);
    let levels = rcps(r#"{"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*"}"#);
    let policies = Policies::new()
        .resource(&open, ResourcePolicyMode::Standard)
        .resource_control(&levels);
    for who in [
        role(),
        root(),
        service("ssm"),
        Caller::anonymous().principal().clone(),
    ] {
        assert_eq!(
            outcome(policies, &who, "s3:GetObject", BUCKET),
            Outcome::ExplicitlyDenied,
            "{who}"
        );
    }
}

#[test]
fn retiring_a_grant_is_never_controlled() {
    let (open, own) = (resource(FULL_ACCESS), identity(EVERYTHING));
    let levels = rcps(r#"{"Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "*"}"#);
    let policies = Policies::new()
        .identity(&own)
        .resource(&open, ResourcePolicyMode::Mandatory)
        .resource_control(&levels);
    assert_eq!(
        outcome(policies, &role(), "kms:RetireGrant", KEY),
        Outcome::Allowed
    );
    assert_eq!(
        outcome(policies, &role(), "kms:RevokeGrant", KEY),
        Outcome::ExplicitlyDenied
    );
}
