//! The record from which a store is opened: which root key, which store keys, how far a rotation
//! is.
//!
//! It is not sealed, because the keys come out of it, but authenticated. Drawn in
//! `docs/formats.md`.

use crypto::mac;

use super::StoreId;
use crate::{Error, Key, Result};

/// What the header says.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Header {
    pub(super) store_id: StoreId,
    /// The newest record format that this store's writers may use.
    pub(super) write_format: u16,
    /// Which root key wrapped the store keys.
    pub(super) root_id: String,
    /// The [`Keyring`], wrapped.
    pub(super) wrapped: Vec<u8>,
    /// Set while the store key is being rotated.
    pub(super) walk: Option<Walk>,
}

/// How far a rotation of the store key has come.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(super) struct Walk {
    /// The last record that is done; none at the beginning of a pass.
    pub(super) cursor: Option<Key>,
    /// Whether this pass has changed anything: only one that has not ends the rotation.
    pub(super) changed: bool,
}

impl Header {
    /// Where it is stored.
    pub(super) fn key() -> Key {
        Key::reserved("header")
    }

    /// What wrapping the keyring authenticates beside it.
    pub(super) fn aad(store_id: StoreId) -> Vec<u8> {
        [WRAP_LABEL, store_id.as_bytes()].concat()
    }

    /// The record, authenticated under the newest store key.
    pub(super) fn encode(&self, mac_key: &mac::Key) -> Result<Vec<u8>> {
        let Self {
            store_id,
            write_format,
            root_id,
            wrapped,
            walk,
        } = self;
        let mut out = MAGIC.to_vec();
        out.extend(FORMAT.to_be_bytes());
        out.extend(store_id.as_bytes());
        out.extend(write_format.to_be_bytes());
        push(&mut out, root_id.as_bytes())?;
        push(&mut out, wrapped)?;
        match walk {
            None => out.push(NO_WALK),
            Some(Walk { cursor, changed }) => {
                out.push(if *changed {
                    WALK_CHANGED
                } else {
                    WALK_UNCHANGED
                });
                push(&mut out, cursor.as_ref().map_or(&[][..], Key::as_bytes))?;
            }
        }
        let tag = mac_key.sign(&[&out]).into_public();
        out.extend(tag.as_ref());
        Ok(out)
    }

    /// Reads the record, without believing it yet: see [`verify`](Self::verify).
    pub(super) fn decode(record: &[u8]) -> Result<Self> {
        let body = record.strip_prefix(MAGIC).ok_or(Error::NotSealed)?;
        let (format, body) = body.split_first_chunk().ok_or(DAMAGED)?;
        let found = u16::from_be_bytes(*format);
        if found > FORMAT {
            let what = "the store's header";
            return Err(Error::NewerFormat {
                what,
                found: found.into(),
                supported: FORMAT.into(),
            });
        }
        Self::decode_body(body)
            .filter(|_| found == FORMAT)
            .ok_or(DAMAGED)
    }

    fn decode_body(body: &[u8]) -> Option<Self> {
        let (mut body, _tag) = body.split_last_chunk::<TAG_LEN>()?;
        let input = &mut body;
        let store_id = StoreId::from_bytes(*take(input)?);
        let write_format = u16::from_be_bytes(*take(input)?);
        let root_id = std::str::from_utf8(pop(input)?).ok()?.to_owned();
        let wrapped = pop(input)?.to_vec();
        let walk = match u8::from_be_bytes(*take(input)?) {
            NO_WALK => None,
            flag @ (WALK_UNCHANGED | WALK_CHANGED) => {
                let cursor = pop(input)?;
                let cursor = if cursor.is_empty() {
                    None
                } else {
                    Some(Key::from_bytes(cursor).ok()?)
                };
                Some(Walk {
                    cursor,
                    changed: flag == WALK_CHANGED,
                })
            }
            _ => return None,
        };
        input.is_empty().then_some(Self {
            store_id,
            write_format,
            root_id,
            wrapped,
            walk,
        })
    }

