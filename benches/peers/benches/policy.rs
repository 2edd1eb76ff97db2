//! Policy decisions beside `iam-rs` and `cedar-policy`: the same N statements, in each one's own language, warm and cold.
//!
//! Each row is measured in turn, over and over, and the least time is kept: what is left when the machine does nothing else.
//! Ratios within one run are what counts. `scripts/policy-instructions` counts instructions.

#[path = "../../../crates/policy-eval/examples/decisions/workload.rs"]
mod workload;

use std::{
    hint::black_box,
    str::FromStr,
    time::{Duration, Instant},
};

use cedar_policy::{Authorizer, Context, Decision, Entities, EntityUid, PolicySet, Request};
use iam_rs::{Arn, EvaluationOptions, IAMPolicy, IAMRequest, Principal, PrincipalId};

const SIZES: [usize; 4] = [10, 100, 1_000, 10_000];

/// Time for one row, in all its rounds.
const ROW: Duration = Duration::from_millis(600);
const ROUNDS: u32 = 6;

fn main() {
    println!(
        "{:<34} {:>8} {:>12} {:>12} {:>12} {:>9} {:>9}",
        "", "N", "ours", "iam-rs", "cedar", "iam-rs/", "cedar/"
    );
    for n in SIZES {
        warm(n);
    }
    for n in SIZES {
        cold(n);
    }
    for n in SIZES {
        unindexable(n);
    }
    println!(
        "targets: warm at most 150 ns, flat; cold iam-rs/ at least 4, cedar/ at least 30; not indexable at most 15 ns a statement"
    );
}

/// One decision over policies that are read already; the last statement matches.
fn warm(n: usize) {
    let json = workload::parameters(n);
    let (set, caller) = (workload::compile(&json), workload::caller());
    let resource = workload::parameter(n - 1);
    let iam = iam_evaluator(&json);
    let iam_request = iam_request(n - 1);
    let cedar = cedar_policies(&cedar_text(n));
    let (authorizer, entities, cedar_request) =
        (Authorizer::new(), Entities::empty(), cedar_request(n - 1));
    let [ours, theirs, cedars] = least([
        &mut || {
            assert!(workload::is_allowed(
                black_box(&set),
                &caller,
                black_box(&resource)
            ))
        },
        &mut || assert!(is_allowed(&iam, black_box(&iam_request))),
        &mut || {
            let response = authorizer.is_authorized(black_box(&cedar_request), &cedar, &entities);
            assert!(response.decision() == Decision::Allow);
        },
    ]);
    print(
        "warm, the last matches",
        n,
        ours,
        Some(theirs),
        Some(cedars),
    );
    let none = workload::parameter(n);
    let [ours] = least([&mut || {
        assert!(!workload::is_allowed(
            black_box(&set),
            &caller,
            black_box(&none)
        ))
    }]);
    print("warm, none matches", n, ours, None, None);
}

/// From the text to the decision.
fn cold(n: usize) {
    let (json, text) = (workload::parameters(n), cedar_text(n));
    let (caller, resource) = (workload::caller(), workload::parameter(n - 1));
    let iam_request = iam_request(n - 1);
    let (authorizer, entities, cedar_request) =
        (Authorizer::new(), Entities::empty(), cedar_request(n - 1));
    let [ours, theirs, cedars] = least([
        &mut || {
            assert!(workload::is_allowed(
                &workload::compile(black_box(&json)),
                &caller,
                &resource
            ))
        },
        &mut || {
            let evaluator = iam_evaluator(black_box(&json));
            assert!(is_allowed(&evaluator, &iam_request));
        },
        &mut || {
            let policies = cedar_policies(black_box(&text));
            let response = authorizer.is_authorized(&cedar_request, &policies, &entities);
            assert!(response.decision() == Decision::Allow);
        },
    ]);
    print(
        "cold: parse, compile, decide",
        n,
        ours,
        Some(theirs),
        Some(cedars),
    );
}

/// Statements that no index can tell apart, by the statement.
fn unindexable(n: usize) {
    let (set, caller) = (
        workload::compile(&workload::about_anything(n)),
        workload::caller(),
    );
    let resource = workload::parameter(0);
    let [ours] = least([&mut || {
        assert!(!workload::is_allowed(
            black_box(&set),
            &caller,
            black_box(&resource)
        ))
    }]);
    print(
        "not indexable, for each statement",
        n,
        ours / n as f64,
        None,
        None,
    );
}

