//! Records: a byte for the format, then JSON. A newer format is refused, never guessed.

use serde::{Serialize, de::DeserializeOwned};

use crate::{Error, Result};

/// The record's bytes.
pub(crate) fn encode(record: &impl Serialize) -> Result<Vec<u8>> {
    let mut value = Vec::with_capacity(TYPICAL_BYTES);
    value.push(FORMAT);
    serde_json::to_writer(&mut value, record).map_err(Error::broken)?;
    Ok(value)
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
const TYPICAL_BYTES: usize = 1024;

#[cfg(test)]
mod tests {
    use std::error::Error as _;

    use super::*;

    #[test]
    fn a_newer_format_is_refused_and_never_guessed() {
        let record = encode(&7).unwrap();
        assert_eq!(decode::<u8>("a number", &record).unwrap(), 7);
        let newer = [&[FORMAT + 1], &record[1..]].concat();
        let error = decode::<u8>("a number", &newer).unwrap_err();
        assert_eq!(
            error.source().unwrap().to_string(),
            "a number has format 2, and this release reads up to 1"
        );
        for damaged in [&[][..], &[0], &record[..1], &record[1..]] {
            assert!(decode::<u8>("a number", damaged).is_err());
        }
    }
}