    /// Whether whoever wrote the record had the store key.
    pub(super) fn verify(record: &[u8], mac_key: &mac::Key) -> Result<()> {
        let (body, tag) = record.split_last_chunk::<TAG_LEN>().ok_or(DAMAGED)?;
        mac_key
            .verify(&[body], tag)
            .map_err(|_| Error::Tampered { key: Self::key() })
    }
}

fn push(out: &mut Vec<u8>, bytes: &[u8]) -> Result<()> {
    const TOO_LONG: Error = Error::RootKey {
        reason: "its id or what it wrapped is too long",
        cause: None,
    };
    let length = u16::try_from(bytes.len()).map_err(|_| TOO_LONG)?;
    out.extend(length.to_be_bytes());
    out.extend(bytes);
    Ok(())
}

fn take<'a, const N: usize>(input: &mut &'a [u8]) -> Option<&'a [u8; N]> {
    let (taken, rest) = input.split_first_chunk()?;
    *input = rest;
    Some(taken)
}

fn pop<'a>(input: &mut &'a [u8]) -> Option<&'a [u8]> {
    let length = u16::from_be_bytes(*take(input)?);
    let (taken, rest) = input.split_at_checked(length.into())?;
    *input = rest;
    Some(taken)
}

const MAGIC: &[u8] = b"STRGROOM";
const FORMAT: u16 = 1;
pub(super) const TAG_LEN: usize = 32;
const NO_WALK: u8 = 0;
const WALK_UNCHANGED: u8 = 1;
const WALK_CHANGED: u8 = 2;
const WRAP_LABEL: &[u8] = b"strongroom/store-keys/v1";
pub(super) const DAMAGED: Error = Error::Corrupt { what: "its header" };

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn mac_key() -> mac::Key {
        mac::Key::new(mac::Algorithm::HmacSha256, &[1; 32])
    }

    fn headers() -> impl Strategy<Value = Header> {
        let key = (0..u8::MAX, prop::collection::vec(any::<u8>(), 0..20));
        let key =
            key.prop_map(|(first, rest)| Key::from_bytes([vec![first], rest].concat()).unwrap());
        let walk = (prop::option::of(key), any::<bool>());
        let walk = walk.prop_map(|(cursor, changed)| Walk { cursor, changed });
        (
            any::<[u8; 16]>(),
            any::<u16>(),
            "[a-zé]{0,20}",
            any::<Vec<u8>>(),
            prop::option::of(walk),
        )
            .prop_map(|(id, write_format, root_id, wrapped, walk)| Header {
                store_id: StoreId::from_bytes(id),
                write_format,
                root_id,
                wrapped,
                walk,
            })
    }

    proptest! {
        #[test]
        fn a_header_comes_back_as_it_was(header in headers()) {
            let key = mac_key();
            let record = header.encode(&key).unwrap();
            prop_assert!(Header::verify(&record, &key).is_ok());
            prop_assert_eq!(Header::decode(&record).unwrap(), header);
        }

        #[test]
        fn one_flipped_bit_is_refused(header in headers(), at: prop::sample::Index, bit in 0..8u8) {
            let key = mac_key();
            let mut record = header.encode(&key).unwrap();
            *at.get_mut(&mut record) ^= 1u8 << bit;
            prop_assert!(Header::verify(&record, &key).is_err());
        }

        #[test]
        fn foreign_bytes_are_refused_or_come_back(bytes: Vec<u8>) {
            prop_assert!(Header::decode(&bytes).is_err());
            let record = [MAGIC, &FORMAT.to_be_bytes(), &bytes].concat();
            if let Ok(header) = Header::decode(&record) {
                let again = header.encode(&mac_key()).unwrap();
                let body = record.len() - TAG_LEN;
                prop_assert_eq!(&again[..body], &record[..body]);
            }
        }
    }

    #[test]
    fn a_newer_format_is_named() {
        let record = [MAGIC, &2u16.to_be_bytes(), b"anything"].concat();
        let error = Header::decode(&record).unwrap_err();
        assert!(
            matches!(
                error,
                Error::NewerFormat {
                    found: 2,
                    supported: 1,
                    ..
                }
            ),
            "{error:?}"
        );
    }
}
