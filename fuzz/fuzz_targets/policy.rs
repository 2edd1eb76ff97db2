//! Any bytes as a policy: refused, or read, printed, compiled and decided by.
#![no_main]

use common_types::{Arn, Caller};
use libfuzzer_sys::fuzz_target;
use policy_eval::{CompiledPolicy, Policies, Policy, PolicyKind, PolicySet, Request, ResourcePolicyMode, decide};

fuzz_target!(|bytes: &[u8]| {
    let caller = Caller::role("arn:aws:iam::111122223333:role/app").expect("a role");
    let key: Arn = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd".parse().expect("an ARN");
    let request = Request::new(caller.principal(), "kms:Encrypt", &key, &());
    if let Ok(policy) = Policy::from_slice(bytes, PolicyKind::Identity) {
        assert_eq!(Policy::parse(&policy.to_string(), PolicyKind::Identity).as_ref(), Ok(&policy));
        let identity = PolicySet::from(CompiledPolicy::compile("fuzz", &policy));
        let _ = decide(&Policies::new().identity(&identity), &request).message();
    }
    if let Ok(policy) = Policy::from_slice(bytes, PolicyKind::Resource) {
        assert_eq!(Policy::parse(&policy.to_string(), PolicyKind::Resource).as_ref(), Ok(&policy));
        let resource = CompiledPolicy::compile("fuzz", &policy);
        let policies = Policies::new().resource(&resource, ResourcePolicyMode::Mandatory);
        let _ = decide(&policies, &request).to_string();
    }
});
