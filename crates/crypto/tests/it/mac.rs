//! What `mac::Key` promises beyond HMAC itself, which Wycheproof covers.

use crypto::mac::{Algorithm, Key};
use proptest::prelude::*;

const ALL: [Algorithm; 3] = [
    Algorithm::HmacSha256,
    Algorithm::HmacSha384,
    Algorithm::HmacSha512,
];

proptest! {
    #[test]
    fn verifies_its_own_tags_and_no_changed_one(
        secret: Vec<u8>,
        parts in prop::collection::vec(any::<Vec<u8>>(), 0..4),
        bit: prop::sample::Index,
    ) {
        let parts: Vec<&[u8]> = parts.iter().map(Vec::as_slice).collect();
        for algorithm in ALL {
            let key = Key::new(algorithm, &secret);
            let tag = key.sign(&parts).into_public();
            prop_assert_eq!(tag.as_ref().len(), algorithm.tag_len());
            prop_assert!(key.verify(&[&parts.concat()], tag.as_ref()).is_ok());

            let mut changed = tag.as_ref().to_vec();
            let bit = bit.index(8 * changed.len());
            changed[bit / 8] ^= 1 << (bit % 8);
            prop_assert!(key.verify(&parts, &changed).is_err());
        }
    }
}

#[test]
fn a_truncated_or_empty_tag_is_refused() {
    for algorithm in ALL {
        let key = Key::new(algorithm, b"secret");
        let tag = key.sign(&[b"message"]).into_public();
        for len in 0..algorithm.tag_len() {
            assert!(key.verify(&[b"message"], &tag.as_ref()[..len]).is_err());
        }
    }
}
