//! Addresses looked up in databases of MaxMind's format.

use std::{fmt, net::IpAddr};

use maxminddb::{Reader, path};

use crate::{GeoLookup, Location};

/// Countries, regions and autonomous systems out of databases in MaxMind's format, held in memory: one with countries and maybe
/// subdivisions (`GeoLite2-City`, `GeoLite2-Country` and their like), one with autonomous systems (`GeoLite2-ASN`).
///
/// An address that a database does not have is unknown, and so is one whose record cannot be read.
#[derive(Default)]
pub struct MaxMind {
    places: Option<Reader<Vec<u8>>>,
    systems: Option<Reader<Vec<u8>>>,
}

/// A database that is not in MaxMind's format.
#[derive(Debug, thiserror::Error)]
#[error("not a database in MaxMind's format")]
pub struct InvalidDatabase(#[source] maxminddb::MaxMindDbError);

impl MaxMind {
    /// No database: nothing is known.
    pub fn new() -> Self {
        Self::default()
    }

    /// With the contents of a database of countries, and maybe their subdivisions.
    ///
    /// # Errors
    ///
    /// [`InvalidDatabase`].
    pub fn places(mut self, database: Vec<u8>) -> Result<Self, InvalidDatabase> {
        self.places = Some(Reader::from_source(database).map_err(InvalidDatabase)?);
        Ok(self)
    }

    /// With the contents of a database of autonomous systems.
    ///
    /// # Errors
    ///
    /// [`InvalidDatabase`].
    pub fn systems(mut self, database: Vec<u8>) -> Result<Self, InvalidDatabase> {
        self.systems = Some(Reader::from_source(database).map_err(InvalidDatabase)?);
        Ok(self)
    }
}

impl GeoLookup for MaxMind {
    fn locate(&self, address: IpAddr) -> Location {
        let mut location = Location::new();
        if let Some(found) = self
            .places
            .as_ref()
            .and_then(|places| places.lookup(address).ok())
        {
            if let Ok(Some(code)) = found.decode_path::<&str>(&path!["country", "iso_code"]) {
                location = location.country(code);
            }
            if let Ok(Some(code)) = found.decode_path::<&str>(&path!["subdivisions", 0, "iso_code"])
            {
                location = location.region(code);
            }
        }
        let found = self
            .systems
            .as_ref()
            .and_then(|systems| systems.lookup(address).ok());
        if let Some(found) = found
            && let Ok(Some(number)) = found.decode_path::<u32>(&path!["autonomous_system_number"])
        {
            location = location.asn(number);
        }
        location
    }
}

impl fmt::Debug for MaxMind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = |reader: &Option<Reader<Vec<u8>>>| {
            reader
                .as_ref()
                .map(|reader| reader.metadata().database_type.clone())
        };
        f.debug_struct("MaxMind")
            .field("places", &kind(&self.places))
            .field("systems", &kind(&self.systems))
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(value: &str) -> Vec<u8> {
        let mut out = vec![2 << 5 | u8::try_from(value.len()).unwrap()];
        out.extend_from_slice(value.as_bytes());
        out
    }

    fn number(kind: u8, value: u32) -> Vec<u8> {
        let bytes = value.to_be_bytes();
        let bytes = &bytes[bytes.iter().position(|&b| b != 0).unwrap_or(4)..];
        let mut out = vec![kind << 5 | u8::try_from(bytes.len()).unwrap()];
        out.extend_from_slice(bytes);
        out
    }

    fn map(members: &[(&str, Vec<u8>)]) -> Vec<u8> {
        let mut out = vec![7 << 5 | u8::try_from(members.len()).unwrap()];
        for (name, value) in members {
            out.extend(text(name));
            out.extend_from_slice(value);
        }
        out
    }

    fn array(elements: &[Vec<u8>]) -> Vec<u8> {
        let mut out = vec![u8::try_from(elements.len()).unwrap(), 11 - 7];
        out.extend(elements.concat());
        out
    }

    /// A database with one record, for 0.0.0.0/1.
    fn database(record: &[u8]) -> Vec<u8> {
        // One node: left to the record behind node and separator, right to nothing.
        let mut out = vec![0, 0, 1 + 16, 0, 0, 1];
        out.extend([0; 16]);
        out.extend_from_slice(record);
        out.extend(b"\xab\xcd\xefMaxMind.com");
        out.extend(map(&[
            ("binary_format_major_version", number(5, 2)),
            ("binary_format_minor_version", number(5, 0)),
            ("build_epoch", vec![1, 9 - 7, 1]),
            ("database_type", text("Test")),
            ("description", map(&[])),
            ("ip_version", number(5, 4)),
            ("languages", array(&[])),
            ("node_count", number(6, 1)),
            ("record_size", number(5, 24)),
        ]));
        out
    }

    #[test]
    fn places_and_systems() {
        let code = |code: &str| map(&[("iso_code", text(code))]);
        let places = database(&map(&[
            ("country", code("US")),
            ("subdivisions", array(&[code("WA"), code("XY")])),
        ]));
        let systems = database(&map(&[("autonomous_system_number", number(6, 64_500))]));
        let lookup = MaxMind::new()
            .places(places)
            .unwrap()
            .systems(systems)
            .unwrap();
        let known = lookup.locate("10.1.2.3".parse().unwrap());
        assert_eq!(
            known,
            Location::new().country("US").region("WA").asn(64_500)
        );
        assert_eq!(lookup.locate("192.0.2.1".parse().unwrap()), Location::new());
        assert_eq!(
            lookup.locate("2001:db8::1".parse().unwrap()),
            Location::new()
        );
        assert!(MaxMind::new().places(b"junk".to_vec()).is_err());
    }
}
