//! The policy simulator, in the shapes of IAM's API.

use policy_eval::{
    Policy, PolicyKind,
    directory::{Directory, Organization},
    simulate::{
        AttachmentType, ContextEntry, ContextKeyType, GetContextKeysForCustomPolicyRequest,
        GetContextKeysForPrincipalPolicyRequest, InlinePolicyIdentifier, OrderedOrganizationPolicy,
        PolicyIdentifier, PolicyIdentifierType, SimulateCustomPolicyRequest, SimulateError,
        SimulatePolicyResponse, SimulatePrincipalPolicyRequest, context_keys_for_custom_policy,
        simulate_custom_policy,
    },
};
use serde_json::{Value, json};

const ALICE: &str = "arn:aws:iam::111122223333:user/alice";
const BOB: &str = "arn:aws:iam::111122223333:user/division/bob";

fn json(response: &SimulatePolicyResponse) -> Value {
    serde_json::to_value(response).unwrap()
}

fn refused(request: &SimulateCustomPolicyRequest) -> SimulateError {
    simulate_custom_policy(request).unwrap_err()
}

/// `[action, decision]` of each result.
fn decisions(response: &SimulatePolicyResponse) -> Vec<(&str, &str)> {
    let results = response.evaluation_results.iter();
    results
        .map(|result| {
            (
                result.eval_action_name.as_str(),
                result.eval_decision.as_str(),
            )
        })
        .collect()
}

/// "The ARN template for the simulated resource type, or `*` if no ARN format is defined for the action."
///
/// Source: [EvaluationResult](https://docs.aws.amazon.com/IAM/latest/APIReference/API_EvaluationResult.html).
#[test]
fn an_action_is_simulated_on_a_kind_of_resource() {
    const KEY: &str = "arn:${Partition}:kms:${Region}:${Account}:key/${KeyId}";
    const ALIAS: &str = "arn:${Partition}:kms:${Region}:${Account}:alias/${Alias}";
    let policy = r#"{"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}"#;
    let (key, alias) = (
        "arn:aws:kms:eu-west-1:111122223333:key/1234abcd",
        "arn:aws:kms:eu-west-1:111122223333:alias/orders",
    );
    for (action, resources, expected) in [
        ("kms:Decrypt", &[][..], KEY),
        ("KMS:decrypt", &["*"], KEY),
        ("kms:Decrypt", &[key], KEY),
        // Of the two kinds that it is about, the one that is given.
        ("kms:CreateAlias", &[], ALIAS),
        ("kms:CreateAlias", &[key], KEY),
        ("kms:CreateAlias", &[key, alias], ALIAS),
        ("kms:ListKeys", &[], "*"),
        // Services and actions of which nothing is known.
        ("s3:GetObject", &["arn:aws:s3:::bucket/a"], "*"),
        ("kms:Ponder", &[key], "*"),
    ] {
        let mut request = SimulateCustomPolicyRequest::new([policy], [action]);
        request.scenario.resource_arns = resources.iter().map(ToString::to_string).collect();
        let response = simulate_custom_policy(&request).unwrap();
        let result = &response.evaluation_results[0];
        assert_eq!(result.eval_resource_name, expected, "{action}");
        let named: Vec<&str> = result
            .resource_specific_results
            .iter()
            .map(|one| one.eval_resource_name.as_str())
            .collect();
        let given: Vec<&str> = resources.iter().copied().filter(|r| *r != "*").collect();
        assert_eq!(named, given, "{action}");
    }
}

/// The example of the `aws` command line's documentation, with the statement in a list.
#[test]
fn a_policy_on_any_resource() {
    let policy = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"dynamodb:*","Resource":"*","Condition":{"DateGreaterThan":{"aws:CurrentTime":"2018-08-16T12:00:00Z"}}}]}"#;
    let mut request = SimulateCustomPolicyRequest::new([policy], ["dynamodb:CreateBackup"]);
    let time = ContextEntry::new(
        "aws:CurrentTime",
        ContextKeyType::Date,
        ["2019-04-25T11:00:00Z"],
    );
    request.scenario.context_entries = vec![time];
    let response = simulate_custom_policy(&request).unwrap();
    assert_eq!(
        json(&response),
        json!({
            "EvaluationResults": [{
                "EvalActionName": "dynamodb:CreateBackup",
                "EvalResourceName": "*",
                "EvalDecision": "allowed",
                "MatchedStatements": [{
                    "SourcePolicyId": "PolicyInputList.1",
                    "SourcePolicyType": "none",
                    "StartPosition": {"Line": 1, "Column": 38},
                    "EndPosition": {"Line": 1, "Column": 167 + 1}
                }],
                "MissingContextValues": []
            }],
            "IsTruncated": false
        })
    );
    request.scenario.context_entries[0].context_key_values =
        vec!["2014-04-25T11:00:00Z".to_owned()];
    let response = simulate_custom_policy(&request).unwrap();
    assert_eq!(
        decisions(&response),
        [("dynamodb:CreateBackup", "implicitDeny")]
    );
}

