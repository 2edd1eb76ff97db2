//! Detection of injections: libinjection's corpus of attacks, and 8 KiB of ordinary text.

use std::fmt::Write;
use std::fs;
use std::hint::black_box;
use std::path::Path;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use waf_rules::injection::{SensitivityLevel, is_sqli, is_xss};

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

criterion_group!(benches, detectors);
criterion_main!(benches);
