//! What the fuzzer starts from, and what it found: read, compiled and decided on stable.

use std::{fs, path::Path};

use policy_eval::{
    CompiledPolicy, FindingType, Policies, Policy, PolicyKind, PolicyType, ResourcePolicyMode,
    Validator, check_no_new_access, is_public,
};

use crate::world::{KEY, identity, outcome, role};

/// What the fuzz target does with any bytes.
fn read_compile_decide(bytes: &[u8]) -> bool {
    let own = identity(r#"{"Effect": "Allow", "Action": "*", "Resource": "*"}"#);
    let mut parsed = false;
    for kind in [PolicyKind::Identity, PolicyKind::Resource] {
        let Ok(policy) = Policy::from_slice(bytes, kind) else {
            continue;
        };
        parsed = true;
        let printed = policy.to_string();
        assert_eq!(Policy::parse(&printed, kind).unwrap(), policy);
        let compiled = CompiledPolicy::compile("corpus", &policy);
        let policies = match kind {
            PolicyKind::Resource => Policies::new()
                .identity(&own)
                .resource(&compiled, ResourcePolicyMode::Mandatory),
            _ => Policies::new().identity(&own),
        };
        outcome(policies, &role(), "kms:Encrypt", KEY);
    }
    parsed
}

#[test]
fn every_seed_holds() {
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus/policy");
    let (mut good, mut bad) = (0, 0);
    for seed in fs::read_dir(seeds).unwrap() {
        let bytes = fs::read(seed.unwrap().path()).unwrap();
        *if read_compile_decide(&bytes) {
            &mut good
        } else {
            &mut bad
        } += 1;
    }
    assert!(good >= 5 && bad >= 5, "{good} good and {bad} bad seeds");
}

/// What the fuzz target does with any bytes; whether an error is found.
fn validate_and_check(bytes: &[u8]) -> bool {
    let mut faulty = true;
    for policy_type in [
        PolicyType::Identity,
        PolicyType::Resource,
        PolicyType::ServiceControl,
        PolicyType::ResourceControl,
    ] {
        let findings = Validator::new(policy_type).validate(bytes);
        let errors = findings.map(|findings| {
            findings
                .iter()
                .any(|finding| finding.finding_type() == FindingType::Error)
        });
        faulty &= errors.unwrap_or(true);
    }
    for kind in [
        PolicyKind::Identity,
        PolicyKind::Resource,
        PolicyKind::Trust,
    ] {
        if let Ok(policy) = Policy::from_slice(bytes, kind) {
            assert!(check_no_new_access(&policy, &policy).passed());
            is_public(&policy);
        }
    }
    faulty
}

#[test]
fn every_seed_of_the_validator_holds() {
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus/policy_validate");
    let (mut good, mut bad) = (0, 0);
    for seed in fs::read_dir(seeds).unwrap() {
        let bytes = fs::read(seed.unwrap().path()).unwrap();
        *if validate_and_check(&bytes) {
            &mut bad
        } else {
            &mut good
        } += 1;
    }
    assert!(good >= 3 && bad >= 5, "{good} good and {bad} bad seeds");
}