#[test]
fn each_action_on_each_resource() {
    let policy = r#"{"Version": "2012-10-17", "Statement": [
        {"Sid": "Read", "Effect": "Allow", "Action": "s3:Get*", "Resource": "arn:aws:s3:::bucket/*"},
        {"Sid": "All", "Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::bucket/*"},
        {"Sid": "NoSecrets", "Effect": "Deny", "Action": "s3:*", "Resource": "arn:aws:s3:::bucket/secret"}
    ]}"#;
    let mut request = SimulateCustomPolicyRequest::new([policy], ["s3:GetObject", "kms:Decrypt"]);
    let resources = ["arn:aws:s3:::bucket/a", "arn:aws:s3:::bucket/secret"];
    request.scenario.resource_arns = resources.map(str::to_owned).into();
    let response = simulate_custom_policy(&request).unwrap();
    // The most restrictive decision of an action is its result.
    assert_eq!(
        decisions(&response),
        [
            ("s3:GetObject", "explicitDeny"),
            ("kms:Decrypt", "implicitDeny")
        ]
    );
    let get = &response.evaluation_results[0];
    let lines = |matched: &[policy_eval::simulate::MatchedStatement]| -> Vec<usize> {
        matched
            .iter()
            .map(|statement| statement.start_position.line)
            .collect()
    };
    assert_eq!(lines(&get.matched_statements), [4]);
    let each: Vec<_> = get.resource_specific_results.iter().collect();
    assert_eq!(each.len(), 2);
    assert_eq!(each[0].eval_resource_decision.as_str(), "allowed");
    assert_eq!(lines(&each[0].matched_statements), [2, 3]);
    assert_eq!(each[1].eval_resource_decision.as_str(), "explicitDeny");
    // Within one account there are no details, but for their place.
    assert_eq!(get.eval_decision_details.as_ref().unwrap().len(), 0);
    assert_eq!(each[0].eval_decision_details, None);
}

#[test]
fn pages() {
    let all = r#"{"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}"#;
    let actions: Vec<String> = (0..250).map(|i| format!("s3:Action{i}")).collect();
    let mut request = SimulateCustomPolicyRequest::new([all], actions);
    let first = simulate_custom_policy(&request).unwrap();
    assert_eq!(
        (first.evaluation_results.len(), first.is_truncated),
        (100, true)
    );
    request.scenario.marker = first.marker;
    request.scenario.max_items = Some(1000);
    let second = simulate_custom_policy(&request).unwrap();
    assert_eq!(
        (second.evaluation_results.len(), second.is_truncated),
        (150, false)
    );
    assert_eq!(
        second.evaluation_results[0].eval_action_name,
        "s3:Action100"
    );
    assert_eq!(second.marker, None);
    for bad in ["0", "250", "x", "-1"] {
        request.scenario.marker = Some(bad.to_owned());
        assert_eq!(refused(&request).code(), "InvalidInput", "{bad}");
    }
    request.scenario.max_items = Some(1001);
    assert_eq!(refused(&request).code(), "ValidationError");
}

#[test]
fn a_boundary_and_an_organisation_say_what_they_make_of_it() {
    let all = r#"{"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}"#;
    let no_ec2 = r#"{"Version": "2012-10-17", "Statement": {"Effect": "Deny", "Action": "ec2:*", "Resource": "*"}}"#;
    let only_s3 = r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}}"#;
    let actions = ["s3:GetObject", "ec2:RunInstances", "sqs:SendMessage"];
    let mut request = SimulateCustomPolicyRequest::new([all], actions);
    request.permissions_boundary_policy_input_list = vec![only_s3.to_owned()];
    request.ordered_organization_policy_input_list = vec![
        OrderedOrganizationPolicy::new([all]),
        OrderedOrganizationPolicy::new([all, no_ec2]),
    ];
    let response = simulate_custom_policy(&request).unwrap();
    let seen: Vec<_> = json(&response)["EvaluationResults"]
        .as_array()
        .unwrap()
        .iter()
        .map(|result| {
            (
                result["EvalDecision"].clone(),
                result["OrganizationsDecisionDetail"]["AllowedByOrganizations"].clone(),
                result["PermissionsBoundaryDecisionDetail"]["AllowedByPermissionsBoundary"].clone(),
                result["MatchedStatements"].as_array().unwrap().len(),
            )
        })
        .collect();
    assert_eq!(
        seen,
        [
            (json!("allowed"), json!(true), json!(true), 1),
            // Statements of service control policies are not listed.
            (json!("explicitDeny"), json!(false), json!(false), 0),
            (json!("implicitDeny"), json!(true), json!(false), 0),
        ]
    );
}

