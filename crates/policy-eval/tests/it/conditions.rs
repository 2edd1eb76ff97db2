//! Condition operators, as AWS's pages tell them: the condition, what the request carries, whether the statement matches.
//!
//! Sources: [operators](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html),
//! [several keys or values](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html),
//! [multivalued keys](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html).

use crate::world::statement_matches;

fn check(cases: &[(&str, &str, bool)]) {
    for (condition, keys, expected) in cases {
        assert_eq!(
            statement_matches(condition, keys),
            *expected,
            "{condition} with {keys}"
        );
    }
}

#[test]
fn strings() {
    check(&[
        (
            r#"{"StringEquals": {"aws:PrincipalTag/job": "admin"}}"#,
            r#"{"aws:PrincipalTag/job": "admin"}"#,
            true,
        ),
        (
            r#"{"StringEquals": {"aws:PrincipalTag/job": "admin"}}"#,
            r#"{"aws:PrincipalTag/job": "Admin"}"#,
            false,
        ),
        (
            r#"{"StringEquals": {"aws:PrincipalTag/job": "ad*"}}"#,
            r#"{"aws:PrincipalTag/job": "admin"}"#,
            false,
        ),
        (
            r#"{"StringEquals": {"aws:PrincipalTag/job": "ad*"}}"#,
            r#"{"aws:PrincipalTag/job": "ad*"}"#,
            true,
        ),
        (
            r#"{"StringEqualsIgnoreCase": {"a:b": "Straße"}}"#,
            r#"{"a:b": "STRAßE"}"#,
            true,
        ),
        (
            r#"{"StringNotEquals": {"a:b": "x"}}"#,
            r#"{"a:b": "y"}"#,
            true,
        ),
        (
            r#"{"StringNotEquals": {"a:b": "x"}}"#,
            r#"{"a:b": "x"}"#,
            false,
        ),
        (
            r#"{"StringNotEqualsIgnoreCase": {"a:b": "x"}}"#,
            r#"{"a:b": "X"}"#,
            false,
        ),
        (
            r#"{"StringLike": {"s3:prefix": ["", "home/", "home/?ob/*"]}}"#,
            r#"{"s3:prefix": "home/bob/a:b"}"#,
            true,
        ),
        (
            r#"{"StringLike": {"s3:prefix": ["", "home/", "home/?ob/*"]}}"#,
            r#"{"s3:prefix": ""}"#,
            true,
        ),
        (
            r#"{"StringLike": {"s3:prefix": ["", "home/", "home/?ob/*"]}}"#,
            r#"{"s3:prefix": "home/bo/"}"#,
            false,
        ),
        (
            r#"{"StringNotLike": {"a:b": "x*"}}"#,
            r#"{"a:b": "xy"}"#,
            false,
        ),
    ]);
}

#[test]
fn numbers_dates_truth_bytes_and_addresses() {
    check(&[
        (
            r#"{"NumericLessThanEquals": {"s3:max-keys": "10"}}"#,
            r#"{"s3:max-keys": "10"}"#,
            true,
        ),
        (
            r#"{"NumericLessThanEquals": {"s3:max-keys": 10}}"#,
            r#"{"s3:max-keys": "11"}"#,
            false,
        ),
        (
            r#"{"NumericNotEquals": {"a:b": 10}}"#,
            r#"{"a:b": "10.0"}"#,
            false,
        ),
        (
            r#"{"NumericEquals": {"a:b": [1, 2]}}"#,
            r#"{"a:b": "2"}"#,
            true,
        ),
        (
            r#"{"DateGreaterThan": {"aws:TokenIssueTime": "2020-01-01T00:00:01Z"}}"#,
            r#"{"aws:TokenIssueTime": "2020-06-01T00:00:00Z"}"#,
            true,
        ),
        (
            r#"{"DateGreaterThan": {"aws:TokenIssueTime": "2020-01-01T00:00:01Z"}}"#,
            r#"{"aws:TokenIssueTime": "1577836800"}"#,
            false,
        ),
        (
            r#"{"Bool": {"aws:SecureTransport": "false"}}"#,
            r#"{"aws:SecureTransport": "false"}"#,
            true,
        ),
        (
            r#"{"Bool": {"aws:SecureTransport": false}}"#,
            r#"{"aws:SecureTransport": "true"}"#,
            false,
        ),
        (
            r#"{"BinaryEquals": {"a:key": "QmluYXJ5VmFsdWVJbkJhc2U2NA=="}}"#,
            r#"{"a:key": "QmluYXJ5VmFsdWVJbkJhc2U2NA=="}"#,
            true,
        ),
        (
            r#"{"IpAddress": {"aws:SourceIp": ["203.0.113.0/24", "2001:DB8:1234:5678::/64"]}}"#,
            r#"{"aws:SourceIp": "203.0.113.255"}"#,
            true,
        ),
        (
            r#"{"IpAddress": {"aws:SourceIp": ["203.0.113.0/24", "2001:DB8:1234:5678::/64"]}}"#,
            r#"{"aws:SourceIp": "2001:db8:1234:5679::1"}"#,
            false,
        ),
        (
            r#"{"NotIpAddress": {"aws:SourceIp": "203.0.113.0/24"}}"#,
            r#"{"aws:SourceIp": "198.51.100.1"}"#,
            true,
        ),
    ]);
}

