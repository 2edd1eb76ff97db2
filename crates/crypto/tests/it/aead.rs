//! What the sealers promise: round trips, refusal of anything changed, nonces that never repeat.

use std::collections::HashSet;

use crypto::Error;
use crypto::aead::{
    Algorithm, OneTimeKey, Opener, RandomNonceKey, SequenceSealer, SessionSealer, Tag,
    counter_nonce,
};
use crypto::random::{DangerousSeededRandom, Random, SystemRandom};
use proptest::prelude::*;

const ALL: [Algorithm; 3] = [
    Algorithm::Aes128Gcm,
    Algorithm::Aes192Gcm,
    Algorithm::Aes256Gcm,
];

fn algorithm() -> impl Strategy<Value = Algorithm> {
    prop::sample::select(&ALL[..])
}

fn key(algorithm: Algorithm) -> Vec<u8> {
    vec![0x42; algorithm.key_len()]
}

fn opener(algorithm: Algorithm) -> Opener {
    Opener::new(algorithm, &key(algorithm)).unwrap()
}

proptest! {
    #[test]
    fn what_was_sealed_opens(algorithm in algorithm(), nonce: [u8; 12], aad: Vec<u8>, plaintext: Vec<u8>) {
        let sealer = OneTimeKey::new(algorithm, &key(algorithm)).unwrap();
        let mut message = plaintext.clone();
        let tag = sealer.seal(nonce, &aad, &mut message).unwrap();
        opener(algorithm).open(nonce, &aad, &mut message, &tag).unwrap();
        prop_assert_eq!(message, plaintext);
    }

    #[test]
    fn one_flipped_bit_anywhere_is_refused(
        algorithm in algorithm(),
        nonce: [u8; 12],
        aad in prop::collection::vec(any::<u8>(), 1..50),
        plaintext in prop::collection::vec(any::<u8>(), 1..200),
        bit: prop::sample::Index,
    ) {
        let sealer = OneTimeKey::new(algorithm, &key(algorithm)).unwrap();
        let mut ciphertext = plaintext;
        let tag = sealer.seal(nonce, &aad, &mut ciphertext).unwrap();

        let mut parts = [nonce.to_vec(), aad, ciphertext, tag.as_ref().to_vec()];
        flip(&mut parts, bit);
        let [nonce, aad, mut ciphertext, tag] = parts;
        let (nonce, tag) = (nonce.try_into().unwrap(), Tag::try_from(&tag[..]).unwrap());

        let opened = opener(algorithm).open(nonce, &aad, &mut ciphertext, &tag);
        prop_assert_eq!(opened, Err(Error::unspecified()));
        prop_assert!(ciphertext.iter().all(|byte| *byte == 0));
    }

    #[test]
    fn a_sequence_numbers_its_frames_from_zero(
        algorithm in algorithm(),
        frames in prop::collection::vec(any::<(Vec<u8>, bool)>(), 1..20),
    ) {
        let mut sealer = SequenceSealer::new(algorithm, &key(algorithm)).unwrap();
        for (position, (frame, in_place)) in (0..).zip(&frames) {
            prop_assert_eq!(sealer.position(), position);
            let mut message = frame.clone();
            let tag = if *in_place {
                sealer.seal_next(b"frame", &mut message)
            } else {
                sealer.seal_next_into(b"frame", frame, &mut message)
            };
            let nonce = counter_nonce(position);
            opener(algorithm).open(nonce, b"frame", &mut message, &tag.unwrap()).unwrap();
            prop_assert_eq!(&message, frame);
        }
    }
}

/// Flips one bit of the parts, counted through all of them.
fn flip(parts: &mut [Vec<u8>], bit: prop::sample::Index) {
    let mut bytes: Vec<&mut u8> = parts.iter_mut().flatten().collect();
    let bit = bit.index(8 * bytes.len());
    *bytes[bit / 8] ^= 1 << (bit % 8);
}

#[test]
fn a_key_of_another_length_is_refused() {
    for algorithm in ALL {
        for len in (0..=40).filter(|len| *len != algorithm.key_len()) {
            let key = vec![0; len];
            assert!(OneTimeKey::new(algorithm, &key).is_err());
            assert!(SequenceSealer::new(algorithm, &key).is_err());
            assert!(SessionSealer::new(algorithm, &key).is_err());
            assert!(RandomNonceKey::new(algorithm, &key).is_err());
            assert!(Opener::new(algorithm, &key).is_err());
        }
    }
}