#[test]
fn across_accounts_each_type_of_policy_is_told() {
    let read = r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"}}"#;
    let open = format!(
        r#"{{"Version": "2012-10-17", "Statement": {{"Effect": "Allow", "Principal": {{"AWS": "{ALICE}"}}, "Action": "s3:*", "Resource": "*"}}}}"#
    );
    let mut request = SimulateCustomPolicyRequest::new([read], ["s3:GetObject", "s3:PutObject"]);
    request.scenario.resource_arns = vec!["arn:aws:s3:::bucket/a".to_owned()];
    request.scenario.resource_policy = Some(open);
    assert!(refused(&request).to_string().contains("CallerArn"));
    request.scenario.caller_arn = Some(ALICE.to_owned());

    // In the caller's own account the resource's policy is enough.
    let response = simulate_custom_policy(&request).unwrap();
    assert_eq!(
        decisions(&response),
        [("s3:GetObject", "allowed"), ("s3:PutObject", "allowed")]
    );

    for owner in ["444455556666", "arn:aws:iam::444455556666:root"] {
        request.scenario.resource_owner = Some(owner.to_owned());
        let response = simulate_custom_policy(&request).unwrap();
        assert_eq!(
            decisions(&response),
            [
                ("s3:GetObject", "allowed"),
                ("s3:PutObject", "implicitDeny")
            ]
        );
        let details = &json(&response)["EvaluationResults"][1]["ResourceSpecificResults"][0];
        assert_eq!(
            details["EvalDecisionDetails"],
            json!({"IAM Policy": "implicitDeny", "Resource Policy": "allowed"})
        );
    }
}

#[test]
fn what_does_not_make_sense_is_refused() {
    let all = r#"{"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}"#;
    let request = || SimulateCustomPolicyRequest::new([all], ["s3:GetObject"]);
    type Change = fn(&mut SimulateCustomPolicyRequest);
    let changes: [(Change, &str, &str); 13] = [
        (
            |r| r.policy_input_list.clear(),
            "ValidationError",
            "policyInputList",
        ),
        (
            |r| r.policy_input_list[0] = "{\"Id\": \"€\"}".to_owned(),
            "ValidationError",
            "policyInputList",
        ),
        (
            |r| r.policy_input_list[0] = "{}".to_owned(),
            "InvalidInput",
            "PolicyInputList.1 is malformed",
        ),
        (
            |r| r.scenario.action_names[0] = "s3:Get*".to_owned(),
            "InvalidInput",
            "without wildcards",
        ),
        (
            |r| r.scenario.action_names[0] = "GetObject".to_owned(),
            "InvalidInput",
            "is no action",
        ),
        (
            |r| r.scenario.resource_arns = vec!["bucket".to_owned()],
            "InvalidInput",
            "is no ARN",
        ),
        (
            |r| r.scenario.resource_owner = Some("me".to_owned()),
            "InvalidInput",
            "is no account",
        ),
        (
            |r| {
                r.scenario.caller_arn =
                    Some("arn:aws:sts::111122223333:assumed-role/app/s".to_owned())
            },
            "InvalidInput",
            "not that of a user, group or role",
        ),
        (
            |r| r.permissions_boundary_policy_input_list = vec!["{}".to_owned(); 2],
            "ValidationError",
            "permissionsBoundaryPolicyInputList",
        ),
        (
            |r| {
                r.scenario.context_entries =
                    vec![ContextEntry::new("aws:a", ContextKeyType::Numeric, ["x"])]
            },
            "InvalidInput",
            "is not of type numeric",
        ),
        (
            |r| {
                r.scenario.context_entries = vec![ContextEntry::new(
                    "aws:a",
                    ContextKeyType::Ip,
                    ["::1", "::2"],
                )]
            },
            "InvalidInput",
            "takes one value",
        ),
        (
            |r| r.scenario.resource_handling_option = Some("EC2-Classic".to_owned()),
            "InvalidInput",
            "is no ResourceHandlingOption",
        ),
        (
            |r| {
                r.scenario.resource_handling_option = Some("EC2-VPC-EBS".to_owned());
                r.scenario.resource_arns =
                    vec!["arn:aws:ec2:eu-west-1:111122223333:instance/*".to_owned()];
            },
            "InvalidInput",
            "needs the ARN of an EC2 image",
        ),
    ];
    for (change, code, message) in changes {
        let mut request = request();
        change(&mut request);
        let error = refused(&request);
        assert_eq!(error.code(), code, "{error}");
        assert!(error.to_string().contains(message), "{error}");
    }
}

