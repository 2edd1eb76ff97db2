//! What an explanation says of each statement.

use policy_eval::{Mismatch, Policies, Request, Resource, ResourcePolicyMode, decide};

use crate::world::{KEY, context, identity, resource, role};

#[test]
fn every_element_that_failed_is_named_with_its_values() {
    let own = identity(
        r#"{"Version": "2012-10-17", "Statement": [
            {"Sid": "Fits", "Effect": "Allow", "Action": "kms:*", "Resource": "*"},
            {"Sid": "Action", "Effect": "Allow", "NotAction": ["s3:*", "kms:D*"], "Resource": "*"},
            {"Sid": "Resource", "Effect": "Deny", "Action": "*", "Resource": "arn:aws:kms:*:*:alias/*"},
            {"Sid": "Variable", "Effect": "Allow", "Action": "*", "Resource": "arn:aws:kms:eu-west-1:111122223333:key/${aws:username}"},
            {"Sid": "Condition", "Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {
                "StringEquals": {"aws:ResourceTag/team": "${aws:PrincipalTag/team}"},
                "NumericLessThan": {"a:count": [1, "2"]},
                "Bool": {"aws:SecureTransport": "false"}}}
        ]}"#,
    );
    let key = resource(
        r#"{"Version": "2012-10-17", "Statement": [
            {"Sid": "Others", "Effect": "Allow", "Principal": {"AWS": ["444455556666"]}, "Action": "*", "Resource": "*"},
            {"Sid": "Excepted", "Effect": "Deny", "NotPrincipal": {"AWS": "arn:aws:sts::111122223333:assumed-role/app/strongroom"}, "Action": "*", "Resource": "*"}
        ]}"#,
    );
    let keys = context(
        r#"{"aws:ResourceTag/team": "red", "a:count": "3", "aws:SecureTransport": "false"}"#,
    );
    let who = role();
    let request = Request::new(&who, "kms:Decrypt", Resource::new(KEY), &keys);
    let policies = Policies::new()
        .identity(&own)
        .resource(&key, ResourcePolicyMode::Standard);
    let explanation = decide(&policies, &request).explain();
    assert_eq!(
        explanation.to_string(),
        "\
arn:aws:sts::111122223333:assumed-role/app/strongroom may kms:Decrypt arn:aws:kms:eu-west-1:111122223333:key/1234abcd: statement `Fits` of policy `Identity` allows it
resource-based policy: statement `Others` of policy `Resource` would allow, but
  principal `arn:aws:sts::111122223333:assumed-role/app/strongroom` is none of `444455556666`
resource-based policy: statement `Excepted` of policy `Resource` would deny, but
  principal `arn:aws:sts::111122223333:assumed-role/app/strongroom` is excepted by `arn:aws:sts::111122223333:assumed-role/app/strongroom`
identity-based policy: statement `Fits` of policy `Identity` allows
identity-based policy: statement `Action` of policy `Identity` would allow, but
  action `kms:Decrypt` is excepted by `s3:*`, `kms:D*`
identity-based policy: statement `Resource` of policy `Identity` would deny, but
  resource `arn:aws:kms:eu-west-1:111122223333:key/1234abcd` is none of `arn:aws:kms:*:*:alias/*`
identity-based policy: statement `Variable` of policy `Identity` would allow, but
  variable `aws:username` has no value
identity-based policy: statement `Condition` of policy `Identity` would deny, but
  condition `StringEquals` wants `aws:ResourceTag/team` to be `${aws:PrincipalTag/team}`, and it is `red`; without a value: `aws:PrincipalTag/team`
  condition `NumericLessThan` wants `a:count` to be `1`, `2`, and it is `3`
"
    );
    let failed = explanation.statements().last().unwrap().mismatches();
    assert!(
        matches!(failed, [Mismatch::Condition { .. }, Mismatch::Condition { have: Some(have), .. }] if have == &["3"])
    );
}
