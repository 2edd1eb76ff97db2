//! What Parameter Store costs beside bare engines that hold the same 100,000 values of 1 KiB: redb as it is, and a `BTreeMap`.
//!
//! Calls go through the caller's handle: authorised, audited `Buffered`, over a sealed store in a file.
//! `PARAMETERS` says how many there are: 1,000 to 1,000,000.

mod bare;
mod subject;

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use benches_own::side_by_side::{Row, measure};
use criterion::{Criterion, criterion_group, criterion_main};
use references::{Resolver, SecureFields};
use store::conformance::block_on;
use tempfile::TempDir;
use tokio::runtime::Runtime;

use bare::{Bare, Log, Raw};
use subject::{PUTS, Subject, UNDER_PATH, WRITERS, name, path, value};

/// Calls that are measured together, and puts of one caller.
const CALLS: usize = 100;
const ALONE: usize = 48;
/// Parameters that are read again and again.
const HOT: usize = 1_000;

fn ratios(_: &mut Criterion) {
    let parameters = std::env::var("PARAMETERS").map_or(100_000, |n| n.parse().unwrap());
    let dir = TempDir::new().unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .build()
        .unwrap();
    let subject = Subject::loaded(&dir, &runtime, parameters);
    let raw = Raw::new(&dir, parameters);
    let map: BTreeMap<String, Vec<u8>> = (0..parameters).map(|n| (name(n), value())).collect();
    println!("{parameters} parameters of 1 KiB");
    reads(&subject, &raw, &map, parameters);
    writes(&subject, &dir, &runtime, parameters);
}

/// GetParameter and GetParametersByPath.
fn reads(subject: &Subject, raw: &Raw, map: &BTreeMap<String, Vec<u8>>, parameters: usize) {
    let many = |call: &dyn Fn(usize)| (0..CALLS).for_each(call);
    // In no order that a page cache would like.
    let spread = |n: usize, among: usize| n.wrapping_mul(7_919) % among;
    let hot = HOT.min(parameters);
    let paths = parameters / UNDER_PATH;
    let names = &(0..parameters).map(name).collect::<Vec<_>>();
    let path_names = &(0..paths).map(path).collect::<Vec<_>>();
    let get = &|n: usize| subject.get(n, &names[n]);
    let by_path = &|n: usize| subject.by_path(n, &path_names[n]);
    let cold = subject.without_memory();
    // All of them are in memory, as far as there is room.
    (0..parameters).for_each(|n| keep(get(n)));
    (0..paths).for_each(|n| keep(by_path(n)));
    let secure = subject.secure();
    let cold = &cold;
    let resolver = Resolver::new(Arc::new(subject.handle(0)));
    let everywhere = SecureFields::everywhere();
    let times = measure(
        vec![
            Row::new("redb get", || {
                many(&|n| keep(raw.get(&names[spread(n, hot)])))
            }),
            Row::new("map get", || {
                many(&|n| keep(map.get(&names[spread(n, hot)]).cloned()))
            }),
            Row::new("GetParameter, hot", || {
                many(&|n| keep(get(spread(n, hot))));
            }),
            Row::new("redb get, anywhere", {
                let mut at = 0;
                move || {
                    at += CALLS;
                    many(&|n| keep(raw.get(&names[spread(at + n, parameters)])));
                }
            }),
            Row::new("GetParameter, anywhere", {
                let mut at = 0;
                move || {
                    at += CALLS;
                    many(&|n| keep(get(spread(at + n, parameters))));
                }
            }),
            Row::new("GetParameter, from the store", {
                let mut at = 0;
                move || {
                    at += CALLS;
                    many(&|n| {
                        let n = spread(at + n, parameters);
                        keep(cold.get(n, &names[n]));
                    });
                }
            }),
            Row::new("GetParameter, SecureString", || {
                many(&|_| keep(subject.get_secure(&secure)));
            }),
            Row::new("KMS Decrypt", || many(&|_| keep(subject.decrypt(&secure)))),
            Row::new("redb scan of 10", || {
                many(&|n| keep(raw.scan(&path_names[spread(n, HOT.min(paths))])));
            }),
            Row::new("GetParametersByPath, hot", || {
                many(&|n| keep(by_path(spread(n, HOT.min(paths)))));
            }),
            Row::new("redb scan of 10, anywhere", {
                let mut at = 0;
                move || {
                    at += CALLS;
                    many(&|n| keep(raw.scan(&path_names[spread(at + n, paths)])));
                }
            }),
            Row::new("GetParametersByPath, anywhere", {
                let mut at = 0;
                move || {
                    at += CALLS;
                    many(&|n| keep(by_path(spread(at + n, paths))));
                }
            }),
            Row::new("GetParametersByPath, from the store", {
                let mut at = 0;
                move || {
                    at += CALLS;
                    many(&|n| {
                        let n = spread(at + n, paths);
                        keep(cold.by_path(n, &path_names[n]));
                    });
                }
            }),
            Row::new("read_parameters of 200", || keep(subject.read(200, hot))),
            Row::new("200 redb gets", || {
                (0..200).for_each(|n| keep(raw.get(&names[spread(n, hot)])));
            }),
            Row::prepared(
                "200 references",
                || document(200, hot),
                |mut document| {
                    let resolve = resolver.resolve(&mut document, &everywhere);
                    block_on(resolve).unwrap();
                    document
                },
            ),
        ],
        Duration::from_secs(15),
    );
    let each = |name: &str| times.of(name).as_nanos() / CALLS as u128;
    for (name, floor, target) in [
        ("redb get", "redb get", ""),
        ("map get", "redb get", ""),
        ("GetParameter, hot", "redb get", "(target 1.3, and 1500 ns)"),
        ("redb get, anywhere", "redb get, anywhere", ""),
        (
            "GetParameter, anywhere",
            "redb get, anywhere",
            "(target 1.3)",
        ),
        ("GetParameter, from the store", "redb get, anywhere", ""),
        ("KMS Decrypt", "KMS Decrypt", ""),
        ("GetParameter, SecureString", "KMS Decrypt", ""),
        ("redb scan of 10", "redb scan of 10", ""),
        (
            "GetParametersByPath, hot",
            "redb scan of 10",
            "(target 1.5)",
        ),
        ("redb scan of 10, anywhere", "redb scan of 10, anywhere", ""),
        (
            "GetParametersByPath, anywhere",
            "redb scan of 10, anywhere",
            "(target 1.5)",
        ),
        (
            "GetParametersByPath, from the store",
            "redb scan of 10, anywhere",
            "",
        ),
    ] {
        println!(
            "{name:<35} {:>7} ns   {:.2} {target}",
            each(name),
            times.ratio(name, floor)
        );
    }
    let decryption = times.of("GetParameter, SecureString") - times.of("GetParameter, hot");
    println!(
        "what a SecureString adds is {:.2} of KMS Decrypt (target 1)",
        decryption.as_secs_f64() / times.of("KMS Decrypt").as_secs_f64()
    );
    for (name, floor, target) in [
        ("read_parameters of 200", "200 redb gets", ""),
        ("200 references", "read_parameters of 200", "(target 1.5)"),
    ] {
        println!(
            "{name:<35} {:>7} µs   {:.2} {target}",
            times.of(name).as_micros(),
            times.ratio(name, floor)
        );
    }
}

