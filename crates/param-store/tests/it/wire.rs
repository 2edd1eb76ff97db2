//! Requests and responses are AWS's JSON.

use param_store::{
    DescribeParametersRequest, GetParameterHistoryRequest, GetParameterRequest,
    LabelParameterVersionRequest, Operation, PutParameterRequest, PutResourcePolicyRequest,
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, from_value, json, to_value};

/// A request reads as what it was written as, and no member is ignored that it does not know.
fn round_trips<T: DeserializeOwned + Serialize>(json: Value) {
    let request: T = from_value(json.clone()).unwrap();
    assert_eq!(to_value(request).unwrap(), json);
    let mut unknown = json;
    unknown["Nonsense"] = json!(1);
    assert!(from_value::<T>(unknown).is_err());
}

#[test]
fn requests_are_what_the_aws_cli_sends() {
    round_trips::<PutParameterRequest>(json!({
        "Name": "/a",
        "Description": "d",
        "Value": "v",
        "Type": "SecureString",
        "KeyId": "alias/orders",
        "Overwrite": false,
        "AllowedPattern": ".*",
        "Tags": [{"Key": "team", "Value": "orders"}],
        "Tier": "Intelligent-Tiering",
        "Policies": "[]",
        "DataType": "text"
    }));
    round_trips::<GetParameterRequest>(json!({"Name": "/a:prod", "WithDecryption": true}));
    round_trips::<GetParameterHistoryRequest>(json!({
        "Name": "/a", "WithDecryption": true, "MaxResults": 5, "NextToken": "t"
    }));
    round_trips::<LabelParameterVersionRequest>(json!({
        "Name": "/a", "ParameterVersion": 3, "Labels": ["prod"]
    }));
    round_trips::<DescribeParametersRequest>(json!({
        "Filters": [{"Key": "Name", "Values": ["x"]}],
        "ParameterFilters": [{"Key": "Path", "Option": "Recursive", "Values": ["/a"]}],
        "MaxResults": 5,
        "NextToken": "t",
        "Shared": true
    }));
    round_trips::<PutResourcePolicyRequest>(json!({
        "ResourceArn": "arn:aws:ssm:eu-west-1:111122223333:parameter/a",
        "Policy": "{}",
        "PolicyId": "i",
        "PolicyHash": "h"
    }));
}

#[test]
fn every_operation_over_parameters_is_there() {
    let names: Vec<_> = Operation::ALL
        .iter()
        .map(|operation| operation.name())
        .collect();
    assert_eq!(
        names,
        [
            "AddTagsToResource",
            "DeleteParameter",
            "DeleteParameters",
            "DeleteResourcePolicy",
            "DescribeParameters",
            "GetParameter",
            "GetParameterHistory",
            "GetParameters",
            "GetParametersByPath",
            "GetResourcePolicies",
            "GetServiceSetting",
            "LabelParameterVersion",
            "ListTagsForResource",
            "PutParameter",
            "PutResourcePolicy",
            "RemoveTagsFromResource",
            "ResetServiceSetting",
            "UnlabelParameterVersion",
            "UpdateServiceSetting",
        ]
    );
}
