//! KMS keys, whose policy has the last word even within the account.
//!
//! Sources: [default key policy](https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html),
//! [other accounts](https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html),
//! [condition keys](https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html).

use common_types::Principal;
use policy_eval::{
    CompiledPolicy, Outcome, Policies, PolicySet, Request, Resource, ResourcePolicyMode, decide,
};

use crate::world::{FOREIGN_KEY, KEY, context, identity, outcome, resource, role, root, user};

const USE: &str = r#"{"Effect": "Allow", "Action": "kms:Encrypt", "Resource": "*"}"#;

fn default_policy() -> CompiledPolicy {
    resource(
        r#"{"Version": "2012-10-17", "Id": "key-default-1", "Statement": [{
            "Sid": "Enable IAM User Permissions", "Effect": "Allow",
            "Principal": {"AWS": "arn:aws:iam::111122223333:root"}, "Action": "kms:*", "Resource": "*"
        }]}"#,
    )
}

fn encrypt(key_policy: &CompiledPolicy, identity: &PolicySet, who: &Principal) -> Outcome {
    let policies = Policies::new()
        .identity(identity)
        .resource(key_policy, ResourcePolicyMode::Mandatory);
    outcome(policies, who, "kms:Encrypt", KEY)
}

#[test]
fn the_default_policy_hands_the_decision_to_identity_policies() {
    let (key, own, none) = (default_policy(), identity(USE), PolicySet::new());
    assert_eq!(encrypt(&key, &own, &role()), Outcome::Allowed);
    assert_eq!(encrypt(&key, &none, &role()), Outcome::ImplicitlyDenied);
    assert_eq!(encrypt(&key, &none, &root()), Outcome::Allowed);
}

#[test]
fn without_it_identity_policies_and_even_the_root_user_have_no_say() {
    let key = resource(
        r#"{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:user/alice"}, "Action": "kms:*", "Resource": "*"}"#,
    );
    let (own, none) = (identity(USE), PolicySet::new());
    assert_eq!(encrypt(&key, &own, &role()), Outcome::ImplicitlyDenied);
    assert_eq!(encrypt(&key, &none, &root()), Outcome::ImplicitlyDenied);
    assert_eq!(encrypt(&key, &none, &user()), Outcome::Allowed);
}

#[test]
fn the_delegation_covers_only_its_own_actions() {
    let key = resource(
        r#"{"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "kms:Describe*", "Resource": "*"}"#,
    );
    assert_eq!(
        encrypt(&key, &identity(USE), &role()),
        Outcome::ImplicitlyDenied
    );
}

#[test]
fn a_grant_allows_where_policies_do_not_and_a_deny_still_denies() {
    let key = resource(
        r#"{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:user/bob"}, "Action": "kms:*", "Resource": "*"}"#,
    );
    let (deny, none) = (
        identity(r#"{"Effect": "Deny", "Action": "kms:*", "Resource": "*"}"#),
        PolicySet::new(),
    );
    let granted = Policies::new()
        .resource(&key, ResourcePolicyMode::Mandatory)
        .grant("0c237476");
    assert_eq!(
        outcome(granted.identity(&none), &role(), "kms:Encrypt", KEY),
        Outcome::Allowed
    );
    assert_eq!(
        outcome(granted.identity(&deny), &role(), "kms:Encrypt", KEY),
        Outcome::ExplicitlyDenied
    );
}

/// "User assumes role with permission to use a KMS key in a different AWS account".
#[test]
fn a_key_of_another_account_needs_both_sides() {
    let key = resource(
        r#"{"Version": "2012-10-17", "Id": "key-policy-acct-2", "Statement": [
            {"Sid": "Permission to use IAM policies", "Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::444455556666:root"}, "Action": "kms:*", "Resource": "*"},
            {"Sid": "Allow account 1 to use this KMS key", "Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:root"}, "Action": ["kms:Encrypt", "kms:Decrypt", "kms:DescribeKey"], "Resource": "*"}
        ]}"#,
    );
    let own = identity(
        r#"{"Effect": "Allow", "Action": ["kms:Encrypt", "kms:ScheduleKeyDeletion"], "Resource": "arn:aws:kms:eu-west-1:444455556666:key/*"}"#,
    );
    let policies = Policies::new()
        .identity(&own)
        .resource(&key, ResourcePolicyMode::Mandatory);
    assert_eq!(
        outcome(policies, &role(), "kms:Encrypt", FOREIGN_KEY),
        Outcome::Allowed
    );
    // Allowed by one side each.
    assert_eq!(
        outcome(policies, &role(), "kms:Decrypt", FOREIGN_KEY),
        Outcome::ImplicitlyDenied
    );
    assert_eq!(
        outcome(policies, &role(), "kms:ScheduleKeyDeletion", FOREIGN_KEY),
        Outcome::ImplicitlyDenied
    );
}

/// The policy of the notes in the seeds, with its faults mended: the resource named, and `kms:CallerAccount`.
#[test]
fn use_through_one_service_by_one_account() {
    let key = resource(
        r#"{"Sid": "Allow use of the key with destination account", "Effect": "Allow",
            "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"},
            "Action": ["kms:Decrypt", "kms:CreateGrant"], "Resource": "*",
            "Condition": {"StringEquals": {
                "kms:ViaService": "ec2.eu-west-1.amazonaws.com", "kms:CallerAccount": "111122223333"
            }}}"#,
    );
    let own = identity(r#"{"Effect": "Allow", "Action": "kms:*", "Resource": "*"}"#);
    let who = role();
    for (keys, expected) in [
        (
            r#"{"kms:ViaService": "ec2.eu-west-1.amazonaws.com", "kms:CallerAccount": "111122223333"}"#,
            Outcome::Allowed,
        ),
        (
            r#"{"kms:ViaService": "rds.eu-west-1.amazonaws.com", "kms:CallerAccount": "111122223333"}"#,
            Outcome::ImplicitlyDenied,
        ),
        (
            r#"{"kms:CallerAccount": "111122223333"}"#,
            Outcome::ImplicitlyDenied,
        ),
    ] {
        let keys = context(keys);
        let policies = Policies::new()
            .identity(&own)
            .resource(&key, ResourcePolicyMode::Mandatory);
        let request = Request::new(&who, "kms:Decrypt", Resource::new(FOREIGN_KEY), &keys);
        assert_eq!(decide(&policies, &request).outcome(), expected, "{keys:?}");
    }
}