fn directory() -> Directory {
    let mut directory = Directory::new();
    let details = include_str!("data/authorization_details.json");
    directory.load_authorization_details([details]).unwrap();
    directory
}

#[test]
fn a_principal_with_all_that_is_attached_to_it() {
    let directory = directory();
    let actions = ["s3:GetObject", "iam:CreateUser", "ec2:RunInstances"];
    let mut request = SimulatePrincipalPolicyRequest::new(BOB, actions);
    let response = directory.simulate_principal_policy(&request).unwrap();
    assert_eq!(
        decisions(&response),
        [
            ("s3:GetObject", "allowed"),
            ("iam:CreateUser", "explicitDeny"),
            ("ec2:RunInstances", "implicitDeny")
        ]
    );
    let of = |at: usize| {
        let matched = &json(&response)["EvaluationResults"][at]["MatchedStatements"][0];
        (
            matched["SourcePolicyId"].clone(),
            matched["SourcePolicyType"].clone(),
        )
    };
    assert_eq!(of(0), (json!("group_devs_everything"), json!("group")));
    assert_eq!(
        of(1),
        (json!("user_bob_denyBillingAndIAMPolicy"), json!("user"))
    );

    // Without the boundary and the policy that denies.
    let denial = InlinePolicyIdentifier::new("denyBillingAndIAMPolicy", AttachmentType::User, "b*");
    request.policy_exclusion_list = vec![
        PolicyIdentifier::PolicyType(PolicyIdentifierType::PermissionBoundary),
        PolicyIdentifier::InlinePolicyIdentifier(denial),
    ];
    let response = directory.simulate_principal_policy(&request).unwrap();
    assert!(
        decisions(&response)
            .iter()
            .all(|(_, decision)| *decision == "allowed")
    );

    // Another boundary takes the place of the one that is attached.
    request.policy_exclusion_list.clear();
    let ec2 = r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "ec2:*", "Resource": "*"}}"#;
    request.permissions_boundary_policy_input_list = vec![ec2.to_owned()];
    let response = directory.simulate_principal_policy(&request).unwrap();
    assert_eq!(decisions(&response)[2], ("ec2:RunInstances", "allowed"));
    assert_eq!(decisions(&response)[0], ("s3:GetObject", "implicitDeny"));
}

#[test]
fn managed_policies_are_left_out_by_their_arn() {
    let directory = directory();
    let admins = "arn:aws:iam::111122223333:group/admins";
    let mut request = SimulatePrincipalPolicyRequest::new(admins, ["s3:GetObject"]);
    let allowed = directory.simulate_principal_policy(&request).unwrap();
    assert_eq!(
        json(&allowed)["EvaluationResults"][0]["MatchedStatements"][0]["SourcePolicyType"],
        "aws-managed"
    );
    for (arn, decision) in [
        ("arn:aws:iam::aws:policy/Admin*", "implicitDeny"),
        ("arn:aws:iam::aws:policy/Read*", "allowed"),
    ] {
        request.policy_exclusion_list = vec![PolicyIdentifier::PolicyArn(arn.to_owned())];
        let response = directory.simulate_principal_policy(&request).unwrap();
        assert_eq!(decisions(&response), [("s3:GetObject", decision)], "{arn}");
    }
    for bad in [
        "arn:aws:iam::*:policy/x",
        "arn:aws:iam::aws:policy/a*b*",
        "policy",
        "arn:aws:iam::aws:role/x",
    ] {
        request.policy_exclusion_list = vec![PolicyIdentifier::PolicyArn(bad.to_owned())];
        let error = directory.simulate_principal_policy(&request).unwrap_err();
        assert_eq!(error.code(), "InvalidInput", "{bad}");
    }
    let nobody = "arn:aws:iam::111122223333:user/nobody";
    let request = SimulatePrincipalPolicyRequest::new(nobody, ["s3:GetObject"]);
    let error = directory.simulate_principal_policy(&request).unwrap_err();
    assert_eq!((error.code(), error.http_status()), ("NoSuchEntity", 404));
}

