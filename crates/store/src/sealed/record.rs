//! The bytes of a sealed value. Drawn in `docs/formats.md`.
//!
//! ```text
//! 0       1            5         21        29
//! +-------+------------+---------+---------+------------+---------+
//! | 01    | generation | session | counter | ciphertext | tag     |
//! +-------+------------+---------+---------+------------+---------+
//! ```

use crypto::aead::{Opener, SessionSealer, TAG_LEN, Tag, counter_nonce};

use crate::{Error, Generation, Key, Result, StoreId};

/// Under which key a value is sealed.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub(super) struct SessionId {
    pub(super) generation: Generation,
    pub(super) random: [u8; SESSION_LEN],
}

/// Seals a value for one place: this key in this store.
pub(super) fn seal(
    store: StoreId,
    session: SessionId,
    sealer: &SessionSealer,
    key: &Key,
    value: &[u8],
) -> Result<Vec<u8>> {
    let mut out = Vec::with_capacity(value.len().saturating_add(OVERHEAD));
    out.push(FORMAT);
    out.extend(session.generation.number().to_be_bytes());
    out.extend(session.random);
    let counter_at = out.len();
    out.extend([0; COUNTER_LEN]);
    out.extend(value);
    let (head, body) = out.split_at_mut(HEAD_LEN);
    let (counter, tag) = sealer.seal(&aad(store, session, key), body)?;
    if let Some(room) = head.get_mut(counter_at..) {
        room.copy_from_slice(&counter.to_be_bytes());
    }
    out.extend(tag.as_bytes());
    Ok(out)
}

/// A sealed value, taken apart and not yet believed.
pub(super) struct Sealed {
    pub(super) session: SessionId,
    counter: u64,
    tag: Tag,
    /// All of it: the ciphertext stands between head and tag.
    bytes: Vec<u8>,
}

impl Sealed {
    pub(super) fn parse(key: &Key, bytes: Vec<u8>) -> Result<Self> {
        match bytes.first() {
            Some(&FORMAT) => Self::parse_body(bytes),
            Some(&found) if found > FORMAT => {
                let (what, supported) = ("a sealed record", FORMAT.into());
                return Err(Error::NewerFormat {
                    what,
                    found: found.into(),
                    supported,
                });
            }
            _ => None,
        }
        .ok_or_else(|| Error::Tampered { key: key.clone() })
    }

    fn parse_body(bytes: Vec<u8>) -> Option<Self> {
        let (generation, rest) = bytes.get(1..)?.split_first_chunk()?;
        let (random, rest) = rest.split_first_chunk()?;
        let (counter, rest) = rest.split_first_chunk()?;
        let (_, tag) = rest.split_last_chunk::<TAG_LEN>()?;
        let generation = Generation::new(u32::from_be_bytes(*generation));
        let session = SessionId {
            generation,
            random: *random,
        };
        Some(Self {
            session,
            counter: u64::from_be_bytes(*counter),
            tag: Tag::from(*tag),
            bytes,
        })
    }

    /// The value, if it was sealed for this very place.
    pub(super) fn open(self, store: StoreId, opener: &Opener, key: &Key) -> Result<Vec<u8>> {
        let Self {
            session,
            counter,
            tag,
            mut bytes,
        } = self;
        bytes.truncate(bytes.len().saturating_sub(TAG_LEN));
        let body = bytes.get_mut(HEAD_LEN..).unwrap_or_default();
        opener
            .open(
                counter_nonce(counter),
                &aad(store, session, key),
                body,
                &tag,
            )
            .map_err(|_| Error::Tampered { key: key.clone() })?;
        bytes.drain(..HEAD_LEN);
        Ok(bytes)
    }
}

/// What a value is bound to. All but the key, which comes last, has a fixed length.
fn aad(store: StoreId, session: SessionId, key: &Key) -> Vec<u8> {
    let SessionId { generation, random } = session;
    let generation = generation.number().to_be_bytes();
    [
        &[FORMAT],
        store.as_bytes().as_slice(),
        &generation,
        &random,
        key.as_bytes(),
    ]
    .concat()
}

/// Bytes that sealing adds to a value.
pub(super) const OVERHEAD: usize = HEAD_LEN + TAG_LEN;
const HEAD_LEN: usize = 1 + 4 + SESSION_LEN + COUNTER_LEN;
const SESSION_LEN: usize = 16;
const COUNTER_LEN: usize = 8;
const FORMAT: u8 = 1;

// What sealing adds, the contract lets a wrapper add.
const _: () = assert!(OVERHEAD <= crate::limits::WRAPPER_BYTES);

#[cfg(test)]
mod tests {
    use crypto::aead::Algorithm;

    use super::*;

    #[test]
    fn the_bytes_are_as_drawn() {
        let store = StoreId::from_bytes([0x11; 16]);
        let session = SessionId {
            generation: Generation::new(7),
            random: [0x22; 16],
        };
        let sealer = SessionSealer::new(Algorithm::Aes256Gcm, &[0x33; 32]).unwrap();
        let key = Key::global("test").str("key").build().unwrap();
        let _the_first = seal(store, session, &sealer, &key, b"first").unwrap();
        let sealed = seal(store, session, &sealer, &key, b"second").unwrap();

        let (head, body) = sealed.split_at(29);
        assert_eq!(
            head,
            [&[1, 0, 0, 0, 7][..], &[0x22; 16], &[0, 0, 0, 0, 0, 0, 0, 1]].concat()
        );
        let aad = [
            &[1][..],
            &[0x11; 16],
            &[0, 0, 0, 7],
            &[0x22; 16],
            key.as_bytes(),
        ]
        .concat();
        let nonce = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1];
        let (mut value, tag) = (body[..6].to_vec(), Tag::try_from(&body[6..]).unwrap());
        let opener = Opener::new(Algorithm::Aes256Gcm, &[0x33; 32]).unwrap();
        opener.open(nonce, &aad, &mut value, &tag).unwrap();
        assert_eq!(value, b"second");
    }
}
