//! Which address a statement asks about.

use std::net::IpAddr;

use super::Evaluation;
use crate::{
    address::{AddressSet, first_address, last_addresses},
    compile::Origin,
    geo::Location,
    model::{FallbackBehavior, ForwardedIpPosition},
};

/// An address, or what its absence means.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Address {
    Known(IpAddr),
    /// There is none in its place: the statement matches or not, as configured.
    Fallback(bool),
}

impl Evaluation<'_> {
    /// The connection's address, or the first of a header.
    pub(crate) fn address(&self, origin: &Origin) -> Address {
        match origin {
            Origin::Connection => Address::Known(self.request().client_ip()),
            Origin::Header(header) => {
                let value = self.request().header(&header.name);
                match value.and_then(first_address) {
                    Some(address) => Address::Known(address),
                    None => {
                        let matches = header.fallback == FallbackBehavior::Match;
                        Address::Fallback(value.is_some() && matches)
                    }
                }
            }
        }
    }

    /// Whether the set has the address that is asked about.
    pub(crate) fn is_in_set(&self, set: &AddressSet, origin: &Origin) -> bool {
        let Origin::Header(header) = origin else {
            return set.contains(self.request().client_ip());
        };
        let Some(value) = self.request().header(&header.name) else {
            return false;
        };
        let fallback = header.fallback == FallbackBehavior::Match;
        let of =
            |address: Option<IpAddr>| address.map_or(fallback, |address| set.contains(address));
        match header.position {
            ForwardedIpPosition::First => of(first_address(value)),
            ForwardedIpPosition::Last => of(last_addresses(value).next().flatten()),
            ForwardedIpPosition::Any => {
                let mut is_invalid = false;
                let is_in = last_addresses(value).any(|address| match address {
                    Some(address) => set.contains(address),
                    None => {
                        is_invalid = true;
                        false
                    }
                });
                is_in || (is_invalid && fallback)
            }
        }
    }

    /// Where an address is, as far as anybody knows.
    pub(crate) fn location(&self, address: IpAddr) -> Location {
        let looked_up = || match self.environment().geo {
            Some(lookup) => lookup.locate(address),
            None => Location::new(),
        };
        if address != self.request().client_ip() {
            return looked_up();
        }
        let known = self.request().known_location();
        let is_enough = known.country_code().is_some() && known.asn_number().is_some();
        if is_enough {
            known
        } else {
            known.or(looked_up())
        }
    }
}
