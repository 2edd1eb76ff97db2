//! What was changed is refused, and what is released before that is only what verified.

use std::io::Cursor;

use common_types::EncryptionContext;
use envelope::{Client, Error, LocalKeyring};
use proptest::prelude::*;

use crate::support::{
    SIGNED, SUITES, UNSIGNED, decrypt, decrypt_streamed, encrypt, keyring, plaintext,
};
use crate::vectors::vectors;

/// Calls `check` with each message that differs from `message` in one bit.
fn flips(message: &[u8], mut check: impl FnMut(usize, &[u8])) {
    let mut flipped = message.to_vec();
    for bit in 0..message.len() * 8 {
        flipped[bit / 8] ^= 1 << (bit % 8);
        check(bit, &flipped);
        flipped[bit / 8] ^= 1 << (bit % 8);
    }
}

fn assert_refused(keyring: &dyn LocalKeyring, message: &[u8], what: &str) {
    let decrypted = Client::new().decrypt(keyring, &EncryptionContext::new(), message);
    assert!(decrypted.is_err(), "{what}");
}

#[test]
fn any_single_flipped_bit_is_refused() {
    for suite in SUITES {
        let message = encrypt(suite, 16, &plaintext(40));
        flips(&message, |bit, flipped| {
            assert_refused(&keyring(), flipped, &format!("{suite}, bit {bit}"));
        });
    }
}

#[test]
fn any_single_flipped_bit_of_a_non_framed_body_is_refused() {
    let unframed = vectors()
        .into_iter()
        .filter(|vector| vector.comment.ends_with("unframed"));
    let mut count = 0;
    for vector in unframed {
        count += 1;
        let (message, keyring) = (vector.message(), vector.keyring());
        // The known-key keyring does not look at the encrypted data keys, and still their bits are the header's.
        flips(&message, |bit, flipped| {
            assert_refused(&keyring, flipped, &format!("{}, bit {bit}", vector.comment));
        });
    }
    assert_eq!(count, 7);
}

#[test]
fn a_stream_that_was_changed_releases_verified_frames_and_then_an_error() {
    let whole = plaintext(40);
    for suite in SUITES {
        let message = encrypt(suite, 16, &whole);
        flips(&message, |bit, flipped| {
            let (released, ended) = decrypt_streamed(flipped);
            let error = ended.expect_err(&format!("{suite}, bit {bit}"));
            assert!(whole.starts_with(&released), "{suite}, bit {bit}");
            assert!(
                released.len() % 16 == 0,
                "a part of a frame: {suite}, bit {bit}"
            );
            if suite.is_signed() {
                assert!(
                    released.len() <= 32,
                    "the last frame before its signature, bit {bit}"
                );
            }
            assert!(
                !matches!(error, Error::StreamFailed),
                "{suite}, bit {bit}: {error:?}"
            );
        });
    }
}

#[test]
fn verify_then_read_releases_nothing_of_a_message_that_was_changed() {
    for suite in SUITES {
        let message = encrypt(suite, 16, &plaintext(40));
        let client = Client::new();
        let nothing = EncryptionContext::new();
        let header = client.verify_then_read(Cursor::new(&message)).unwrap();
        let materials = client
            .local_decryption_materials(&keyring(), header.header(), &nothing)
            .unwrap();
        flips(&message, |bit, flipped| {
            let unlocked = client
                .verify_then_read(Cursor::new(flipped))
                .and_then(|reader| reader.unlock(&materials));
            assert!(unlocked.is_err(), "{suite}, bit {bit}");
        });
    }
}

#[test]
fn every_truncation_is_refused() {
    for suite in SUITES {
        let message = encrypt(suite, 16, &plaintext(40));
        for len in 0..message.len() {
            let (cut, _) = message.split_at(len);
            assert!(
                matches!(decrypt(cut), Err(Error::Truncated)),
                "{suite}, {len} bytes"
            );
            let (released, ended) = decrypt_streamed(cut);
            assert!(
                matches!(ended, Err(Error::Truncated)),
                "{suite}, {len} bytes: {ended:?}"
            );
            assert!(released.len() <= 40);
        }
    }
}

