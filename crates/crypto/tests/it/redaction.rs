//! No key shows in `Debug`, whatever the format: a planted marker is looked for.

use std::fmt::Debug;

use crypto::Error;
use crypto::aead::{Algorithm, OneTimeKey, Opener, RandomNonceKey, SequenceSealer, SessionSealer};
use crypto::kdf::{HkdfAlgorithm, Prk};
use crypto::mac;
use crypto::sign::{Curve, EcdsaKeyPair, Ed25519KeyPair};

/// 32 bytes that would be noticed: as text, as a list of numbers, or as hexadecimal digits.
const MARKER: [u8; 32] = *b"PLANTEDPLANTEDPLANTEDPLANTEDPLAN";

fn assert_hides_the_marker(value: &dyn Debug) {
    for shown in [
        format!("{value:?}"),
        format!("{value:#?}"),
        format!("{value:x?}"),
    ] {
        let shown = shown.to_lowercase().replace([' ', '\n'], "");
        for trace in ["planted", "80,76,65,78", "504c414e", "50,4c,41,4e"] {
            assert!(!shown.contains(trace), "{shown}");
        }
    }
}

#[test]
fn keys_do_not_print() {
    let aead = Algorithm::Aes256Gcm;
    assert_hides_the_marker(&OneTimeKey::new(aead, &MARKER).unwrap());
    assert_hides_the_marker(&SequenceSealer::new(aead, &MARKER).unwrap());
    assert_hides_the_marker(&SessionSealer::new(aead, &MARKER).unwrap());
    assert_hides_the_marker(&RandomNonceKey::new(aead, &MARKER).unwrap());
    assert_hides_the_marker(&Opener::new(aead, &MARKER).unwrap());
    assert_hides_the_marker(&Prk::from_uniform(HkdfAlgorithm::Sha256, &MARKER).unwrap());
    assert_hides_the_marker(&mac::Key::new(mac::Algorithm::HmacSha256, &MARKER));

    let ecdsa = EcdsaKeyPair::from_scalar(Curve::P256, &MARKER).unwrap();
    assert_hides_the_marker(&ecdsa);
    assert_hides_the_marker(&ecdsa.to_scalar().unwrap());
    assert_hides_the_marker(&ecdsa.to_pkcs8().unwrap());

    let ed25519 = Ed25519KeyPair::from_seed(&MARKER).unwrap();
    assert_hides_the_marker(&ed25519);
    assert_hides_the_marker(&ed25519.to_seed());
    assert_hides_the_marker(&ed25519.to_pkcs8().unwrap());
}

#[test]
fn a_secret_tag_does_not_print_and_a_public_one_does() {
    let key = mac::Key::new(mac::Algorithm::HmacSha256, b"key");
    let tag = key.sign(&[b"message"]);
    assert_eq!(format!("{tag:?}"), "Tag { .. }");
    assert!(format!("{:?}", tag.into_public()).contains("bytes"));
}

#[test]
fn the_error_says_nothing_about_its_cause() {
    let shown = format!("{0} {0:?}", Error::unspecified());
    assert_eq!(shown, "the cryptographic operation failed Error");
}

/// The helper itself notices a marker that is there.
#[test]
#[should_panic(expected = "80,76,65,78")]
fn a_marker_that_shows_is_found() {
    assert_hides_the_marker(&MARKER);
}
