//! Web ACL decisions: sixteen rules (ten strings, five patterns, one IP set of 10,000 ranges) over a small GET and an 8 KiB POST; the
//! IP set alone; rates; the managed rule groups.

use std::{collections::HashMap, hint::black_box, time::Duration};

use benches_own::{
    side_by_side::{Row, measure},
    sixteen::{address, arn, compile, form, headers, sixteen},
};
use common_types::Timestamp;
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use waf_rules::{
    CompiledWebAcl, Environment, Request,
    model::{
        AggregateKeyType, IpSetReferenceStatement, ManagedRuleGroupStatement, RateBasedStatement,
        Statement,
    },
};

fn decisions(c: &mut Criterion) {
    let mut group = c.benchmark_group("waf");
    let now = Timestamp::default();
    let environment = Environment::new();
    let headers = headers();
    let body = form();
    let get = Request::new(
        "GET",
        "/products/1234/reviews?page=2&sort=newest",
        [192, 0, 2, 44],
    )
    .headers(&headers);
    let post = Request::new("POST", "/orders", [192, 0, 2, 44])
        .headers(&headers)
        .body(&body);

    let acl = sixteen();
    group.bench_function("16 rules/GET", |b| {
        b.iter(|| acl.decide(black_box(&get), now, &environment).is_allowed())
    });
    group.throughput(Throughput::Bytes(8_192));
    group.bench_function("16 rules/POST 8 KiB", |b| {
        b.iter(|| acl.decide(black_box(&post), now, &environment).is_allowed())
    });

    let managed = |name: &str| Statement::from(ManagedRuleGroupStatement::new("AWS", name));
    let acl = compile(vec![
        managed("AWSManagedRulesCommonRuleSet"),
        managed("AWSManagedRulesKnownBadInputsRuleSet"),
        managed("AWSManagedRulesSQLiRuleSet"),
    ]);
    group.bench_function("Common + KnownBadInputs + SQLi/GET", |b| {
        b.iter(|| acl.decide(black_box(&get), now, &environment).is_allowed());
    });
    group.bench_function("Common + KnownBadInputs + SQLi/POST 8 KiB", |b| {
        b.iter(|| acl.decide(black_box(&post), now, &environment).is_allowed());
    });
    group.finish();
}

fn addresses(c: &mut Criterion) {
    let mut group = c.benchmark_group("waf");
    let acl = compile(vec![IpSetReferenceStatement::new(arn("ipset")).into()]);
    let environment = Environment::new();
    let now = Timestamp::default();
    let requests: Vec<Request<'_>> = (0..65_536)
        .map(|n| Request::new("GET", "/", address(n)))
        .collect();
    let mut at = 0;
    group.bench_function(
        "one IP set of 10,000 ranges, varied address, whole decision",
        |b| {
            b.iter(|| {
                at = (at + 1) % requests.len();
                acl.decide(black_box(&requests[at]), now, &environment)
                    .is_allowed()
            });
        },
    );
    group.finish();
}

/// One rate-based rule by address, and as many instances as live.
struct Rates {
    acl: CompiledWebAcl,
    live: u32,
    at: u32,
    requests: i64,
}

impl Rates {
    fn new(live: u32) -> Self {
        let rate =
            RateBasedStatement::new(2_000_u64, AggregateKeyType::Ip).evaluation_window_sec(600_u64);
        let mut rates = Self {
            acl: compile(vec![rate.into()]),
            live,
            at: 0,
            requests: 0,
        };
        for _ in 0..live {
            rates.request();
        }
        rates
    }

    /// One from another instance: neighbours in time are none in memory. A thousand come in a millisecond.
    fn request(&mut self) -> bool {
        self.at = (self.at + 611_953) % self.live;
        self.requests += 1;
        self.request_of(self.at, self.requests)
    }

    /// So many, half of them on each of two threads.
    fn requests_on_two_threads(&mut self, count: u32) {
        let (rates, begun) = (&*self, self.requests);
        std::thread::scope(|scope| {
            for thread in 0..2 {
                scope.spawn(move || {
                    let mut at = thread * (rates.live / 2);
                    for n in 0..count / 2 {
                        at = (at + 611_953) % rates.live;
                        black_box(rates.request_of(at, begun + i64::from(n)));
                    }
                });
            }
        });
        self.requests += i64::from(count / 2);
    }

