//! Any bytes as a policy to validate, and to check for access: no panic, no end to the work; every finding has a place in the text.
#![no_main]

use libfuzzer_sys::fuzz_target;
use policy_eval::{
    AccessToCheck, Policy, PolicyKind, PolicyType, ResourceType, Validator, check_access_not_granted, check_no_new_access,
    is_public,
};

fuzz_target!(|bytes: &[u8]| {
    let validator = match bytes.len() % 5 {
        0 => Validator::new(PolicyType::Identity),
        1 => Validator::new(PolicyType::ServiceControl),
        2 => Validator::new(PolicyType::ResourceControl),
        3 => Validator::new(PolicyType::Resource),
        _ => Validator::new(PolicyType::Resource)
            .resource_type(ResourceType::AssumeRolePolicyDocument)
            .expect("a resource's policy"),
    };
    if let Ok(findings) = validator.validate(bytes) {
        let length = std::str::from_utf8(bytes).expect("validated").chars().count();
        for finding in findings {
            for location in finding.locations() {
                let (start, end) = (location.span.start, location.span.end);
                assert!(start <= end && end.offset <= length, "{finding}");
            }
        }
    }
    for kind in [PolicyKind::Identity, PolicyKind::Resource, PolicyKind::Trust] {
        let Ok(policy) = Policy::from_slice(bytes, kind) else { continue };
        let _ = check_no_new_access(&policy, &policy);
        let _ = is_public(&policy);
        let access = AccessToCheck::new(["kms:Decrypt"], ["arn:aws:kms:eu-west-1:111122223333:key/*"]).expect("an access");
        let _ = check_access_not_granted(&policy, &access);
    }
});
