//! How records are written: a byte for the format, then the members one behind the other. A newer format is refused, never guessed.
//! Drawn in `docs/formats.md`.

mod member;
mod read;
mod write;

pub(crate) use member::{Member, members};
pub(crate) use read::Reader;
pub(crate) use write::Writer;

use crate::{Error, Result};

/// What is stored under a key of its own.
pub(crate) trait Record: Member {
    /// What it is, for those who read that it is broken.
    const WHAT: &'static str;

    /// The record's bytes.
    fn encode(&self) -> Vec<u8> {
        let mut to = Writer::new(FORMAT);
        self.write(&mut to);
        to.finish()
    }

    /// Reads a record.
    ///
    /// # Errors
    ///
    /// [`Error::Internal`] if it is not in this release's format, or not all of it is read.
    fn decode(value: &[u8]) -> Result<Self> {
        match value.split_first() {
            Some((&FORMAT, members)) => {
                let mut from = Reader::new(members);
                match Self::read(&mut from) {
                    Some(record) if from.is_at_end() => Ok(record),
                    _ => Err(corrupt::<Self>()),
                }
            }
            Some((&found, _)) if found > FORMAT => Err(Error::broken(store::Error::NewerFormat {
                what: Self::WHAT,
                found: found.into(),
                supported: FORMAT.into(),
            })),
            Some((&BEFORE_RELEASES, _)) => Err(Error::broken(format!(
                "{} has a format that no release writes or reads",
                Self::WHAT
            ))),
            _ => Err(corrupt::<Self>()),
        }
    }
}

fn corrupt<T: Record>() -> Error {
    Error::broken(store::Error::Corrupt { what: T::WHAT })
}

/// The format that this release writes, and the one that it reads.
const FORMAT: u8 = 2;
/// JSON, as it was while no release had been made.
const BEFORE_RELEASES: u8 = 1;

#[cfg(test)]
mod tests;
