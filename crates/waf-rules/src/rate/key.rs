//! What tells one aggregation instance from another.

use std::{
    hash::{BuildHasher, Hasher, RandomState},
    net::IpAddr,
};

/// An instance: an address as it is, or 128 bits of keyed hashes of anything else.
///
/// Nobody who does not know the hashes' random keys can make two instances fall together.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub(crate) struct InstanceKey(pub(crate) u128);

impl InstanceKey {
    pub(crate) fn of_address(address: IpAddr) -> Self {
        Self(match address {
            IpAddr::V4(address) => u128::from(address.to_ipv6_mapped()),
            IpAddr::V6(address) => u128::from(address),
        })
    }

    pub(crate) const fn constant() -> Self {
        Self(0)
    }

    /// The address that it was made of.
    pub(crate) fn address(self) -> IpAddr {
        IpAddr::from(self.0.to_be_bytes()).to_canonical()
    }
}

/// Two random hash functions.
#[derive(Clone, Debug, Default)]
pub(crate) struct KeyHasher(RandomState, RandomState);

impl KeyHasher {
    pub(crate) fn start(&self) -> KeyBuilder {
        KeyBuilder(self.0.build_hasher(), self.1.build_hasher())
    }
}

/// Takes the values of an instance's keys, one after the other.
pub(crate) struct KeyBuilder(std::hash::DefaultHasher, std::hash::DefaultHasher);

impl KeyBuilder {
    /// A part of a value. Its length counts, so that parts do not run together.
    pub(crate) fn part(&mut self, part: &[u8]) {
        for hasher in [&mut self.0, &mut self.1] {
            hasher.write_usize(part.len());
            hasher.write(part);
        }
    }

    pub(crate) fn finish(self) -> InstanceKey {
        InstanceKey(u128::from(self.0.finish()) << 64 | u128::from(self.1.finish()))
    }
}
