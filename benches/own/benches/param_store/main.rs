//! What Parameter Store costs beside bare engines that hold the same 100,000 values of 1 KiB: redb as it is, and a `BTreeMap`.
//!
//! Calls go through the caller's handle: authorised, audited `Buffered`, over a sealed store in a file.
//! `PARAMETERS` says how many there are: 1,000 to 1,000,000.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use base64::{Engine as _, prelude::BASE64_STANDARD};
use benches_own::side_by_side::{Row, measure};
use common_types::{Caller, SystemClock};
use criterion::{Criterion, criterion_group, criterion_main};
use crypto::random::SystemRandom;
use kms_core::Kms;
use param_store::{
    GetParameterRequest, GetParametersByPathRequest, GetParametersRequest, ParamStore,
    ParamStoreHandle, ParameterTier, ParameterType, PutParameterRequest,
};
use redb::{Database, ReadableDatabase, TableDefinition};
use references::{Resolver, SecureFields};
use service_kit::{AuditLog, AuditMode, Guard, StaticPolicySource};
use store::{
    BytesRootKey, Key, KeyRange, RedbOptions, Revision, SealedStore, Store, StoreKeys,
    conformance::block_on,
};
use tempfile::TempDir;
use tokio::runtime::Runtime;

/// Parameters in an account: as many as it may have, and a few less.
const IN_ACCOUNT: usize = 50_000;
/// Parameters directly under one path.
const UNDER_PATH: usize = 10;
/// Calls that are measured together.
const CALLS: usize = 100;
/// Parameters that are read again and again.
const HOT: usize = 1_000;
/// Writers at the same time, and the puts of each.
const WRITERS: usize = 64;
const PUTS: usize = 8;
/// Page cache of every engine: all of a hundred thousand parameters fits.
const CACHE_BYTES: usize = 512 * 1024 * 1024;

