//! Policy variables.
//!
//! Source: [Variables and tags](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html).

use policy_eval::{Outcome, Policies, Policy, PolicyKind, Request, Resource, decide};

use crate::world::{context, identity, role, statement_matches};

/// What an identity-based policy makes of `s3:GetObject` on a resource.
fn outcome(policy: &str, resource: &str, keys: &str) -> Outcome {
    let (who, policy, keys) = (role(), identity(policy), context(keys));
    let request = Request::new(&who, "s3:GetObject", Resource::new(resource), &keys);
    decide(&Policies::new().identity(&policy), &request).outcome()
}

const HOME: &str =
    r#"{"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::bucket/${aws:username}/*"}"#;

#[test]
fn a_variable_stands_for_its_key() {
    let alice = r#"{"AWS:UserName": "alice"}"#;
    assert_eq!(
        outcome(HOME, "arn:aws:s3:::bucket/alice/a", alice),
        Outcome::Allowed
    );
    assert_eq!(
        outcome(HOME, "arn:aws:s3:::bucket/bob/a", alice),
        Outcome::ImplicitlyDenied
    );
}

#[test]
fn its_value_is_literal_even_where_it_looks_like_a_pattern() {
    let star = r#"{"aws:username": "*"}"#;
    assert_eq!(
        outcome(HOME, "arn:aws:s3:::bucket/*/a", star),
        Outcome::Allowed
    );
    assert_eq!(
        outcome(HOME, "arn:aws:s3:::bucket/bob/a", star),
        Outcome::ImplicitlyDenied
    );
    assert!(!statement_matches(
        r#"{"StringLike": {"a:b": "${aws:username}"}}"#,
        r#"{"a:b": "bob", "aws:username": "*"}"#
    ));
}