/// Nanoseconds of each, in turns; the least of several rounds.
fn least<const K: usize>(mut rows: [&mut dyn FnMut(); K]) -> [f64; K] {
    let mut best = [f64::INFINITY; K];
    let share = ROW / ROUNDS;
    for _ in 0..ROUNDS {
        for (row, best) in rows.iter_mut().zip(&mut best) {
            let (started, mut calls) = (Instant::now(), 1_u32);
            while started.elapsed() < share {
                let batch = Instant::now();
                (0..calls).for_each(|_| row());
                let took = batch.elapsed();
                *best = best.min(took.as_secs_f64() * 1e9 / f64::from(calls));
                // Batches long enough for the clock and short enough for a quiet moment.
                if took < Duration::from_micros(50) && calls < 1 << 20 {
                    calls *= 2;
                }
            }
        }
    }
    best
}

fn print(what: &str, n: usize, ours: f64, iam: Option<f64>, cedar: Option<f64>) {
    let shown = |ns: Option<f64>| {
        ns.map_or_else(String::new, |ns| match ns {
            ..1e3 => format!("{ns:.1} ns"),
            ..1e6 => format!("{:.2} µs", ns / 1e3),
            _ => format!("{:.2} ms", ns / 1e6),
        })
    };
    let ratio = |ns: Option<f64>| ns.map_or_else(String::new, |ns| format!("{:.1} x", ns / ours));
    println!(
        "{what:<34} {n:>8} {:>12} {:>12} {:>12} {:>9} {:>9}",
        shown(Some(ours)),
        shown(iam),
        shown(cedar),
        ratio(iam),
        ratio(cedar)
    );
}

/// By itself it looks at a thousand statements at most.
fn iam_evaluator(json: &str) -> iam_rs::PolicyEvaluator {
    let policy: IAMPolicy = serde_json::from_str(json).expect("a policy");
    let options = EvaluationOptions {
        max_statements: usize::MAX,
        ..EvaluationOptions::default()
    };
    iam_rs::PolicyEvaluator::with_policies(vec![policy]).with_options(options)
}

fn iam_request(app: usize) -> IAMRequest {
    let mut context = iam_rs::Context::new();
    context.insert(
        "aws:PrincipalTag/team".to_owned(),
        iam_rs::ContextValue::String("orders".to_owned()),
    );
    let role = "arn:aws:iam::111122223333:role/app".to_owned();
    IAMRequest::new_with_context(
        Principal::Aws(PrincipalId::String(role)),
        "ssm:GetParameter",
        Arn::parse(workload::parameter(app).as_str()).expect("an ARN"),
        context,
    )
}

fn is_allowed(evaluator: &iam_rs::PolicyEvaluator, request: &IAMRequest) -> bool {
    let result = evaluator.evaluate(request).expect("a decision");
    result.decision == iam_rs::Decision::Allow
}

/// The same statements as Cedar policies. Cedar names resources by entities; what an ARN is to IAM is an attribute here.
fn cedar_text(n: usize) -> String {
    (0..n)
        .map(|i| {
            format!(
                r#"permit(principal, action in [Action::"GetParameter", Action::"GetParameters"], resource) when {{ context.arn like "arn:aws:ssm:eu-west-1:111122223333:parameter/app-{i}/*" && context.team == "orders" }};"#
            )
        })
        .collect()
}

fn cedar_policies(text: &str) -> PolicySet {
    PolicySet::from_str(text).expect("policies")
}

fn cedar_request(app: usize) -> Request {
    let uid = |text: &str| EntityUid::from_str(text).expect("an entity");
    let context = format!(
        r#"{{"arn": "{}", "team": "orders"}}"#,
        workload::parameter(app)
    );
    let context = Context::from_json_str(&context, None).expect("a context");
    Request::new(
        uid(r#"Role::"app""#),
        uid(r#"Action::"GetParameter""#),
        uid(r#"Parameter::"p""#),
        context,
        None,
    )
    .expect("a request")
}
