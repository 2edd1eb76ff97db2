//! What the store costs beside the bare redb beneath it, and the seal beside one AEAD operation.
//!
//! Every row that is compared writes the same records in the same durability mode (two-phase commit, quick repair) to a
//! file in the same directory. The entry in the store's log is one of them: the contract's `changes` needs it. The table says what it
//! costs.

use std::{
    cell::Cell,
    sync::Arc,
    time::{Duration, Instant},
};

use benches_own::side_by_side::{Row, measure};
use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use crypto::{
    aead::{Algorithm, Opener, SessionSealer, counter_nonce},
    random::SystemRandom,
};
use redb::{Database, TableDefinition};
use store::{
    BytesRootKey, Key, RedbStore, SealedStore, Store, StoreKeys, Transaction, TransactionId,
    conformance::block_on,
};
use tempfile::TempDir;

const VALUE: [u8; 512] = [7; 512];
const WRITERS: u64 = 64;
/// Entries in the log: they are not more with the time that a benchmark takes, either.
const ENTRIES: u64 = 1_024;
/// As long as what a sealed value of these benches is bound to.
const AAD: [u8; 80] = [7; 80];

/// One durable commit of two records: the floor is a redb transaction that writes them, and nothing else.
fn commit(c: &mut Criterion) {
    let mut group = c.benchmark_group("commit");
    let dir = TempDir::new().unwrap();

    let raw = Raw::new(&dir);
    let mut n = 0;
    group.bench_function("redb", |b| {
        b.iter(|| {
            n += 2;
            raw.write_logged(n..n + 2);
        });
    });
    let plain = plain(&dir);
    let mut n = 0;
    group.bench_function("RedbStore", |b| {
        b.iter(|| {
            n += 2;
            block_on(plain.commit(puts(n..n + 2))).unwrap()
        });
    });
    let sealed = sealed(&dir);
    let mut n = 0;
    group.bench_function("SealedStore", |b| {
        b.iter(|| {
            n += 2;
            block_on(sealed.commit(puts(n..n + 2))).unwrap()
        });
    });
    group.finish();
}

/// 64 writers at once, each commits one record and waits for it: the floor is one redb transaction of the same records.
fn writers(c: &mut Criterion) {
    let mut group = c.benchmark_group("64 writers");
    group
        .throughput(Throughput::Elements(WRITERS))
        .sample_size(20);
    let dir = TempDir::new().unwrap();

    let raw = Raw::new(&dir);
    let mut n = 0;
    group.bench_function("redb, one transaction", |b| {
        b.iter(|| {
            n += WRITERS;
            raw.write_logged(n..n + WRITERS);
        });
    });
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .build()
        .unwrap();
    for (name, store) in [
        ("RedbStore", Arc::new(plain(&dir)) as Arc<dyn Store>),
        ("SealedStore", Arc::new(sealed(&dir))),
    ] {
        group.bench_function(name, |b| {
            b.iter_custom(|rounds| runtime.block_on(all_write(&store, rounds)));
        });
    }
    group.finish();
}

