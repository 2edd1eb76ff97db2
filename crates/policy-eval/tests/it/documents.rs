//! Documents: what parses, what is refused and where, and that what parsed prints the same.
//!
//! Source: [grammar](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html).

use policy_eval::{Effect, Policy, PolicyKind, Problem, limits};
use proptest::prelude::*;

fn refusal(json: &str, kind: PolicyKind) -> String {
    Policy::parse(json, kind).unwrap_err().to_string()
}

const ALLOW: &str = r#""Effect":"Allow","Action":"s3:GetObject","Resource":"*""#;

#[test]
fn what_is_written_single_or_as_a_list_stays_so() {
    for (kind, json) in [
        (
            PolicyKind::Identity,
            r#"{"Version":"2012-10-17","Statement":{"Sid":"A1","Effect":"Deny","NotAction":"iam:*","NotResource":["arn:aws:s3:::b"]}}"#,
        ),
        (
            PolicyKind::Identity,
            r#"{"Statement":[{"Effect":"Allow","Action":["s3:Get*","s3:List*"],"Resource":"*","Condition":{"Bool":{"aws:SecureTransport":true},"NumericLessThan":{"s3:max-keys":[10,"20"],"a:b":1.5},"ForAnyValue:StringLikeIfExists":{"aws:TagKeys":[]}}}]}"#,
        ),
        (
            PolicyKind::Resource,
            r#"{"Version":"2008-10-17","Id":"key-default-1","Statement":[{"Sid":"Enable IAM User Permissions","Effect":"Allow","Principal":{"AWS":["arn:aws:iam::111122223333:root","*"],"Service":"ssm.amazonaws.com","Federated":"accounts.google.com","CanonicalUser":"79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be"},"Action":"kms:*","Resource":"*"},{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*"},{"Effect":"Deny","NotPrincipal":{"AWS":"111122223333"},"Action":"*","Resource":"*"}]}"#,
        ),
        (
            PolicyKind::Trust,
            r#"{"Statement":[{"Effect":"Allow","Principal":{"Service":["ecs.amazonaws.com","elasticloadbalancing.amazonaws.com"]},"Action":"sts:AssumeRole"}]}"#,
        ),
        (PolicyKind::Identity, r#"{"Statement":[]}"#),
    ] {
        let policy = Policy::parse(json, kind).unwrap();
        assert_eq!(policy.to_string(), json);
        assert_eq!(Policy::parse(&policy.to_string(), kind).unwrap(), policy);
    }
}

#[test]
fn elements_come_in_any_order_and_the_tree_tells_them_apart() {
    let json = r#"{"Statement": {"Resource": "*", "Action": "s3:Get*", "Effect": "Deny", "Sid": "S"}, "Version": "2012-10-17"}"#;
    let policy = Policy::parse(json, PolicyKind::Identity).unwrap();
    let [statement] = policy.statements() else {
        panic!()
    };
    assert_eq!(
        (statement.sid(), statement.effect()),
        (Some("S"), Effect::Deny)
    );
    assert!(statement.actions().patterns()[0].matches("S3:getobject"));
}

/// What a statement has as the one before is read once. Each must still be what is written in it.
#[test]
fn statements_that_repeat_each_other_are_read_as_they_are_written() {
    let condition = r#"{"Bool":{"aws:SecureTransport":"true"}}"#;
    let longer = r#"{"Bool":{"aws:SecureTransport":"true"},"Null":{"aws:TagKeys":"true"}}"#;
    let statement = |action: &str, condition: &str| {
        format!(r#"{{"Effect":"Deny",{action},"Resource":"*","Condition":{condition}}}"#)
    };
    let statements = [
        statement(r#""Action":"s3:Get""#, condition),
        statement(r#""Action":"s3:GetObject""#, longer),
        statement(r#""Action":"s3:GetObject""#, condition),
        statement(r#""NotAction":"s3:GetObject""#, condition),
        statement(r#""Action":["s3:GetObject"]"#, "{}"),
        statement(r#""Action":["s3:GetObject","s3:Put"]"#, condition),
        statement(r#""NotAction":["s3:GetObject","s3:Put"]"#, longer),
    ];
    let json = format!(r#"{{"Statement":[{}]}}"#, statements.join(","));
    let policy = Policy::parse(&json, PolicyKind::Identity).unwrap();
    assert_eq!(policy.to_string(), json);
    for (read, written) in policy.statements().iter().zip(&statements) {
        let alone = Policy::parse(
            &format!(r#"{{"Statement":{written}}}"#),
            PolicyKind::Identity,
        );
        assert_eq!(**read, *alone.unwrap().statements()[0]);
    }

    // A fault in what repeats itself has the place where it is.
    let bad = statement(
        r#""Action":"s3:Get""#,
        r#"{"Bool":{"aws:SecureTransport":["true","no"]}}"#,
    );
    let json = format!("{{\"Statement\":[{},\n{bad}]}}", statements[0]);
    assert_eq!(
        refusal(&json, PolicyKind::Identity),
        "`no` is not `true` or `false` at line 2 column 102"
    );
}

#[test]
fn a_refusal_says_what_is_wrong_and_where() {
    for (json, message) in [
        (
            String::new(),
            "expected a policy: an object at line 1 column 1",
        ),
        (
            "[]".into(),
            "expected a policy: an object at line 1 column 1",
        ),
        ("{}".into(), "`Statement` is missing at line 1 column 1"),
        (
            r#"{"Statement": 1}"#.into(),
            "expected a statement: an object at line 1 column 15",
        ),
        (
            r#"{"Statement": [], "Statement": []}"#.into(),
            "`Statement` comes twice at line 1 column 19",
        ),
        (
            r#"{"version": "2012-10-17", "Statement": []}"#.into(),
            "unknown element `version` at line 1 column 2",
        ),
        (
            r#"{"Version": "2010-10-17", "Statement": []}"#.into(),
            "`2010-10-17` is not a version of the policy language: it is `2012-10-17` or `2008-10-17` at line 1 column 13",
        ),
        (
            format!("{{\n\"Statement\": {{\n  {ALLOW},\n  \"Effect\": \"Allow\"}}}}"),
            "`Effect` comes twice at line 4 column 3",
        ),
        (
            format!(r#"{{"Statement": {{{ALLOW}, "NotAction": "*"}}}}"#),
            "a statement has `Action` or `NotAction`, not both at line 1 column 73",
        ),
        (
            format!(r#"{{"Statement": {{{ALLOW}, "NotResource": "*"}}}}"#),
            "a statement has `Resource` or `NotResource`, not both at line 1 column 73",
        ),
        (
            format!(r#"{{"Statement": {{{ALLOW}, "Conditions": {{}}}}}}"#),
            "unknown element `Conditions` at line 1 column 73",
        ),
        (
            format!(r#"{{"Statement": {{{ALLOW}, "Principal": "*"}}}}"#),
            "this kind of policy takes no principals at line 1 column 15",
        ),
        (
            format!(r#"{{"Statement": [{{{ALLOW}, "Sid": "a"}}, {{{ALLOW}, "Sid": "a"}}]}}"#),
            "another statement has the Sid `a` at line 1 column 87",
        ),
        (
            format!(r#"{{"Statement": {{{ALLOW}, "Sid": "a b"}}}}"#),
            "`a b` is not a statement's id: it has letters and digits alone at line 1 column 80",
        ),
        (
            format!(
                r#"{{"Statement": {{{ALLOW}, "Condition": {{"StringEqual": {{"a:b": ""}}}}}}}}"#
            ),
            "unknown condition operator `StringEqual` at line 1 column 87",
        ),
        (
            format!(
                r#"{{"Statement": {{{ALLOW}, "Condition": {{"Bool": {{"SecureTransport": "true"}}}}}}}}"#
            ),
            "`SecureTransport` is not a condition key: it looks like `aws:SourceIp` at line 1 column 96",
        ),
        (
            format!(r#"{{"Statement": {{{ALLOW}, "Condition": {{"Bool": {{"a:b": null}}}}}}}}"#),
            "expected a text, a number or a truth value at line 1 column 103",
        ),
        (
            format!(
                r#"{{"Statement": {{{ALLOW}, "Condition": {{"Bool": {{"a:b": ["true", "yes"]}}}}}}}}"#
            ),
            "`yes` is not `true` or `false` at line 1 column 112",
        ),
        (
            format!(
                r#"{{"Statement": {{{ALLOW}, "Condition": {{"Bool": {{"a:b": "true", "A:B": "true"}}}}}}}}"#
            ),
            "`a:b` comes twice at line 1 column 87",
        ),
        (
            r#"{"Statement": {"Action": "*", "Resource": "*"}}"#.into(),
            "`Effect` is missing at line 1 column 15",
        ),
        (
            r#"{"Statement": {"Effect": "allow", "Action": "*", "Resource": "*"}}"#.into(),
            "`allow` is not an effect: it is `Allow` or `Deny` at line 1 column 26",
        ),
        (
            r#"{"Statement": {"Effect": "Allow", "Resource": "*"}}"#.into(),
            "`Action` is missing at line 1 column 15",
        ),
        (
            r#"{"Statement": {"Effect": "Allow", "Action": "*"}}"#.into(),
            "`Resource` is missing at line 1 column 15",
        ),
        (
            r#"{"Statement": {"Effect": "Allow", "Action": ["s3:*", 5], "Resource": "*"}}"#.into(),
            "expected an action as text at line 1 column 54",
        ),
        (
            r#"{"Statement": {"Effect": "Allow", "Action": "s3", "Resource": "*"}}"#.into(),
            "`s3` is not an action: it is `*` or looks like `kms:Encrypt` at line 1 column 45",
        ),
        (
            r#"{"Statement": {"Effect": "Allow", "Action": "*", "Resource": ""}}"#.into(),
            "`` is not a resource: it is `*` or an ARN at line 1 column 62",
        ),
    ] {
        assert_eq!(refusal(&json, PolicyKind::Identity), message, "{json}");
    }
}

#[test]
fn each_kind_of_policy_has_its_own_elements() {
    let with = |principal: &str, effect: &str, rest: &str| {
        format!(r#"{{"Statement": {{{principal}"Effect": "{effect}", {rest}}}}}"#)
    };
    let everybody = r#""Principal": "*", "#;
    let all = r#""Action": "*", "Resource": "*""#;
    let one = r#""Action": "s3:*", "Resource": "*""#;
    for (kind, json, expected) in [
        (
            PolicyKind::Resource,
            with("", "Allow", all),
            Some("`Principal` is missing"),
        ),
        (
            PolicyKind::Resource,
            with(everybody, "Allow", r#""Action": "*""#),
            Some("`Resource` is missing"),
        ),
        (
            PolicyKind::Resource,
            with(r#""NotPrincipal": {"AWS": "*"}, "#, "Allow", all),
            Some("`NotPrincipal` goes with the effect `Deny` alone"),
        ),
        (
            PolicyKind::Trust,
            with(everybody, "Allow", all),
            Some("a trust policy takes no resources: it is about its role"),
        ),
        (
            PolicyKind::Trust,
            with(r#""NotPrincipal": "*", "#, "Deny", r#""Action": "*""#),
            Some("a trust policy takes no `NotPrincipal`"),
        ),
        (
            PolicyKind::ServiceControl,
            with(everybody, "Allow", all),
            Some("this kind of policy takes no principals"),
        ),
        (
            PolicyKind::ServiceControl,
            with(
                "",
                "Allow",
                r#""NotAction": "s3:*", "NotResource": "arn:aws:s3:::b""#,
            ),
            None,
        ),
        (
            PolicyKind::ResourceControl,
            with(everybody, "Deny", one),
            None,
        ),
        // The policy that AWS attaches everywhere.
        (
            PolicyKind::ResourceControl,
            with(everybody, "Allow", all),
            None,
        ),
        (
            PolicyKind::ResourceControl,
            with(everybody, "Allow", one),
            Some(
                "a resource control policy denies actions to the principal `*`, and names no exceptions",
            ),
        ),
        (
            PolicyKind::ResourceControl,
            with(everybody, "Deny", r#""NotAction": "s3:*", "Resource": "*""#),
            Some(
                "a resource control policy denies actions to the principal `*`, and names no exceptions",
            ),
        ),
        (
            PolicyKind::ResourceControl,
            with(r#""Principal": {"AWS": "111122223333"}, "#, "Deny", one),
            Some(
                "a resource control policy denies actions to the principal `*`, and names no exceptions",
            ),
        ),
        (PolicyKind::VpcEndpoint, with(everybody, "Allow", all), None),
        (PolicyKind::Boundary, with("", "Allow", all), None),
        (PolicyKind::Session, with("", "Allow", all), None),
    ] {
        match (Policy::parse(&json, kind), expected) {
            (Ok(_), None) => {}
            (Err(error), Some(expected)) => {
                assert!(error.to_string().starts_with(expected), "{json}: {error}")
            }
            (result, _) => panic!("{json}: {result:?}"),
        }
    }
}

#[test]
fn services_take_a_sid_as_they_like() {
    let json = r#"{"Statement": [
        {"Sid": "Allow use of the key", "Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"},
        {"Sid": "Allow use of the key", "Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "*"}
    ]}"#;
    assert!(Policy::parse(json, PolicyKind::Resource).is_ok());
}

#[test]
fn principals_are_names_and_not_patterns() {
    for principal in [
        r#""everybody""#,
        r#"["*"]"#,
        r#"{"AWS": "arn:aws:iam::111122223333:user/*"}"#,
        r#"{"AWS": "arn:aws:sts::111122223333:assumed-role/app/*"}"#,
        r#"{"AWS": "arn:aws:iam::111122223333:group/g"}"#,
        r#"{"AWS": {"a": 1}}"#,
        r#"{"Aws": "*"}"#,
        r#"{"Service": "*"}"#,
        r#"{"AWS": "*", "AWS": "*"}"#,
    ] {
        let json = format!(r#"{{"Statement": {{"Principal": {principal}, {ALLOW}}}}}"#);
        assert!(
            Policy::parse(&json, PolicyKind::Resource).is_err(),
            "{principal}"
        );
    }
}

#[test]
fn hostile_documents_are_refused_cheaply() {
    let long = format!(
        r#"{{"Statement": [{}]}}"#,
        " ".repeat(limits::DOCUMENT_BYTES)
    );
    assert_eq!(
        Policy::parse(&long, PolicyKind::Identity)
            .unwrap_err()
            .problem(),
        &Problem::TooLong
    );
    let deep = format!(r#"{{"Statement": {}"#, "[".repeat(1_000_000));
    assert_eq!(
        Policy::parse(&deep, PolicyKind::Identity)
            .unwrap_err()
            .problem(),
        &Problem::TooDeep
    );
    let long_value = format!(
        r#"{{"Statement": {{"Sid": "{}"}}}}"#,
        "a".repeat(limits::ELEMENT_BYTES + 1)
    );
    assert_eq!(
        Policy::parse(&long_value, PolicyKind::Identity)
            .unwrap_err()
            .problem(),
        &Problem::TooLong
    );

    let not_utf8 = Policy::from_slice(b"{\n\xFF}", PolicyKind::Identity).unwrap_err();
    assert_eq!(
        not_utf8.to_string(),
        "the document is not UTF-8 at line 2 column 1"
    );
    assert_eq!(not_utf8.code(), "MalformedPolicyDocument");
}

proptest! {
    #[test]
    fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = Policy::from_slice(&bytes, PolicyKind::Resource);
    }

    /// Cut, or with one character changed, a good document is refused or still means something that prints.
    #[test]
    fn damaged_documents_do_not_panic(at in 0..400_usize, with in ".?") {
        let good = r#"{"Version": "2012-10-17", "Id": "x", "Statement": [{"Sid": "a", "Effect": "Allow",
            "Principal": {"AWS": ["arn:aws:iam::111122223333:role/a", "*"]}, "Action": ["s3:Get*"],
            "Resource": "arn:aws:s3:::b/${aws:username, 'x'}/*",
            "Condition": {"ForAnyValue:StringLike": {"aws:TagKeys": ["a*", 1, true]}}}]}"#;
        let mut text: Vec<char> = good.chars().collect();
        let at = at % text.len();
        text.splice(at..=at, with.chars());
        let text: String = text.into_iter().collect();
        if let Ok(policy) = Policy::parse(&text, PolicyKind::Resource) {
            prop_assert_eq!(Policy::parse(&policy.to_string(), PolicyKind::Resource).unwrap(), policy);
        }
    }
}
