//! The store keys by generation, as the root key wraps them. Drawn in `docs/formats.md`.

use common_types::SecretBytes;
use crypto::{kdf, mac};

use super::{
    Generation,
    header::{DAMAGED, TAG_LEN},
};
use crate::Result;

/// The store keys by generation, oldest first: what the root key wraps.
#[derive(Clone, Debug)]
pub(super) struct Keyring(pub(super) Vec<(Generation, SecretBytes)>);

impl Keyring {
    pub(super) fn newest(&self) -> Result<&(Generation, SecretBytes)> {
        self.0.last().ok_or(DAMAGED)
    }

    pub(super) fn encode(&self) -> SecretBytes {
        let mut out = SecretBytes::new(vec![0; self.0.len().saturating_mul(ENTRY_LEN)]);
        for (entry, (generation, key)) in out.expose_mut().chunks_exact_mut(ENTRY_LEN).zip(&self.0)
        {
            if let Some((number, room)) = entry.split_first_chunk_mut() {
                *number = generation.number().to_be_bytes();
                room.copy_from_slice(key.expose());
            }
        }
        out
    }

    pub(super) fn decode(encoded: &SecretBytes) -> Result<Self> {
        let (entries, rest) = encoded.expose().as_chunks::<ENTRY_LEN>();
        let keys = entries.iter().filter_map(|entry| {
            let (number, key) = entry.split_first_chunk()?;
            Some((
                Generation::new(u32::from_be_bytes(*number)),
                SecretBytes::from(key),
            ))
        });
        let ring = Self(keys.collect());
        let rising = ring.0.is_sorted_by(|(a, _), (b, _)| a < b);
        if entries.is_empty() || !rest.is_empty() || !rising {
            return Err(DAMAGED);
        }
        Ok(ring)
    }

    /// The key that authenticates the header.
    pub(super) fn mac_key(&self) -> Result<mac::Key> {
        let (_, key) = self.newest()?;
        let mut derived = SecretBytes::from([0; TAG_LEN]);
        kdf::Prk::from_uniform(kdf::HkdfAlgorithm::Sha256, key.expose())?
            .expand(&[MAC_LABEL], derived.expose_mut())?;
        Ok(mac::Key::new(mac::Algorithm::HmacSha256, derived.expose()))
    }
}

const ENTRY_LEN: usize = 4 + 32;
const MAC_LABEL: &[u8] = b"strongroom/store-header/v1";

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn ring() -> Keyring {
        Keyring(vec![
            (Generation::new(1), [1; 32].into()),
            (Generation::new(4), [2; 32].into()),
        ])
    }

    #[test]
    fn a_keyring_comes_back_in_rising_order() {
        let encoded = ring().encode();
        let decoded = Keyring::decode(&encoded).unwrap();
        assert_eq!(decoded.0, ring().0);
        let mut reversed = ring();
        reversed.0.reverse();
        assert!(Keyring::decode(&reversed.encode()).is_err());
        assert!(Keyring::decode(&SecretBytes::new(vec![])).is_err());
    }

    proptest! {
        #[test]
        fn foreign_bytes_are_refused_or_come_back(bytes: Vec<u8>) {
            let bytes = SecretBytes::new(bytes);
            if let Ok(ring) = Keyring::decode(&bytes) {
                prop_assert_eq!(ring.encode(), bytes);
            }
        }
    }
}
