//! Web ACL decisions: sixteen rules (ten strings, five patterns, one IP set of 10,000 ranges) over a small GET and an 8 KiB POST; the
//! IP set alone; rates; the managed rule groups.

use std::{hint::black_box, net::IpAddr, sync::Arc, time::Duration};

use common_types::Timestamp;
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use waf_rules::{
    BuiltInRuleGroups, Bundle, CompileOptions, CompiledWebAcl, Environment, Header, Request,
    ResourceType, Unresolved,
    model::{
        AggregateKeyType, AllowAction, BlockAction, Body, ByteMatchStatement, DefaultAction,
        FieldToMatch, IpAddressVersion, IpSet, IpSetReferenceStatement, ManagedRuleGroupStatement,
        NoneAction, OverrideAction, PositionalConstraint, QueryString, RateBasedStatement,
        RegexMatchStatement, Rule, RuleAction, SingleHeader, Statement, TextTransformation,
        UriPath, VisibilityConfig, WebAcl,
    },
    transform::TextTransformationType,
};

const ID: &str = "a1b2c3d4-5678-90ab-cdef-111111111111";
const RANGES: u32 = 10_000;

fn arn(kind: &str) -> String {
    format!("arn:aws:wafv2:eu-west-1:111122223333:regional/{kind}/bench/{ID}")
}

fn web_acl(statements: Vec<Statement>) -> WebAcl {
    let rules: Vec<Rule> = (0_u32..)
        .zip(statements)
        .map(|(priority, statement)| {
            let name = format!("rule-{priority}");
            let is_group = matches!(statement, Statement::ManagedRuleGroupStatement(_));
            let rule = Rule::new(
                name.as_str(),
                priority,
                statement,
                VisibilityConfig::new(false, false, name.as_str()),
            );
            if is_group {
                rule.override_action(OverrideAction::None(NoneAction::new()))
            } else {
                rule.action(RuleAction::Block(BlockAction::new()))
            }
        })
        .collect();
    let visibility = VisibilityConfig::new(false, false, "bench");
    WebAcl::new(
        "bench",
        ID,
        arn("webacl"),
        DefaultAction::Allow(AllowAction::new()),
        visibility,
    )
    .rules(rules)
}

fn compile(statements: Vec<Statement>) -> CompiledWebAcl {
    let mut bundle = Bundle::new();
    // Every 16th network of 256 addresses, from 11.0.0.0 on.
    let ranges: Vec<String> = (0..RANGES)
        .map(|n| {
            let [a, b, c, _] = (0x0B00_0000 + n * 4096).to_be_bytes();
            format!("{a}.{b}.{c}.0/24")
        })
        .collect();
    bundle.add_ip_set(IpSet::new(
        "bench",
        ID,
        arn("ipset"),
        IpAddressVersion::Ipv4,
        ranges,
    ));
    let groups = BuiltInRuleGroups::new();
    let options = CompileOptions::new()
        .managed(&groups)
        .resource_type(ResourceType::CloudFront)
        .unresolved(Unresolved::NeverMatch);
    CompiledWebAcl::compile(&web_acl(statements), &bundle, &options).expect("a web ACL")
}

fn none() -> Vec<TextTransformation> {
    vec![TextTransformation::new(0_u32, TextTransformationType::None)]
}

fn string(field: impl Into<FieldToMatch>, text: &str) -> Statement {
    ByteMatchStatement::new(text, field, none(), PositionalConstraint::Contains).into()
}

fn pattern(field: impl Into<FieldToMatch>, text: &str) -> Statement {
    RegexMatchStatement::new(text, field, none()).into()
}

/// Ten strings, five patterns, one IP set.
fn sixteen() -> CompiledWebAcl {
    compile(vec![
        IpSetReferenceStatement::new(arn("ipset")).into(),
        string(UriPath::new(), "/wp-admin"),
        string(UriPath::new(), "/.git/"),
        string(UriPath::new(), "/etc/passwd"),
        string(UriPath::new(), "phpmyadmin"),
        string(UriPath::new(), "/actuator"),
        string(Body::new(), "<script"),
        string(Body::new(), "/bin/sh"),
        string(Body::new(), "cmd.exe"),
        string(Body::new(), "xp_cmdshell"),
        string(Body::new(), "UNION SELECT"),
        pattern(UriPath::new(), r"\.(?:bak|old|swp)$"),
        pattern(QueryString::new(), r"(?:\.\./){2,}"),
        pattern(SingleHeader::new("user-agent"), r"(?i)sqlmap|nikto|nessus"),
        pattern(Body::new(), r"\$\{jndi:(?:ldap|rmi|dns)"),
        pattern(Body::new(), r"eval\s*\(\s*base64_decode"),
    ])
}

const AGENT: &str = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36";

fn headers() -> [Header<'static>; 10] {
    [
        Header::new("host", "shop.example.com"),
        Header::new("user-agent", AGENT),
        Header::new(
            "accept",
            "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
        ),
        Header::new("accept-language", "en-GB,en;q=0.5"),
        Header::new("accept-encoding", "gzip, deflate, br"),
        Header::new("referer", "https://shop.example.com/products"),
        Header::new(
            "cookie",
            "session=8f14e45fceea167a5a36dedd4bea2543; theme=dark",
        ),
        Header::new("sec-fetch-mode", "navigate"),
        Header::new("sec-fetch-site", "same-origin"),
        Header::new("upgrade-insecure-requests", "1"),
    ]
}

/// A form of 8 KiB, out of ordinary words.
fn form() -> Vec<u8> {
    let words = [
        "name=Siobhan+O'Brien",
        "city=Galway",
        "comment=The+delivery+came+on+time",
        "quantity=12",
        "note=see+page+4",
    ];
    let mut body = Vec::new();
    for word in words.iter().cycle() {
        if body.len() + word.len() + 1 > 8_192 {
            break;
        }
        body.extend_from_slice(word.as_bytes());
        body.push(b'&');
    }
    body.resize(8_192, b'x');
    body
}

fn address(n: u32) -> IpAddr {
    IpAddr::V4(n.wrapping_mul(2_654_435_761).into())
}

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

fn rates(c: &mut Criterion) {
    let mut group = c.benchmark_group("waf");
    let environment = Environment::new();
    for live in [1_000_u32, 1_000_000] {
        let rate =
            RateBasedStatement::new(2_000_u64, AggregateKeyType::Ip).evaluation_window_sec(600_u64);
        let acl = Arc::new(compile(vec![rate.into()]));
        let requests: Vec<Request<'_>> = (0..live)
            .map(|n| Request::new("GET", "/", address(n)))
            .collect();
        for request in &requests {
            let _ = acl.decide(request, Timestamp::default(), &environment);
        }
        let mut n = 0_usize;
        group.bench_with_input(
            BenchmarkId::new("rate-based rule, whole decision", live),
            &live,
            |b, _| {
                b.iter(|| {
                    // A multiplicative walk, so that neighbours in time are none in memory.
                    n = (n + 611_953) % requests.len();
                    let millis = i64::try_from(n % 1_000).unwrap_or(0);
                    let now = Timestamp::from_timestamp_millis(millis).unwrap_or_default();
                    acl.decide(black_box(&requests[n]), now, &environment)
                        .is_allowed()
                });
            },
        );
    }
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default().measurement_time(Duration::from_secs(2)).warm_up_time(Duration::from_millis(500));
    targets = decisions, addresses, rates
}
criterion_main!(benches);
