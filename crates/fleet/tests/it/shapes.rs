//! Policies in AWS's JSON.

use fleet::{Policy, ResourceType};
use serde_json::{Value, json};

/// After the examples of AWS's documentation.
fn policy(managed_service_data: &Value) -> Value {
    json!({
        "PolicyName": "baseline",
        "SecurityServicePolicyData": {"Type": "WAFV2", "ManagedServiceData": managed_service_data.to_string()},
        "ResourceType": "ResourceTypeList",
        "ResourceTypeList": ["AWS::ElasticLoadBalancingV2::LoadBalancer", "AWS::ApiGateway::Stage"],
        "ResourceTags": [{"Key": "public", "Value": "yes"}],
        "ExcludeResourceTags": false,
        "RemediationEnabled": true,
        "DeleteUnusedFMManagedResources": true,
        "IncludeMap": {"ACCOUNT": ["111122223333"], "ORG_UNIT": ["ou-ab12-shop0001"]},
    })
}

fn data() -> Value {
    json!({
        "type": "WAFV2",
        "preProcessRuleGroups": [{
            "ruleGroupArn": null,
            "overrideAction": {"type": "NONE"},
            "managedRuleGroupIdentifier": {"versionEnabled": null, "version": null, "vendorName": "AWS",
                "managedRuleGroupName": "AWSManagedRulesAdminProtectionRuleSet", "managedRuleGroupConfigs": null},
            "ruleGroupType": "ManagedRuleGroup",
            "excludeRules": [{"name": "AdminProtection_URIPATH"}],
            "ruleActionOverrides": [{"name": "AdminProtection_URIPATH", "actionToUse": {"challenge": {}}}],
            "sampledRequestsEnabled": true
        }],
        "postProcessRuleGroups": [],
        "defaultAction": {"type": "ALLOW"},
        "customRequestHandling": null,
        "customResponse": null,
        "overrideCustomerWebACLAssociation": false,
        "loggingConfiguration": {"logDestinationConfigs": ["arn:aws:s3:::aws-waf-logs-fleet"],
            "loggingFilterConfigs": {"defaultBehavior": "KEEP", "filters": [{"behavior": "KEEP", "requirement": "MEETS_ALL",
                "conditions": [{"actionCondition": "CAPTCHA"}, {"actionCondition": "CHALLENGE"}, {"actionCondition": "EXCLUDED_AS_COUNT"}]}]},
            "redactedFields": [{"redactedFieldType": "SingleHeader", "redactedFieldValue": "cookie"}, {"redactedFieldType": "Method"}]},
        "sampledRequestsEnabledForDefaultActions": true,
        "captchaConfig": {"immunityTimeProperty": {"immunityTime": 500}},
        "challengeConfig": {"immunityTimeProperty": {"immunityTime": 500}},
        "tokenDomains": ["example.com"],
        "associationConfig": {"requestBody": {"API_GATEWAY": {"defaultSizeInspectionLimit": "KB_64"}}},
        "optimizeUnassociatedWebACL": true,
        "webACLSource": "RETROFIT_EXISTING"
    })
}

#[test]
fn what_aws_writes_is_read_and_written_again() {
    let read: Policy = serde_json::from_value(policy(&data())).unwrap();
    assert_eq!(
        read.resource_type_list,
        ResourceType::ALL.iter().rev().copied().collect::<Vec<_>>()
    );
    let written = serde_json::to_value(&read).unwrap();
    assert_eq!(serde_json::from_value::<Policy>(written).unwrap(), read);
}

#[test]
fn what_is_not_supported_is_refused_by_name() {
    let refused = |member: &str, value: Value| {
        let mut data = data();
        data[member] = value;
        let error = serde_json::from_value::<Policy>(policy(&data)).unwrap_err();
        error.to_string()
    };
    let error = refused("customResponse", json!({"statusCode": 404}));
    assert!(error.contains("is not supported here"), "{error}");
    let error = refused(
        "associationConfig",
        json!({"requestBody": {"API_GATEWAY": {"defaultSizeInspectionLimit": "KB_8"}}}),
    );
    assert!(error.contains("KB_8"), "{error}");
    let error = refused("webACLSourcce", json!("DEFAULT"));
    assert!(error.contains("webACLSourcce"), "{error}");
    let mut sets = policy(&data());
    sets["ResourceSetIds"] = json!(["a"]);
    let error = serde_json::from_value::<Policy>(sets)
        .unwrap_err()
        .to_string();
    assert!(error.contains("ResourceSetIds"), "{error}");
    let mut cloudfront = policy(&data());
    cloudfront["ResourceTypeList"] = json!(["AWS::CloudFront::Distribution"]);
    assert!(serde_json::from_value::<Policy>(cloudfront).is_err());
}