#[test]
fn arns_are_compared_component_by_component() {
    let pattern =
        r#"{"ArnLike": {"aws:SourceArn": "arn:aws:someservice:*:111122223333:finance/*"}}"#;
    let tricky = r#"{"aws:SourceArn": "arn:aws:someservice:us-east-2:999999999999:store/abc:111122223333:finance/document.txt"}"#;
    check(&[
        (
            pattern,
            r#"{"aws:SourceArn": "arn:aws:someservice:us-east-2:111122223333:finance/a:b"}"#,
            true,
        ),
        (pattern, tricky, false),
        (&pattern.replace("ArnLike", "ArnEquals"), tricky, false),
        (&pattern.replace("ArnLike", "StringLike"), tricky, true),
        (&pattern.replace("ArnLike", "ArnNotLike"), tricky, true),
        (r#"{"ArnEquals": {"aws:SourceArn": "*"}}"#, tricky, true),
        // The variable is the first five components and a part of the sixth, in which the star reaches over colons.
        (
            r#"{"ArnLike": {"aws:SourceArn": "${app:Group}*"}}"#,
            r#"{"app:Group": "arn:aws:logs:eu-west-1:1:log-group:a", "aws:SourceArn": "arn:aws:logs:eu-west-1:1:log-group:ab:c"}"#,
            true,
        ),
        (
            r#"{"ArnLike": {"aws:SourceArn": "${app:Group}*"}}"#,
            r#"{"app:Group": "arn:aws:logs", "aws:SourceArn": "arn:aws:logs:eu-west-1:1:log-group:ab"}"#,
            false,
        ),
        (
            r#"{"ArnEquals": {"aws:PrincipalArn": "arn:aws:iam::*:role/a?p"}}"#,
            r#"{"aws:PrincipalArn": "arn:aws:iam::111122223333:role/app"}"#,
            true,
        ),
        (
            r#"{"ArnEquals": {"aws:PrincipalArn": "arn:aws:iam::*:role/a?p"}}"#,
            r#"{"aws:PrincipalArn": "arn:aws:iam::111122223333:role/App"}"#,
            false,
        ),
    ]);
}

#[test]
fn a_missing_key_fails_what_is_positive_and_passes_what_is_negated() {
    for (operator, value) in [
        ("StringEquals", "x"),
        ("StringEqualsIgnoreCase", "x"),
        ("StringLike", "*"),
        ("NumericEquals", "1"),
        ("NumericLessThan", "1"),
        ("DateEquals", "2020"),
        ("DateGreaterThan", "2020"),
        ("Bool", "true"),
        ("BinaryEquals", ""),
        ("IpAddress", "::/0"),
        ("ArnEquals", "*"),
        ("ArnLike", "*"),
    ] {
        check(&[
            (
                &format!(r#"{{"{operator}": {{"a:b": "{value}"}}}}"#),
                "{}",
                false,
            ),
            (
                &format!(r#"{{"{operator}IfExists": {{"a:b": "{value}"}}}}"#),
                "{}",
                true,
            ),
        ]);
    }
    for (operator, value) in [
        ("StringNotEquals", "x"),
        ("StringNotEqualsIgnoreCase", "x"),
        ("StringNotLike", "*"),
        ("NumericNotEquals", "1"),
        ("DateNotEquals", "2020"),
        ("NotIpAddress", "::/0"),
        ("ArnNotEquals", "*"),
        ("ArnNotLike", "*"),
    ] {
        check(&[
            (
                &format!(r#"{{"{operator}": {{"a:b": "{value}"}}}}"#),
                "{}",
                true,
            ),
            (
                &format!(r#"{{"{operator}IfExists": {{"a:b": "{value}"}}}}"#),
                "{}",
                true,
            ),
        ]);
    }
}

#[test]
fn if_exists_compares_a_key_that_is_there() {
    check(&[
        (
            r#"{"StringEqualsIfExists": {"a:b": "x"}}"#,
            r#"{"a:b": "y"}"#,
            false,
        ),
        (
            r#"{"StringNotEqualsIfExists": {"a:b": "x"}}"#,
            r#"{"a:b": "x"}"#,
            false,
        ),
        (
            r#"{"StringLikeIfExists": {"ec2:InstanceType": ["t1.*", "m3.*"]}}"#,
            r#"{"ec2:InstanceType": "m3.large"}"#,
            true,
        ),
    ]);
}

#[test]
fn null_asks_whether_a_key_is_absent() {
    check(&[
        (r#"{"Null": {"aws:TokenIssueTime": "true"}}"#, "{}", true),
        (
            r#"{"Null": {"aws:TokenIssueTime": "true"}}"#,
            r#"{"aws:TokenIssueTime": "2020-01-01T00:00:00Z"}"#,
            false,
        ),
        (
            r#"{"Null": {"aws:TokenIssueTime": false}}"#,
            r#"{"aws:TokenIssueTime": "2020-01-01T00:00:00Z"}"#,
            true,
        ),
        (
            r#"{"Null": {"aws:TagKeys": "true"}}"#,
            r#"{"aws:TagKeys": []}"#,
            true,
        ),
        (
            r#"{"Null": {"aws:TagKeys": "false"}}"#,
            r#"{"aws:TagKeys": ["a"]}"#,
            true,
        ),
    ]);
}

/// Access Analyzer's "Null with qualifier".
#[test]
fn null_over_a_set_is_always_or_never() {
    for keys in ["{}", r#"{"aws:TagKeys": ["a"]}"#] {
        check(&[
            (
                r#"{"ForAllValues:Null": {"aws:TagKeys": "true"}}"#,
                keys,
                true,
            ),
            (
                r#"{"ForAnyValue:Null": {"aws:TagKeys": "true"}}"#,
                keys,
                false,
            ),
        ]);
    }
}

#[test]
fn several_keys_must_all_hold_and_one_value_of_each_is_enough() {
    let condition = r#"{
        "StringEqualsIgnoreCase": {
            "aws:PrincipalTag/department": ["finance", "hr", "legal"],
            "aws:PrincipalTag/role": ["audit", "security"]
        },
        "StringEquals": {"aws:PrincipalAccount": "123456789012"}
    }"#;
    check(&[
        (
            condition,
            r#"{"aws:PrincipalTag/department": "HR", "aws:PrincipalTag/role": "audit", "aws:PrincipalAccount": "123456789012"}"#,
            true,
        ),
        (
            condition,
            r#"{"aws:PrincipalTag/department": "HR", "aws:PrincipalTag/role": "sales", "aws:PrincipalAccount": "123456789012"}"#,
            false,
        ),
        (
            condition,
            r#"{"aws:PrincipalTag/department": "HR", "aws:PrincipalTag/role": "audit"}"#,
            false,
        ),
        // Negated, none of the values may match.
        (
            r#"{"StringNotEquals": {"aws:PrincipalAccount": ["1", "2"]}}"#,
            r#"{"aws:PrincipalAccount": "2"}"#,
            false,
        ),
        (
            r#"{"StringNotEquals": {"aws:PrincipalAccount": ["1", "2"]}}"#,
            r#"{"aws:PrincipalAccount": "3"}"#,
            true,
        ),
    ]);
}

#[test]
fn for_all_values_holds_when_there_are_none() {
    let condition =
        r#"{"ForAllValues:StringEquals": {"dynamodb:Attributes": ["ID", "Message", "Tags"]}}"#;
    check(&[
        (
            condition,
            r#"{"dynamodb:Attributes": ["Message", "Tags"]}"#,
            true,
        ),
        (
            condition,
            r#"{"dynamodb:Attributes": ["Message", "UserName"]}"#,
            false,
        ),
        (condition, r#"{"dynamodb:Attributes": "ID"}"#, true),
        (condition, r#"{"dynamodb:Attributes": []}"#, true),
        (condition, r#"{"dynamodb:Attributes": [""]}"#, true),
        (condition, "{}", true),
        (
            r#"{"ForAllValues:StringNotLike": {"aws:TagKeys": "key1*"}}"#,
            r#"{"aws:TagKeys": ["key2", "key10"]}"#,
            false,
        ),
        (
            r#"{"ForAllValues:StringNotLike": {"aws:TagKeys": "key1*"}}"#,
            r#"{"aws:TagKeys": ["key2", "audit"]}"#,
            true,
        ),
    ]);
}

#[test]
fn for_any_value_needs_one() {
    let condition =
        r#"{"ForAnyValue:StringEquals": {"dynamodb:Attributes": ["ID", "PostDateTime"]}}"#;
    check(&[
        (
            condition,
            r#"{"dynamodb:Attributes": ["UserName", "Message", "PostDateTime"]}"#,
            true,
        ),
        (condition, r#"{"dynamodb:Attributes": ["UserName"]}"#, false),
        (condition, r#"{"dynamodb:Attributes": []}"#, false),
        (condition, "{}", false),
        (
            r#"{"ForAnyValue:StringEqualsIfExists": {"a:b": "x"}}"#,
            "{}",
            true,
        ),
        (
            r#"{"ForAnyValue:StringNotEquals": {"a:b": "x"}}"#,
            "{}",
            false,
        ),
        (
            r#"{"ForAnyValue:StringNotEquals": {"a:b": "x"}}"#,
            r#"{"a:b": ["x", "y"]}"#,
            true,
        ),
        (
            r#"{"ForAnyValue:StringNotEquals": {"a:b": "x"}}"#,
            r#"{"a:b": ["x"]}"#,
            false,
        ),
    ]);
}

#[test]
fn a_value_of_another_type_is_equal_to_nothing() {
    check(&[
        (
            r#"{"NumericGreaterThan": {"a:b": "0"}}"#,
            r#"{"a:b": "many"}"#,
            false,
        ),
        (
            r#"{"NumericNotEquals": {"a:b": "0"}}"#,
            r#"{"a:b": "many"}"#,
            true,
        ),
        (
            r#"{"DateLessThan": {"a:b": "2030"}}"#,
            r#"{"a:b": "yesterday"}"#,
            false,
        ),
        (r#"{"Bool": {"a:b": "true"}}"#, r#"{"a:b": "1"}"#, false),
        (
            r#"{"IpAddress": {"a:b": "0.0.0.0/0"}}"#,
            r#"{"a:b": "localhost"}"#,
            false,
        ),
        (
            r#"{"NotIpAddress": {"a:b": "0.0.0.0/0"}}"#,
            r#"{"a:b": "localhost"}"#,
            true,
        ),
    ]);
}

#[test]
fn keys_are_named_in_any_case() {
    check(&[
        (
            r#"{"StringEquals": {"AWS:RequestTag/Team": "a"}}"#,
            r#"{"aws:requesttag/TEAM": "a"}"#,
            true,
        ),
        (
            r#"{"StringEquals": {"kms:EncryptionContext:AppName": "ExampleApp"}}"#,
            r#"{"kms:encryptioncontext:appname": "ExampleApp"}"#,
            true,
        ),
    ]);
}

#[test]
fn an_empty_list_of_values_is_equal_to_nothing() {
    check(&[
        (r#"{"StringEquals": {"a:b": []}}"#, r#"{"a:b": "x"}"#, false),
        (
            r#"{"StringNotEquals": {"a:b": []}}"#,
            r#"{"a:b": "x"}"#,
            true,
        ),
        ("{}", "{}", true),
    ]);
}