#[test]
fn buffers_of_different_lengths_are_refused() {
    for algorithm in ALL {
        let mut sealer = SequenceSealer::new(algorithm, &key(algorithm)).unwrap();
        assert!(sealer.seal_next_into(b"", b"abc", &mut [0; 2]).is_err());
        assert!(sealer.seal_next_into(b"", b"abc", &mut [0; 4]).is_err());

        let mut ciphertext = [0; 3];
        let tag = sealer.seal_next_into(b"", b"abc", &mut ciphertext).unwrap();
        let open = |out: &mut [u8]| {
            opener(algorithm).open_into(counter_nonce(2), b"", &ciphertext, &tag, out)
        };
        assert!(open(&mut [0; 2]).is_err());
        assert!(open(&mut [0; 4]).is_err());
        assert!(open(&mut [0; 3]).is_ok());
    }
}

#[test]
fn a_session_gives_each_counter_once_across_threads() {
    let algorithm = Algorithm::Aes256Gcm;
    let sealer = SessionSealer::new(algorithm, &key(algorithm)).unwrap();
    let seal_many = || {
        (0..500).map(|_| {
            let mut message = *b"record";
            let (counter, tag) = sealer.seal(b"aad", &mut message).unwrap();
            (counter, message, tag)
        })
    };
    let sealed: Vec<_> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..4)
            .map(|_| scope.spawn(|| seal_many().collect::<Vec<_>>()))
            .collect();
        threads
            .into_iter()
            .flat_map(|thread| thread.join().unwrap())
            .collect()
    });

    let counters: HashSet<u64> = sealed.iter().map(|(counter, ..)| *counter).collect();
    assert_eq!(counters, (0..2000).collect());
    for (counter, mut message, tag) in sealed {
        let nonce = counter_nonce(counter);
        opener(algorithm)
            .open(nonce, b"aad", &mut message, &tag)
            .unwrap();
        assert_eq!(&message, b"record");
    }
}

#[test]
fn a_session_seals_from_one_buffer_into_another() {
    for algorithm in ALL {
        let sealer = SessionSealer::new(algorithm, &key(algorithm)).unwrap();
        let mut ciphertext = [0; 6];
        let (counter, tag) = sealer
            .seal_into(b"aad", b"record", &mut ciphertext)
            .unwrap();
        let mut plaintext = [0; 6];
        opener(algorithm)
            .open_into(
                counter_nonce(counter),
                b"aad",
                &ciphertext,
                &tag,
                &mut plaintext,
            )
            .unwrap();
        assert_eq!(&plaintext, b"record");
    }
}

#[test]
fn random_nonces_come_from_the_source_given() {
    for algorithm in ALL {
        let sealer = RandomNonceKey::new(algorithm, &key(algorithm)).unwrap();
        let mut message = *b"data key";
        let (nonce, tag) = sealer
            .seal(&DangerousSeededRandom::new(7), b"aad", &mut message)
            .unwrap();
        assert_eq!(
            nonce,
            crypto::random::bytes(&DangerousSeededRandom::new(7)).unwrap()
        );
        opener(algorithm)
            .open(nonce, b"aad", &mut message, &tag)
            .unwrap();
        assert_eq!(&message, b"data key");
    }
}

#[test]
fn random_nonces_differ() {
    let sealer = RandomNonceKey::new(Algorithm::Aes256Gcm, &[1; 32]).unwrap();
    let nonces: HashSet<_> = (0..1000)
        .map(|_| sealer.seal(&SystemRandom::new(), b"", &mut []).unwrap().0)
        .collect();
    assert_eq!(nonces.len(), 1000);
}

/// A source that has failed.
#[derive(Debug)]
struct Broken;

impl Random for Broken {
    fn fill(&self, _: &mut [u8]) -> Result<(), Error> {
        Err(Error::unspecified())
    }
}

#[test]
fn nothing_is_sealed_when_randomness_fails() {
    let sealer = RandomNonceKey::new(Algorithm::Aes256Gcm, &[1; 32]).unwrap();
    let mut message = *b"data key";
    assert!(sealer.seal(&Broken, b"aad", &mut message).is_err());
    assert_eq!(&message, b"data key");
}

#[test]
fn a_counter_is_a_big_endian_nonce() {
    assert_eq!(counter_nonce(0), [0; 12]);
    assert_eq!(
        counter_nonce(0x0102_0304_0506_0708),
        [0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8]
    );
}
