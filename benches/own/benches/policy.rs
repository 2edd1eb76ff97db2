//! Policy decisions: warm and cold, over few and many statements, indexed and not.
//!
//! The workload is that of `crates/policy-eval/examples/decisions`, whose instructions `scripts/policy-instructions` counts.
//! The same beside peers: `benches/peers/benches/policy.rs`.

#[path = "../../../crates/policy-eval/examples/decisions/workload.rs"]
mod workload;

use std::hint::black_box;

use common_types::{Arn, Caller};
use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use policy_eval::PolicySet;

const SIZES: [usize; 4] = [10, 100, 1_000, 10_000];

fn is_allowed(set: &PolicySet, caller: &Caller, resource: &Arn) -> bool {
    workload::is_allowed(black_box(set), caller, black_box(resource))
}

/// One decision over a policy that is compiled.
fn warm(criterion: &mut Criterion) {
    let caller = workload::caller();
    let mut group = criterion.benchmark_group("policy/warm");
    for n in SIZES {
        let set = workload::compile(&workload::parameters(n));
        for (name, app, expected) in [("last", n - 1, true), ("none", n, false)] {
            let resource = workload::parameter(app);
            assert_eq!(is_allowed(&set, &caller, &resource), expected);
            group.bench_function(BenchmarkId::new(name, n), |bencher| {
                bencher.iter(|| is_allowed(&set, &caller, &resource));
            });
        }
    }
    group.finish();
}

/// Statements that no index can tell apart: any action on any resource. Divide by N.
fn unindexable(criterion: &mut Criterion) {
    let caller = workload::caller();
    let resource = workload::parameter(0);
    let mut group = criterion.benchmark_group("policy/unindexable");
    for n in SIZES {
        let set = workload::compile(&workload::about_anything(n));
        assert!(!is_allowed(&set, &caller, &resource));
        group.bench_function(BenchmarkId::from_parameter(n), |bencher| {
            bencher.iter(|| is_allowed(&set, &caller, &resource));
        });
    }
    group.finish();
}

/// From the text to the decision.
fn cold(criterion: &mut Criterion) {
    let caller = workload::caller();
    let mut group = criterion.benchmark_group("policy/cold");
    for n in SIZES {
        let json = workload::parameters(n);
        let resource = workload::parameter(n - 1);
        group.bench_function(BenchmarkId::from_parameter(n), |bencher| {
            bencher.iter(|| {
                let set = workload::compile(black_box(&json));
                is_allowed(&set, &caller, &resource)
            });
        });
    }
    group.finish();
}

criterion_group!(benches, warm, unindexable, cold);
criterion_main!(benches);
