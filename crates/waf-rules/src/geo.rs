//! Where an address is: country, region, autonomous system.

use std::{fmt, net::IpAddr};

/// Where an address is, as far as it is known.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub struct Location {
    country: Option<Code<2>>,
    region: Option<Code<3>>,
    asn: Option<u32>,
}

impl Location {
    /// Nothing is known.
    pub const fn new() -> Self {
        Self {
            country: None,
            region: None,
            asn: None,
        }
    }

    /// The country, by its two letters of ISO 3166. What is no such code stays unknown.
    #[must_use]
    pub fn country(mut self, code: &str) -> Self {
        self.country = Code::new(code).filter(|code| code.as_str().len() == 2);
        self
    }

    /// The region within the country, by its code of ISO 3166-2 with or without the country's: `WA` or `US-WA`.
    #[must_use]
    pub fn region(mut self, code: &str) -> Self {
        self.region = Code::new(code.split_once('-').map_or(code, |(_, region)| region));
        self
    }

    /// The autonomous system's number.
    #[must_use]
    pub fn asn(mut self, number: u32) -> Self {
        self.asn = Some(number);
        self
    }

    /// The country's code.
    pub fn country_code(&self) -> Option<&str> {
        self.country.as_ref().map(Code::as_str)
    }

    /// The region's code, without the country's.
    pub fn region_code(&self) -> Option<&str> {
        self.region.as_ref().map(Code::as_str)
    }

    /// The autonomous system's number.
    pub fn asn_number(&self) -> Option<u32> {
        self.asn
    }

    /// This, and from the other what is not known here.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self {
            country: self.country.or(other.country),
            // A region is one of its country.
            region: if self.country.is_some() {
                self.region
            } else {
                self.region.or(other.region)
            },
            asn: self.asn.or(other.asn),
        }
    }
}

/// Tells where an address is.
///
/// Called at most once for each address that a request's rules ask for. It must not block.
pub trait GeoLookup: fmt::Debug + Send + Sync {
    /// Where the address is, as far as it is known.
    fn locate(&self, address: IpAddr) -> Location;
}

/// One to `N` capital letters or digits.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
struct Code<const N: usize> {
    bytes: [u8; N],
    length: u8,
}

impl<const N: usize> Code<N> {
    fn new(text: &str) -> Option<Self> {
        let mut bytes = [0; N];
        let length = u8::try_from(text.len()).ok().filter(|&length| length > 0)?;
        if !text.bytes().all(|b| b.is_ascii_alphanumeric()) {
            return None;
        }
        bytes
            .get_mut(..text.len())?
            .copy_from_slice(text.as_bytes());
        bytes.make_ascii_uppercase();
        Some(Self { bytes, length })
    }

    fn as_str(&self) -> &str {
        let text = self
            .bytes
            .get(..usize::from(self.length))
            .unwrap_or_default();
        std::str::from_utf8(text).unwrap_or_default()
    }
}
