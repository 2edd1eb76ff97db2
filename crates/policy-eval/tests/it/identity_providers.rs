//! People and programs whom an identity provider vouches for, asking for the session of a role.
//!
//! Sources: [roles for OIDC federation](https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html),
//! [roles for SAML federation](https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_saml.html).

use common_types::{Caller, Principal};
use policy_eval::{
    Context, Decision, Outcome, Policies, PolicyKind, Request, Resource, ResourcePolicyMode, decide,
};

use crate::world::{ROLE, context, identity, outcome, policy, resource, role, set};

const GITHUB: &str = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com";
const ADFS: &str = "arn:aws:iam::111122223333:saml-provider/ADFS";
const BY_WEB_IDENTITY: &str = "sts:AssumeRoleWithWebIdentity";
const BY_SAML: &str = "sts:AssumeRoleWithSAML";

fn of(provider: &str) -> Principal {
    let caller = Caller::federated(provider.parse().unwrap());
    caller.principal().clone()
}

/// What becomes of a request for a role with this trust policy.
fn asking<R>(
    trust: &str,
    who: &Principal,
    action: &str,
    context: &Context,
    check: impl FnOnce(Decision<'_>) -> R,
) -> R {
    let trust = policy(PolicyKind::Trust, trust);
    let policies = Policies::new().resource(&trust, ResourcePolicyMode::of(action, ROLE));
    let request = Request::new(who, action, Resource::new(ROLE), context);
    check(decide(&policies, &request))
}

fn asked(trust: &str, who: &Principal, action: &str, context: &Context) -> Outcome {
    asking(trust, who, action, context, |decision| decision.outcome())
}

/// AWS's example for GitHub Actions.
const OF_GITHUB: &str = r#"{
    "Effect": "Allow",
    "Principal": {"Federated": "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"},
    "Action": "sts:AssumeRoleWithWebIdentity",
    "Condition": {
        "StringEquals": {"token.actions.githubusercontent.com:aud": "sts.amazonaws.com"},
        "StringLike": {"token.actions.githubusercontent.com:sub": "repo:my-org/my-repo:ref:refs/heads/main"}
    }
}"#;

fn token(subject: &str) -> Context {
    context(&format!(
        r#"{{"token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
             "token.actions.githubusercontent.com:sub": "{subject}"}}"#
    ))
}

#[test]
fn a_workflow_takes_the_role_of_its_branch_alone() {
    let (own, other) = (
        token("repo:my-org/my-repo:ref:refs/heads/main"),
        token("repo:mallory/my-repo:ref:refs/heads/main"),
    );
    let workflow = of(GITHUB);
    assert_eq!(
        asked(OF_GITHUB, &workflow, BY_WEB_IDENTITY, &own),
        Outcome::Allowed
    );
    assert_eq!(
        asked(OF_GITHUB, &workflow, BY_WEB_IDENTITY, &other),
        Outcome::ImplicitlyDenied
    );
    // The same claims from another provider, by another action, or from somebody with credentials of AWS's.
    for (who, action) in [
        (of("accounts.google.com"), BY_WEB_IDENTITY),
        (of(ADFS), BY_WEB_IDENTITY),
        (workflow, "sts:AssumeRole"),
        (role(), BY_WEB_IDENTITY),
    ] {
        let outcome = asked(OF_GITHUB, &who, action, &own);
        assert_eq!(outcome, Outcome::ImplicitlyDenied, "{who} {action}");
    }
}

/// AWS's example for access to the console by SAML.
#[test]
fn a_saml_assertion_is_for_its_audience() {
    let trust = r#"{
        "Effect": "Allow",
        "Principal": {"Federated": "arn:aws:iam::111122223333:saml-provider/ADFS"},
        "Action": ["sts:AssumeRoleWithSAML", "sts:TagSession"],
        "Condition": {"StringEquals": {"SAML:aud": "https://signin.aws.amazon.com/saml"}}
    }"#;
    let console = context(r#"{"saml:aud": "https://signin.aws.amazon.com/saml"}"#);
    assert_eq!(asked(trust, &of(ADFS), BY_SAML, &console), Outcome::Allowed);
    assert_eq!(
        asked(trust, &of(ADFS), BY_SAML, &Context::new()),
        Outcome::ImplicitlyDenied
    );
}

