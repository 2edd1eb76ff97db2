//! Measures every contestant in both directions, then prints the table and the targets.

use std::cell::RefCell;
use std::time::{Duration, Instant};

use benches_peers::{Contestant, Direction, Table, all, targets};
use criterion::{BenchmarkGroup, Criterion, SamplingMode, Throughput, measurement::WallTime};

const SIZES: [usize; 6] = [64, 1 << 10, 4 << 10, 64 << 10, 1 << 20, 16 << 20];

fn main() {
    let mut criterion = Criterion::default()
        .warm_up_time(Duration::from_millis(150))
        .measurement_time(Duration::from_millis(500))
        .nresamples(1001)
        .without_plots()
        .configure_from_args();
    let table = RefCell::default();
    for size in SIZES {
        let plaintext = vec![0x5a; size];
        let mut contestants = all();
        for contestant in &mut contestants {
            check(contestant.as_mut(), &plaintext);
        }
        for direction in [Direction::Encrypt, Direction::Decrypt] {
            let mut group = criterion.benchmark_group(format!("{}/{size}", direction.name()));
            group.throughput(Throughput::Bytes(size as u64));
            group.sampling_mode(SamplingMode::Flat);
            // Short samples find the moments in which the machine does nothing else.
            group.sample_size(if size < 1 << 20 { 40 } else { 10 });
            for contestant in &mut contestants {
                contestant.load(&plaintext);
                contestant.encrypt();
                measure(&mut group, direction, size, contestant.as_mut(), &table);
            }
            group.finish();
        }
    }
    criterion.final_summary();

    let table = table.into_inner();
    table.print(Direction::Encrypt, &SIZES);
    table.print(Direction::Decrypt, &SIZES);
    targets::print(&table, &SIZES);
}

/// Nobody is measured who does not give back what was put in.
fn check(contestant: &mut dyn Contestant, plaintext: &[u8]) {
    contestant.load(plaintext);
    contestant.encrypt();
    contestant.decrypt();
    assert!(contestant.opened() == plaintext, "{}", contestant.name());
}

#[expect(clippy::disallowed_methods, reason = "this measures time")]
fn measure(
    group: &mut BenchmarkGroup<'_, WallTime>,
    direction: Direction,
    size: usize,
    contestant: &mut dyn Contestant,
    table: &RefCell<Table>,
) {
    let name = contestant.name();
    group.bench_function(&name, |bencher| {
        bencher.iter_custom(|calls| {
            let start = Instant::now();
            for _ in 0..calls {
                match direction {
                    Direction::Encrypt => contestant.encrypt(),
                    Direction::Decrypt => contestant.decrypt(),
                }
            }
            let elapsed = start.elapsed();
            let each = elapsed.div_f64(calls as f64);
            table.borrow_mut().record(direction, size, &name, each);
            elapsed
        });
    });
}
