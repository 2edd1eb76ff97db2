//! Policies that are read, made and written: what goes in comes out.

use policy_eval::{
    ConditionOperator, Operator, Policy, PolicyKind, PrincipalKey, Problem, StatementBuilder,
    Version,
};
use proptest::{prelude::*, sample::select};
use serde_json::{Map, Value, json};

/// A value alone, a list of it, or a list of two.
fn one_or_many(value: impl Strategy<Value = Value> + Clone) -> impl Strategy<Value = Value> {
    prop_oneof![
        value.clone(),
        proptest::collection::vec(value, 0..3).prop_map(Value::from),
    ]
}

fn texts(of: &'static [&'static str]) -> impl Strategy<Value = Value> + Clone {
    select(of).prop_map(Value::from)
}

fn condition() -> impl Strategy<Value = Value> {
    let text = prop_oneof![
        texts(&["a", "x*", "${aws:username}"]),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from)
    ];
    let number = prop_oneof![texts(&["10", "-1.5"]), Just(json!(10)), Just(json!(1.5))];
    let keys = |values: BoxedStrategy<Value>| {
        proptest::collection::hash_map(
            select(&["aws:SourceIp", "aws:TagKeys", "s3:prefix"]),
            values,
            0..3,
        )
        .prop_map(Value::from_iter)
    };
    let operators = (
        select(&[
            "StringEquals",
            "ForAllValues:StringLike",
            "ForAnyValue:StringNotEqualsIfExists",
        ]),
        keys(one_or_many(text).boxed()),
        select(&["NumericLessThan", "NumericEqualsIfExists"]),
        keys(one_or_many(number).boxed()),
    );
    operators.prop_map(|(one, keys, other, numbers)| json!({one: keys, other: numbers}))
}

fn principal() -> impl Strategy<Value = Value> {
    let aws = texts(&[
        "*",
        "111122223333",
        "arn:aws:iam::111122223333:role/app",
        "AROAEXAMPLEROLEID1234",
    ]);
    let service = texts(&["ssm.amazonaws.com"]);
    prop_oneof![
        Just(json!("*")),
        (one_or_many(aws), one_or_many(service))
            .prop_map(|(aws, service)| json!({"AWS": aws, "Service": service})),
    ]
}

prop_compose! {
    fn statement()(
        sid in proptest::option::of("[A-Za-z ]{0,8}"),
        principal in (select(&["Principal", "NotPrincipal"]), principal()),
        action in (select(&["Action", "NotAction"]), one_or_many(texts(&["*", "s3:Get*", "kms:Decrypt"]))),
        resource in (select(&["Resource", "NotResource"]), one_or_many(texts(&["*", "arn:aws:s3:::b/${aws:username}/*"]))),
        condition in proptest::option::of(condition()),
    ) -> Value {
        let mut statement = Map::new();
        statement.insert("Effect".to_owned(), json!("Deny"));
        for (name, value) in [principal, action, resource] {
            statement.insert(name.to_owned(), value);
        }
        statement.extend(sid.map(|sid| ("Sid".to_owned(), json!(sid))));
        statement.extend(condition.map(|condition| ("Condition".to_owned(), condition)));
        Value::Object(statement)
    }
}

proptest! {
    #[test]
    fn a_document_is_written_as_it_was_read(
        version in proptest::option::of(select(&["2008-10-17", "2012-10-17"])),
        id in proptest::option::of("[a-z ]{0,8}"),
        statements in prop_oneof![
            statement(),
            proptest::collection::vec(statement(), 0..4).prop_map(Value::from),
        ],
        space in any::<bool>(),
    ) {
        let mut document = Map::new();
        document.insert("Statement".to_owned(), statements);
        document.extend(version.map(|version| ("Version".to_owned(), json!(version))));
        document.extend(id.map(|id| ("Id".to_owned(), json!(id))));
        let document = Value::Object(document);
        let text = if space { format!("{document:#}") } else { document.to_string() };

        let policy = Policy::parse(&text, PolicyKind::Resource).unwrap();
        prop_assert_eq!(serde_json::to_value(&policy).unwrap(), document);
        prop_assert_eq!(Policy::parse(&policy.to_string(), PolicyKind::Resource).unwrap(), policy);
    }

    #[test]
    fn a_policy_that_was_made_reads_as_it_was_made(
        sids in proptest::collection::hash_set("[A-Za-z0-9]{1,5}", 0..4),
        actions in proptest::collection::vec(select(&["*", "s3:Get*", "kms:Decrypt"]), 0..3),
        values in proptest::collection::vec("[a-z*]{0,5}", 0..3),
    ) {
        let mut builder = Policy::builder(PolicyKind::Resource).version(Version::V2012).id("made");
        for sid in sids {
            builder = builder.statement(
                StatementBuilder::deny()
                    .sid(sid)
                    .not_principals(PrincipalKey::Aws, ["111122223333"])
                    .not_principals(PrincipalKey::Service, ["ssm.amazonaws.com"])
                    .not_principals(PrincipalKey::Aws, ["444455556666"])
                    .actions(actions.iter().copied())
                    .resources(["*"])
                    .condition(Operator::StringLike, "aws:username", values.clone())
                    .condition(Operator::Null, "aws:TokenIssueTime", [true])
                    .condition(Operator::StringLike, "s3:prefix", values.clone()),
            );
        }
        let policy = builder.build().unwrap();
        prop_assert_eq!(Policy::parse(&policy.to_string(), PolicyKind::Resource).unwrap(), policy);
    }
}

#[test]
fn what_reading_refuses_making_refuses_too() {
    let allow = || StatementBuilder::allow().actions(["s3:*"]).resources(["*"]);
    let any = ConditionOperator::from(Operator::StringEquals)
        .for_any_value()
        .or_absent();
    for (statement, problem) in [
        (
            StatementBuilder::allow().resources(["*"]),
            "`Action` is missing",
        ),
        (
            StatementBuilder::allow().actions(["*"]),
            "`Resource` is missing",
        ),
        (
            allow().actions(["s3"]),
            "`s3` is not an action: it is `*` or looks like `kms:Encrypt`",
        ),
        (
            allow().resources(["bucket"]),
            "`bucket` is not a resource: it is `*` or an ARN",
        ),
        (
            allow().everybody(),
            "this kind of policy takes no principals",
        ),
        (
            allow().sid("not so"),
            "`not so` is not a statement's id: it has letters and digits alone",
        ),
        (
            allow().condition(any, "username", ["a"]),
            "`username` is not a condition key: it looks like `aws:SourceIp`",
        ),
        (
            allow().condition(Operator::NumericEquals, "a:b", ["x"]),
            "`x` is not a number",
        ),
        (
            allow()
                .condition(any, "a:b", ["x"])
                .condition(any, "A:B", ["y"]),
            "`a:b` comes twice",
        ),
        (
            allow().resources(["x".repeat(5000)]),
            "the document is too long",
        ),
    ] {
        let error = Policy::builder(PolicyKind::Identity)
            .statement(statement)
            .build()
            .unwrap_err();
        assert_eq!(error.problem().to_string(), problem);
        assert_eq!(error.statement(), 0);
    }
    let twice = Policy::builder(PolicyKind::Identity)
        .statement(allow().sid("a"))
        .statement(allow().sid("a"));
    let error = twice.build().unwrap_err();
    assert_eq!(
        error.to_string(),
        "statement 1: another statement has the Sid `a`"
    );
    assert!(matches!(error.problem(), Problem::DuplicateSid(_)));
}
