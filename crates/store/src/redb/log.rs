//! The log of commits. It stands in the tree of the records, behind them all, so that a commit touches one tree. Drawn in
//! `docs/formats.md`.

use std::ops::RangeInclusive;

use super::disk::{Disk, Fault};
use crate::{Key, Revision, TransactionId};

/// What the log keeps of a commit.
pub(super) struct Entry {
    pub(super) id: TransactionId,
    /// The keys that it wrote or deleted, in order.
    pub(super) keys: Vec<Key>,
}

/// Where a commit's entry stands.
pub(super) fn place(revision: Revision) -> [u8; PLACE_BYTES] {
    let mut place = [Key::BACKEND; PLACE_BYTES];
    if let Some(number) = place.last_chunk_mut() {
        *number = revision.number().to_be_bytes();
    }
    place
}

/// The commit whose entry stands there; nothing if a record does.
pub(super) fn revision(place: &[u8]) -> Option<Revision> {
    match place.split_first_chunk() {
        Some(([Key::BACKEND], number)) => {
            Some(Revision::new(u64::from_be_bytes(number.try_into().ok()?)))
        }
        _ => None,
    }
}

/// Where the entries of these commits stand.
pub(super) fn places(revisions: RangeInclusive<Revision>) -> RangeInclusive<[u8; PLACE_BYTES]> {
    place(*revisions.start())..=place(*revisions.end())
}

pub(super) fn encode(id: TransactionId, keys: &[Key]) -> Vec<u8> {
    let lengths = keys.iter().map(|key| LEN_BYTES + key.as_bytes().len());
    let mut entry = Vec::with_capacity(id.as_bytes().len() + lengths.sum::<usize>());
    entry.extend_from_slice(id.as_bytes());
    for key in keys {
        let key = key.as_bytes();
        // INVARIANT: a key has at most 2,048 bytes.
        entry.extend_from_slice(&u16::try_from(key.len()).unwrap_or(u16::MAX).to_be_bytes());
        entry.extend_from_slice(key);
    }
    entry
}

pub(super) fn decode(entry: &[u8]) -> Disk<Entry> {
    let (id, mut rest) = entry.split_first_chunk().ok_or(CORRUPT)?;
    let mut keys = Vec::new();
    while let Some((len, behind)) = rest.split_first_chunk() {
        let (key, behind) = behind
            .split_at_checked(u16::from_be_bytes(*len).into())
            .ok_or(CORRUPT)?;
        keys.push(Key::from_bytes(key).map_err(|_| CORRUPT)?);
        rest = behind;
    }
    if !rest.is_empty() {
        return Err(CORRUPT);
    }
    let id = TransactionId::from_bytes(*id);
    Ok(Entry { id, keys })
}

const PLACE_BYTES: usize = 1 + 8;
const LEN_BYTES: usize = 2;
const CORRUPT: Fault = Fault::Corrupt("the log of commits");

#[cfg(test)]
mod tests {
    use super::*;

    fn key(name: &str) -> Key {
        Key::global("test").str(name).build().unwrap()
    }

    #[test]
    fn the_bytes_are_as_drawn() {
        assert_eq!(place(Revision::new(7)), [0xff, 0, 0, 0, 0, 0, 0, 0, 7]);
        assert_eq!(revision(&place(Revision::new(7))), Some(Revision::new(7)));
        assert_eq!(revision(key("a").as_bytes()), None);
        assert!(place(Revision::ZERO).as_slice() > key("zz").as_bytes());

        let (a, id) = (key("a"), TransactionId::from_bytes([9; 16]));
        let entry = encode(id, std::slice::from_ref(&a));
        let len = u16::try_from(a.as_bytes().len()).unwrap().to_be_bytes();
        assert_eq!(entry, [&[9; 16][..], &len, a.as_bytes()].concat());
    }

    #[test]
    fn decoding_undoes_encoding_and_refuses_what_is_cut() {
        let (keys, id) = ([key("a"), key("b")], TransactionId::from_bytes([9; 16]));
        let entry = encode(id, &keys);
        let decoded = decode(&entry).unwrap();
        assert_eq!((decoded.id, decoded.keys.as_slice()), (id, &keys[..]));
        assert_eq!(decode(&encode(id, &[])).unwrap().keys, []);
        let whole = [16, encode(id, &keys[..1]).len(), entry.len()];
        for cut in (0..entry.len()).filter(|cut| !whole.contains(cut)) {
            assert!(decode(&entry[..cut]).is_err(), "cut at {cut}");
        }
    }
}
