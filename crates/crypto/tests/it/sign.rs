//! Key pairs: that what they sign verifies, in every encoding they come in and go out.

use crypto::digest::{Algorithm, Hasher};
use crypto::random::{DangerousSeededRandom, SystemRandom};
use crypto::sign::{Curve, EcdsaKeyPair, EcdsaPublicKey, Ed25519KeyPair, Ed25519PublicKey};
use proptest::prelude::*;

const CURVES: [Curve; 2] = [Curve::P256, Curve::P384];

#[test]
fn a_message_and_its_digest_have_the_same_signatures() {
    for curve in CURVES {
        let pair = EcdsaKeyPair::generate(curve).unwrap();
        let public = pair.public_key().unwrap();
        let mut hasher = Hasher::new(curve.digest_algorithm());
        hasher.update(b"mess");
        hasher.update(b"age");
        let digest = hasher.finish();

        for signature in [pair.sign(b"message"), pair.sign_digest(&digest)] {
            let signature = signature.unwrap();
            assert!(signature.as_ref().len() <= curve.max_signature_len());
            assert!(public.verify(b"message", signature.as_ref()).is_ok());
            assert!(public.verify_digest(&digest, signature.as_ref()).is_ok());
            assert!(public.verify(b"massage", signature.as_ref()).is_err());
        }
    }
}

#[test]
fn a_digest_by_another_algorithm_is_refused() {
    for curve in CURVES {
        let pair = EcdsaKeyPair::generate(curve).unwrap();
        let public = pair.public_key().unwrap();
        let signature = pair.sign(b"message").unwrap();
        let others = [Algorithm::Sha256, Algorithm::Sha384, Algorithm::Sha512];
        for algorithm in others
            .into_iter()
            .filter(|a| *a != curve.digest_algorithm())
        {
            let digest = algorithm.digest(b"message");
            assert!(pair.sign_digest(&digest).is_err());
            assert!(public.verify_digest(&digest, signature.as_ref()).is_err());
        }
    }
}

#[test]
fn a_public_key_goes_out_and_comes_back_in_either_form() {
    for curve in CURVES {
        // Both parities of y turn up within a few keys.
        for _ in 0..16 {
            let pair = EcdsaKeyPair::generate(curve).unwrap();
            let public = pair.public_key().unwrap();
            let compressed = public.to_compressed();
            assert_eq!(pair.compressed_public_key(), compressed);
            assert_eq!(compressed.len(), curve.compressed_len());
            assert_eq!(public.uncompressed().len(), curve.uncompressed_len());
            for form in [&compressed[..], public.uncompressed()] {
                assert_eq!(EcdsaPublicKey::from_sec1(curve, form).unwrap(), public);
            }
        }
    }
}

/// RFC 6979, appendix A.2.6: a private key over P-384 and its public key.
#[test]
fn a_scalar_has_the_public_key_that_rfc_6979_states() {
    let scalar = hex(
        "6b9d3dad2e1b8c1c05b19875b6659f4de23c3b667bf297ba9aa47740787137d8\
         96d5724e4c70a825f872c9ea60d2edf5",
    );
    let x = "ec3a4e415b4e19a4568618029f427fa5da9a8bc4ae92e02e06aae5286b300c64\
             def8f0ea9055866064a254515480bc13";
    let y = "8015d9b72d7d57244ea8ef9ac0c621896708a59367f9dfb9f54ca84b3f1c9db1\
             288b231c3ae0d4fe7344fd2533264720";

    let pair = EcdsaKeyPair::from_scalar(Curve::P384, &scalar).unwrap();
    let public = pair.public_key().unwrap();
    assert_eq!(
        public.uncompressed(),
        [&[4], &hex(x)[..], &hex(y)[..]].concat()
    );
    assert_eq!(public.to_compressed(), [&[2], &hex(x)[..]].concat());
    assert_eq!(pair.to_scalar().unwrap().expose(), scalar);
}

#[test]
fn a_private_key_goes_out_and_comes_back_in_either_form() {
    for curve in CURVES {
        let pair = EcdsaKeyPair::generate(curve).unwrap();
        let (pkcs8, scalar) = (pair.to_pkcs8().unwrap(), pair.to_scalar().unwrap());
        assert_eq!(scalar.expose().len(), curve.scalar_len());
        for same in [
            EcdsaKeyPair::from_pkcs8(curve, pkcs8.expose()).unwrap(),
            EcdsaKeyPair::from_scalar(curve, scalar.expose()).unwrap(),
        ] {
            assert_eq!(same.public_key().unwrap(), pair.public_key().unwrap());
            assert_eq!(same.to_pkcs8().unwrap(), pkcs8);
            let signature = same.sign(b"message").unwrap();
            let public = pair.public_key().unwrap();
            assert!(public.verify(b"message", signature.as_ref()).is_ok());
        }
    }
}

#[test]
fn scalars_out_of_range_are_refused() {
    for curve in CURVES {
        let len = curve.scalar_len();
        assert!(EcdsaKeyPair::from_scalar(curve, &vec![0; len]).is_err());
        assert!(EcdsaKeyPair::from_scalar(curve, &vec![0xff; len]).is_err());
        assert!(EcdsaKeyPair::from_scalar(curve, &vec![1; len - 1]).is_err());
        assert!(EcdsaKeyPair::from_scalar(curve, &vec![1; len + 1]).is_err());
        assert!(EcdsaKeyPair::from_scalar(curve, &vec![1; len]).is_ok());
    }
}

