//! The version byte before every record of the kit's own. Anything newer is refused, never guessed.

use crate::{Error, Result};

/// The format that this release writes and the newest that it reads, of all kinds so far.
pub(crate) const FORMAT: u8 = 1;

/// A body behind its version byte.
pub(crate) fn versioned(body: &[u8]) -> Vec<u8> {
    [&[FORMAT], body].concat()
}

/// The body behind the version byte.
pub(crate) fn body<'a>(what: &'static str, value: &'a [u8]) -> Result<&'a [u8]> {
    match value.split_first() {
        Some((&FORMAT, body)) => Ok(body),
        Some((&found, _)) if found > FORMAT => Err(Error::NewerFormat {
            what,
            found,
            supported: FORMAT,
        }),
        _ => Err(Error::Corrupt { what }),
    }
}
