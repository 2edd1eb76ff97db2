//! What KMS costs beside its own cryptography (random, derive, AEAD), and a durable `CreateKey` beside a bare redb commit of
//! the same records: the key, its audit record, and the entry of the commit in the store's log. The same commit without the
//! log's entry is a row too.
//!
//! Calls go through the caller's handle: authorised by the default key policy, audited `Buffered`.

use std::{sync::Arc, time::Duration};

use benches_own::side_by_side::{Row, measure};
use common_types::{
    Caller, DataKeySpec, DecryptRequest, EncryptRequest, GenerateDataKeyRequest, SecretBytes,
    SystemClock,
};
use criterion::{Criterion, criterion_group, criterion_main};
use crypto::{
    aead::{Algorithm, OneTimeKey, Opener, Tag},
    constant_time_eq,
    kdf::{HkdfAlgorithm, Prk},
    random::{self, Random, SystemRandom},
};
use kms_core::{CreateKeyRequest, Kms, KmsHandle};
use redb::{Database, TableDefinition};
use service_kit::{AuditLog, AuditMode, Guard, StaticPolicySource};
use store::{
    BytesRootKey, Key, KeyRange, MemoryStore, RedbStore, Store, StoreKeys, Transaction,
    TransactionId, conformance::block_on,
};
use tempfile::TempDir;

/// A data key's worth of plaintext.
const PLAINTEXT: [u8; 32] = [7; 32];
/// As long as the header of a blob: what its AEAD authenticates.
const HEADER: [u8; 128] = [1; 128];

/// Each call through the handle, and its cryptography alone.
fn calls(c: &mut Criterion) {
    let subject = Subject::new();
    let floor = Floor::new();
    let mut group = c.benchmark_group("Encrypt");
    group.bench_function("its cryptography", |b| b.iter(|| floor.encrypt()));
    group.bench_function("through the handle", |b| b.iter(|| subject.encrypt()));
    group.finish();
    let mut group = c.benchmark_group("Decrypt");
    group.bench_function("its cryptography", |b| b.iter(|| floor.decrypt()));
    group.bench_function("through the handle", |b| b.iter(|| subject.decrypt()));
    group.finish();
    let mut group = c.benchmark_group("GenerateDataKey");
    group.bench_function("its cryptography", |b| b.iter(|| floor.data_key()));
    group.bench_function("through the handle", |b| b.iter(|| subject.data_key()));
    group.finish();
}

/// Makes sure that what was made is not left out as unused.
fn keep<T>(made: T) {
    std::hint::black_box(made);
}

/// The ratios that KMS promises, measured in turns.
fn ratios(_: &mut Criterion) {
    const CALLS: usize = 200;
    let subject = Subject::new();
    let floor = Floor::new();
    let budget = Duration::from_secs(4);
    let many = |call: &dyn Fn()| (0..CALLS).for_each(|_| call());
    let of = |floor: &dyn Fn(), call: &dyn Fn()| {
        let rows = vec![
            Row::new("floor", || many(floor)),
            Row::new("handle", || many(call)),
        ];
        let medians = measure(rows, budget);
        let nanos = |name| medians.of(name).as_nanos() / CALLS as u128;
        (
            nanos("floor"),
            nanos("handle"),
            medians.ratio("handle", "floor"),
        )
    };
    println!("                       cryptography   handle   ratio   (target 2)");
    for (name, (floor, handle, ratio)) in [
        (
            "Encrypt",
            of(&|| keep(floor.encrypt()), &|| keep(subject.encrypt())),
        ),
        (
            "Decrypt",
            of(&|| keep(floor.decrypt()), &|| keep(subject.decrypt())),
        ),
        (
            "GenerateDataKey",
            of(&|| keep(floor.data_key()), &|| keep(subject.data_key())),
        ),
    ] {
        println!("{name:<22} {floor:>9} ns {handle:>5} ns   {ratio:.2}");
    }

    let dir = TempDir::new().unwrap();
    let store: Arc<dyn Store> = Arc::new(RedbStore::create(dir.path().join("store")).unwrap());
    let kms = handle(&store);
    let raw = Raw::new(&dir, records_of_one_creation(&kms, &*store));
    let bare = RedbStore::create(dir.path().join("bare")).unwrap();
    let without_log = Raw::new(&dir, raw.records.clone());
    let times = measure(
        vec![
            Row::new("redb", || raw.commit(true)),
            Row::new("redb, no log", || without_log.commit(false)),
            Row::new("RedbStore", || raw.commit_through(&bare)),
            Row::new("CreateKey", || create_key(&kms)),
        ],
        Duration::from_secs(12),
    );
    println!(
        "                          time   beside redb   without the log's entry   (target 1.15)"
    );
    for name in ["redb", "redb, no log", "RedbStore", "CreateKey"] {
        let micros = times.of(name).as_micros();
        let (ratio, other) = (times.ratio(name, "redb"), times.ratio(name, "redb, no log"));
        println!("a durable {name:<12} {micros:>5} µs   {ratio:.2}          {other:.2}");
    }
}

