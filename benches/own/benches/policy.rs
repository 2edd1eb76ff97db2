//! Policy decisions: warm and cold, over few and many statements, indexed and not.
//!
//! Workload: N statements, each allowing two actions on a wildcard resource under one condition. The request matches the
//! last of them, or none.

use std::hint::black_box;

use common_types::{Arn, Caller};
use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use policy_eval::{
    CompiledPolicy, ConditionKey, ConditionKeys, Policies, Policy, PolicyKind, PolicySet, Request,
    Values, decide,
};

const SIZES: [usize; 4] = [10, 100, 1_000, 10_000];

/// What a service knows of a call.
struct Keys;

impl ConditionKeys for Keys {
    fn lookup(&self, key: &ConditionKey) -> Option<Values<'_>> {
        match key.name() {
            "aws:principaltag" if key.tail() == Some("team") => Some(Values::from("orders")),
            _ => None,
        }
    }
}

/// A document of N statements over what `resource` gives for each.
fn document(statements: usize, actions: &str, resource: impl Fn(usize) -> String) -> String {
    let statements: Vec<String> = (0..statements)
        .map(|i| {
            let resource = resource(i);
            format!(
                r#"{{"Sid":"S{i}","Effect":"Allow","Action":{actions},"Resource":"{resource}","Condition":{{"StringEquals":{{"aws:PrincipalTag/team":"orders"}}}}}}"#
            )
        })
        .collect();
    format!(
        r#"{{"Version":"2012-10-17","Statement":[{}]}}"#,
        statements.join(",")
    )
}

fn parameters(statements: usize) -> String {
    document(
        statements,
        r#"["ssm:GetParameter","ssm:GetParameters"]"#,
        |i| format!("arn:aws:ssm:eu-west-1:111122223333:parameter/app-{i}/*"),
    )
}

fn compile(json: &str) -> PolicySet {
    let policy = Policy::parse(json, PolicyKind::Identity).expect("a policy");
    CompiledPolicy::compile("bench", &policy).into()
}

fn parameter(app: usize) -> Arn {
    let text = format!("arn:aws:ssm:eu-west-1:111122223333:parameter/app-{app}/db/password");
    text.parse().expect("an ARN")
}

fn is_allowed(set: &PolicySet, caller: &Caller, action: &str, resource: &Arn) -> bool {
    let request = Request::new(caller.principal(), action, black_box(resource), &Keys);
    decide(&Policies::new().identity(black_box(set)), &request).is_allowed()
}

fn caller() -> Caller {
    Caller::role("arn:aws:iam::111122223333:role/app").expect("a role")
}

/// One decision over a policy that is compiled.
fn warm(criterion: &mut Criterion) {
    let caller = caller();
    let mut group = criterion.benchmark_group("policy/warm");
    for n in SIZES {
        let set = compile(&parameters(n));
        for (name, app, expected) in [("last", n - 1, true), ("none", n, false)] {
            let resource = parameter(app);
            assert_eq!(
                is_allowed(&set, &caller, "ssm:GetParameter", &resource),
                expected
            );
            group.bench_function(BenchmarkId::new(name, n), |bencher| {
                bencher.iter(|| is_allowed(&set, &caller, "ssm:GetParameter", &resource));
            });
        }
    }
    group.finish();
}

/// Statements that no index can tell apart: any action on any resource. Divide by N.
fn unindexable(criterion: &mut Criterion) {
    let caller = caller();
    let resource = parameter(0);
    let mut group = criterion.benchmark_group("policy/unindexable");
    for n in SIZES {
        let json =
            document(n, r#""*""#, |_| "*".to_owned()).replace(r#":"orders""#, r#":"billing""#);
        let set = compile(&json);
        assert!(!is_allowed(&set, &caller, "ssm:GetParameter", &resource));
        group.bench_function(BenchmarkId::from_parameter(n), |bencher| {
            bencher.iter(|| is_allowed(&set, &caller, "ssm:GetParameter", &resource));
        });
    }
    group.finish();
}

/// From the text to the decision.
fn cold(criterion: &mut Criterion) {
    let caller = caller();
    let mut group = criterion.benchmark_group("policy/cold");
    for n in SIZES {
        let json = parameters(n);
        let resource = parameter(n - 1);
        group.bench_function(BenchmarkId::from_parameter(n), |bencher| {
            bencher.iter(|| {
                is_allowed(
                    &compile(black_box(&json)),
                    &caller,
                    "ssm:GetParameter",
                    &resource,
                )
            });
        });
    }
    group.finish();
}

criterion_group!(benches, warm, unindexable, cold);
criterion_main!(benches);