fn ratios(_: &mut Criterion) {
    let parameters = std::env::var("PARAMETERS").map_or(100_000, |n| n.parse().unwrap());
    let dir = TempDir::new().unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .build()
        .unwrap();
    let subject = Subject::new(&dir);
    subject.load(&runtime, parameters);
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
    let secure = subject.secure();
    let resolver = Resolver::new(Arc::new(subject.handle(0)));
    let everywhere = SecureFields::everywhere();
    let times = measure(
        vec![
            Row::new("redb get", || {
                many(&|n| keep(raw.get(&name(spread(n, hot)))))
            }),
            Row::new("map get", || {
                many(&|n| keep(map.get(&name(spread(n, hot))).cloned()))
            }),
            Row::new("GetParameter, hot", || {
                many(&|n| keep(subject.get(spread(n, hot))));
            }),
            Row::new("redb get, anywhere", {
                let mut at = 0;
                move || {
                    at += CALLS;
                    many(&|n| keep(raw.get(&name(spread(at + n, parameters)))));
                }
            }),
            Row::new("GetParameter, anywhere", {
                let mut at = 0;
                move || {
                    at += CALLS;
                    many(&|n| keep(subject.get(spread(at + n, parameters))));
                }
            }),
            Row::new("GetParameter, SecureString", || {
                many(&|_| keep(subject.get_secure(&secure)));
            }),
            Row::new("KMS Decrypt", || many(&|_| keep(subject.decrypt(&secure)))),
            Row::new("redb scan of 10", || {
                many(&|n| keep(raw.scan(&path(spread(n, HOT.min(paths))))));
            }),
            Row::new("GetParametersByPath, hot", || {
                many(&|n| keep(subject.by_path(spread(n, HOT.min(paths)))));
            }),
            Row::new("redb scan of 10, anywhere", {
                let mut at = 0;
                move || {
                    at += CALLS;
                    many(&|n| keep(raw.scan(&path(spread(at + n, paths)))));
                }
            }),
            Row::new("GetParametersByPath, anywhere", {
                let mut at = 0;
                move || {
                    at += CALLS;
                    many(&|n| keep(subject.by_path(spread(at + n, paths))));
                }
            }),
            Row::new("read_parameters of 200", || keep(subject.read(200, hot))),
            Row::new("200 redb gets", || {
                (0..200).for_each(|n| keep(raw.get(&name(spread(n, hot)))));
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
        ("GetParameter, anywhere", "redb get, anywhere", ""),
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
    ] {
        println!(
            "{name:<31} {:>7} ns   {:.2} {target}",
            each(name),
            times.ratio(name, floor)
        );
    }
    for (name, floor, target) in [
        ("read_parameters of 200", "200 redb gets", ""),
        ("200 references", "read_parameters of 200", "(target 1.5)"),
    ] {
        println!(
            "{name:<31} {:>7} µs   {:.2} {target}",
            times.of(name).as_micros(),
            times.ratio(name, floor)
        );
    }
}

/// PutParameter, one after the other and by 64 writers.
fn writes(subject: &Subject, dir: &TempDir, runtime: &Runtime, parameters: usize) {
    let raw = Bare::new(dir, subject, parameters);
    let times = measure(
        vec![
            Row::new("redb commit", || raw.commit(1)),
            Row::new("PutParameter", || subject.put(0)),
            Row::new("redb commit of 64", || {
                (0..PUTS).for_each(|_| raw.commit(WRITERS))
            }),
            Row::new("64 writers", || subject.put_at_once(runtime, parameters)),
        ],
        Duration::from_secs(15),
    );
    println!("                          time   beside redb");
    for (name, floor, target) in [
        ("redb commit", "redb commit", ""),
        ("PutParameter", "redb commit", "(target 1.15)"),
        ("redb commit of 64", "redb commit of 64", ""),
        (
            "64 writers",
            "redb commit of 64",
            "(target 1.25: 0.8 of the rate)",
        ),
    ] {
        let puts = if name.contains("64") { PUTS } else { 1 };
        let micros = times.of(name).as_micros() / puts as u128;
        let ratio = times.ratio(name, floor);
        println!("{name:<20} {micros:>7} µs   {ratio:.2} {target}");
    }
}

/// Makes sure that what was read is not left out as unused.
fn keep<T>(read: T) {
    std::hint::black_box(read);
}

fn path(n: usize) -> String {
    format!("/bench/{n:06}")
}

fn name(n: usize) -> String {
    format!("{}/{}", path(n / UNDER_PATH), n % UNDER_PATH)
}

fn value() -> Vec<u8> {
    vec![b'v'; 1024]
}

/// Parameter Store over a file: an account for each 50,000 parameters.
struct Subject {
    params: ParamStore,
    kms: Kms,
    store: Arc<dyn Store>,
}

impl Subject {
    fn new(dir: &TempDir) -> Self {
        let random = Arc::new(SystemRandom::new());
        let root = Arc::new(BytesRootKey::new([7; 32]).unwrap());
        let options = RedbOptions::new().cache_bytes(CACHE_BYTES).unwrap();
        let file = Arc::new(options.create(dir.path().join("store")).unwrap());
        let keys = StoreKeys::open(file, root, Arc::<SystemRandom>::clone(&random));
        let keys = block_on(keys).unwrap();
        let store: Arc<dyn Store> = Arc::new(SealedStore::new(keys.clone()));
        let audit = AuditLog::new(Arc::clone(&store), &*random, AuditMode::Buffered).unwrap();
        let policies = Arc::new(StaticPolicySource::new());
        let guard = Guard::new(policies, Arc::new(audit), Arc::new(SystemClock::new()));
        let kms = Kms::new(
            Arc::clone(&store),
            keys.clone(),
            guard.clone(),
            Arc::<SystemRandom>::clone(&random),
        );
        let services = Arc::new(kms.clone());
        Self {
            params: ParamStore::new(Arc::clone(&store), keys, guard, random, services),
            kms,
            store,
        }
    }

    fn caller(n: usize) -> Caller {
        Caller::root(&format!("{:012}", 111_111_111_111 + n / IN_ACCOUNT)).unwrap()
    }

    /// The handle for the account that a parameter is in. To make one is a part of no measurement that asks for its parameters.
    fn handle(&self, n: usize) -> ParamStoreHandle {
        self.params
            .caller(Self::caller(n))
            .region("eu-west-1")
            .unwrap()
    }

    fn load(&self, runtime: &Runtime, parameters: usize) {
        const LOADERS: usize = 256;
        runtime.block_on(async {
            let loaders: Vec<_> = (0..LOADERS)
                .map(|loader| {
                    let params = self.params.clone();
                    tokio::spawn(async move {
                        for n in (loader..parameters).step_by(LOADERS) {
                            let handle = params.caller(Self::caller(n)).region("eu-west-1");
                            handle.unwrap().put_parameter(request(n)).await.unwrap();
                        }
                    })
                })
                .collect();
            for loader in loaders {
                loader.await.unwrap();
            }
        });
    }

    fn get(&self, n: usize) -> param_store::Parameter {
        HANDLES.with(|handles| {
            let mut handles = handles.borrow_mut();
            let handle = handles
                .entry(n / IN_ACCOUNT)
                .or_insert_with(|| self.handle(n));
            let request = GetParameterRequest::new(name(n));
            block_on(handle.get_parameter(request)).unwrap().parameter
        })
    }

    fn by_path(&self, n: usize) -> Vec<param_store::Parameter> {
        HANDLES.with(|handles| {
            let n = n * UNDER_PATH;
            let mut handles = handles.borrow_mut();
            let handle = handles
                .entry(n / IN_ACCOUNT)
                .or_insert_with(|| self.handle(n));
            let request = GetParametersByPathRequest::new(path(n / UNDER_PATH));
            let found = block_on(handle.get_parameters_by_path(request))
                .unwrap()
                .parameters;
            assert_eq!(found.len(), UNDER_PATH);
            found
        })
    }

    fn read(&self, count: usize, hot: usize) -> usize {
        let names = (0..count).map(|n| name(n.wrapping_mul(7_919) % hot));
        let request = GetParametersRequest::new(names);
        let found = block_on(self.handle(0).read_parameters(request))
            .unwrap()
            .parameters;
        assert_eq!(found.len(), count);
        count
    }

    /// The parameter that a writer puts: they are spread over all.
    fn of_writer(writer: usize, parameters: usize) -> usize {
        writer * (parameters / WRITERS).max(1) % parameters
    }

    /// A `SecureString`, and its ciphertext.
    fn secure(&self) -> Vec<u8> {
        let request =
            PutParameterRequest::of_type("/secure", ParameterType::SecureString, "v".repeat(1024));
        block_on(self.handle(0).put_parameter(request)).unwrap();
        let request = GetParameterRequest::new("/secure");
        let found = block_on(self.handle(0).get_parameter(request))
            .unwrap()
            .parameter;
        BASE64_STANDARD.decode(found.value.expose()).unwrap()
    }

    fn get_secure(&self, _: &[u8]) -> param_store::Parameter {
        HANDLES.with(|handles| {
            let mut handles = handles.borrow_mut();
            let handle = handles.entry(0).or_insert_with(|| self.handle(0));
            let request = GetParameterRequest::new("/secure").with_decryption(true);
            block_on(handle.get_parameter(request)).unwrap().parameter
        })
    }

    /// What KMS alone takes for the same, asked as Parameter Store asks it.
    fn decrypt(&self, blob: &[u8]) -> common_types::DecryptResponse {
        use common_types::{DecryptRequest, KeyServices as _};

        let caller = Arc::new(Self::caller(0));
        let region = "eu-west-1".parse().unwrap();
        let service = "ssm".parse().unwrap();
        let kms = self.kms.on_behalf_of(&caller, &region, &service);
        let arn = "arn:aws:ssm:eu-west-1:111111111111:parameter/secure";
        let request = DecryptRequest::new(blob)
            .context([("PARAMETER_ARN", arn)])
            .unwrap();
        block_on(kms.decrypt(request)).unwrap()
    }

    fn put(&self, n: usize) -> u64 {
        let request = request(n).overwrite(true);
        block_on(self.handle(n).put_parameter(request))
            .unwrap()
            .version
    }

    fn put_at_once(&self, runtime: &Runtime, parameters: usize) {
        runtime.block_on(async {
            let writers: Vec<_> = (0..WRITERS)
                .map(|writer| {
                    let n = Self::of_writer(writer, parameters);
                    let handle = self.handle(n);
                    tokio::spawn(async move {
                        for _ in 0..PUTS {
                            let request = request(n).overwrite(true);
                            handle.put_parameter(request).await.unwrap();
                        }
                    })
                })
                .collect();
            for writer in writers {
                writer.await.unwrap();
            }
        });
    }

    /// All records after a revision, each as long as it lies in the file.
    fn records_after(&self, before: Revision) -> Vec<(Key, Vec<u8>)> {
        const SEAL: usize = 45;
        let mut range = KeyRange::all();
        let mut found = Vec::new();
        loop {
            let records = block_on(self.store.scan(range.clone(), 1000)).unwrap();
            let Some((last, _)) = records.last() else {
                return found;
            };
            range = range.after(last);
            let new = records
                .into_iter()
                .filter(|(_, record)| record.version > before);
            found.extend(new.map(|(key, mut record)| {
                record.value.extend([0; SEAL]);
                (key, record.value)
            }));
        }
    }

    /// What one `PutParameter` writes.
    fn records_of_one_put(&self, n: usize) -> Vec<(Key, Vec<u8>)> {
        self.put(n);
        let before = block_on(self.store.revision()).unwrap();
        self.put(n);
        self.records_after(before)
    }
}

thread_local! {
    static HANDLES: std::cell::RefCell<BTreeMap<usize, ParamStoreHandle>> = const { std::cell::RefCell::new(BTreeMap::new()) };
}

fn request(n: usize) -> PutParameterRequest {
    PutParameterRequest::of_type(name(n), ParameterType::String, "v".repeat(1024))
        .tier(ParameterTier::Advanced)
}

/// redb as it is, with the same names and values.
struct Raw(Database);

impl Raw {
    const VALUES: TableDefinition<'_, &str, &[u8]> = TableDefinition::new("values");

    fn new(dir: &TempDir, parameters: usize) -> Self {
        let builder = Database::builder()
            .set_cache_size(CACHE_BYTES)
            .create(dir.path().join("raw.redb"));
        let database = builder.unwrap();
        for first in (0..parameters).step_by(10_000) {
            let write = database.begin_write().unwrap();
            {
                let mut table = write.open_table(Self::VALUES).unwrap();
                for n in first..(first + 10_000).min(parameters) {
                    table.insert(name(n).as_str(), value().as_slice()).unwrap();
                }
            }
            write.commit().unwrap();
        }
        Self(database)
    }

    fn get(&self, name: &str) -> Vec<u8> {
        let read = self.0.begin_read().unwrap();
        let table = read.open_table(Self::VALUES).unwrap();
        table.get(name).unwrap().unwrap().value().to_vec()
    }

    fn scan(&self, path: &str) -> Vec<(String, Vec<u8>)> {
        let read = self.0.begin_read().unwrap();
        let table = read.open_table(Self::VALUES).unwrap();
        let (first, beyond) = (format!("{path}/"), format!("{path}0"));
        let found = table.range(first.as_str()..beyond.as_str()).unwrap();
        let owned = found.map(|entry| {
            let (key, value) = entry.unwrap();
            (key.value().to_owned(), value.value().to_vec())
        });
        let owned: Vec<_> = owned.collect();
        assert_eq!(owned.len(), UNDER_PATH);
        owned
    }
}

/// redb as it is, in the store's durability mode: the same records in the same places as puts write them, among the same parameters.
struct Bare {
    database: Database,
    /// What the put of each writer writes.
    puts: Vec<Vec<(Key, Vec<u8>)>>,
    count: std::cell::Cell<u64>,
}

impl Bare {
    const RECORDS: TableDefinition<'_, &[u8], (u64, &[u8])> = TableDefinition::new("records");

    fn new(dir: &TempDir, subject: &Subject, parameters: usize) -> Self {
        let puts: Vec<_> = (0..WRITERS)
            .map(|writer| Subject::of_writer(writer, parameters))
            .map(|n| subject.records_of_one_put(n))
            .collect();
        let lengths = |(key, value): &(Key, Vec<u8>)| (key.as_bytes().len(), value.len());
        println!(
            "a put writes {} records, of (key, value) bytes {:?}",
            puts[0].len(),
            puts[0].iter().map(lengths).collect::<Vec<_>>()
        );
        let builder = Database::builder()
            .set_cache_size(CACHE_BYTES)
            .create(dir.path().join("bare.redb"));
        let bare = Self {
            database: builder.unwrap(),
            puts,
            count: std::cell::Cell::new(0),
        };
        for records in subject.records_after(Revision::ZERO).chunks(10_000) {
            let write = bare.database.begin_write().unwrap();
            {
                let mut table = write.open_table(Self::RECORDS).unwrap();
                for (key, value) in records {
                    table.insert(key.as_bytes(), (1, value.as_slice())).unwrap();
                }
            }
            write.commit().unwrap();
        }
        bare
    }

    /// Writes the records of so many puts, in one transaction.
    fn commit(&self, puts: usize) {
        let mut write = self.database.begin_write().unwrap();
        write.set_two_phase_commit(true);
        write.set_quick_repair(true);
        {
            let mut table = write.open_table(Self::RECORDS).unwrap();
            for records in self.puts.iter().take(puts) {
                let count = self.count.get() + 1;
                self.count.set(count);
                for (key, value) in records {
                    let mut bytes = key.as_bytes().to_vec();
                    // What ends with a number is new with each put; the parameter stays where it is.
                    let last = key.elements().unwrap().pop().unwrap();
                    if last.as_u64().is_some() {
                        let number = bytes.len() - 8;
                        bytes[number..].copy_from_slice(&count.to_be_bytes());
                    }
                    table
                        .insert(bytes.as_slice(), (1, value.as_slice()))
                        .unwrap();
                }
            }
        }
        write.commit().unwrap();
    }
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
