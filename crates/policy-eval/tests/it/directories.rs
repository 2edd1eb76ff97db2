//! Directories: what the `aws` command line writes is read, asked, and written back.

use std::sync::Arc;

use common_types::{Caller, Principal};
use policy_eval::{
    ConditionKeys, Outcome, PolicyKind, Request, Resource, ResourcePolicyMode, Values, decide,
    directory::{
        AttachedPolicy, AuthorizationDetails, Directory, DirectoryError, Document, GroupDetail,
        ManagedPolicyDetail, Organization, PolicyDetail, RoleDetail, UserDetail,
    },
};
use proptest::prelude::*;
use serde_json::{Value, json};

const DETAILS: &str = include_str!("data/authorization_details.json");

fn directory() -> Directory {
    let mut directory = Directory::new();
    directory.load_authorization_details([DETAILS]).unwrap();
    directory
}

/// What becomes of a request of someone in the directory.
fn outcome(directory: &Directory, arn: &str, action: &str, resource: &str) -> Outcome {
    let who = directory.principal(&arn.parse().unwrap()).unwrap();
    let policies = directory.policies_of(&who).unwrap();
    let request = Request::new(&who, action, Resource::new(resource), &());
    decide(&policies.policies(), &request).outcome()
}

const ALICE: &str = "arn:aws:iam::111122223333:user/alice";
const BOB: &str = "arn:aws:iam::111122223333:user/division/bob";
const APP: &str = "arn:aws:iam::111122223333:role/team/app";

#[test]
fn inline_managed_and_group_policies_and_boundaries_are_gathered() {
    let directory = directory();
    for (who, action, expected) in [
        // From the managed policy of its group.
        (ALICE, "ec2:RunInstances", Outcome::Allowed),
        // The group's inline policy, URL-encoded, within the boundary.
        (BOB, "s3:PutObject", Outcome::Allowed),
        (BOB, "ec2:RunInstances", Outcome::ImplicitlyDenied),
        (BOB, "iam:CreateUser", Outcome::ExplicitlyDenied),
        // The default version of its managed policy.
        (APP, "s3:GetObject", Outcome::Allowed),
        (APP, "s3:PutObject", Outcome::ImplicitlyDenied),
    ] {
        let resource = "arn:aws:s3:::bucket/a";
        assert_eq!(
            outcome(&directory, who, action, resource),
            expected,
            "{who} {action}"
        );
    }
}

#[test]
fn a_session_is_found_by_the_name_of_its_role() {
    let directory = directory();
    let session = "arn:aws:sts::111122223333:assumed-role/app/i-0abc"
        .parse()
        .unwrap();
    let who = directory.principal(&session).unwrap();
    assert_eq!(who.principal_arn().unwrap().as_str(), APP);
    assert_eq!(who.unique_id(), Some("AROA3333333333EXAMPLE"));
    assert_eq!(who.to_string(), session.as_str());
    // What the ARN alone says is enough to find the policies.
    let bare = Principal::from_arn(session, "unused").unwrap();
    assert!(!directory.policies_of(&bare).unwrap().identity().is_empty());
    assert!(directory.compile().unwrap().policies_of(&bare).is_some());
}

#[test]
fn a_federated_user_has_the_policies_of_who_gave_the_token() {
    let directory = directory();
    let carol = "arn:aws:sts::111122223333:federated-user/carol";
    let bob = directory.principal(&BOB.parse().unwrap()).unwrap();
    let caller = Caller::federated_user(carol, &bob).unwrap();
    let who = caller.principal();
    assert_eq!(who.unique_id(), bob.unique_id());
    assert!(who.unique_id().is_some());
    let compiled = directory.compile().unwrap();
    assert!(Arc::ptr_eq(
        compiled.policies_of(who).unwrap(),
        compiled.policies_of(&bob).unwrap()
    ));
    let policies = directory.policies_of(who).unwrap();
    assert!(!policies.identity().is_empty() && policies.boundary().is_some());
    let keys = directory.keys_of(who);
    let user_id = keys.lookup(&"aws:userid".parse().unwrap());
    assert!(
        matches!(user_id, Some(Values::One(policy_eval::Value::Text(id))) if id == "111122223333:carol")
    );
    let nobody = "arn:aws:iam::111122223333:user/nobody";
    let stranger = Caller::user(nobody).unwrap();
    let nobodys = Caller::federated_user(carol, stranger.principal()).unwrap();
    let error = directory.policies_of(nobodys.principal()).unwrap_err();
    assert!(matches!(error, DirectoryError::NoSuchEntity { arn } if arn == nobody));
}

