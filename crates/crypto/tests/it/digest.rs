//! Digests against FIPS 180-4's examples, and in parts against in one go.

use crypto::Error;
use crypto::digest::{Algorithm, Digest, Hasher};
use proptest::prelude::*;

const ALL: [Algorithm; 3] = [Algorithm::Sha256, Algorithm::Sha384, Algorithm::Sha512];

/// NIST's examples: <https://csrc.nist.gov/projects/cryptographic-standards-and-guidelines/example-values>.
#[test]
fn known_answers() {
    let two_blocks: &[u8] = b"abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmn\
        hijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu";
    let cases = [
        (
            Algorithm::Sha256,
            &b"abc"[..],
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        ),
        (
            Algorithm::Sha256,
            b"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
        ),
        (
            Algorithm::Sha384,
            b"abc",
            "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed\
             8086072ba1e7cc2358baeca134c825a7",
        ),
        (
            Algorithm::Sha384,
            two_blocks,
            "09330c33f71147e83d192fc782cd1b4753111b173b3b05d22fa08086e3b0f712\
             fcc7c71a557e2db966c3e9fa91746039",
        ),
        (
            Algorithm::Sha512,
            b"abc",
            "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a\
             2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
        ),
        (
            Algorithm::Sha512,
            two_blocks,
            "8e959b75dae313da8cf4f72814fc143f8f7779c6eb9f7fa17299aeadb6889018\
             501d289e4900f7e4331b99dec4b5433ac7d329eeb6dd26545e96e55b874be909",
        ),
    ];
    for (algorithm, message, expected) in cases {
        assert_eq!(
            format!("{:?}", algorithm.digest(message)),
            format!("{algorithm:?}:{expected}")
        );
    }
}

#[test]
fn a_digest_of_another_length_is_refused() {
    for algorithm in ALL {
        let digest = algorithm.digest(b"message");
        assert_eq!(Digest::from_bytes(algorithm, digest.as_ref()), Ok(digest));
        assert_eq!(digest.as_ref().len(), algorithm.output_len());
        assert_eq!(
            Digest::from_bytes(algorithm, &digest.as_ref()[1..]),
            Err(Error::unspecified())
        );
    }
}

proptest! {
    #[test]
    fn parts_make_the_same_digest_as_the_whole(parts: Vec<Vec<u8>>) {
        for algorithm in ALL {
            let mut hasher = Hasher::new(algorithm);
            for part in &parts {
                hasher.update(part);
            }
            prop_assert_eq!(hasher.finish(), algorithm.digest(&parts.concat()));
        }
    }
}