#[test]
fn the_callers_own_keys_need_not_be_given_and_its_organisation_counts() {
    let mut directory = directory();
    let tagged = r#"{"Version": "2012-10-17", "Statement": {"Effect": "Deny", "Action": "s3:*", "Resource": "*",
        "Condition": {"StringEquals": {"aws:PrincipalTag/team": "red", "aws:username": "alice"}, "Bool": {"aws:SecureTransport": "false"}}}}"#;
    let mut request = SimulatePrincipalPolicyRequest::new(ALICE, ["s3:GetObject"]);
    request.policy_input_list = vec![tagged.to_owned()];
    let response = directory.simulate_principal_policy(&request).unwrap();
    assert_eq!(
        response.evaluation_results[0].missing_context_values,
        ["aws:SecureTransport"]
    );
    let plain = ContextEntry::new("aws:SecureTransport", ContextKeyType::Boolean, ["false"]);
    request.scenario.context_entries = vec![plain];
    let response = directory.simulate_principal_policy(&request).unwrap();
    assert_eq!(decisions(&response), [("s3:GetObject", "explicitDeny")]);

    let organization: Organization = serde_json::from_value(json!({
        "Id": "o-1", "ManagementAccountId": "999999999999", "PolicyTypes": ["SERVICE_CONTROL_POLICY"],
        "Root": {"Id": "r-1", "Policies": [], "Accounts": [{"Id": "111122223333", "Policies": ["p-FullAWSAccess"]}]}
    }))
    .unwrap();
    directory.set_organization(Some(organization));
    let mut request = SimulatePrincipalPolicyRequest::new(ALICE, ["s3:GetObject"]);
    let response = directory.simulate_principal_policy(&request).unwrap();
    assert_eq!(decisions(&response), [("s3:GetObject", "implicitDeny")]);
    request.policy_exclusion_list = vec![PolicyIdentifier::PolicyType(PolicyIdentifierType::Scp)];
    let response = directory.simulate_principal_policy(&request).unwrap();
    assert_eq!(decisions(&response), [("s3:GetObject", "allowed")]);
}

#[test]
fn a_request_is_read_as_the_command_line_writes_it() {
    let request: SimulatePrincipalPolicyRequest = serde_json::from_value(json!({
        "PolicySourceArn": BOB, "ActionNames": ["s3:GetObject"], "MaxItems": 10,
        "PolicyExclusionList": [
            {"PolicyType": "inline"},
            {"InlinePolicyIdentifier": {"PolicyName": "p", "AttachmentType": "group", "AttachmentName": "dev?"}}
        ],
        "ContextEntries": [{"ContextKeyName": "aws:TagKeys", "ContextKeyValues": ["a"], "ContextKeyType": "stringList"}]
    }))
    .unwrap();
    let response = directory().simulate_principal_policy(&request).unwrap();
    assert_eq!(decisions(&response), [("s3:GetObject", "implicitDeny")]);
}

#[test]
fn the_keys_that_policies_ask_for() {
    let policy = r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*",
        "Resource": "arn:aws:s3:::b/${aws:username}/*", "Condition": {
            "StringEquals": {"aws:ResourceTag/team": "${aws:PrincipalTag/team, 'x'}"},
            "Bool": {"AWS:ViaAWSService": "true"}, "BoolIfExists": {"aws:viaawsservice": "true"}}}}"#;
    let expected = [
        "aws:PrincipalTag/team",
        "aws:ResourceTag/team",
        "aws:username",
        "AWS:ViaAWSService",
    ];
    let parsed = Policy::parse(policy, PolicyKind::Identity).unwrap();
    let keys: Vec<_> = parsed
        .context_keys()
        .into_iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(keys, expected);

    let mut request = GetContextKeysForCustomPolicyRequest::default();
    assert_eq!(
        context_keys_for_custom_policy(&request).unwrap_err().code(),
        "ValidationError"
    );
    request.policy_input_list = vec![policy.to_owned()];
    let response = context_keys_for_custom_policy(&request).unwrap();
    assert_eq!(
        serde_json::to_value(response).unwrap(),
        json!({"ContextKeyNames": expected})
    );

    let mut request = GetContextKeysForPrincipalPolicyRequest::default();
    request.policy_source_arn = BOB.to_owned();
    assert!(
        directory()
            .context_keys_for_principal_policy(&request)
            .unwrap()
            .context_key_names
            .is_empty()
    );
    request.policy_input_list = vec![policy.to_owned()];
    let response = directory()
        .context_keys_for_principal_policy(&request)
        .unwrap();
    assert_eq!(response.context_key_names, expected);
}