/// PutParameter, one after the other and by 64 writers, beside redb commits of the same records: with the entry in the store's
/// log, which is one of them, and without.
fn writes(subject: &Subject, dir: &TempDir, runtime: &Runtime, parameters: usize) {
    let raw = Bare::new(dir, subject, parameters);
    let alone = measure(
        vec![
            Row::new("redb commit", || {
                (0..ALONE).for_each(|_| raw.commit(1, Log::Written))
            }),
            Row::new("redb commit, no log", || {
                (0..ALONE).for_each(|_| raw.commit(1, Log::LeftOut))
            }),
            Row::new("PutParameter", || {
                (0..ALONE).for_each(|_| keep(subject.put(0)))
            }),
        ],
        Duration::from_secs(15),
    );
    let together = measure(
        vec![
            Row::new("redb commit of 64", || {
                (0..PUTS).for_each(|_| raw.commit(WRITERS, Log::Written))
            }),
            Row::new("of 64, no log", || {
                (0..PUTS).for_each(|_| raw.commit(WRITERS, Log::LeftOut))
            }),
            Row::new("64 writers", || subject.put_at_once(runtime, parameters)),
        ],
        Duration::from_secs(15),
    );
    println!("                          time   beside redb");
    for (times, calls, floor, rows) in [
        (
            &alone,
            ALONE,
            "redb commit",
            [
                ("redb commit", ""),
                ("redb commit, no log", ""),
                ("PutParameter", "(target 1.15)"),
            ],
        ),
        (
            &together,
            PUTS,
            "redb commit of 64",
            [
                ("redb commit of 64", ""),
                ("of 64, no log", ""),
                ("64 writers", "(target 1.25: 0.8 of the rate)"),
            ],
        ),
    ] {
        for (name, target) in rows {
            let micros = times.of(name).as_micros() / calls as u128;
            let ratio = times.ratio(name, floor);
            println!("{name:<20} {micros:>7} µs   {ratio:.2} {target}");
        }
    }
}

/// Makes sure that what was read is not left out as unused.
fn keep<T>(read: T) {
    std::hint::black_box(read);
}

/// A configuration with so many references.
fn document(references: usize, hot: usize) -> serde_json::Value {
    let reference = |n: usize| {
        let name = name(n.wrapping_mul(7_919) % hot);
        serde_json::Value::from(format!("{{{{resolve:ssm:{name}}}}}"))
    };
    serde_json::Value::Array((0..references).map(reference).collect())
}

criterion_group!(benches, ratios);
criterion_main!(benches);