#[test]
fn everybody_is_compiled_at_once() {
    let compiled = directory().compile().unwrap();
    let everybody: Vec<_> = compiled
        .principals()
        .map(|(who, _)| who.to_string())
        .collect();
    assert_eq!(
        everybody,
        [
            "arn:aws:sts::111122223333:assumed-role/app/session",
            "arn:aws:iam::111122223333:root",
            ALICE,
            BOB,
        ]
    );
    // A role's trust policy is the policy of the role.
    let (trust, mode) = compiled.resource_policy(&APP.parse().unwrap()).unwrap();
    assert_eq!(
        (trust.kind(), mode),
        (PolicyKind::Trust, ResourcePolicyMode::Mandatory)
    );
    let stranger = Caller::user("arn:aws:iam::444455556666:user/eve").unwrap();
    assert!(compiled.policies_of(stranger.principal()).is_none());
}

#[test]
fn what_was_read_is_written_back() {
    let account = "111122223333".parse().unwrap();
    let written = serde_json::to_value(directory().authorization_details(account)).unwrap();
    let mut expected: Value = serde_json::from_str(DETAILS).unwrap();
    // URL-encoded documents are written as what they say.
    expected["GroupDetailList"][1]["GroupPolicyList"][0]["PolicyDocument"] = json!(
        {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}
    );
    let by_arn = |value: &mut Value| {
        value["Policies"]
            .as_array_mut()
            .unwrap()
            .sort_by_key(|policy| policy["Arn"].to_string());
    };
    by_arn(&mut expected);
    assert_eq!(written, expected);
}

#[test]
fn pages_are_one_output_and_the_last_must_be_there() {
    let page = |list: &str, truncated: bool| {
        let all: Value = serde_json::from_str(DETAILS).unwrap();
        json!({list: all[list], "IsTruncated": truncated, "Marker": "more"}).to_string()
    };
    let mut paged = Directory::new();
    let lists = [
        "UserDetailList",
        "GroupDetailList",
        "RoleDetailList",
        "Policies",
    ];
    let pages: Vec<_> = lists.map(|list| page(list, list != "Policies")).into();
    paged
        .load_authorization_details(pages.iter().map(String::as_str))
        .unwrap();
    let account = "111122223333".parse().unwrap();
    let written = |directory: &Directory| {
        serde_json::to_value(directory.authorization_details(account)).unwrap()
    };
    assert_eq!(written(&paged), written(&directory()));
    let refused = paged.load_authorization_details([page("Policies", true).as_str()]);
    assert!(matches!(refused, Err(DirectoryError::Truncated)));
}

#[test]
fn an_attachment_to_nothing_is_an_error_and_never_skipped() {
    let mut directory = directory();
    directory.remove_managed_policy(&"arn:aws:iam::111122223333:policy/read".parse().unwrap());
    let error = directory.compile().unwrap_err();
    assert_eq!(
        error.to_string(),
        "policy `arn:aws:iam::111122223333:policy/read`, which is attached to \
         `arn:aws:iam::111122223333:role/team/app`, is not in the directory"
    );
    directory.remove_group("111122223333".parse().unwrap(), "admins");
    let alice = directory.principal(&ALICE.parse().unwrap()).unwrap();
    let error = directory.policies_of(&alice).unwrap_err();
    assert!(
        matches!(error, DirectoryError::NoSuchGroup { .. }),
        "{error}"
    );
    let eve = "arn:aws:iam::111122223333:user/eve".parse().unwrap();
    assert!(matches!(
        directory.principal(&eve),
        Err(DirectoryError::NoSuchEntity { .. })
    ));
}

