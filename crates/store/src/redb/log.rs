//! The log of commits. It stands in the tree of the records, behind them all, so that a commit touches
//! one tree; commits that share a batch share an entry. Drawn in `docs/formats.md`.

use std::ops::RangeInclusive;

use super::disk::{Disk, Fault};
use crate::{Change, Key, Revision, TransactionId};

/// What the log keeps of a commit.
#[derive(Debug, Eq, PartialEq)]
pub(super) struct Logged {
    pub(super) id: TransactionId,
    /// Its revision, and the keys that it wrote or deleted, in order.
    pub(super) change: Change,
}

/// An entry in the making: commits one after another.
#[derive(Debug, Default)]
pub(super) struct Entry {
    /// The first commit's revision, and the last's.
    revisions: Option<(Revision, Revision)>,
    bytes: Vec<u8>,
}

impl Entry {
    /// Adds the commit that follows those in it.
    pub(super) fn push(&mut self, id: TransactionId, revision: Revision, keys: &[Key]) {
        let (first, _) = self.revisions.unwrap_or((revision, revision));
        self.revisions = Some((first, revision));
        self.bytes.extend_from_slice(id.as_bytes());
        // INVARIANT: a transaction has at most 64 keys, and a key 2,048 bytes.
        self.bytes.push(u8::try_from(keys.len()).unwrap_or(u8::MAX));
        for key in keys {
            let key = key.as_bytes();
            let length = u16::try_from(key.len()).unwrap_or(u16::MAX);
            self.bytes.extend_from_slice(&length.to_be_bytes());
            self.bytes.extend_from_slice(key);
        }
    }

    /// Whether the next commit belongs into another entry.
    pub(super) fn is_full(&self) -> bool {
        self.bytes.len() >= FULL_BYTES
    }

    /// Where it stands, and what stands there; nothing if there is no commit in it.
    pub(super) fn record(&self) -> Option<(Place, (u64, &[u8]))> {
        let (first, last) = self.revisions?;
        Some((place(last), (first.number(), &self.bytes)))
    }
}

/// Where the entry stands whose last commit has this revision.
fn place(last: Revision) -> Place {
    let mut place = [Key::BACKEND; PLACE_BYTES];
    if let Some(number) = place.last_chunk_mut() {
        *number = last.number().to_be_bytes();
    }
    place
}

/// Where entries stand whose last commit has one of these revisions.
pub(super) fn places(revisions: RangeInclusive<Revision>) -> RangeInclusive<Place> {
    place(*revisions.start())..=place(*revisions.end())
}

/// The commits of an entry: never none, one revision after another.
pub(super) fn decode(place: &[u8], (first, bytes): (u64, &[u8])) -> Disk<Vec<Logged>> {
    let last = revision(place).ok_or(CORRUPT)?;
    let mut revision = Revision::new(first);
    let (commit, mut rest) = Logged::decode(revision, bytes).ok_or(CORRUPT)?;
    let mut commits = vec![commit];
    while !rest.is_empty() {
        revision = revision.next().ok_or(CORRUPT)?;
        let (commit, behind) = Logged::decode(revision, rest).ok_or(CORRUPT)?;
        commits.push(commit);
        rest = behind;
    }
    if revision != last {
        return Err(CORRUPT);
    }
    Ok(commits)
}

impl Logged {
    /// One commit, and what is behind it.
    fn decode(revision: Revision, bytes: &[u8]) -> Option<(Self, &[u8])> {
        let (id, bytes) = bytes.split_first_chunk()?;
        let (count, mut bytes) = bytes.split_first()?;
        let mut keys = Vec::with_capacity(usize::from(*count));
        for _ in 0..*count {
            let (length, behind) = bytes.split_first_chunk()?;
            let (key, behind) = behind.split_at_checked(u16::from_be_bytes(*length).into())?;
            keys.push(Key::from_bytes(key).ok()?);
            bytes = behind;
        }
        let (id, change) = (TransactionId::from_bytes(*id), Change::new(revision, keys));
        Some((Self { id, change }, bytes))
    }
}

fn revision(place: &[u8]) -> Option<Revision> {
    match place.split_first_chunk() {
        Some(([Key::BACKEND], number)) => {
            Some(Revision::new(u64::from_be_bytes(number.try_into().ok()?)))
        }
        _ => None,
    }
}

type Place = [u8; PLACE_BYTES];
const PLACE_BYTES: usize = 1 + 8;
/// An entry with so many bytes takes no further commit: whoever follows the store reads a whole entry.
const FULL_BYTES: usize = 32 * 1024;
const CORRUPT: Fault = Fault::Corrupt("the log of commits");

#[cfg(test)]
mod tests {
    use super::*;

    fn key(name: &str) -> Key {
        Key::global("test").str(name).build().unwrap()
    }

    fn logged(revision: u64, names: &[&str]) -> Logged {
        let id = TransactionId::from_bytes([revision.to_le_bytes()[0]; 16]);
        let keys: Vec<_> = names.iter().map(|name| key(name)).collect();
        let change = Change::new(Revision::new(revision), keys);
        Logged { id, change }
    }

    fn entry(commits: &[Logged]) -> Entry {
        let mut entry = Entry::default();
        for Logged { id, change } in commits {
            entry.push(*id, change.revision, &change.keys);
        }
        entry
    }

    #[test]
    fn the_bytes_are_as_drawn() {
        let entry = entry(&[logged(6, &["a"]), logged(7, &[])]);
        let (place, (first, bytes)) = entry.record().unwrap();
        assert_eq!((place, first), ([0xff, 0, 0, 0, 0, 0, 0, 0, 7], 6));
        assert!(place.as_slice() > key("zz").as_bytes());
        let a = key("a");
        let length = u16::try_from(a.as_bytes().len()).unwrap().to_be_bytes();
        let commits = [&[6; 16][..], &[1], &length, a.as_bytes(), &[7; 16], &[0]];
        assert_eq!(bytes, commits.concat());
    }

    #[test]
    fn decoding_undoes_encoding_and_refuses_what_is_cut() {
        let commits = [logged(6, &["a", "b"]), logged(7, &[]), logged(8, &["c"])];
        let entry = entry(&commits);
        let (place, (first, bytes)) = entry.record().unwrap();
        assert_eq!(decode(&place, (first, bytes)).unwrap(), commits);
        for cut in 0..bytes.len() {
            assert!(
                decode(&place, (first, &bytes[..cut])).is_err(),
                "cut at {cut}"
            );
        }
        // As many commits as the entry's place says.
        assert!(decode(&place, (first + 1, bytes)).is_err());
        assert!(decode(key("a").as_bytes(), (first, bytes)).is_err());
    }

    #[test]
    fn an_entry_without_a_commit_is_none() {
        assert!(Entry::default().record().is_none());
        assert!(decode(&place(Revision::ZERO), (0, &[])).is_err());
    }
}
