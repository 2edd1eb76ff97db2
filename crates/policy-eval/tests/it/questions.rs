//! What a new policy changes, and who may: every answer is a request that the engine decides as it is said to.

use policy_eval::{
    CompiledPolicy, Context, Outcome, Policies, Policy, PolicyDiff, PolicyKind, PolicySet,
    ServiceReference, diff,
    directory::{CompiledDirectory, Directory, Document},
};
use proptest::{prelude::*, sample::select};
use serde_json::{Value, json};

fn policy(statements: &str) -> Policy {
    let json = format!(r#"{{"Version": "2012-10-17", "Statement": [{statements}]}}"#);
    Policy::parse(&json, PolicyKind::Identity).unwrap_or_else(|error| panic!("{error}: {json}"))
}

fn resource_policy(statements: &str) -> Policy {
    let json = format!(r#"{{"Version": "2012-10-17", "Statement": [{statements}]}}"#);
    Policy::parse(&json, PolicyKind::Resource).unwrap()
}

/// `action on resource with context: old -> new` of each change, and whether that is all.
fn changes(diff: &PolicyDiff) -> (Vec<String>, bool) {
    let line = |change: &policy_eval::Change| {
        let request = change.request.to_string();
        let (_, what) = request.split_once(": ").unwrap();
        format!("{what}: {} -> {}", change.old, change.new)
    };
    (
        diff.changes().iter().map(line).collect(),
        diff.is_exhaustive(),
    )
}

#[test]
fn more_actions_more_resources_fewer_conditions() {
    let old = r#"{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::bucket/public/*", "Condition": {"Bool": {"aws:SecureTransport": "true"}}}"#;
    let same = diff(&policy(old), &policy(old));
    assert_eq!(changes(&same), (vec![], true));

    let wider = old.replace("s3:GetObject", "s3:Get*");
    let found = diff(&policy(old), &policy(&wider));
    assert!(found.is_exhaustive());
    let [change] = found.changes() else {
        panic!("{found}");
    };
    assert!(change.request.action.starts_with("s3:Get"), "{change:?}");
    assert_eq!(
        (change.old.outcome, change.new.outcome),
        (Outcome::ImplicitlyDenied, Outcome::Allowed)
    );
    assert_eq!(found.newly_denied().count(), 0);

    let everywhere = old.replace("bucket/public/*", "bucket/*");
    let found = diff(&policy(old), &policy(&everywhere));
    assert!(found.newly_allowed().all(|change| {
        !change
            .request
            .resource
            .starts_with("arn:aws:s3:::bucket/public/")
    }));
    assert_eq!(
        (found.newly_allowed().count(), found.is_exhaustive()),
        (1, true)
    );

    let plain = old.replace(
        r#", "Condition": {"Bool": {"aws:SecureTransport": "true"}}"#,
        "",
    );
    let found = diff(&policy(old), &policy(&plain));
    assert_eq!(
        (found.newly_allowed().count(), found.is_exhaustive()),
        (1, true)
    );
    // And the other way round the same is denied.
    let found = diff(&policy(&plain), &policy(old));
    assert_eq!(
        (found.newly_allowed().count(), found.newly_denied().count()),
        (0, 1)
    );
}

#[test]
fn numbers_dates_and_addresses_differ_at_their_bounds() {
    let with = |condition: &str| {
        policy(&format!(
            r#"{{"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*", "Condition": {condition}}}"#
        ))
    };
    for (old, new, key, witness) in [
        (
            r#"{"NumericLessThan": {"s3:max-keys": "10"}}"#,
            r#"{"NumericLessThanEquals": {"s3:max-keys": "10"}}"#,
            "s3:max-keys",
            "10",
        ),
        (
            r#"{"NumericLessThan": {"s3:max-keys": "10"}}"#,
            r#"{"NumericLessThan": {"s3:max-keys": "12"}}"#,
            "s3:max-keys",
            "10",
        ),
        (
            r#"{"DateLessThan": {"aws:CurrentTime": "2024-01-01T00:00:00Z"}}"#,
            r#"{"DateLessThan": {"aws:CurrentTime": "2024-01-02T00:00:00Z"}}"#,
            "aws:CurrentTime",
            "2024-01-01T00:00:00Z",
        ),
        (
            r#"{"IpAddress": {"aws:SourceIp": "10.0.0.0/24"}}"#,
            r#"{"IpAddress": {"aws:SourceIp": "10.0.0.0/23"}}"#,
            "aws:SourceIp",
            "10.0.1.0",
        ),
        (
            r#"{"Null": {"aws:TokenIssueTime": "true"}}"#,
            r#"{"Null": {"aws:TokenIssueTime": ["true", "false"]}}"#,
            "aws:TokenIssueTime",
            "example",
        ),
    ] {
        let found = diff(&with(old), &with(new));
        assert!(found.is_exhaustive(), "{new}");
        let [change] = found.changes() else {
            panic!("{found}");
        };
        let context: Vec<_> = change.request.context.iter().collect();
        assert_eq!(context, [(key, &[witness.to_owned()][..])], "{new}");
        assert_eq!(change.new.outcome, Outcome::Allowed);
    }
}

#[test]
fn a_denial_that_comes_and_goes() {
    let allow = r#"{"Sid": "All", "Effect": "Allow", "Action": "*", "Resource": "*"}"#;
    let deny = r#"{"Sid": "NoKms", "Effect": "Deny", "Action": "kms:*", "Resource": "*"}"#;
    let both = format!("{allow}, {deny}");
    let found = diff(&policy(allow), &policy(&both));
    assert_eq!(found.newly_denied().count(), 1);
    assert_eq!(found.newly_allowed().count(), 0);
    assert_eq!(
        diff(&policy(&both), &policy(allow)).newly_allowed().count(),
        1
    );
    // Alone, a denial matters for what other policies allow.
    let found = diff(&policy(deny), &policy(""));
    assert_eq!(
        (
            found.no_longer_denied().count(),
            found.newly_allowed().count()
        ),
        (1, 0)
    );
    assert_eq!(
        diff(&policy(""), &policy(deny)).to_string().lines().last(),
        Some("there are no other differences")
    );
    // The order of statements, and their names, make no difference.
    let turned = format!(r#"{deny}, {}"#, allow.replace("\"All\"", "\"Everything\""));
    assert_eq!(
        changes(&diff(&policy(&both), &policy(&turned))),
        (vec![], true)
    );
}

#[test]
fn principals_of_resource_policies() {
    let to = |principal: &str| {
        resource_policy(&format!(
            r#"{{"Effect": "Allow", "Principal": {principal}, "Action": "kms:Decrypt", "Resource": "*"}}"#
        ))
    };
    let account = to(r#"{"AWS": "111122223333"}"#);
    let role = to(r#"{"AWS": ["111122223333", "arn:aws:iam::444455556666:role/app"]}"#);
    let found = diff(&account, &role);
    assert!(found.is_exhaustive());
    assert_eq!(
        found
            .newly_allowed()
            .map(|change| change.request.principal.to_string())
            .collect::<Vec<_>>(),
        ["arn:aws:sts::444455556666:assumed-role/app/example"]
    );
    // To everybody: strangers and the anonymous, and without an identity policy.
    let found = diff(&account, &to(r#""*""#));
    assert!(
        found
            .newly_allowed()
            .any(|change| change.old.to_account && !change.new.to_account)
    );
    assert!(
        found
            .newly_allowed()
            .any(|change| change.old.outcome == Outcome::ImplicitlyDenied)
    );
}

#[test]
fn examples_are_about_actions_that_there_are() {
    let allow = |action: &str| {
        policy(&format!(
            r#"{{"Effect": "Allow", "Action": {action}, "Resource": "*"}}"#
        ))
    };
    for (old, new, action, exists) in [
        (
            r#""kms:GenerateRandom""#,
            r#""kms:*""#,
            "kms:CancelKeyDeletion",
            Some(true),
        ),
        (
            r#""kms:Get*""#,
            r#"["kms:Get*", "kms:De*"]"#,
            "kms:Decrypt",
            Some(true),
        ),
        // All that there are were allowed before: what is left is not there, yet.
        (
            r#"["kms:Decrypt", "kms:DeriveSharedSecret"]"#,
            r#"["kms:Decrypt", "kms:Der*"]"#,
            "kms:Der",
            Some(false),
        ),
        // Of this service no actions are known.
        (r#""s3:GetObject""#, r#""s3:Get*""#, "s3:Get", None),
    ] {
        let found = diff(&allow(old), &allow(new));
        let [change] = found.changes() else {
            panic!("{found}");
        };
        assert_eq!(
            (change.request.action.as_str(), change.action_exists),
            (action, exists)
        );
        let said = found.to_string();
        assert_eq!(
            said.contains("there is no such action"),
            exists == Some(false),
            "{said}"
        );
    }

    let services = ServiceReference::built_in()
        .load(r#"{"Name": "s3", "Actions": [{"Name": "GetObject"}, {"Name": "GetBucketAcl"}]}"#)
        .unwrap();
    let found = PolicyDiff::between(
        &allow(r#""s3:GetObject""#),
        &allow(r#""s3:Get*""#),
        &services,
    );
    assert_eq!(found.changes()[0].request.action, "s3:GetBucketAcl");
}

/// Where a search ends with "no other differences", there are none.
#[test]
fn texts_in_any_case_empty_texts_and_sets() {
    let with = |condition: &str| {
        policy(&format!(
            r#"{{"Effect": "Allow", "Action": "ssm:GetParameter", "Resource": "*", "Condition": {condition}}}"#
        ))
    };
    for (old, new, differences, exhaustive) in [
        // In whichever case they are written.
        (
            r#"{"StringEqualsIgnoreCase": {"aws:PrincipalTag/a": "Red"}}"#,
            r#"{"StringEqualsIgnoreCase": {"aws:PrincipalTag/a": ["RED", "red"]}}"#,
            0,
            true,
        ),
        (
            r#"{"StringEqualsIgnoreCase": {"aws:PrincipalTag/a": "Red"}}"#,
            r#"{"StringEqualsIgnoreCase": {"aws:PrincipalTag/a": "Blue"}}"#,
            2,
            true,
        ),
        (
            r#"{"StringEquals": {"aws:PrincipalTag/a": "Red"}}"#,
            r#"{"StringEqualsIgnoreCase": {"aws:PrincipalTag/a": "Red"}}"#,
            0,
            false,
        ),
        // A tag that is there and empty.
        (
            r#"{"StringLike": {"aws:PrincipalTag/a": "?*"}}"#,
            r#"{"StringLike": {"aws:PrincipalTag/a": "*"}}"#,
            1,
            true,
        ),
        (
            r#"{"ForAllValues:StringLike": {"aws:TagKeys": "?*"}}"#,
            r#"{"ForAllValues:StringLike": {"aws:TagKeys": "*"}}"#,
            1,
            true,
        ),
        // Four kinds of values, others and the empty text are too many for all sets of them.
        (
            r#"{"ForAnyValue:StringEquals": {"aws:TagKeys": ["a", "b", "c"]}}"#,
            r#"{"ForAnyValue:StringEquals": {"aws:TagKeys": ["a", "b", "c", "d"]}}"#,
            1,
            false,
        ),
        (
            r#"{"ForAllValues:StringEquals": {"aws:TagKeys": ["a", "b"]}}"#,
            r#"{"ForAllValues:StringEquals": {"aws:TagKeys": ["a", "b", "c"]}}"#,
            1,
            true,
        ),
    ] {
        let found = diff(&with(old), &with(new));
        assert_eq!(
            (found.changes().len(), found.is_exhaustive()),
            (differences, exhaustive),
            "{old} {new} {found}"
        );
    }
}

#[test]
fn what_was_not_searched_through_is_said() {
    let home = |path: &str| {
        policy(&format!(
            r#"{{"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::home/${{aws:username}}/{path}"}}"#
        ))
    };
    let found = diff(&home("public/*"), &home("*"));
    assert!(!found.is_exhaustive());
    let change = found
        .newly_allowed()
        .next()
        .unwrap_or_else(|| panic!("{found}"));
    assert_eq!(change.request.resource, "arn:aws:s3:::home/example/");
    assert!(
        found
            .to_string()
            .ends_with("the search was not exhaustive: there may be other differences\n")
    );
}

#[test]
fn a_diff_as_json_is_made_of_requests_that_can_be_replayed() {
    let old = r#"{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}"#;
    let new = r#"{"Sid": "Tagged", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": {"ForAllValues:StringEquals": {"aws:TagKeys": ["team"]}, "StringEquals": {"aws:PrincipalTag/stage": "prod"}}}"#;
    let json = serde_json::to_value(diff(&policy(new), &policy(old))).unwrap();
    assert_eq!(json["exhaustive"], true);
    assert_eq!(json["newly_denied"], json!([]));
    let request = &json["newly_allowed"][0]["request"];
    assert_eq!(
        request["principal"],
        json!({"arn": "arn:aws:iam::000000000000:user/example"})
    );
    assert_eq!(request["action"], "s3:GetObject");
    assert_eq!(
        json["newly_allowed"][0]["new"],
        json!({"outcome": "Allowed", "to_account": false, "statement": 0, "sid": null})
    );
}

fn statement() -> impl Strategy<Value = Value> {
    let condition = prop_oneof![
        Just(json!({})),
        select(&["a", "b", "a*"]).prop_map(|v| json!({"StringLike": {"x:k": v}})),
        select(&["a", "b"]).prop_map(|v| json!({"StringNotEquals": {"x:k": v}})),
        select(&["5", "7"]).prop_map(|v| json!({"NumericLessThan": {"x:n": v}})),
        select(&["true", "false"]).prop_map(|v| json!({"Null": {"x:n": v}})),
    ];
    (
        select(&["Allow", "Deny"]),
        select(&["Action", "NotAction"]),
        select(&["*", "s:A*", "s:Aa", "s:B"]),
        select(&["Resource", "NotResource"]),
        select(&["*", "arn:aws:s:::a*", "arn:aws:s:::ab", "arn:aws:s:::b"]),
        condition,
    )
        .prop_map(|(effect, act, action, res, resource, condition)| {
            json!({"Effect": effect, act: action, res: resource, "Condition": condition})
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    /// Where the search says that there is nothing else, a request at random finds nothing else.
    #[test]
    fn what_is_not_reported_does_not_differ(
        old in proptest::collection::vec(statement(), 0..4),
        new in proptest::collection::vec(statement(), 0..4),
        requests in proptest::collection::vec(
            (
                select(&["s:A", "s:Aa", "s:AA", "s:B", "s:C", "t:A"]),
                select(&["*", "arn:aws:s:::a", "arn:aws:s:::ab", "arn:aws:s:::abc", "arn:aws:s:::b", "arn:aws:t:::c"]),
                select(&[None, Some("a"), Some("b"), Some("ab"), Some("c")]),
                select(&[None, Some("4"), Some("5"), Some("6"), Some("7"), Some("8")]),
            ),
            1..40,
        ),
    ) {
        let parse = |statements: &[Value]| {
            Policy::parse(&json!({"Statement": statements}).to_string(), PolicyKind::Identity).unwrap()
        };
        let (old, new) = (parse(&old), parse(&new));
        let found = diff(&old, &new);
        prop_assert!(found.is_exhaustive());
        let decide = |policy: &Policy, request: &policy_eval::Request<'_>| {
            let set = PolicySet::from(CompiledPolicy::compile("policy", policy));
            policy_eval::decide(&Policies::new().identity(&set), request).outcome()
        };
        for change in found.changes() {
            let request = change.request.request();
            prop_assert_eq!(decide(&old, &request), change.old.outcome);
            prop_assert_eq!(decide(&new, &request), change.new.outcome);
        }
        for (action, resource, k, n) in requests {
            let mut context = Context::new();
            if let Some(k) = k {
                context = context.with("x:k", k).unwrap();
            }
            if let Some(n) = n {
                context = context.with("x:n", n).unwrap();
            }
            let who = crate::world::user();
            let resource = if resource == "*" { policy_eval::Resource::any() } else { policy_eval::Resource::new(resource) };
            let request = policy_eval::Request::new(&who, action, resource, &context);
            let outcomes = (decide(&old, &request), decide(&new, &request));
            let known = found.changes().iter().any(|change| (change.old.outcome, change.new.outcome) == outcomes);
            prop_assert!(outcomes.0 == outcomes.1 || known, "{action} {resource:?} {context:?}: {outcomes:?}\n{found}");
        }
    }
}

fn on_texts_and_sets() -> impl Strategy<Value = Value> {
    let condition = prop_oneof![
        select(&["a", "A", "b", ""]).prop_map(|v| json!({"StringEqualsIgnoreCase": {"x:i": v}})),
        select(&["a", "B"]).prop_map(|v| json!({"StringNotEqualsIgnoreCase": {"x:i": v}})),
        select(&["?*", "*", "a*", ""]).prop_map(|v| json!({"StringLike": {"x:k": v}})),
        select(&["?*", "*", "a"]).prop_map(|v| json!({"ForAllValues:StringLike": {"x:s": v}})),
        select(&["a", "b"]).prop_map(|v| json!({"ForAnyValue:StringEquals": {"x:s": v}})),
        select(&["a", "b"]).prop_map(|v| json!({"ForAnyValue:StringNotEquals": {"x:s": v}})),
    ];
    (select(&["Allow", "Deny"]), condition).prop_map(|(effect, condition)| {
        json!({"Effect": effect, "Action": "s:A", "Resource": "*", "Condition": condition})
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    /// As before, where case does not count, texts may be empty, and keys have several values.
    #[test]
    fn what_is_not_reported_of_texts_and_sets_does_not_differ(
        old in proptest::collection::vec(on_texts_and_sets(), 0..4),
        new in proptest::collection::vec(on_texts_and_sets(), 0..4),
        requests in proptest::collection::vec(
            (
                select(&[None, Some(""), Some("a"), Some("A"), Some("b"), Some("c")]),
                select(&[None, Some(""), Some("a"), Some("ab"), Some("c")]),
                proptest::option::of(proptest::sample::subsequence(vec!["", "a", "b", "c"], 0..=4)),
            ),
            1..60,
        ),
    ) {
        let parse = |statements: &[Value]| {
            Policy::parse(&json!({"Statement": statements}).to_string(), PolicyKind::Identity).unwrap()
        };
        let (old, new) = (parse(&old), parse(&new));
        let found = diff(&old, &new);
        prop_assert!(found.is_exhaustive());
        let compile = |policy| PolicySet::from(CompiledPolicy::compile("policy", policy));
        let (old, new) = (compile(&old), compile(&new));
        for (i, k, s) in requests {
            let mut context = Context::new();
            for (key, value) in [("x:i", i), ("x:k", k)] {
                if let Some(value) = value {
                    context = context.with(key, value).unwrap();
                }
            }
            if let Some(values) = s {
                context = context.with_list("x:s", values).unwrap();
            }
            let who = crate::world::user();
            let any = policy_eval::Resource::any();
            let request = policy_eval::Request::new(&who, "s:A", any, &context);
            let decide = |set| policy_eval::decide(&Policies::new().identity(set), &request).outcome();
            let outcomes = (decide(&old), decide(&new));
            let known = found.changes().iter().any(|change| (change.old.outcome, change.new.outcome) == outcomes);
            prop_assert!(outcomes.0 == outcomes.1 || known, "{context:?}: {outcomes:?}\n{found}");
        }
    }
}

fn directory(more: impl FnOnce(&mut Directory)) -> CompiledDirectory {
    let mut directory = Directory::new();
    let details = include_str!("data/authorization_details.json");
    directory.load_authorization_details([details]).unwrap();
    more(&mut directory);
    directory.compile().unwrap()
}

/// Who may, as one line each.
fn who(directory: &CompiledDirectory, action: &str, resource: &str) -> Vec<String> {
    let found = directory
        .who_can(action, resource, None, &Context::new())
        .unwrap();
    found.to_string().lines().map(str::to_owned).collect()
}

#[test]
fn everybody_who_may() {
    let directory = directory(|_| {});
    assert_eq!(
        who(&directory, "s3:GetObject", "arn:aws:s3:::bucket/a"),
        [
            "arn:aws:sts::111122223333:assumed-role/app/session: by statement 0 of policy `read`",
            "arn:aws:iam::111122223333:root: the root user of the account",
            "arn:aws:iam::111122223333:user/alice: by statement 0 of policy `AdministratorAccess`",
            "arn:aws:iam::111122223333:user/division/bob: by statement 0 of policy `everything`",
        ]
    );
    assert_eq!(
        who(&directory, "ec2:RunInstances", "*"),
        [
            "arn:aws:iam::111122223333:root: the root user of the account",
            "arn:aws:iam::111122223333:user/alice: by statement 0 of policy `AdministratorAccess`",
        ]
    );
}

#[test]
fn a_key_and_what_its_policy_asks_for() {
    let key = "arn:aws:kms:eu-west-1:111122223333:key/1";
    let directory = directory(|directory| {
        let policy = r#"{"Version": "2012-10-17", "Statement": [
            {"Sid": "Via", "Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/team/app"}, "Action": "kms:Decrypt", "Resource": "*",
             "Condition": {"StringEquals": {"kms:ViaService": "s3.eu-west-1.amazonaws.com"}, "Bool": {"aws:SecureTransport": "true"}}},
            {"Sid": "Red", "Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "kms:Decrypt", "Resource": "*",
             "Condition": {"StringEquals": {"aws:PrincipalTag/team": "red"}}},
            {"Sid": "Partner", "Effect": "Allow", "Principal": {"AWS": "444455556666"}, "Action": "kms:Decrypt", "Resource": "*"},
            {"Sid": "Logs", "Effect": "Allow", "Principal": {"Service": "logs.amazonaws.com"}, "Action": "kms:*", "Resource": "*"}
        ]}"#;
        directory
            .resource_policies_mut()
            .put(key.parse().unwrap(), Document::new(policy))
            .unwrap();
    });
    assert_eq!(
        who(&directory, "kms:Decrypt", key),
        [
            "arn:aws:sts::111122223333:assumed-role/app/session, with aws:SecureTransport = true and kms:ViaService = s3.eu-west-1.amazonaws.com: by statement `Via` of policy `key policy`",
            // Her tag is known; the tag of the other user is another one.
            "arn:aws:iam::111122223333:user/alice: by statement 0 of policy `AdministratorAccess` and statement `Red` of policy `key policy`",
            "logs: by statement `Logs` of policy `key policy`",
            "arn:aws:iam::444455556666:root: by statement `Partner` of policy `key policy`; if its own account's policies allow",
            "arn:aws:iam::444455556666:user/example: by statement 0 of policy `policies of its own account` and statement `Partner` of policy `key policy`; if its own account's policies allow",
        ]
    );
    // A context that is given is not changed.
    let plain = Context::new().with("aws:SecureTransport", "false").unwrap();
    let found = directory.who_can("kms:Decrypt", key, None, &plain).unwrap();
    assert!(
        found
            .can
            .iter()
            .all(|access| !access.request.principal.to_string().contains("app"))
    );
    assert_eq!(
        who(&directory, "kms:Encrypt", key),
        ["logs: by statement `Logs` of policy `key policy`"]
    );
}

#[test]
fn a_role_is_a_resource_with_its_trust_policy() {
    let directory = directory(|_| {});
    assert_eq!(
        who(
            &directory,
            "sts:AssumeRole",
            "arn:aws:iam::111122223333:role/team/app"
        ),
        ["ec2: by statement 0 of policy `trust policy`"]
    );
    // Its trust policy has no say in what else is done to it.
    let get = who(
        &directory,
        "iam:GetRole",
        "arn:aws:iam::111122223333:role/team/app",
    );
    assert!(
        get.iter().any(|line| line.contains("AdministratorAccess")),
        "{get:?}"
    );
}

#[test]
fn of_a_key_whose_policy_is_not_known_nothing_can_be_said() {
    let key = "arn:aws:kms:eu-west-1:111122223333:key/2";
    let unknown = directory(|_| {}).who_can("kms:Decrypt", key, None, &Context::new());
    assert!(
        unknown
            .unwrap_err()
            .to_string()
            .contains("is not in the directory")
    );
}

#[test]
fn who_can_as_json() {
    let found = directory(|_| {})
        .who_can("ec2:RunInstances", "*", None, &Context::new())
        .unwrap();
    assert_eq!(
        serde_json::to_value(found).unwrap(),
        json!({
            "can": [
                {"principal": "arn:aws:iam::111122223333:root", "context": {}, "by": []},
                {"principal": "arn:aws:iam::111122223333:user/alice", "context": {}, "by": ["statement 0 of policy `AdministratorAccess`"]}
            ],
            "from_outside": [],
            "unsure": []
        })
    );
}
