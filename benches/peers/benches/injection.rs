//! Detection of injections beside `libinjectionrs`, another port of libinjection: its corpus, and 8 KiB of text.

use std::fs;
use std::hint::black_box;
use std::path::Path;

use criterion::{Criterion, criterion_group, criterion_main};
use waf_rules::injection::{SensitivityLevel, is_sqli, is_xss};

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

fn detectors(criterion: &mut Criterion) {
    let text = "It's a dog's life, isn't it? Please select a seat -- \"today\". ".repeat(130);
    let text = vec![text.into_bytes()];
    for (name, inputs) in [("corpus", corpus("sqli-")), ("text", text.clone())] {
        let mut group = criterion.benchmark_group(format!("is_sqli {name}"));
        group.bench_function("strongroom", |bencher| {
            let ours = |input: &Vec<u8>| is_sqli(black_box(input), SensitivityLevel::Low);
            bencher.iter(|| inputs.iter().filter(|input| ours(input)).count());
        });
        group.bench_function("libinjectionrs", |bencher| {
            let theirs =
                |input: &Vec<u8>| libinjectionrs::detect_sqli(black_box(input)).is_injection();
            bencher.iter(|| inputs.iter().filter(|input| theirs(input)).count());
        });
        group.finish();
    }
    for (name, inputs) in [("corpus", corpus("xss-")), ("text", text)] {
        let mut group = criterion.benchmark_group(format!("is_xss {name}"));
        group.bench_function("strongroom", |bencher| {
            bencher.iter(|| {
                inputs
                    .iter()
                    .filter(|input| is_xss(black_box(input)))
                    .count()
            });
        });
        group.bench_function("libinjectionrs", |bencher| {
            let theirs =
                |input: &Vec<u8>| libinjectionrs::detect_xss(black_box(input)).is_injection();
            bencher.iter(|| inputs.iter().filter(|input| theirs(input)).count());
        });
        group.finish();
    }
}

criterion_group!(benches, detectors);
criterion_main!(benches);
