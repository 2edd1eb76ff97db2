//! Any bytes where the record of a parameter belongs, in a store that is not sealed: every operation refuses them or reads a parameter.
#![no_main]

use std::sync::Arc;

use common_types::{Caller, ManualClock, ServiceError, Timestamp};
use crypto::random::DangerousSeededRandom;
use kms_core::Kms;
use libfuzzer_sys::fuzz_target;
use param_store::{
    DescribeParametersRequest, GetParameterHistoryRequest, GetParameterRequest, GetParametersByPathRequest, ParamStore,
    ParamStoreHandle, PutParameterRequest,
};
use service_kit::{AuditLog, AuditMode, Guard, StaticPolicySource};
use store::{BytesRootKey, Key, MemoryStore, Store, StoreKeys, Transaction, TransactionId, conformance::block_on};

fuzz_target!(|bytes: &[u8]| {
    let store = Arc::new(MemoryStore::new());
    let params = parameters(Arc::clone(&store));
    let scope = ("aws".parse(), "111122223333".parse(), "eu-west-1".parse());
    let (Ok(partition), Ok(account), Ok(region)) = scope else { unreachable!("they are right") };
    let key = Key::scope(&partition, &account, &region, "ssm").str("parameter").str("a").bytes(b"b");
    let write = Transaction::new(TransactionId::from_bytes([1; 16])).put(key.build().expect("a key"), bytes.to_vec());
    block_on(store.commit(write)).expect("it is small");

    let read = block_on(params.get_parameter(GetParameterRequest::new("/a/b"))).map(|read| read.parameter);
    let listed = block_on(params.get_parameters_by_path(GetParametersByPathRequest::new("/a")));
    let listed = listed.map(|listed| listed.parameters);
    match (read, listed) {
        (Ok(read), Ok(listed)) => assert_eq!(listed, [read], "by name and by path it is the same"),
        (read, listed) => assert_eq!(read.is_err(), listed.is_err(), "by path it is no better and no worse than by name"),
    }
    // They refuse or answer: neither panics.
    let _ = block_on(params.describe_parameters(DescribeParametersRequest::new()));
    let _ = block_on(params.get_parameter_history(GetParameterHistoryRequest::new("/a/b")));
    let put = block_on(params.put_parameter(PutParameterRequest::new("/a/b", "new").overwrite(true)));
    if let Err(error) = put {
        assert!(!error.to_string().is_empty() && !error.code().is_empty());
    }
});

fn parameters(store: Arc<MemoryStore>) -> ParamStoreHandle {
    let random = Arc::new(DangerousSeededRandom::new(1));
    let store: Arc<dyn Store> = store;
    let root = Arc::new(BytesRootKey::new([7; 32]).expect("32 bytes"));
    let keys = block_on(StoreKeys::open(Arc::clone(&store), root, random.clone())).expect("an empty store");
    let audit = AuditLog::new(Arc::clone(&store), &*random, AuditMode::Buffered).expect("randomness");
    let clock = Arc::new(ManualClock::new(Timestamp::UNIX_EPOCH));
    let guard = Guard::new(Arc::new(StaticPolicySource::new()), Arc::new(audit), clock);
    let kms = Kms::new(Arc::clone(&store), keys.clone(), guard.clone(), random.clone());
    let params = ParamStore::new(store, keys, guard, random, Arc::new(kms));
    params.caller(Caller::root("111122223333").expect("an account")).region("eu-west-1").expect("a region")
}
