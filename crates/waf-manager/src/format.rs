//! Records: a byte for the format, then JSON. A newer format is refused, never guessed.

use serde::{Serialize, de::DeserializeOwned};

use crate::{Error, Result};

pub(crate) fn encode(record: &impl Serialize) -> Result<Vec<u8>> {
    let mut value = vec![FORMAT];
    serde_json::to_writer(&mut value, record).map_err(Error::broken)?;
    Ok(value)
}

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

const FORMAT: u8 = 2;