/// A handle with a key in memory, and a ciphertext under it.
struct Subject {
    kms: KmsHandle,
    key: String,
    blob: Vec<u8>,
}

impl Subject {
    fn new() -> Self {
        let store: Arc<dyn Store> = Arc::new(MemoryStore::new());
        let kms = handle(&store);
        let key = create_key(&kms);
        let request = EncryptRequest::new(&key, PLAINTEXT);
        let blob = block_on(kms.encrypt(request)).unwrap().ciphertext_blob;
        Self { kms, key, blob }
    }

    fn encrypt(&self) -> Vec<u8> {
        let request = EncryptRequest::new(&self.key, PLAINTEXT);
        block_on(self.kms.encrypt(request)).unwrap().ciphertext_blob
    }

    fn decrypt(&self) -> SecretBytes {
        let request = DecryptRequest::new(self.blob.as_slice());
        block_on(self.kms.decrypt(request)).unwrap().plaintext
    }

    fn data_key(&self) -> SecretBytes {
        let request = GenerateDataKeyRequest::new(&self.key, DataKeySpec::Aes256);
        block_on(self.kms.generate_data_key(request))
            .unwrap()
            .plaintext
    }
}

fn handle(store: &Arc<dyn Store>) -> KmsHandle {
    let random = Arc::new(SystemRandom::new());
    let root = Arc::new(BytesRootKey::new([7; 32]).unwrap());
    let keys = block_on(StoreKeys::open(
        Arc::clone(store),
        root,
        Arc::<SystemRandom>::clone(&random),
    ));
    let audit = AuditLog::new(Arc::clone(store), &*random, AuditMode::Buffered).unwrap();
    let policies = Arc::new(StaticPolicySource::new());
    let guard = Guard::new(policies, Arc::new(audit), Arc::new(SystemClock::new()));
    let kms = Kms::new(Arc::clone(store), keys.unwrap(), guard, random);
    kms.caller(Caller::root("111122223333").unwrap())
        .region("eu-west-1")
        .unwrap()
}

fn create_key(kms: &KmsHandle) -> String {
    block_on(kms.create_key(CreateKeyRequest::new()))
        .unwrap()
        .key_metadata
        .key_id
}

/// The primitives that one call takes, on the stack.
struct Floor {
    random: SystemRandom,
    prk: Prk,
    salt: [u8; 16],
    commitment: [u8; 32],
    ciphertext: [u8; 32],
    tag: Tag,
}

impl Floor {
    fn new() -> Self {
        let mut floor = Self {
            random: SystemRandom::new(),
            prk: Prk::from_uniform(HkdfAlgorithm::Sha256, &[3; 32]).unwrap(),
            salt: [0; 16],
            commitment: [0; 32],
            ciphertext: [0; 32],
            tag: Tag::from([0; 16]),
        };
        (floor.salt, floor.commitment, floor.ciphertext, floor.tag) = floor.seal(&PLAINTEXT);
        floor
    }

    fn derive(&self, salt: &[u8; 16]) -> ([u8; 32], [u8; 12], [u8; 32]) {
        let (mut key, mut nonce, mut commitment) = ([0; 32], [0; 12], [0; 32]);
        self.prk
            .expand(&[b"a label as long as that of the key", salt], &mut key)
            .unwrap();
        self.prk
            .expand(&[b"a label as long as of the nonce", salt], &mut nonce)
            .unwrap();
        self.prk
            .expand(
                &[b"a label as long as of the commitment", salt],
                &mut commitment,
            )
            .unwrap();
        (key, nonce, commitment)
    }

