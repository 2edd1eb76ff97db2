//! Parameter Store as it is measured: over a sealed store in a file, its calls authorised and audited `Buffered`.

use std::{cell::RefCell, collections::BTreeMap, path::Path, sync::Arc};

use base64::{Engine as _, prelude::BASE64_STANDARD};
use common_types::{Caller, SystemClock};
use crypto::random::SystemRandom;
use kms_core::Kms;
use param_store::{
    GetParameterRequest, GetParametersByPathRequest, GetParametersRequest, ParamStore,
    ParamStoreHandle, ParameterTier, ParameterType, PutParameterRequest,
};
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
pub const UNDER_PATH: usize = 10;
/// Writers at the same time, and the puts of each.
pub const WRITERS: usize = 64;
pub const PUTS: usize = 8;
/// Versions that a parameter keeps besides its newest, and one more.
pub const VERSIONS: usize = 100;
/// Page cache of every engine: all of a hundred thousand parameters fits.
pub const CACHE_BYTES: usize = 512 * 1024 * 1024;

pub fn path(n: usize) -> String {
    format!("/bench/{n:06}")
}

pub fn name(n: usize) -> String {
    format!("{}/{}", path(n / UNDER_PATH), n % UNDER_PATH)
}

pub fn value() -> Vec<u8> {
    vec![b'v'; 1024]
}

/// Parameter Store over a file: an account for each 50,000 parameters.
pub struct Subject {
    params: ParamStore,
    kms: Kms,
    store: Arc<dyn Store>,
    keys: StoreKeys,
    guard: Guard,
    /// Tells its handles from others'.
    number: u8,
}

/// The file that it is over.
pub const FILE: &str = "store";

impl Subject {
    pub fn open(dir: &TempDir) -> Self {
        let random = Arc::new(SystemRandom::new());
        let root = Arc::new(BytesRootKey::new([7; 32]).unwrap());
        let options = RedbOptions::new().cache_bytes(CACHE_BYTES).unwrap();
        let file = Arc::new(options.open_or_create(dir.path().join(FILE)).unwrap());
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
        let params = ParamStore::new(
            Arc::clone(&store),
            keys.clone(),
            guard.clone(),
            random,
            Arc::new(kms.clone()),
        );
        Self {
            params,
            kms,
            store,
            keys,
            guard,
            number: 0,
        }
    }

    /// Over the same store, with nothing in memory: not a parameter is read twice from there.
    pub fn without_memory(&self) -> Self {
        let params = ParamStore::new(
            Arc::clone(&self.store),
            self.keys.clone(),
            self.guard.clone(),
            Arc::new(SystemRandom::new()),
            Arc::new(self.kms.clone()),
        );
        Self {
            params: params.with_cache_bytes(0),
            kms: self.kms.clone(),
            store: Arc::clone(&self.store),
            keys: self.keys.clone(),
            guard: self.guard.clone(),
            number: 1,
        }
    }

    fn caller(n: usize) -> Caller {
        Caller::root(&format!("{:012}", 111_111_111_111 + n / IN_ACCOUNT)).unwrap()
    }

    /// The handle for the account that a parameter is in. To make one is a part of no measurement that asks for its parameters.
    pub fn handle(&self, n: usize) -> ParamStoreHandle {
        self.params
            .caller(Self::caller(n))
            .region("eu-west-1")
            .unwrap()
    }

    /// As it is after a restart, with so many parameters. Its file is a copy, as the one of the engine beside it is: the operating system
    /// keeps what grew by small writes in larger pieces, and takes longer to write to them.
    pub fn loaded(dir: &TempDir, runtime: &Runtime, parameters: usize) -> Self {
        Self::open(dir).load(runtime, parameters);
        let (file, grown) = (dir.path().join(FILE), dir.path().join("grown"));
        std::fs::rename(&file, &grown).unwrap();
        copy(&grown, &file);
        std::fs::remove_file(grown).unwrap();
        Self::open(dir)
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

    pub fn get(&self, n: usize, name: &str) -> param_store::Parameter {
        HANDLES.with(|handles| {
            let mut handles = handles.borrow_mut();
            let handle = handles
                .entry((self.number, n / IN_ACCOUNT))
                .or_insert_with(|| self.handle(n));
            let request = GetParameterRequest::new(name);
            block_on(handle.get_parameter(request)).unwrap().parameter
        })
    }

    pub fn by_path(&self, n: usize, path: &str) -> Vec<param_store::Parameter> {
        HANDLES.with(|handles| {
            let n = n * UNDER_PATH;
            let mut handles = handles.borrow_mut();
            let handle = handles
                .entry((self.number, n / IN_ACCOUNT))
                .or_insert_with(|| self.handle(n));
            let request = GetParametersByPathRequest::new(path);
            let found = block_on(handle.get_parameters_by_path(request))
                .unwrap()
                .parameters;
            assert_eq!(found.len(), UNDER_PATH);
            found
        })
    }

    pub fn read(&self, count: usize, hot: usize) -> usize {
        let names = (0..count).map(|n| name(n.wrapping_mul(7_919) % hot));
        let request = GetParametersRequest::new(names);
        let found = block_on(self.handle(0).read_parameters(request))
            .unwrap()
            .parameters;
        assert_eq!(found.len(), count);
        count
    }

    /// The parameter that a writer puts: they are spread over all.
    pub fn of_writer(writer: usize, parameters: usize) -> usize {
        writer * (parameters / WRITERS).max(1) % parameters
    }

    /// A `SecureString`, and its ciphertext.
    pub fn secure(&self) -> Vec<u8> {
        let request =
            PutParameterRequest::of_type("/secure", ParameterType::SecureString, "v".repeat(1024));
        block_on(self.handle(0).put_parameter(request)).unwrap();
        let request = GetParameterRequest::new("/secure");
        let found = block_on(self.handle(0).get_parameter(request))
            .unwrap()
            .parameter;
        BASE64_STANDARD.decode(found.value.expose()).unwrap()
    }

    pub fn get_secure(&self, _: &[u8]) -> param_store::Parameter {
        HANDLES.with(|handles| {
            let mut handles = handles.borrow_mut();
            let handle = handles
                .entry((self.number, 0))
                .or_insert_with(|| self.handle(0));
            let request = GetParameterRequest::new("/secure").with_decryption(true);
            block_on(handle.get_parameter(request)).unwrap().parameter
        })
    }

    /// What KMS alone takes for the same, asked as Parameter Store asks it.
    pub fn decrypt(&self, blob: &[u8]) -> common_types::DecryptResponse {
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

    pub fn put(&self, n: usize) -> u64 {
        let request = request(n).overwrite(true);
        block_on(self.handle(n).put_parameter(request))
            .unwrap()
            .version
    }

    pub fn put_at_once(&self, runtime: &Runtime, parameters: usize) {
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
    pub fn records_of_one_put(&self, n: usize) -> Vec<(Key, Vec<u8>)> {
        self.put(n);
        let before = block_on(self.store.revision()).unwrap();
        self.put(n);
        self.records_after(before)
    }
}

/// A copy that is on disk: nothing of it is written while something is measured.
pub fn copy(from: &Path, to: &Path) {
    std::fs::copy(from, to).unwrap();
    std::fs::File::open(to).unwrap().sync_all().unwrap();
}

thread_local! {
    static HANDLES: RefCell<BTreeMap<(u8, usize), ParamStoreHandle>> = const { RefCell::new(BTreeMap::new()) };
}

fn request(n: usize) -> PutParameterRequest {
    PutParameterRequest::of_type(name(n), ParameterType::String, "v".repeat(1024))
        .tier(ParameterTier::Advanced)
}
