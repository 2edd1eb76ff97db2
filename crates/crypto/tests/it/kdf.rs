//! HKDF against RFC 5869's examples, and what `Prk` promises.

use crypto::Error;
use crypto::kdf::{HkdfAlgorithm, Prk};

/// RFC 5869, appendix A.1: basic test case with SHA-256.
#[test]
fn rfc_5869_a1() {
    let salt: Vec<u8> = (0x00..=0x0c).collect();
    let info: Vec<u8> = (0xf0..=0xf9).collect();
    let expected = [
        0x3c, 0xb2, 0x5f, 0x25, 0xfa, 0xac, 0xd5, 0x7a, 0x90, 0x43, 0x4f, 0x64, 0xd0, 0x36, 0x2f,
        0x2a, 0x2d, 0x2d, 0x0a, 0x90, 0xcf, 0x1a, 0x5a, 0x4c, 0x5d, 0xb0, 0x2d, 0x56, 0xec, 0xc4,
        0xc5, 0xbf, 0x34, 0x00, 0x72, 0x08, 0xd5, 0xb8, 0x87, 0x18, 0x58, 0x65,
    ];
    let prk = Prk::extract(HkdfAlgorithm::Sha256, &salt, &[0x0b; 22]);
    assert_eq!(expand(&prk, &[&info]), Ok(expected));
}

/// RFC 5869, appendix A.3: neither salt nor info.
#[test]
fn rfc_5869_a3() {
    let expected = [
        0x8d, 0xa4, 0xe7, 0x75, 0xa5, 0x63, 0xc1, 0x8f, 0x71, 0x5f, 0x80, 0x2a, 0x06, 0x3c, 0x5a,
        0x31, 0xb8, 0xa1, 0x1f, 0x5c, 0x5e, 0xe1, 0x87, 0x9e, 0xc3, 0x45, 0x4e, 0x5f, 0x3c, 0x73,
        0x8d, 0x2d, 0x9d, 0x20, 0x13, 0x95, 0xfa, 0xa4, 0xb6, 0x1a, 0x96, 0xc8,
    ];
    let prk = Prk::extract(HkdfAlgorithm::Sha256, b"", &[0x0b; 22]);
    assert_eq!(expand(&prk, &[]), Ok(expected));
}

/// The pseudorandom key that RFC 5869, appendix A.1 states between the two steps.
#[test]
fn a_uniform_key_needs_no_extraction() {
    let salt: Vec<u8> = (0x00..=0x0c).collect();
    let prk = [
        0x07, 0x77, 0x09, 0x36, 0x2c, 0x2e, 0x32, 0xdf, 0x0d, 0xdc, 0x3f, 0x0d, 0xc4, 0x7b, 0xba,
        0x63, 0x90, 0xb6, 0xc7, 0x3b, 0xb5, 0x0f, 0x9c, 0x31, 0x22, 0xec, 0x84, 0x4a, 0xd7, 0xc2,
        0xb3, 0xe5,
    ];
    let extracted = Prk::extract(HkdfAlgorithm::Sha256, &salt, &[0x0b; 22]);
    let given = Prk::from_uniform(HkdfAlgorithm::Sha256, &prk).unwrap();
    assert_eq!(
        expand::<64>(&given, &[b"info"]),
        expand::<64>(&extracted, &[b"info"])
    );
}

#[test]
fn a_uniform_key_has_the_length_of_the_digest() {
    for algorithm in [
        HkdfAlgorithm::Sha256,
        HkdfAlgorithm::Sha384,
        HkdfAlgorithm::Sha512,
    ] {
        let len = algorithm.digest_len();
        assert!(Prk::from_uniform(algorithm, &vec![1; len]).is_ok());
        for wrong in [0, len - 1, len + 1] {
            assert!(Prk::from_uniform(algorithm, &vec![1; wrong]).is_err());
        }
    }
}

#[test]
fn the_parts_of_info_are_joined() {
    let prk = Prk::extract(HkdfAlgorithm::Sha512, b"salt", b"secret");
    let long = [7; 300];
    let joined = [&long[..], b"tail"].concat();
    assert_eq!(
        expand::<32>(&prk, &[&long, b"", b"tail"]),
        expand::<32>(&prk, &[&joined])
    );
    assert_ne!(expand::<32>(&prk, &[&long]), expand::<32>(&prk, &[&joined]));
}

#[test]
fn more_than_255_digests_are_refused() {
    let prk = Prk::extract(HkdfAlgorithm::Sha256, b"salt", b"secret");
    assert!(expand::<{ 255 * 32 }>(&prk, &[]).is_ok());
    assert!(expand::<{ 255 * 32 + 1 }>(&prk, &[]).is_err());
}

fn expand<const N: usize>(prk: &Prk, info: &[&[u8]]) -> Result<[u8; N], Error> {
    let mut out = [0; N];
    prk.expand(info, &mut out).map(|()| out)
}