#[test]
fn keys_of_the_other_curve_are_refused() {
    let p256 = EcdsaKeyPair::generate(Curve::P256).unwrap();
    let public = p256.public_key().unwrap();
    assert!(EcdsaKeyPair::from_pkcs8(Curve::P384, p256.to_pkcs8().unwrap().expose()).is_err());
    assert!(EcdsaPublicKey::from_sec1(Curve::P384, public.uncompressed()).is_err());
    assert!(EcdsaPublicKey::from_sec1(Curve::P384, &public.to_compressed()).is_err());
}

#[test]
fn what_is_not_a_point_is_refused() {
    for curve in CURVES {
        let public = EcdsaKeyPair::generate(curve).unwrap().public_key().unwrap();
        let uncompressed = public.uncompressed();
        let mut off_the_curve = uncompressed.to_vec();
        *off_the_curve.last_mut().unwrap() ^= 1;
        let mut hybrid = uncompressed.to_vec();
        hybrid[0] = 6 | (uncompressed.last().unwrap() & 1);
        let infinity = vec![0];
        let no_such_x = [vec![2], vec![0xff; curve.scalar_len()]].concat();
        let too_long = [uncompressed, &[0]].concat();
        for bytes in [vec![], off_the_curve, hybrid, infinity, no_such_x, too_long] {
            assert!(
                EcdsaPublicKey::from_sec1(curve, &bytes).is_err(),
                "{bytes:x?}"
            );
        }
    }
}

/// RFC 8032, section 7.1, test 3.
#[test]
fn ed25519_signs_what_rfc_8032_states() {
    let seed = hex("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7");
    let public = hex("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025");
    let signature = hex(
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac\
         18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    );
    let pair = Ed25519KeyPair::from_seed(&seed.try_into().unwrap()).unwrap();
    assert_eq!(pair.public_key().unwrap().as_bytes(), &public[..]);
    assert_eq!(pair.sign(&[0xaf, 0x82]).unwrap(), &signature[..]);
}

#[test]
fn an_ed25519_key_goes_out_and_comes_back_in_either_form() {
    let pair = Ed25519KeyPair::generate(&SystemRandom::new()).unwrap();
    let seed = pair.to_seed();
    let pkcs8 = pair.to_pkcs8().unwrap();
    // RFC 8410, section 7: the DER before the seed never changes.
    let prefix = hex("302e020100300506032b657004220420");
    assert_eq!(pkcs8.expose(), [&prefix, seed.expose()].concat());

    let from_seed = Ed25519KeyPair::from_seed(seed.expose().try_into().unwrap()).unwrap();
    let from_pkcs8 = Ed25519KeyPair::from_pkcs8(pkcs8.expose()).unwrap();
    for same in [from_seed, from_pkcs8] {
        assert_eq!(same.public_key().unwrap(), pair.public_key().unwrap());
        assert_eq!(same.to_seed(), seed);
    }
    assert!(Ed25519KeyPair::from_pkcs8(&pkcs8.expose()[1..]).is_err());
}

#[test]
fn a_generated_ed25519_key_comes_from_the_source_given() {
    let pair = |seed| Ed25519KeyPair::generate(&DangerousSeededRandom::new(seed)).unwrap();
    assert_eq!(pair(1).to_seed(), pair(1).to_seed());
    assert_ne!(pair(1).to_seed(), pair(2).to_seed());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn one_flipped_bit_of_an_ed25519_signature_is_refused(seed: [u8; 32], message: Vec<u8>, bit in 0..8 * 64_usize) {
        let pair = Ed25519KeyPair::from_seed(&seed).unwrap();
        let public: Ed25519PublicKey = pair.public_key().unwrap();
        let mut signature = pair.sign(&message).unwrap();
        prop_assert!(public.verify(&message, &signature).is_ok());
        signature[bit / 8] ^= 1 << (bit % 8);
        prop_assert!(public.verify(&message, &signature).is_err());
    }

    #[test]
    fn one_flipped_bit_of_an_ecdsa_signature_is_refused(message: Vec<u8>, bit: prop::sample::Index) {
        for curve in CURVES {
            let pair = EcdsaKeyPair::generate(curve).unwrap();
            let mut signature = pair.sign(&message).unwrap().as_ref().to_vec();
            let bit = bit.index(8 * signature.len());
            signature[bit / 8] ^= 1 << (bit % 8);
            prop_assert!(pair.public_key().unwrap().verify(&message, &signature).is_err());
        }
    }

    #[test]
    fn reading_a_key_never_panics(bytes: Vec<u8>) {
        for curve in CURVES {
            let _ = EcdsaPublicKey::from_sec1(curve, &bytes);
            let _ = EcdsaKeyPair::from_pkcs8(curve, &bytes);
            let _ = EcdsaKeyPair::from_scalar(curve, &bytes);
        }
        let _ = Ed25519KeyPair::from_pkcs8(&bytes);
    }
}

fn hex(digits: &str) -> Vec<u8> {
    digits
        .as_bytes()
        .chunks(2)
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
        .collect()
}
