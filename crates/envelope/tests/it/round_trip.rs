//! Any plaintext, frame length, context and split of the stream comes back as it went.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};

use common_types::EncryptionContext;
use envelope::{AlgorithmSuite, Client};
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;

use crate::support::{Dribble, SIGNED, UNSIGNED, client, keyring, nothing};

fn suite() -> impl Strategy<Value = AlgorithmSuite> {
    prop_oneof![1 => Just(SIGNED), 3 => Just(UNSIGNED)]
}

fn contexts() -> impl Strategy<Value = BTreeMap<String, String>> {
    btree_map("\\PC{0,8}", "\\PC{0,8}", 0..4).prop_filter("reserved", |pairs| {
        !pairs.keys().any(|key| key.starts_with("aws-crypto-"))
    })
}

/// A plaintext around the ends of a few frames, and a frame length.
fn plaintexts() -> impl Strategy<Value = (Vec<u8>, u32)> {
    (1..300_u32, 0..5_usize, -1..=1_isize).prop_flat_map(|(frame_length, frames, off)| {
        let around = (frames * frame_length as usize).saturating_add_signed(off);
        let len = prop_oneof![Just(around), 0..1500_usize];
        (
            len.prop_flat_map(|len| vec(any::<u8>(), len)),
            Just(frame_length),
        )
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn whole(
        suite in suite(),
        (plaintext, frame_length) in plaintexts(),
        pairs in contexts(),
    ) {
        let context = EncryptionContext::try_from_iter(pairs).unwrap();
        let message = client(suite, frame_length)
            .encrypt(&keyring(), context.clone(), &plaintext)
            .unwrap();
        let decrypted = Client::new().decrypt(&keyring(), &context, &message).unwrap();
        prop_assert_eq!(decrypted.plaintext(), plaintext);
        prop_assert_eq!(decrypted.header().suite(), suite);
        prop_assert_eq!(decrypted.header().frame_length(), frame_length);
        for (key, value) in context.iter() {
            prop_assert_eq!(decrypted.context().get(key), Some(value));
        }
    }

    #[test]
    fn streamed(
        suite in suite(),
        (plaintext, frame_length) in plaintexts(),
        writes in vec(1..700_usize, 1..8),
        reads in 1..700_usize,
        taken in 1..700_usize,
    ) {
        let writing = client(suite, frame_length);
        let materials = writing.local_encryption_materials(&keyring(), nothing()).unwrap();
        let mut writer = writing.writer(&materials, Vec::new()).unwrap();
        let mut rest = plaintext.as_slice();
        for len in writes.into_iter().cycle() {
            let (part, after) = rest.split_at(len.min(rest.len()));
            writer.write_all(part).unwrap();
            if len % 5 == 0 {
                writer.flush().unwrap();
            }
            rest = after;
            if rest.is_empty() {
                break;
            }
        }
        let message = writer.finish().unwrap();

        let reading = Client::new();
        let whole = reading.decrypt(&keyring(), &nothing(), &message).unwrap();
        prop_assert_eq!(whole.plaintext(), plaintext.as_slice());

        let source = Dribble::new(&message, reads);
        let reader = reading.release_before_signature(source).unwrap();
        let materials = reading
            .local_decryption_materials(&keyring(), reader.header(), &nothing())
            .unwrap();
        let mut reader = reader.unlock(&materials).unwrap();
        let (mut read, mut part) = (Vec::new(), vec![0; taken]);
        loop {
            match reader.read(&mut part).unwrap() {
                0 => break,
                len => read.extend_from_slice(&part[..len]),
            }
        }
        prop_assert_eq!(&read, &plaintext);

        let mut read = Vec::new();
        let reader = reading.verify_then_read(Cursor::new(&message)).unwrap();
        reader.unlock(&materials).unwrap().read_to_end(&mut read).unwrap();
        prop_assert_eq!(read, plaintext);
    }
}
