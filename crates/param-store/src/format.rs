//! Records: a byte for the format, then JSON. A newer format is refused, never guessed.

use common_types::wipe;
use serde::{Serialize, de::DeserializeOwned};

use crate::{Error, Result};

/// The record's bytes.
pub(crate) fn encode(record: &impl Serialize) -> Result<Vec<u8>> {
    let mut value = Vec::with_capacity(TYPICAL_BYTES);
    value.push(FORMAT);
    match serde_json::to_writer(&mut value, record) {
        Ok(()) => Ok(value),
        Err(error) => {
            wipe(&mut value);
            Err(Error::broken(error))
        }
    }
}

/// Reads a record.
pub(crate) fn decode<T: DeserializeOwned>(what: &'static str, value: &[u8]) -> Result<T> {
    match value.split_first() {
        Some((&FORMAT, json)) => serde_json::from_slice(json).map_err(Error::broken),
        Some((&found, _)) if found > FORMAT => Err(Error::broken(store::Error::NewerFormat {
            what,
            found: found.into(),
            supported: FORMAT.into(),
        })),
        _ => Err(Error::broken(store::Error::Corrupt { what })),
    }
}

/// The format that this release writes, and the newest that it reads.
const FORMAT: u8 = 1;
const TYPICAL_BYTES: usize = 2048;
