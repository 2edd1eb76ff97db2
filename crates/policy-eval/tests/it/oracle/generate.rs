//! Random cases from a small vocabulary, so that things often match and often just fail to.

use common_types::{Caller, Principal};
use policy_eval::{Context, ResourcePolicyMode};
use proptest::{prelude::*, sample::select};
use serde_json::{Value, json};

/// All that a decision depends on.
#[derive(Clone, Debug)]
pub(super) struct Case {
    pub(super) identity: Vec<Value>,
    pub(super) resource: Option<Value>,
    pub(super) mode: ResourcePolicyMode,
    pub(super) boundary: Option<Vec<Value>>,
    pub(super) session: Option<Vec<Value>>,
    pub(super) scps: Vec<Vec<Value>>,
    pub(super) who: Who,
    pub(super) action: String,
    pub(super) target: String,
    pub(super) owner: Option<&'static str>,
    pub(super) keys: Vec<(&'static str, Held)>,
}

/// A request alone.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    pub(super) who: Who,
    pub(super) action: &'static str,
    pub(super) target: &'static str,
    pub(super) keys: Vec<(&'static str, Held)>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Who {
    Root,
    Alice,
    AppSession,
    /// Bob, to whom Alice gave a token.
    FederatedBob,
    /// Whom Google vouches for.
    Googler,
    Service,
    Anonymous,
}

#[derive(Clone, Debug)]
pub(super) enum Held {
    One(&'static str),
    Many(Vec<&'static str>),
}

impl Who {
    pub(super) fn principal(self) -> Principal {
        let caller = match self {
            Self::Root => Caller::root("111122223333"),
            Self::Alice => Caller::user("arn:aws:iam::111122223333:user/alice"),
            Self::AppSession => Caller::role("arn:aws:sts::111122223333:assumed-role/app/one"),
            Self::FederatedBob => Caller::federated_user(
                "arn:aws:sts::111122223333:federated-user/bob",
                &Self::Alice.principal(),
            ),
            Self::Service => Ok(Caller::service("ssm".parse().unwrap())),
            Self::Googler => Ok(Caller::federated("accounts.google.com".parse().unwrap())),
            Self::Anonymous => Ok(Caller::anonymous()),
        };
        caller.unwrap().principal().clone()
    }
}

impl Case {
    pub(super) fn context(&self) -> Context {
        context(&self.keys)
    }
}

pub(super) fn context(keys: &[(&'static str, Held)]) -> Context {
    keys.iter()
        .fold(Context::new(), |context, (key, held)| match held {
            Held::One(value) => context.with(key, *value).unwrap(),
            Held::Many(values) => context.with_list(key, values.iter().copied()).unwrap(),
        })
}

const ACTIONS: &[&str] = &["s3:GetObject", "s3:PutObject", "kms:Decrypt", "kms:Encrypt"];
const ACTION_PATTERNS: &[&str] = &[
    "*",
    "s3:*",
    "s3:Get*",
    "S3:getobject",
    "s3:PutObject",
    "s3:?utObject",
    "kms:*crypt",
    "kms:Decrypt",
    "kms:D*t",
    "ssm:GetParameter",
];
const TARGETS: &[&str] = &[
    "*",
    "arn:aws:s3:::bucket",
    "arn:aws:s3:::bucket/alice/a",
    "arn:aws:s3:::bucket/alice/a:b",
    "arn:aws:kms:eu-west-1:111122223333:key/1",
    "arn:aws:kms:eu-west-1:444455556666:key/1",
];
const TARGET_PATTERNS: &[&str] = &[
    "*",
    "arn:aws:s3:::bucket",
    "arn:aws:s3:::bucket/*",
    "arn:aws:s3:::b*t/*/a",
    "arn:aws:s3:::bucket/*b",
    "arn:aws:s3:::bucket/alice/?:b",
    "arn:aws:s3:::bucket/${aws:username}/*",
    "arn:aws:s3:::bucket/${aws:username, 'alice'}/a",
    "arn:aws:s3:::bucket/${aws:TagKeys}/a",
    "arn:aws:s3:::bucket/${*}",
    "arn:aws:kms:*:key/1",
    "arn:aws:kms:eu-*-1:111122223333:key/*",
    "arn:aws:kms:*:1111*3333:key/1",
    "arn:aws:kms:eu-west-1:444455556666:key/1",
    "arn:*:kms:*",
];
const PRINCIPALS: &[&str] = &[
    r#""*""#,
    r#"{"AWS": "*"}"#,
    r#"{"AWS": "111122223333"}"#,
    r#"{"AWS": "arn:aws:iam::111122223333:root"}"#,
    r#"{"AWS": ["arn:aws:iam::111122223333:user/alice", "arn:aws:iam::111122223333:user/bob"]}"#,
    r#"{"AWS": "arn:aws:iam::111122223333:role/app"}"#,
    r#"{"AWS": ["arn:aws:sts::111122223333:assumed-role/app/one", "444455556666"]}"#,
    r#"{"AWS": "arn:aws:sts::111122223333:federated-user/bob"}"#,
    r#"{"Service": ["ssm.amazonaws.com", "kms.amazonaws.com"]}"#,
    r#"{"Federated": "accounts.google.com"}"#,
    r#"{"Federated": ["www.amazon.com", "arn:aws:iam::111122223333:saml-provider/ADFS"]}"#,
];
const OPERATORS: &[(&str, &[&str])] = &[
    ("StringEquals", &["red", "blue", "${aws:username}", "r*"]),
    ("StringNotEquals", &["red", "blue", "${aws:username}", "r*"]),
    ("StringEqualsIgnoreCase", &["RED", "blue"]),
    ("StringNotEqualsIgnoreCase", &["RED", "blue"]),
    (
        "StringLike",
        &["r*", "?ed", "*", "", "${aws:username}*", "${*}"],
    ),
    ("StringNotLike", &["r*", "?ed", "", "${aws:username}*"]),
    ("NumericEquals", &["10", "10.0", "-1"]),
    ("NumericNotEquals", &["10", "-1"]),
    ("NumericLessThan", &["10", "11"]),
    ("NumericGreaterThanEquals", &["10", "1"]),
    ("DateLessThan", &["2024-01-01T00:00:00Z", "2025-01-01"]),
    (
        "DateGreaterThanEquals",
        &["2024-01-01T00:00:00Z", "1704067200"],
    ),
    ("DateNotEquals", &["2024-01-01T00:00:00Z"]),
    ("Bool", &["true", "false"]),
    ("IpAddress", &["10.0.0.0/8", "10.1.2.3"]),
    ("NotIpAddress", &["10.0.0.0/8", "192.0.2.0/24"]),
    ("ArnLike", &["arn:aws:s3:::*", "arn:*:*:*:*:b?cket", "*"]),
    ("ArnNotEquals", &["arn:aws:s3:::*", "arn:aws:kms:*:*:key/1"]),
    ("Null", &["true", "false"]),
];
const KEYS: &[&str] = &[
    "aws:username",
    "aws:TagKeys",
    "a:x",
    "aws:PrincipalTag/team",
];
const VALUES: &[&str] = &[
    "red",
    "Red",
    "blue",
    "alice",
    "",
    "10",
    "11",
    "true",
    "FALSE",
    "10.1.2.3",
    "192.0.2.1",
    "arn:aws:s3:::bucket",
    "2024-01-01",
    "2024-06-01T00:00:00Z",
    "r*",
    "*",
];

fn one_or_many(from: &'static [&'static str]) -> impl Strategy<Value = Value> {
    prop_oneof![
        4 => select(from).prop_map(|one| json!(one)),
        2 => proptest::collection::vec(select(from), 0..4).prop_map(|many| json!(many)),
    ]
}

fn condition() -> impl Strategy<Value = (String, &'static str, Value)> {
    let set = select(&["", "", "", "ForAllValues:", "ForAnyValue:"]);
    let suffix = select(&["", "", "IfExists"]);
    (select(OPERATORS), set, suffix, select(KEYS)).prop_flat_map(
        |((name, values), set, suffix, key)| {
            let operator = if name == "Null" {
                name.to_owned()
            } else {
                format!("{set}{name}{suffix}")
            };
            (Just(operator), Just(key), one_or_many(values))
        },
    )
}

fn statement(principals: bool) -> impl Strategy<Value = Value> {
    (
        prop_oneof![3 => Just("Allow"), 1 => Just("Deny")],
        prop_oneof![6 => Just("Action"), 1 => Just("NotAction")],
        one_or_many(ACTION_PATTERNS),
        prop_oneof![6 => Just("Resource"), 1 => Just("NotResource")],
        one_or_many(TARGET_PATTERNS),
        proptest::collection::vec(condition(), 0..3),
        (select(PRINCIPALS), proptest::bool::weighted(0.3)),
    )
        .prop_map(
            move |(
                effect,
                action,
                actions,
                resource,
                resources,
                conditions,
                (principal, except),
            )| {
                let mut statement = json!({"Effect": effect, action: actions, resource: resources});
                for (operator, key, values) in conditions {
                    statement["Condition"][operator][key] = values;
                }
                if principals {
                    let element = if except && effect == "Deny" {
                        "NotPrincipal"
                    } else {
                        "Principal"
                    };
                    statement[element] = serde_json::from_str(principal).unwrap();
                }
                statement
            },
        )
}

fn document(principals: bool) -> impl Strategy<Value = Value> {
    let version =
        prop_oneof![5 => Just(Some("2012-10-17")), 1 => Just(Some("2008-10-17")), 1 => Just(None)];
    (
        version,
        proptest::collection::vec(statement(principals), 1..4),
    )
        .prop_map(|(version, statements)| match version {
            Some(version) => json!({"Version": version, "Statement": statements}),
            None => json!({"Statement": statements}),
        })
}

fn documents() -> impl Strategy<Value = Vec<Value>> {
    proptest::collection::vec(document(false), 0..3)
}

fn held() -> impl Strategy<Value = Held> {
    prop_oneof![
        3 => select(VALUES).prop_map(Held::One),
        1 => proptest::collection::vec(select(VALUES), 0..3).prop_map(Held::Many),
    ]
}

/// Two policies, and requests to tell them apart. The second is the first with statements changed, as a rule.
pub(super) fn change(principals: bool) -> impl Strategy<Value = (Value, Value, Vec<Asked>)> {
    let of = || proptest::collection::vec(statement(principals), 1..4);
    let changed = (
        of(),
        of(),
        proptest::collection::vec(select(&[0, 1, 2, 3]), 3),
    )
        .prop_map(|(existing, fresh, how)| {
            let mut new = Vec::new();
            for ((old, fresh), how) in existing.iter().zip(fresh.iter().cycle()).zip(how) {
                let mut statement = old.as_object().unwrap().clone();
                let elements: &[&str] = match how {
                    0 => &[],
                    1 => &["Action", "NotAction"],
                    2 => &["Resource", "NotResource"],
                    _ => &["Condition"],
                };
                for element in elements {
                    statement.remove(*element);
                    if let Some(other) = fresh.get(element) {
                        statement.insert((*element).to_owned(), other.clone());
                    }
                }
                let statement = Value::Object(statement);
                new.push(statement);
            }
            let document = |s: Vec<Value>| json!({"Version": "2012-10-17", "Statement": s});
            (document(existing), document(new))
        });
    let asked = (
        select(&[
            Who::Root,
            Who::Alice,
            Who::AppSession,
            Who::FederatedBob,
            Who::Googler,
            Who::Service,
            Who::Anonymous,
        ]),
        select(ACTIONS),
        select(TARGETS),
        proptest::collection::vec((select(KEYS), held()), 0..4),
    )
        .prop_map(|(who, action, target, mut keys)| {
            keys.sort_by_key(|(key, _)| *key);
            keys.dedup_by_key(|(key, _)| *key);
            Asked {
                who,
                action,
                target,
                keys,
            }
        });
    (changed, proptest::collection::vec(asked, 30))
        .prop_map(|((existing, new), asked)| (existing, new, asked))
}

pub(super) fn case() -> impl Strategy<Value = Case> {
    let policies = (
        documents(),
        proptest::option::of(document(true)),
        select(&[ResourcePolicyMode::Standard, ResourcePolicyMode::Mandatory]),
        proptest::option::weighted(0.2, documents()),
        proptest::option::weighted(0.2, documents()),
        prop_oneof![4 => Just(Vec::new()), 1 => proptest::collection::vec(documents(), 0..3)],
    );
    let who = select(&[
        Who::Root,
        Who::Alice,
        Who::Alice,
        Who::AppSession,
        Who::AppSession,
        Who::FederatedBob,
        Who::Googler,
        Who::Service,
        Who::Anonymous,
    ]);
    let request = (
        who,
        select(ACTIONS),
        select(TARGETS),
        select(&[None, None, Some("111122223333"), Some("444455556666")]),
        proptest::collection::vec((select(KEYS), held()), 0..4),
    );
    (policies, request).prop_map(
        |(
            (identity, resource, mode, boundary, session, scps),
            (who, action, target, owner, mut keys),
        )| {
            keys.sort_by_key(|(key, _)| *key);
            keys.dedup_by_key(|(key, _)| *key);
            Case {
                identity,
                resource,
                mode,
                boundary,
                session,
                scps,
                who,
                action: action.to_owned(),
                target: target.to_owned(),
                owner,
                keys,
            }
        },
    )
}
