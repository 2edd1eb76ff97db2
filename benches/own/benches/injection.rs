//! Detection of injections: libinjection's corpus of attacks, 8 KiB of ordinary text, and the three managed rule groups
//! that most web ACLs have, on a page and on a form.

use std::fmt::Write;
use std::fs;
use std::hint::black_box;
use std::path::Path;

use common_types::Timestamp;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use serde_json::json;
use waf_rules::injection::{SensitivityLevel, is_sqli, is_xss};
use waf_rules::{
    BuiltInRuleGroups, Bundle, CompileOptions, CompiledWebAcl, Environment, Header, Request,
    WebAclDocument,
};

/// Bytes of the long inputs.
const LONG: usize = 8_192;

/// The corpus as it is, URL-encoded, a line an element: what is measured is time.
fn corpus(prefix: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../crates/waf-rules/tests/data/libinjection");
    let mut inputs = Vec::new();
    for file in fs::read_dir(folder).expect("the corpus") {
        let file = file.expect("a file");
        if file.file_name().to_string_lossy().starts_with(prefix) {
            let text = fs::read(file.path()).expect("its text");
            inputs.extend(text.split(|byte| *byte == b'\n').map(<[u8]>::to_vec));
        }
    }
    inputs
}

fn text() -> String {
    let sentence =
        "It's a dog's life, isn't it? Please select a seat and update my order -- \"today\". ";
    let mut text = sentence.repeat(LONG / sentence.len() + 1);
    text.truncate(LONG);
    text
}

fn form() -> String {
    let mut form = String::new();
    for field in 0.. {
        if form.len() >= LONG {
            break;
        }
        write!(form, "field{field}=some+value%20of+{}&", field * 7_919).expect("memory");
    }
    form.truncate(LONG);
    form
}

fn detectors(criterion: &mut Criterion) {
    let sqli = corpus("sqli-");
    let xss = corpus("xss-");
    let mut group = criterion.benchmark_group("injection");
    group.throughput(Throughput::Elements(sqli.len() as u64));
    for (name, level) in [
        ("is_sqli LOW", SensitivityLevel::Low),
        ("is_sqli HIGH", SensitivityLevel::High),
    ] {
        group.bench_function(format!("{name} corpus"), |bencher| {
            bencher.iter(|| {
                sqli.iter()
                    .filter(|input| is_sqli(black_box(input), level))
                    .count()
            });
        });
    }
    group.throughput(Throughput::Elements(xss.len() as u64));
    group.bench_function("is_xss corpus", |bencher| {
        bencher.iter(|| xss.iter().filter(|input| is_xss(black_box(input))).count());
    });
    group.throughput(Throughput::Bytes(LONG as u64));
    for (name, input) in [("text", text()), ("form", form())] {
        group.bench_function(format!("is_sqli 8 KiB {name}"), |bencher| {
            bencher.iter(|| is_sqli(black_box(input.as_bytes()), SensitivityLevel::Low));
        });
        group.bench_function(format!("is_xss 8 KiB {name}"), |bencher| {
            bencher.iter(|| is_xss(black_box(input.as_bytes())));
        });
    }
    group.finish();
}

fn managed_groups(criterion: &mut Criterion) {
    let visibility = json!({ "SampledRequestsEnabled": true, "CloudWatchMetricsEnabled": true, "MetricName": "m" });
    let rules: Vec<_> = ["Common", "KnownBadInputs", "SQLi"]
        .iter()
        .enumerate()
        .map(|(priority, name)| {
            json!({
                "Name": name,
                "Priority": priority,
                "Statement": { "ManagedRuleGroupStatement": {
                    "VendorName": "AWS", "Name": format!("AWSManagedRules{name}RuleSet"),
                }},
                "OverrideAction": { "None": {} },
                "VisibilityConfig": visibility,
            })
        })
        .collect();
    let document = json!({
        "Name": "m",
        "Id": "11111111-2222-3333-4444-555555555555",
        "ARN": "arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/m/11111111-2222-3333-4444-555555555555",
        "DefaultAction": { "Allow": {} },
        "VisibilityConfig": visibility,
        "Rules": rules,
    });
    let document = WebAclDocument::from_json(&document.to_string()).expect("a web ACL");
    let provider = BuiltInRuleGroups::new();
    let options = CompileOptions::new().managed(&provider);
    let acl = CompiledWebAcl::compile(document.web_acl(), &Bundle::new(), &options).expect("valid");
    let headers = [
        ("Host", "shop.example.com"),
        (
            "User-Agent",
            "Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0",
        ),
        (
            "Accept",
            "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
        ),
        ("Accept-Language", "en-GB,en;q=0.9,fr;q=0.8"),
        ("Accept-Encoding", "gzip, deflate, br, zstd"),
        ("Referer", "https://www.example.com/search?q=new&page=2"),
        (
            "Cookie",
            "session=0123456789abcdef0123456789abcdef; theme=dark; _ga=GA1.2.1234.5678",
        ),
        ("Cache-Control", "max-age=0"),
        ("Sec-Fetch-Site", "same-origin"),
        ("If-None-Match", "W/\"5f3c-18c2f\""),
    ]
    .map(|(name, value)| Header::new(name, value));
    let form = form();
    let client = [192, 0, 2, 44];
    let page = Request::new("GET", "/products/blue-shoes?page=3&sort=price_desc", client);
    let contact = Request::new("POST", "/contact", client).body(&form);
    let mut group = criterion.benchmark_group("Common, KnownBadInputs, SQLi");
    for (name, request) in [("page", page), ("8 KiB form", contact)] {
        let request = request.headers(&headers);
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                let environment = Environment::new();
                let verdict = acl.decide(black_box(&request), Timestamp::UNIX_EPOCH, &environment);
                assert!(verdict.is_allowed(), "{}", verdict.rule());
            });
        });
    }
    group.finish();
}

criterion_group!(benches, detectors, managed_groups);
criterion_main!(benches);