    fn seal(&self, plaintext: &[u8; 32]) -> ([u8; 16], [u8; 32], [u8; 32], Tag) {
        let salt = random::bytes(&self.random).unwrap();
        let (key, nonce, commitment) = self.derive(&salt);
        let mut in_out = *plaintext;
        let key = OneTimeKey::new(Algorithm::Aes256Gcm, &key).unwrap();
        let tag = key.seal(nonce, &HEADER, &mut in_out).unwrap();
        (salt, commitment, in_out, tag)
    }

    fn encrypt(&self) -> [u8; 32] {
        self.seal(std::hint::black_box(&PLAINTEXT)).2
    }

    fn decrypt(&self) -> [u8; 32] {
        let (key, nonce, commitment) = self.derive(std::hint::black_box(&self.salt));
        assert!(constant_time_eq(&commitment, &self.commitment));
        let mut in_out = self.ciphertext;
        let key = Opener::new(Algorithm::Aes256Gcm, &key).unwrap();
        key.open(nonce, &HEADER, &mut in_out, &self.tag).unwrap();
        in_out
    }

    fn data_key(&self) -> [u8; 32] {
        let mut plaintext = [0; 32];
        self.random.fill(&mut plaintext).unwrap();
        self.seal(&plaintext).2
    }
}

/// The keys and values that one `CreateKey` writes.
fn records_of_one_creation(kms: &KmsHandle, store: &dyn Store) -> Vec<(Vec<u8>, Vec<u8>)> {
    let before = block_on(store.revision()).unwrap();
    create_key(kms);
    let records = block_on(store.scan(KeyRange::all(), 100)).unwrap();
    let new = records
        .into_iter()
        .filter(|(_, record)| record.version > before);
    new.map(|(key, record)| (key.as_bytes().to_vec(), record.value))
        .collect()
}

/// redb as it is, in the store's durability mode.
struct Raw {
    database: Database,
    records: Vec<(Vec<u8>, Vec<u8>)>,
    count: std::cell::Cell<u64>,
}

impl Raw {
    const RECORDS: TableDefinition<'_, &[u8], (u64, &[u8])> = TableDefinition::new("records");

    fn new(dir: &TempDir, records: Vec<(Vec<u8>, Vec<u8>)>) -> Self {
        assert!(records.len() >= 2, "the key and the audit record");
        let unique = format!(
            "raw-{}.redb",
            random::bytes::<8>(&SystemRandom::new())
                .map(u64::from_be_bytes)
                .unwrap()
        );
        let database = Database::builder()
            .set_cache_size(64 * 1024 * 1024)
            .create(dir.path().join(unique));
        Self {
            database: database.unwrap(),
            records,
            count: std::cell::Cell::new(0),
        }
    }

    /// The records under new keys of the same length.
    fn fresh(&self) -> impl Iterator<Item = (Vec<u8>, &[u8])> {
        let count = self.count.get() + 1;
        self.count.set(count);
        self.records.iter().map(move |(key, value)| {
            let mut key = key.clone();
            let end = key.len();
            key[end - 8..].copy_from_slice(&count.to_be_bytes());
            (key, value.as_slice())
        })
    }

    /// Writes the records through the store.
    fn commit_through(&self, store: &dyn Store) {
        let id = TransactionId::random(&SystemRandom::new()).unwrap();
        let write = |tx: Transaction, (key, value): (Vec<u8>, &[u8])| {
            tx.create(Key::from_bytes(key).unwrap(), value.to_vec())
        };
        block_on(store.commit(self.fresh().fold(Transaction::new(id), write))).unwrap();
    }

    /// Writes the records, and behind them, as the store does, an entry that names them.
    fn commit(&self, log: bool) {
        let mut write = self.database.begin_write().unwrap();
        write.set_two_phase_commit(true);
        write.set_quick_repair(true);
        {
            let mut table = write.open_table(Self::RECORDS).unwrap();
            let mut entry = vec![7; 16];
            for (key, value) in self.fresh() {
                table.insert(key.as_slice(), (1, value)).unwrap();
                entry.extend([0; 2]);
                entry.extend(key);
            }
            if log {
                let place = [&[0xff][..], &self.count.get().to_be_bytes()].concat();
                table
                    .insert(place.as_slice(), (1, entry.as_slice()))
                    .unwrap();
            }
        }
        write.commit().unwrap();
    }
}

criterion_group!(benches, calls, ratios);
criterion_main!(benches);
