//! Any text as the policies of a parameter: refused, or shown again as what was put, whoever puts it a second time.
#![no_main]

use std::sync::{Arc, LazyLock};

use common_types::{Caller, ManualClock, Timestamp};
use crypto::random::DangerousSeededRandom;
use kms_core::Kms;
use libfuzzer_sys::fuzz_target;
use param_store::{
    DeleteParameterRequest, DescribeParametersRequest, ParamStore, ParamStoreHandle, ParameterTier, ParameterType,
    PutParameterRequest,
};
use service_kit::{AuditLog, AuditMode, Guard, StaticPolicySource};
use store::{BytesRootKey, MemoryStore, Store, StoreKeys, conformance::block_on};

static PARAMETERS: LazyLock<ParamStoreHandle> = LazyLock::new(|| {
    let random = Arc::new(DangerousSeededRandom::new(1));
    let store: Arc<dyn Store> = Arc::new(MemoryStore::new());
    let root = Arc::new(BytesRootKey::new([7; 32]).expect("32 bytes"));
    let keys = block_on(StoreKeys::open(Arc::clone(&store), root, random.clone())).expect("an empty store");
    let audit = AuditLog::new(Arc::clone(&store), &*random, AuditMode::Buffered).expect("randomness");
    let clock = Arc::new(ManualClock::new(Timestamp::UNIX_EPOCH));
    let guard = Guard::new(Arc::new(StaticPolicySource::new()), Arc::new(audit), clock);
    let kms = Kms::new(Arc::clone(&store), keys.clone(), guard.clone(), random.clone());
    let params = ParamStore::new(store, keys, guard, random, Arc::new(kms));
    params.caller(Caller::root("111122223333").expect("an account")).region("eu-west-1").expect("a region")
});

/// Puts policies on a parameter that has none, and gives those that it has then.
fn put(policies: &str) -> Option<Vec<String>> {
    let request = PutParameterRequest::of_type("/a", ParameterType::String, "v")
        .tier(ParameterTier::Advanced)
        .policies(policies);
    block_on(PARAMETERS.put_parameter(request)).ok()?;
    let described = block_on(PARAMETERS.describe_parameters(DescribeParametersRequest::new())).expect("it is there");
    let policies = described.parameters.iter().flat_map(|parameter| &parameter.policies);
    let texts = policies.map(|policy| policy.policy_text.clone()).collect();
    block_on(PARAMETERS.delete_parameter(DeleteParameterRequest::new("/a"))).expect("it is there");
    Some(texts)
}

fuzz_target!(|text: &str| {
    if let Some(shown) = put(text) {
        let again = put(&format!("[{}]", shown.join(","))).expect("what is shown can be put");
        assert_eq!(again, shown);
    }
});
