//! What tells one aggregation instance from another.

use std::{
    hash::{BuildHasher, Hasher, RandomState},
    net::IpAddr,
};

/// Random numbers under which instances are spread over places: nobody who does not know them can gather instances in one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Keying {
    high: u64,
    low: u64,
}

impl Default for Keying {
    fn default() -> Self {
        let random = RandomState::new();
        Self {
            high: random.hash_one(0_u8),
            low: random.hash_one(1_u8),
        }
    }
}

impl Keying {
    /// A multiplication of both halves of a key, folded: keys are addresses that a client may choose, or already hashes.
    #[inline]
    #[expect(clippy::cast_possible_truncation, reason = "halves are meant")]
    pub(super) fn hash(self, key: InstanceKey) -> KeyedHash {
        let high = fold((key.0 >> 64) as u64 ^ self.high, 0x9E37_79B9_7F4A_7C15);
        KeyedHash(fold(high ^ key.0 as u64 ^ self.low, self.high | 1))
    }
}

#[expect(clippy::cast_possible_truncation, reason = "both halves are folded")]
fn fold(a: u64, b: u64) -> u64 {
    let product = u128::from(a) * u128::from(b);
    product as u64 ^ (product >> 64) as u64
}

/// Where an instance belongs.
#[derive(Clone, Copy, Debug)]
pub(super) struct KeyedHash(u64);

impl KeyedHash {
    /// Its upper half, from 0 to below a count; 0 of none.
    #[inline]
    pub(super) fn scaled_to(self, count: usize) -> usize {
        ((u128::from(self.0 >> 32) * count as u128) >> 32) as usize
    }

    /// Bits of its lower half.
    #[inline]
    #[expect(clippy::cast_possible_truncation, reason = "some bits are meant")]
    pub(super) fn bits(self) -> u16 {
        (self.0 >> 16) as u16
    }
}

/// An instance: an address as it is, or 128 bits of keyed hashes of anything else.
///
/// Nobody who does not know the hashes' random keys can make two instances fall together.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub(crate) struct InstanceKey(pub(crate) u128);

impl InstanceKey {
    /// That of all addresses that are none: nobody has this one.
    pub(crate) const INVALID: Self = Self(u128::MAX);

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

/// A value of a part of an instance's key.
#[derive(Clone, Copy, Debug)]
pub(crate) enum KeyValue<'v> {
    Text(&'v [u8]),
    Address(IpAddr),
    /// Of an autonomous system.
    Number(u32),
}

/// Takes the values of an instance's keys, one after the other.
pub(crate) struct KeyBuilder(std::hash::DefaultHasher, std::hash::DefaultHasher);

impl KeyBuilder {
    pub(crate) fn value(&mut self, value: &KeyValue<'_>) {
        match value {
            KeyValue::Text(text) => self.part(text),
            KeyValue::Address(address) => {
                self.part(&InstanceKey::of_address(*address).0.to_be_bytes());
            }
            KeyValue::Number(number) => self.part(&number.to_be_bytes()),
        }
    }

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