#[test]
fn in_a_resource_a_missing_value_makes_the_statement_not_match() {
    assert_eq!(
        outcome(HOME, "arn:aws:s3:::bucket//a", "{}"),
        Outcome::ImplicitlyDenied
    );
    let deny_others = r#"{"Effect": "Deny", "Action": "*", "NotResource": "arn:aws:s3:::bucket/${aws:username}/*"}"#;
    assert_eq!(
        outcome(deny_others, "arn:aws:s3:::x", r#"{"aws:username": "a"}"#),
        Outcome::ExplicitlyDenied
    );
    assert_eq!(
        outcome(deny_others, "arn:aws:s3:::x", "{}"),
        Outcome::ImplicitlyDenied
    );
}

#[test]
fn so_does_one_among_several_resources() {
    let several = r#"{"Effect": "Allow", "Action": "*", "Resource": ["arn:aws:s3:::bucket", "arn:aws:s3:::bucket/${aws:username}/*"]}"#;
    let alice = r#"{"aws:username": "alice"}"#;
    assert_eq!(
        outcome(several, "arn:aws:s3:::bucket", alice),
        Outcome::Allowed
    );
    assert_eq!(
        outcome(several, "arn:aws:s3:::bucket", "{}"),
        Outcome::ImplicitlyDenied
    );
}

/// Found by the oracle: a `*` beside the variable does not save the statement.
#[test]
fn so_does_one_beside_a_star() {
    let beside = r#"{"Effect": "Allow", "Action": "*", "Resource": ["*", "arn:aws:s3:::bucket/${aws:username}/*"]}"#;
    assert_eq!(
        outcome(beside, "arn:aws:s3:::x", r#"{"aws:username": "alice"}"#),
        Outcome::Allowed
    );
    assert_eq!(
        outcome(beside, "arn:aws:s3:::x", "{}"),
        Outcome::ImplicitlyDenied
    );
}

#[test]
fn in_a_condition_a_missing_value_is_null() {
    for (operator, expected) in [
        ("StringEquals", false),
        ("StringLike", false),
        ("StringNotEquals", true),
        ("StringNotLike", true),
        ("ForAnyValue:StringNotEquals", true),
        ("ForAllValues:StringEquals", false),
    ] {
        let condition = format!(
            r#"{{"{operator}": {{"aws:ResourceTag/team": "${{aws:PrincipalTag/team}}"}}}}"#
        );
        assert_eq!(
            statement_matches(&condition, r#"{"aws:ResourceTag/team": "red"}"#),
            expected,
            "{operator}"
        );
    }
    for (operator, expected) in [("ArnEquals", false), ("ArnNotLike", true)] {
        let condition =
            format!(r#"{{"{operator}": {{"aws:SourceArn": "${{aws:PrincipalArn}}"}}}}"#);
        assert_eq!(
            statement_matches(&condition, r#"{"aws:SourceArn": "arn:aws:s3:::b"}"#),
            expected,
            "{operator}"
        );
    }
}

#[test]
fn a_default_stands_in_for_a_missing_value() {
    let team = r#"{"Effect": "Allow", "Action": "*", "Resource": "arn:aws:s3:::bucket/${aws:PrincipalTag/team, 'company-wide'}/*"}"#;
    let red = r#"{"aws:PrincipalTag/team": "red"}"#;
    assert_eq!(
        outcome(team, "arn:aws:s3:::bucket/red/a", red),
        Outcome::Allowed
    );
    assert_eq!(
        outcome(team, "arn:aws:s3:::bucket/company-wide/a", red),
        Outcome::ImplicitlyDenied
    );
    assert_eq!(
        outcome(team, "arn:aws:s3:::bucket/company-wide/a", "{}"),
        Outcome::Allowed
    );
}

#[test]
fn escapes_stand_for_the_characters_themselves() {
    let literal =
        r#"{"Effect": "Allow", "Action": "*", "Resource": "arn:aws:s3:::bucket/${*}${?}${$}"}"#;
    assert_eq!(
        outcome(literal, "arn:aws:s3:::bucket/*?$", "{}"),
        Outcome::Allowed
    );
    assert_eq!(
        outcome(literal, "arn:aws:s3:::bucket/ab$", "{}"),
        Outcome::ImplicitlyDenied
    );
}

#[test]
fn a_multivalued_key_is_no_variable() {
    let condition = r#"{"StringEquals": {"a:b": "${aws:TagKeys}"}}"#;
    assert!(!statement_matches(
        condition,
        r#"{"a:b": "x", "aws:TagKeys": ["x"]}"#
    ));
}

#[test]
fn the_older_language_has_no_variables() {
    let old = format!(r#"{{"Version": "2008-10-17", "Statement": {HOME}}}"#);
    let alice = r#"{"aws:username": "alice"}"#;
    assert_eq!(
        outcome(&old, "arn:aws:s3:::bucket/alice/a", alice),
        Outcome::ImplicitlyDenied
    );
    assert_eq!(
        outcome(&old, "arn:aws:s3:::bucket/${aws:username}/a", alice),
        Outcome::Allowed
    );
    // A version may also come after the statements that it is about.
    let late = format!(r#"{{"Statement": {HOME}, "Version": "2012-10-17"}}"#);
    assert_eq!(
        outcome(&late, "arn:aws:s3:::bucket/alice/a", alice),
        Outcome::Allowed
    );
}

#[test]
fn what_is_no_variable_is_refused() {
    for (element, message) in [
        (
            r#""Resource": "arn:aws:s3:::b/${username}""#,
            "`arn:aws:s3:::b/${username}` is not a resource: `${` begins no policy variable at line 1 column 87",
        ),
        (
            r#""Resource": "arn:aws:s3:${aws:RequestedRegion}::b""#,
            "`arn:aws:s3:${aws:RequestedRegion}::b` is not a resource: variables stand after the fifth colon of an ARN alone at line 1 column 87",
        ),
        (
            r#""Resource": "*", "Condition": {"StringEquals": {"a:b": "${"}}"#,
            "`${` is not a condition value: `${` begins no policy variable at line 1 column 130",
        ),
        (
            r#""Resource": "*", "Condition": {"NumericEquals": {"a:b": "${aws:EpochTime}"}}"#,
            "`${aws:EpochTime}` is not a number at line 1 column 131",
        ),
    ] {
        let json = format!(
            r#"{{"Version": "2012-10-17", "Statement": {{"Effect": "Allow", "Action": "*", {element}}}}}"#
        );
        assert_eq!(
            Policy::parse(&json, PolicyKind::Identity)
                .unwrap_err()
                .to_string(),
            message
        );
    }
}