/// Lets 64 tasks commit so many times each.
#[expect(
    clippy::disallowed_methods,
    reason = "a benchmark measures time, and owns its tasks"
)]
async fn all_write(store: &Arc<dyn Store>, rounds: u64) -> Duration {
    let begin = Instant::now();
    let tasks: Vec<_> = (0..WRITERS)
        .map(|writer| {
            let store = Arc::clone(store);
            tokio::spawn(async move {
                for round in 0..rounds {
                    let n = round * WRITERS + writer;
                    store.commit(puts(n..n + 1)).await.unwrap();
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    begin.elapsed()
}

/// One record read from a warm cache; beside it the one AEAD operation that the seal adds.
fn read(c: &mut Criterion) {
    let mut group = c.benchmark_group("read");
    let dir = TempDir::new().unwrap();
    let wanted = [key(500)];
    let (plain, sealed) = (plain(&dir), sealed(&dir));
    for store in [&plain as &dyn Store, &sealed] {
        for n in 0..1_000 / WRITERS {
            block_on(store.commit(puts(n * WRITERS..(n + 1) * WRITERS))).unwrap();
        }
    }

    let sealer = SessionSealer::new(Algorithm::Aes256Gcm, &[1; 32]).unwrap();
    let opener = Opener::new(Algorithm::Aes256Gcm, &[1; 32]).unwrap();
    let mut ciphertext = VALUE;
    let (counter, tag) = sealer.seal(&AAD, &mut ciphertext).unwrap();
    group.bench_function("one AEAD operation", |b| {
        let open = |mut value: [u8; 512]| {
            opener
                .open(counter_nonce(counter), &AAD, &mut value, &tag)
                .unwrap();
            value
        };
        b.iter_batched(|| ciphertext, open, BatchSize::SmallInput);
    });
    group.bench_function("RedbStore", |b| {
        b.iter(|| block_on(plain.read(&wanted)).unwrap())
    });
    group.bench_function("SealedStore", |b| {
        b.iter(|| block_on(sealed.read(&wanted)).unwrap())
    });
    group.finish();
}

/// The ratios that the store promises, measured in turns.
fn ratios(_: &mut Criterion) {
    let dir = TempDir::new().unwrap();
    let (raw, plain, sealed) = (
        Raw::new(&dir),
        Arc::new(plain(&dir)),
        Arc::new(sealed(&dir)),
    );
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .build()
        .unwrap();
    let wanted = [key(500)];
    for n in 0..1_000 / WRITERS {
        block_on(plain.commit(puts(n * WRITERS..(n + 1) * WRITERS))).unwrap();
        block_on(sealed.commit(puts(n * WRITERS..(n + 1) * WRITERS))).unwrap();
    }
    let mut count = 0;
    let mut some = || {
        count += 2;
        count..count + 2
    };
    let commits =
        |store: Arc<dyn Store>| move |numbers| block_on(store.commit(puts(numbers))).unwrap();
    let many = |store: Arc<dyn Store>| {
        let runtime = &runtime;
        move || runtime.block_on(all_write(&store, ROUNDS))
    };
    let reads = |store: Arc<dyn Store>| {
        let wanted = &wanted;
        move || (0..READS).for_each(|_| drop(block_on(store.read(wanted)).unwrap()))
    };
    const ROUNDS: u64 = 4;
    const READS: u64 = 1_000;
    let (numbers, budget) = ([some(), some(), some()], Duration::from_secs(12));
    let [a, b, c] = numbers;

    let one = measure(
        vec![
            Row::new("redb", || raw.write_logged(a.clone())),
            Row::prepared("RedbStore", || b.clone(), commits(plain.clone())),
            Row::prepared("SealedStore", || c.clone(), commits(sealed.clone())),
        ],
        budget,
    );
    let writers = measure(
        vec![
            Row::new("redb", || {
                (0..ROUNDS).for_each(|n| raw.write_logged(n * WRITERS..(n + 1) * WRITERS))
            }),
            Row::new("redb, no log", || {
                (0..ROUNDS).for_each(|n| raw.write(n * WRITERS..(n + 1) * WRITERS))
            }),
            Row::new("RedbStore", many(plain.clone())),
            Row::new("SealedStore", many(sealed.clone())),
        ],
        budget,
    );
    let sealer = SessionSealer::new(Algorithm::Aes256Gcm, &[1; 32]).unwrap();
    let opener = Opener::new(Algorithm::Aes256Gcm, &[1; 32]).unwrap();
    let mut ciphertext = VALUE;
    let (counter, tag) = sealer.seal(&AAD, &mut ciphertext).unwrap();
    let read = measure(
        vec![
            Row::new("AEAD", || {
                for _ in 0..READS {
                    let mut value = std::hint::black_box(ciphertext);
                    opener
                        .open(counter_nonce(counter), &AAD, &mut value, &tag)
                        .unwrap();
                }
            }),
            Row::new("RedbStore", reads(plain.clone())),
            Row::new("SealedStore", reads(sealed.clone())),
        ],
        budget / 4,
    );

    println!(
        "one commit                redb 1   RedbStore {:.2}   SealedStore {:.2}   (target 1.15)",
        one.ratio("RedbStore", "redb"),
        one.ratio("SealedStore", "redb")
    );
    println!(
        "rate of 64 writers        redb 1   RedbStore {:.2}   SealedStore {:.2}   (target 0.80)   redb without the log {:.2}",
        writers.ratio("redb", "RedbStore"),
        writers.ratio("redb", "SealedStore"),
        writers.ratio("redb", "redb, no log")
    );
    let added = read.of("SealedStore").saturating_sub(read.of("RedbStore"));
    println!(
        "a read, in AEAD operations: RedbStore {:.2}, the seal adds {:.2}",
        read.ratio("RedbStore", "AEAD"),
        added.as_secs_f64() / read.of("AEAD").as_secs_f64()
    );
}

/// redb as it is, in the store's durability mode.
struct Raw(Database, Cell<u64>);

impl Raw {
    const RECORDS: TableDefinition<'_, &[u8], (u64, &[u8])> = TableDefinition::new("records");

    fn new(dir: &TempDir) -> Self {
        let path = dir.path().join("raw.redb");
        Self(
            Database::builder()
                .set_cache_size(64 * 1024 * 1024)
                .create(path)
                .unwrap(),
            Cell::new(0),
        )
    }

    fn write(&self, numbers: std::ops::Range<u64>) {
        self.write_with(numbers, false);
    }

    /// Writes behind them, as the store does, an entry that names them too.
    fn write_logged(&self, numbers: std::ops::Range<u64>) {
        self.write_with(numbers, true);
    }

    fn write_with(&self, numbers: std::ops::Range<u64>, log: bool) {
        let mut write = self.0.begin_write().unwrap();
        write.set_two_phase_commit(true);
        write.set_quick_repair(true);
        let mut records = write.open_table(Self::RECORDS).unwrap();
        let mut entry = vec![7; 16];
        for n in numbers {
            let key = key(n);
            records.insert(key.as_bytes(), (n, &VALUE[..])).unwrap();
            entry.extend([0; 2]);
            entry.extend(key.as_bytes());
        }
        if log {
            let count = self.1.get() + 1;
            self.1.set(count);
            let place = [&[0xff][..], &(count % ENTRIES).to_be_bytes()].concat();
            records
                .insert(place.as_slice(), (count, entry.as_slice()))
                .unwrap();
        }
        drop(records);
        write.commit().unwrap();
    }
}

fn plain(dir: &TempDir) -> RedbStore {
    RedbStore::create(dir.path().join("plain.redb")).unwrap()
}

fn sealed(dir: &TempDir) -> SealedStore {
    let beneath = Arc::new(RedbStore::create(dir.path().join("sealed.redb")).unwrap());
    let root = Arc::new(BytesRootKey::new([1; 32]).unwrap());
    let keys = StoreKeys::open(beneath, root, Arc::new(SystemRandom::new()));
    SealedStore::new(block_on(keys).unwrap())
}

fn puts(numbers: std::ops::Range<u64>) -> Transaction {
    let id = TransactionId::random(&SystemRandom::new()).unwrap();
    numbers.fold(Transaction::new(id), |tx, n| tx.put(key(n), VALUE.to_vec()))
}

/// One of a thousand records: files do not grow with the time that a benchmark takes.
fn key(n: u64) -> Key {
    Key::global("bench")
        .str("record")
        .u64(n % 1_000)
        .build()
        .unwrap()
}

criterion_group!(benches, commit, writers, read, ratios);
criterion_main!(benches);
