//! A blob opens under its own key and context, unchanged, and not otherwise.

use common_types::EncryptionContext;
use crypto::random::DangerousSeededRandom;
use proptest::prelude::*;

use super::{BlobPrefix, CiphertextBlob, open, seal};
use crate::{
    Error, KeyId, Result,
    backing::{BackingKey, BackingKeyId, BackingSecret},
    limits,
};

struct World {
    random: DangerousSeededRandom,
    key: BackingKey,
    prefix: BlobPrefix,
}

impl World {
    fn new() -> Self {
        let random = DangerousSeededRandom::new(11);
        let id = BackingKeyId::random(&random).unwrap();
        let key = BackingKey::new(id, &BackingSecret::random(&random).unwrap()).unwrap();
        let prefix = prefix("1234abcd-12ab-34cd-56ef-1234567890ab", id);
        Self {
            random,
            key,
            prefix,
        }
    }

    fn seal(&self, context: &EncryptionContext, plaintext: &[u8]) -> Vec<u8> {
        seal(&self.key, &self.prefix, context, plaintext, &self.random).unwrap()
    }

    fn open(&self, context: &EncryptionContext, blob: &[u8]) -> Result<Vec<u8>> {
        let blob = CiphertextBlob::parse(blob)?;
        let key = blob.is_by(self.key.id()).then_some(&self.key);
        open(&blob, key, context).map(|plaintext| plaintext.expose().to_vec())
    }
}

fn prefix(key: &str, backing_key: BackingKeyId) -> BlobPrefix {
    let (partition, account, region) = ("aws".parse(), "111122223333".parse(), "eu-west-1".parse());
    let key: KeyId = key.parse().unwrap();
    BlobPrefix::new(
        &partition.unwrap(),
        &account.unwrap(),
        &region.unwrap(),
        &key,
        backing_key,
    )
    .unwrap()
}

fn contexts() -> impl Strategy<Value = EncryptionContext> {
    prop::collection::btree_map("[a-zé]{0,8}", "\\PC{0,8}", 0..4)
        .prop_map(|pairs| EncryptionContext::try_from_iter(pairs).unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_blob_opens_under_its_own_context(
        plaintext in prop::collection::vec(any::<u8>(), 0..200),
        context in contexts(),
        other in contexts(),
    ) {
        let world = World::new();
        let blob = world.seal(&context, &plaintext);
        prop_assert_eq!(world.open(&context, &blob).unwrap(), plaintext);
        if other != context {
            prop_assert!(matches!(world.open(&other, &blob), Err(Error::InvalidCiphertext)));
        }
    }

    #[test]
    fn foreign_bytes_are_refused(bytes: Vec<u8>) {
        prop_assert!(matches!(World::new().open(&EncryptionContext::new(), &bytes), Err(Error::InvalidCiphertext)));
        let _ = CiphertextBlob::parse(&[&[1, 1], bytes.as_slice()].concat());
    }
}

#[test]
fn any_flipped_bit_and_any_cut_is_refused() {
    let world = World::new();
    let context = EncryptionContext::try_from_iter([("tenant", "42")]).unwrap();
    let blob = world.seal(&context, b"top secret");
    for at in 0..blob.len() {
        for bit in 0..8 {
            let mut changed = blob.clone();
            changed[at] ^= 1 << bit;
            assert!(
                matches!(
                    world.open(&context, &changed),
                    Err(Error::InvalidCiphertext)
                ),
                "bit {bit} of byte {at}"
            );
        }
        assert!(world.open(&context, &blob[..at]).is_err(), "cut at {at}");
    }
    assert!(
        world
            .open(&context, &[blob.as_slice(), &[0]].concat())
            .is_err()
    );
    assert!(world.open(&context, &blob).is_ok());
}

#[test]
fn a_blob_says_which_key_it_asks_for() {
    let world = World::new();
    let blob = world.seal(&EncryptionContext::new(), b"x");
    let blob = CiphertextBlob::parse(&blob).unwrap();
    assert_eq!(blob.partition(), "aws");
    assert_eq!(blob.account().as_str(), "111122223333");
    assert_eq!(blob.region(), Some("eu-west-1"));
    assert_eq!(
        blob.key_id().as_str(),
        "1234abcd-12ab-34cd-56ef-1234567890ab"
    );
}

#[test]
fn a_multi_region_key_leaves_the_region_out() {
    let world = World::new();
    let prefix = prefix("mrk-1234abcd12ab34cd56ef1234567890ab", world.key.id());
    let blob = seal(
        &world.key,
        &prefix,
        &EncryptionContext::new(),
        b"x",
        &world.random,
    )
    .unwrap();
    assert_eq!(CiphertextBlob::parse(&blob).unwrap().region(), None);
    assert_eq!(world.open(&EncryptionContext::new(), &blob).unwrap(), b"x");
}

#[test]
fn the_longest_plaintext_fits_the_longest_blob() {
    let world = World::new();
    let longest = vec![7; limits::PLAINTEXT_BYTES];
    let blob = world.seal(&EncryptionContext::new(), &longest);
    assert!(blob.len() <= limits::CIPHERTEXT_BYTES, "{}", blob.len());
    assert_eq!(
        world.open(&EncryptionContext::new(), &blob).unwrap(),
        longest
    );
}

#[test]
fn the_bytes_are_where_the_documentation_draws_them() {
    let world = World::new();
    let blob = world.seal(&EncryptionContext::new(), b"secret");
    let header = [
        b"\x01\x01".as_slice(),
        b"\x03aws",
        b"111122223333",
        b"\x09eu-west-1",
        b"\x241234abcd-12ab-34cd-56ef-1234567890ab",
        world.key.id().as_bytes(),
    ]
    .concat();
    assert!(blob.starts_with(&header));
    assert_eq!(blob.len(), header.len() + 16 + 32 + b"secret".len() + 16);
}