#[test]
fn a_policy_that_does_not_parse_is_named_and_nothing_is_taken_in() {
    let mut directory = directory();
    let before = directory.clone();
    let faulty = DETAILS.replace("\"aws-portal:*\"", "\"portal\"");
    let error = directory
        .load_authorization_details([faulty.as_str()])
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        format!("policy `denyBillingAndIAMPolicy` of `{BOB}` is malformed")
    );
    let source = std::error::Error::source(&error).unwrap().to_string();
    assert!(source.ends_with("at line 3 column 68"), "{source}");
    assert_eq!(directory, before);
}

/// A role in a member account of an organisation, with a policy at the root, at its unit and at the account.
fn in_an_organization() -> Directory {
    let mut directory = directory();
    for (id, kind, content) in [
        (
            "p-regions",
            "SERVICE_CONTROL_POLICY",
            r#"{"Version": "2012-10-17", "Statement": {"Effect": "Deny", "Action": "ec2:*", "Resource": "*"}}"#,
        ),
        (
            "p-secure",
            "RESOURCE_CONTROL_POLICY",
            r#"{"Version": "2012-10-17", "Statement": {"Effect": "Deny", "Principal": "*", "Action": "s3:DeleteObject", "Resource": "*"}}"#,
        ),
    ] {
        let output = json!({"Policy": {
            "PolicySummary": {
                "Id": id, "Arn": format!("arn:aws:organizations::999999999999:policy/o-1/x/{id}"),
                "Name": id, "Description": "", "Type": kind, "AwsManaged": false
            },
            "Content": content
        }});
        directory
            .load_organization_policy(&output.to_string())
            .unwrap();
        let written = directory
            .organization_policies()
            .find(|p| p.policy_summary.id == id)
            .unwrap();
        assert_eq!(serde_json::to_value(written.to_output()).unwrap(), output);
    }
    let organization: Organization = serde_json::from_value(json!({
        "Id": "o-1", "ManagementAccountId": "999999999999",
        "PolicyTypes": ["SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"],
        "Root": {
            "Id": "r-1", "Policies": ["p-FullAWSAccess"],
            "OrganizationalUnits": [{
                "Id": "ou-1", "Policies": ["p-FullAWSAccess", "p-regions", "p-secure"],
                "Accounts": [{"Id": "111122223333", "Policies": ["p-FullAWSAccess"]}]
            }],
            "Accounts": [{"Id": "999999999999", "Policies": []}]
        }
    }))
    .unwrap();
    directory.set_organization(Some(organization));
    directory
}

#[test]
fn an_organisation_binds_its_members_level_by_level() {
    let mut directory = in_an_organization();
    let member = "111122223333".parse().unwrap();
    assert_eq!(
        outcome(&directory, ALICE, "ec2:RunInstances", "*"),
        Outcome::ExplicitlyDenied
    );
    assert_eq!(
        outcome(&directory, ALICE, "s3:ListAllMyBuckets", "*"),
        Outcome::Allowed
    );
    let alice = directory.principal(&ALICE.parse().unwrap()).unwrap();
    assert_eq!(
        directory
            .policies_of(&alice)
            .unwrap()
            .service_control()
            .len(),
        3
    );
    assert_eq!(directory.resource_control_of(member).unwrap().len(), 3);
    assert_eq!(
        directory
            .compile()
            .unwrap()
            .resource_control_of(member)
            .len(),
        3
    );

    // The management account is bound by nothing, nor is who is outside.
    for account in ["999999999999", "444455556666"] {
        assert!(
            directory
                .resource_control_of(account.parse().unwrap())
                .unwrap()
                .is_empty()
        );
    }
    // A level without a policy lets nothing through; a type that is off does not bind.
    let mut organization = directory.organization().unwrap().clone();
    organization.root.policies.clear();
    directory.set_organization(Some(organization.clone()));
    assert_eq!(
        outcome(&directory, ALICE, "s3:ListAllMyBuckets", "*"),
        Outcome::ImplicitlyDenied
    );
    organization.policy_types.clear();
    directory.set_organization(Some(organization));
    assert_eq!(
        outcome(&directory, ALICE, "ec2:RunInstances", "*"),
        Outcome::Allowed
    );
}