#[test]
fn providers_that_all_know_go_by_their_domains() {
    for provider in [
        "accounts.google.com",
        "cognito-identity.amazonaws.com",
        "graph.facebook.com",
        "www.amazon.com",
    ] {
        let trust = format!(
            r#"{{"Effect": "Allow", "Principal": {{"Federated": "{provider}"}}, "Action": "{BY_WEB_IDENTITY}",
                "Condition": {{"StringEquals": {{"{provider}:aud": "app"}}}}}}"#
        );
        let keys = Context::new()
            .with(&format!("{provider}:aud"), "app")
            .unwrap();
        assert_eq!(
            asked(&trust, &of(provider), BY_WEB_IDENTITY, &keys),
            Outcome::Allowed
        );
    }
}

/// Nothing of AWS's is theirs: no identity policy, no organisation; what everybody may, they may.
#[test]
fn they_have_no_policies_of_their_own() {
    let everything = r#"{"Effect": "Allow", "Action": "*", "Resource": "*"}"#;
    let nothing = [set(
        PolicyKind::ServiceControl,
        r#"{"Effect": "Deny", "Action": "*", "Resource": "*"}"#,
    )];
    let own = identity(everything);
    let open = resource(r#"{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}"#);
    let bucket = "arn:aws:s3:::bucket";
    let with = Policies::new().identity(&own).service_control(&nothing);
    assert_eq!(
        outcome(with, &of(GITHUB), "s3:GetObject", bucket),
        Outcome::ImplicitlyDenied
    );
    let public = with.resource(&open, ResourcePolicyMode::Standard);
    assert_eq!(
        outcome(public, &of(GITHUB), "s3:GetObject", bucket),
        Outcome::Allowed
    );
}

/// AWS's example of a resource control policy that leaves the organisation's own repositories alone.
#[test]
fn the_organisation_of_the_role_limits_them() {
    let trust = policy(PolicyKind::Trust, OF_GITHUB);
    let limits = [
        set(
            PolicyKind::ResourceControl,
            r#"{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}"#,
        ),
        set(
            PolicyKind::ResourceControl,
            r#"[{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"},
                {"Effect": "Deny", "Principal": "*", "Action": "sts:AssumeRoleWithWebIdentity", "Resource": "*",
                 "Condition": {"StringNotLikeIfExists": {"token.actions.githubusercontent.com:sub": "repo:our-org/*"}}}]"#,
        ),
    ];
    let who = of(GITHUB);
    let keys = token("repo:my-org/my-repo:ref:refs/heads/main");
    let request = Request::new(&who, BY_WEB_IDENTITY, Resource::new(ROLE), &keys);
    let policies = Policies::new()
        .resource(&trust, ResourcePolicyMode::Mandatory)
        .resource_control(&limits);
    assert_eq!(
        decide(&policies, &request).outcome(),
        Outcome::ExplicitlyDenied
    );
}

#[test]
fn who_is_denied_is_told_as_sts_does_and_the_operator_why() {
    let other = token("repo:mallory/x:ref:refs/heads/main");
    asking(
        OF_GITHUB,
        &of(GITHUB),
        BY_WEB_IDENTITY,
        &other,
        |decision| {
            assert_eq!(
                decision.message().unwrap(),
                "Not authorized to perform sts:AssumeRoleWithWebIdentity"
            );
            let explained = decision.explain().to_string();
            assert!(explained.contains(GITHUB), "{explained}");
            assert!(explained.contains("repo:mallory/x"), "{explained}");
        },
    );
}