    fn request_of(&self, instance: u32, requests: i64) -> bool {
        let request = Request::new("GET", "/", address(instance));
        let now = Timestamp::from_timestamp_millis(requests / 1_000).unwrap_or_default();
        let environment = Environment::new();
        let verdict = self.acl.decide(black_box(&request), now, &environment);
        verdict.is_allowed()
    }
}

fn rates(c: &mut Criterion) {
    let mut group = c.benchmark_group("waf");
    for live in [1_000, 1_000_000] {
        let mut rates = Rates::new(live);
        let id = BenchmarkId::new("rate-based rule, whole decision", live);
        group.bench_function(id, |b| b.iter(|| rates.request()));
    }
    group.finish();
}

/// A rate-based rule over a million instances, beside what no counting in memory gets below on this machine.
fn rates_side_by_side(_: &mut Criterion) {
    const CALLS: usize = 2_000;
    const LIVE: u32 = 1_000_000;
    const SHARED: u32 = 40_000;
    let (mut few, mut many) = (Rates::new(1_000), Rates::new(LIVE));
    let mut shared = Rates::new(LIVE);
    let none = compile(Vec::new());
    let request = Request::new("GET", "/", [192, 0, 2, 44]);
    let mut map: HashMap<u32, u64> = (0..LIVE).map(|n| (n, 0)).collect();
    let mut next = 0;
    let chain = Chain::new();
    let mut link = 0;
    let times = measure(
        vec![
            Row::new("no rule", || {
                let decide = || {
                    none.decide(
                        black_box(&request),
                        Timestamp::default(),
                        &Environment::new(),
                    )
                };
                (0..CALLS).filter(|_| decide().is_allowed()).count()
            }),
            Row::new("1,000 instances", || {
                (0..CALLS).filter(|_| few.request()).count()
            }),
            Row::new("1,000,000 instances", || {
                (0..CALLS).filter(|_| many.request()).count()
            }),
            Row::new("1,000,000, two threads", || {
                shared.requests_on_two_threads(SHARED);
            }),
            Row::new("std HashMap<u32, u64>", || {
                for _ in 0..CALLS {
                    next = (next + 611_953) % LIVE;
                    *map.entry(next).or_default() += 1;
                }
            }),
            Row::new("one look at 64 MiB", || {
                for _ in 0..CALLS {
                    link = chain.after(link);
                }
                link
            }),
        ],
        Duration::from_secs(4),
    );
    println!("rates: one rule that counts by address; nanoseconds a request");
    for name in [
        "no rule",
        "1,000 instances",
        "1,000,000 instances",
        "1,000,000, two threads",
        "std HashMap<u32, u64>",
        "one look at 64 MiB",
    ] {
        let calls = match name {
            "1,000,000, two threads" => SHARED as usize,
            _ => CALLS,
        };
        let nanos = times.of(name).as_secs_f64() * 1e9 / calls as f64;
        println!("{name:24} {nanos:8.1}");
    }
}

/// Lines of 64 bytes, each of which says which one comes next: what it takes to wait for memory.
struct Chain(Vec<[u64; 8]>);

impl Chain {
    fn new() -> Self {
        const LINES: u64 = 1 << 20;
        // An odd multiplier and an odd step go through all of a power of two.
        let next = |line: u64| (line.wrapping_mul(1_664_525) + 1_013_904_223) % LINES;
        Self((0..LINES).map(|line| [next(line); 8]).collect())
    }

    fn after(&self, line: u64) -> u64 {
        usize::try_from(line).map_or(0, |line| self.0[line][0])
    }
}

criterion_group! {
    name = benches;
    config = Criterion::default().measurement_time(Duration::from_secs(2)).warm_up_time(Duration::from_millis(500));
    targets = decisions, addresses, rates, rates_side_by_side
}
criterion_main!(benches);