#[test]
fn key_policies_come_and_go() {
    let mut directory = directory();
    let key: common_types::Arn = "arn:aws:kms:eu-west-1:111122223333:key/1".parse().unwrap();
    let policy = r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "kms:*", "Resource": "*"}}"#;
    let output = json!({"Policy": policy, "PolicyName": "default"});
    directory
        .load_key_policy(key.clone(), &output.to_string())
        .unwrap();
    assert_eq!(
        serde_json::to_value(directory.key_policy(&key)).unwrap(),
        output
    );
    let compiled = directory.compile().unwrap();
    let (_, mode) = compiled.resource_policy(&key).unwrap();
    assert_eq!(mode, ResourcePolicyMode::Mandatory);
}

fn names() -> impl Strategy<Value = Vec<String>> {
    proptest::collection::vec("[a-z]{1,6}", 0..4)
}

fn document() -> impl Strategy<Value = Document> {
    ("[a-z]{1,5}", "[A-Za-z]{1,5}", any::<bool>()).prop_map(|(service, sid, list)| {
        let action = format!("{service}:*");
        let action = if list { json!([action]) } else { json!(action) };
        let statement = json!({"Sid": sid, "Effect": "Allow", "Action": action, "Resource": "*"});
        Document::new(json!({"Version": "2012-10-17", "Statement": [statement]}).to_string())
    })
}

prop_compose! {
    fn details()(
        users in names(), groups in names(), roles in names(), policies in names(),
        documents in proptest::collection::vec(document(), 1..5),
    ) -> AuthorizationDetails {
        let arn = |kind: &str, name: &str| {
            format!("arn:aws:iam::111122223333:{kind}/{name}").parse().unwrap()
        };
        let inline = || vec![PolicyDetail::new("inline", documents[0].clone())];
        let attached: Vec<_> =
            policies.iter().map(|name| AttachedPolicy::new(arn("policy", name))).collect();
        let trust = Document::new(
            r#"{"Statement": {"Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRole"}}"#,
        );
        let mut details = AuthorizationDetails::new();
        for name in &users {
            let mut user = UserDetail::new(arn("user", name), format!("AIDA{name}"));
            user.user_policy_list = inline();
            user.group_list = groups.clone();
            details.user_detail_list.push(user);
        }
        for name in &groups {
            let mut group = GroupDetail::new(arn("group/path", name), format!("AGPA{name}"));
            group.attached_managed_policies = attached.clone();
            details.group_detail_list.push(group);
        }
        for name in &roles {
            let mut role = RoleDetail::new(arn("role", name), format!("AROA{name}"), trust.clone());
            role.role_policy_list = inline();
            details.role_detail_list.push(role);
        }
        for (name, document) in policies.iter().zip(documents.iter().cycle()) {
            details.policies.push(
                ManagedPolicyDetail::new(arn("policy", name), format!("ANPA{name}"), document.clone())
            );
        }
        details
    }
}

proptest! {
    #[test]
    fn any_account_round_trips(details in details()) {
        let mut directory = Directory::new();
        let json = serde_json::to_string(&details).unwrap();
        directory.load_authorization_details([json.as_str()]).unwrap();
        prop_assert!(directory.compile().is_ok());
        let written = directory.authorization_details("111122223333".parse().unwrap());
        let mut again = Directory::new();
        let json = serde_json::to_string(&written).unwrap();
        again.load_authorization_details([json.as_str()]).unwrap();
        prop_assert_eq!(again, directory);
    }
}
