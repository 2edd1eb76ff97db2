//! What a web ACL costs as a resource: a decision that is sampled and logged beside the bare one, and asking for the newest web ACL.

use std::{hint::black_box, sync::Arc, time::Duration};

use benches_own::side_by_side::{Row, measure};
use common_types::{Arn, Caller, ManualClock, Timestamp};
use criterion::{Criterion, criterion_group, criterion_main};
use crypto::random::SystemRandom;
use service_kit::{AuditLog, AuditMode, Guard, StaticPolicySource};
use store::{BytesRootKey, MemoryStore, SealedStore, Store, StoreKeys, conformance::block_on};
use waf_manager::{
    AssociateWebAclRequest, CreateWebAclRequest, Protection, PutLoggingConfigurationRequest, Scope,
    WafManager,
};
use waf_rules::{
    Environment, Header, Request,
    model::{AllowAction, LoggingConfiguration, VisibilityConfig},
};

const BALANCER: &str =
    "arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/shop/50dc6c495c0c9188";
const LOG_GROUP: &str = "arn:aws:logs:eu-west-1:111122223333:log-group:aws-waf-logs-bench";
const REQUESTS: usize = 10_000;

/// A manager with one web ACL, which protects the balancer.
fn manager(is_sampled: bool, logs: bool) -> WafManager {
    let random = Arc::new(SystemRandom::new());
    let root = Arc::new(BytesRootKey::new([7; 32]).expect("a root key"));
    let beneath = Arc::new(MemoryStore::new());
    let keys = block_on(StoreKeys::open(beneath, root, random.clone())).expect("keys");
    let store: Arc<dyn Store> = Arc::new(SealedStore::new(keys.clone()));
    let audit = AuditLog::new(store.clone(), &*random, AuditMode::Buffered).expect("a log");
    let guard = Guard::new(
        Arc::new(StaticPolicySource::new()),
        Arc::new(audit),
        Arc::new(ManualClock::new(Timestamp::default())),
    );
    let manager = WafManager::new(store, keys, guard, random);
    let waf = manager
        .caller(Caller::root("111122223333").expect("a caller"))
        .region("eu-west-1")
        .expect("a handle");
    let visibility = VisibilityConfig::new(is_sampled, false, "bench");
    let request =
        CreateWebAclRequest::new("bench", Scope::Regional, AllowAction::new(), visibility);
    let acl = block_on(waf.create_web_acl(request))
        .expect("a web ACL")
        .summary
        .arn;
    let request = AssociateWebAclRequest::new(&acl, BALANCER);
    block_on(waf.associate_web_acl(request)).expect("an association");
    if logs {
        let configuration = LoggingConfiguration::new(acl, [LOG_GROUP.to_owned()]);
        let request = PutLoggingConfigurationRequest::new(configuration);
        block_on(waf.put_logging_configuration(request)).expect("a configuration");
    }
    manager
}

fn protection(manager: &WafManager, balancer: &Arn) -> Protection {
    let found = block_on(manager.protection(balancer));
    found.expect("a store").expect("a web ACL")
}

fn decisions(c: &mut Criterion) {
    let balancer: Arn = BALANCER.parse().expect("an ARN");
    let managers = [
        ("bare", manager(false, false)),
        ("sampled", manager(true, false)),
        ("logged", manager(false, true)),
    ];
    let headers = [
        Header::new("host", "shop.example.com"),
        Header::new("user-agent", "Mozilla/5.0 (X11; Linux x86_64)"),
        Header::new("accept", "*/*"),
    ];
    let request = Request::new("GET", "/index.html?page=2", [192, 0, 2, 7]).headers(&headers);
    let environment = Environment::new();
    let protections: Vec<_> = managers
        .iter()
        .map(|(name, manager)| (*name, protection(manager, &balancer)))
        .collect();
    let decide = |protection: &Protection| {
        for n in 0..REQUESTS {
            // A thousand requests a second.
            let now = Timestamp::from_timestamp_millis(n as i64).unwrap_or_default();
            black_box(
                protection
                    .decide(black_box(&request), now, &environment)
                    .is_allowed(),
            );
        }
    };
    let mut rows: Vec<Row<'_>> = protections
        .iter()
        .map(|(name, protection)| Row::new(*name, move || decide(protection)))
        .collect();
    let newest = &managers[1].1;
    rows.push(Row::new("newest", || {
        for _ in 0..REQUESTS {
            black_box(protection(newest, &balancer));
        }
    }));
    let times = measure(rows, Duration::from_secs(5));
    println!("\nweb ACL without rules, small GET, a thousand a second; times of one request");
    for name in ["bare", "sampled", "logged", "newest"] {
        let each = times.of(name) / u32::try_from(REQUESTS).unwrap_or(u32::MAX);
        println!(
            "{name:>8}  {each:>8.0?}  {:.1} times bare",
            times.ratio(name, "bare")
        );
    }

    let mut group = c.benchmark_group("waf-manager");
    for (name, protection) in &protections {
        group.bench_function(format!("a decision, {name}"), |b| {
            b.iter(|| {
                let now = Timestamp::default();
                protection
                    .decide(black_box(&request), now, &environment)
                    .is_allowed()
            });
        });
    }
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default().measurement_time(Duration::from_secs(2)).warm_up_time(Duration::from_millis(500));
    targets = decisions
}
criterion_main!(benches);
