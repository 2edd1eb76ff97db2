//! What a denial says: to AWS's users in AWS's words, to everybody which statement it was.
//!
//! Source: [access denied messages](https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html).

use policy_eval::{Policies, PolicyKind, PolicySet, ResourcePolicyMode};

use crate::world::{KEY, deciding, identity, policy, resource, role, root, set};

const EVERYTHING: &str = r#"{"Effect": "Allow", "Action": "*", "Resource": "*"}"#;
const NOTHING: &str = r#"{"Effect": "Allow", "Action": "none:Such", "Resource": "*"}"#;
const DENY: &str = r#"{"Effect": "Deny", "Action": "kms:*", "Resource": "*"}"#;

fn message(policies: Policies<'_>, because: &str) {
    let expected = format!(
        "User: arn:aws:sts::111122223333:assumed-role/app/strongroom is not authorized to perform: \
         kms:Decrypt on resource: {KEY} {because}"
    );
    deciding(policies, &role(), "kms:Decrypt", KEY, |decision| {
        assert_eq!(decision.message(), Some(expected));
    });
}

#[test]
fn no_policy_of_a_type_allows() {
    let (all, none) = (identity(EVERYTHING), PolicySet::new());
    let (boundary, session) = (
        set(PolicyKind::Boundary, NOTHING),
        set(PolicyKind::Session, NOTHING),
    );
    let scps = [set(PolicyKind::ServiceControl, NOTHING)];
    let rcps = [PolicySet::new()];
    let open = r#"{"Principal": "*", "Effect": "Allow", "Action": "none:Such", "Resource": "*"}"#;
    let (key, endpoint) = (resource(open), policy(PolicyKind::VpcEndpoint, open));
    let trust = policy(
        PolicyKind::Trust,
        r#"{"Principal": "*", "Effect": "Allow", "Action": "sts:AssumeRole"}"#,
    );
    let with = Policies::new().identity(&all);
    message(
        with.identity(&none),
        "because no identity-based policy allows the kms:Decrypt action",
    );
    message(
        with.boundary(&boundary),
        "because no permissions boundary allows the kms:Decrypt action",
    );
    message(
        with.session(&session),
        "because no session policy allows the kms:Decrypt action",
    );
    message(
        with.service_control(&scps),
        "because no service control policy allows the kms:Decrypt action",
    );
    message(
        with.resource_control(&rcps),
        "because no resource control policy allows the kms:Decrypt action",
    );
    message(
        with.vpc_endpoint(&endpoint),
        "because no VPC endpoint policy allows the kms:Decrypt action",
    );
    message(
        with.resource(&key, ResourcePolicyMode::Mandatory),
        "because no resource-based policy allows the kms:Decrypt action",
    );
    message(
        with.resource(&trust, ResourcePolicyMode::Mandatory),
        "because no role trust policy allows the kms:Decrypt action",
    );
}

#[test]
fn a_policy_of_a_type_denies() {
    let (all, deny) = (identity(EVERYTHING), identity(DENY));
    let (boundary, session) = (
        set(PolicyKind::Boundary, DENY),
        set(PolicyKind::Session, DENY),
    );
    let scps = [set(PolicyKind::ServiceControl, DENY)];
    let everybody = r#"{"Principal": "*", "Effect": "Deny", "Action": "kms:*", "Resource": "*"}"#;
    let rcps = [set(PolicyKind::ResourceControl, everybody)];
    let (key, endpoint) = (
        resource(everybody),
        policy(PolicyKind::VpcEndpoint, everybody),
    );
    let trust = policy(
        PolicyKind::Trust,
        r#"{"Principal": "*", "Effect": "Deny", "Action": "kms:*"}"#,
    );
    let with = Policies::new().identity(&all);
    message(
        with.identity(&deny),
        "with an explicit deny in an identity-based policy",
    );
    message(
        with.boundary(&boundary),
        "with an explicit deny in a permissions boundary",
    );
    message(
        with.session(&session),
        "with an explicit deny in a session policy",
    );
    message(
        with.service_control(&scps),
        "with an explicit deny in a service control policy",
    );
    message(
        with.resource_control(&rcps),
        "with an explicit deny in a resource control policy",
    );
    message(
        with.vpc_endpoint(&endpoint),
        "with an explicit deny in a VPC endpoint policy",
    );
    message(
        with.resource(&key, ResourcePolicyMode::Standard),
        "with an explicit deny in a resource-based policy",
    );
    message(
        with.resource(&trust, ResourcePolicyMode::Mandatory),
        "with an explicit deny in the role trust policy",
    );
}

#[test]
fn a_decision_names_the_statements_that_decided() {
    let own = identity(
        r#"{"Version": "2012-10-17", "Statement": [
            {"Sid": "Use", "Effect": "Allow", "Action": "kms:Encrypt", "Resource": "*"},
            {"Effect": "Deny", "Action": "kms:Delete*", "Resource": "*"}
        ]}"#,
    );
    let key = resource(
        r#"{"Sid": "Delegate to IAM", "Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "kms:*", "Resource": "*"}"#,
    );
    let policies = Policies::new()
        .identity(&own)
        .resource(&key, ResourcePolicyMode::Mandatory);
    let says = |action: &str| {
        deciding(policies, &role(), action, KEY, |decision| {
            let statements: Vec<_> = decision
                .statements()
                .map(|s| (s.policy().to_owned(), s.sid().map(str::to_owned), s.index()))
                .collect();
            (decision.to_string(), statements)
        })
    };
    let who = "arn:aws:sts::111122223333:assumed-role/app/strongroom";
    let named =
        |policy: &str, sid: Option<&str>, index| (policy.to_owned(), sid.map(str::to_owned), index);
    assert_eq!(
        says("kms:Encrypt"),
        (
            format!(
                "{who} may kms:Encrypt {KEY}: statement `Use` of policy `Identity` and statement `Delegate to IAM` of policy `Resource` allow it"
            ),
            vec![
                named("Identity", Some("Use"), 0),
                named("Resource", Some("Delegate to IAM"), 0)
            ],
        )
    );
    assert_eq!(
        says("kms:DeleteAlias"),
        (
            format!(
                "{who} may not kms:DeleteAlias {KEY}: statement 1 of policy `Identity` denies it"
            ),
            vec![named("Identity", None, 1)],
        )
    );
    assert_eq!(
        says("kms:Decrypt"),
        (
            format!("{who} may not kms:Decrypt {KEY}: no identity-based policy allows it"),
            vec![]
        )
    );
}

#[test]
fn what_is_allowed_has_no_denial() {
    deciding(Policies::new(), &root(), "kms:CreateKey", "*", |decision| {
        assert_eq!(decision.message(), None);
        assert_eq!(
            decision.to_string(),
            "arn:aws:iam::111122223333:root may kms:CreateKey *: the root user has full access in its own account"
        );
    });
    deciding(
        Policies::new().grant("0c237476"),
        &role(),
        "kms:Decrypt",
        KEY,
        |decision| {
            assert_eq!(decision.grant(), Some("0c237476"));
        },
    );
}