#[test]
fn bytes_after_the_end_are_refused() {
    for suite in SUITES {
        let message = encrypt(suite, 16, &plaintext(40));
        for after in [&[0][..], &message] {
            let longer = [&message, after].concat();
            assert!(
                matches!(decrypt(&longer), Err(Error::TrailingBytes)),
                "{suite}"
            );
            let (_, ended) = decrypt_streamed(longer.as_slice());
            assert!(
                matches!(ended, Err(Error::TrailingBytes)),
                "{suite}: {ended:?}"
            );
        }
    }
}

/// The frames of a message of 16-byte frames, the final one last with what follows it.
fn cut(message: &[u8], frames: usize, last: usize) -> (Vec<u8>, Vec<Vec<u8>>) {
    let body = (frames - 1) * 48 + 40 + last;
    let (header, body) = message.split_at(message.len() - body);
    let mut parts: Vec<_> = body[..(frames - 1) * 48]
        .chunks(48)
        .map(<[u8]>::to_vec)
        .collect();
    parts.push(body[(frames - 1) * 48..].to_vec());
    (header.to_vec(), parts)
}

#[test]
fn frames_reordered_repeated_left_out_or_of_another_message_are_refused() {
    let message = encrypt(UNSIGNED, 16, &plaintext(40));
    let (header, frames) = cut(&message, 3, 8);
    let (_, foreign) = cut(&encrypt(UNSIGNED, 16, &plaintext(40)), 3, 8);
    let join = |frames: &[&Vec<u8>]| -> Vec<u8> {
        let frames = frames.iter().map(|frame| frame.as_slice());
        std::iter::once(header.as_slice())
            .chain(frames)
            .collect::<Vec<_>>()
            .concat()
    };
    let [a, b, last] = frames.as_slice() else {
        panic!()
    };
    assert_eq!(decrypt(&join(&[a, b, last])).unwrap(), plaintext(40));
    for (what, changed) in [
        ("reordered", join(&[b, a, last])),
        ("repeated", join(&[a, a, b, last])),
        ("left out", join(&[a, last])),
        ("the first left out", join(&[b, last])),
        ("the final one first", join(&[last])),
        ("after the final one", join(&[a, b, last, a])),
        ("the final one twice", join(&[a, b, last, last])),
        ("one of another message", join(&[a, &foreign[1], last])),
        (
            "the final one of another message",
            join(&[a, b, &foreign[2]]),
        ),
    ] {
        assert!(decrypt(&changed).is_err(), "{what}");
        let (released, ended) = decrypt_streamed(changed.as_slice());
        assert!(
            ended.is_err() && plaintext(40).starts_with(&released),
            "{what}"
        );
    }
}

#[test]
fn the_header_of_one_message_does_not_open_the_body_of_another() {
    let (one, other) = (
        encrypt(UNSIGNED, 16, &plaintext(8)),
        encrypt(UNSIGNED, 16, &plaintext(8)),
    );
    let at = one.len() - 48;
    let crossed = [&one[..at], &other[at..]].concat();
    assert!(matches!(decrypt(&crossed), Err(Error::DecryptionFailed)));
}

#[test]
fn a_signed_message_does_not_become_an_unsigned_one() {
    let mut message = encrypt(SIGNED, 16, b"text");
    message[1] = 0x04;
    assert!(decrypt(&message).is_err());
    let mut message = encrypt(UNSIGNED, 16, b"text");
    message[1] = 0x05;
    assert!(decrypt(&message).is_err());
}

proptest! {
    #[test]
    fn any_bytes_are_refused_without_harm(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        prop_assert!(decrypt(&bytes).is_err());
        prop_assert!(decrypt_streamed(bytes.as_slice()).1.is_err());
    }

    #[test]
    fn any_change_of_some_bytes_is_refused(
        suite in prop_oneof![Just(SIGNED), Just(UNSIGNED)],
        changes in proptest::collection::vec((any::<prop::sample::Index>(), 1..=255_u8), 1..4),
    ) {
        let original = encrypt(suite, 16, &plaintext(40));
        let mut message = original.clone();
        for (at, with) in changes {
            let at = at.index(message.len());
            message[at] ^= with;
        }
        prop_assume!(message != original);
        prop_assert!(decrypt(&message).is_err());
        let (released, ended) = decrypt_streamed(message.as_slice());
        prop_assert!(ended.is_err() && plaintext(40).starts_with(&released));
    }
}
