//! A set of address ranges: looked up in a few nanoseconds.

use std::net::IpAddr;

use super::Cidr;

/// Ranges of one kind of address.
///
/// Ranges that touch are merged, so that at most one can hold an address: the last that begins at or before it. A table over the
/// leading bits says where in the sorted list of beginnings to look.
#[derive(Clone, Debug)]
pub(crate) enum AddressSet {
    V4(Ranges<u32>),
    V6(Ranges<u128>),
}

impl AddressSet {
    pub(crate) fn of_ipv4(ranges: &[Cidr]) -> Self {
        Self::V4(Ranges::new(ranges.iter().map(|cidr| {
            let (first, last) = cidr.bounds();
            (
                u32::try_from(first).unwrap_or(u32::MAX),
                u32::try_from(last).unwrap_or(u32::MAX),
            )
        })))
    }

    pub(crate) fn of_ipv6(ranges: &[Cidr]) -> Self {
        Self::V6(Ranges::new(ranges.iter().map(Cidr::bounds)))
    }

    /// An address of the other kind is in no range.
    pub(crate) fn contains(&self, address: IpAddr) -> bool {
        match (self, address) {
            (Self::V4(ranges), IpAddr::V4(address)) => ranges.contains(u32::from(address)),
            (Self::V6(ranges), IpAddr::V6(address)) => ranges.contains(u128::from(address)),
            _ => false,
        }
    }
}

/// Disjoint ranges in order.
#[derive(Clone, Debug)]
pub(crate) struct Ranges<N> {
    ranges: Box<[(N, N)]>,
    base: N,
    /// Where the ranges that begin in each bucket start: one more entry than buckets.
    buckets: Box<[u32]>,
    /// What is shifted out of an address's distance from the first range to get its bucket.
    shift: u32,
}

/// What ranges are made of.
pub(crate) trait Number: Copy + Default + Ord {
    /// The distance from a number that is not greater, without its lowest bits.
    fn distance(self, from: Self, shift: u32) -> usize;
    /// Bits of the distance.
    fn distance_bits(self, from: Self) -> u32;
    fn is_next_or_less(self, after: Self) -> bool;
}

macro_rules! number {
    ($type:ty) => {
        impl Number for $type {
            #[inline]
            fn distance(self, from: Self, shift: u32) -> usize {
                usize::try_from(self.wrapping_sub(from) >> shift).unwrap_or(usize::MAX)
            }
            fn distance_bits(self, from: Self) -> u32 {
                Self::BITS - self.wrapping_sub(from).leading_zeros()
            }
            fn is_next_or_less(self, after: Self) -> bool {
                self <= after.saturating_add(1)
            }
        }
    };
}

number!(u32);
number!(u128);

/// Buckets are at most two to the power of this.
const BUCKET_BITS: u32 = 16;

impl<N: Number> Ranges<N> {
    fn new(ranges: impl Iterator<Item = (N, N)>) -> Self {
        let mut sorted: Vec<(N, N)> = ranges.collect();
        sorted.sort_unstable();
        let mut merged: Vec<(N, N)> = Vec::with_capacity(sorted.len());
        for (first, last) in sorted {
            match merged.last_mut() {
                Some((_, end)) if first.is_next_or_less(*end) => *end = last.max(*end),
                _ => merged.push((first, last)),
            }
        }
        let (base, _) = merged.first().copied().unwrap_or_default();
        let (_, end) = merged.last().copied().unwrap_or_default();
        // About one range a bucket.
        let bits = (usize::BITS - merged.len().leading_zeros()).min(BUCKET_BITS);
        let shift = end.distance_bits(base).saturating_sub(bits);
        let mut buckets = Vec::new();
        for (index, (first, _)) in (0_u32..).zip(&merged) {
            let bucket = first.distance(base, shift);
            while buckets.len() <= bucket {
                buckets.push(index);
            }
        }
        if !merged.is_empty() {
            let count = u32::try_from(merged.len()).unwrap_or(u32::MAX);
            while buckets.len() <= end.distance(base, shift) + 1 {
                buckets.push(count);
            }
        }
        Self {
            ranges: merged.into(),
            base,
            buckets: buckets.into(),
            shift,
        }
    }

    fn contains(&self, address: N) -> bool {
        if address < self.base {
            return false;
        }
        let bucket = address.distance(self.base, self.shift);
        let Some(&[from, to]) = self.buckets.get(bucket..).and_then(<[u32]>::first_chunk) else {
            return false;
        };
        let (from, to) = (from as usize, to as usize);
        let Some(within) = self.ranges.get(from..to) else {
            return false;
        };
        let at = from + within.partition_point(|(first, _)| *first <= address);
        at.checked_sub(1)
            .and_then(|at| self.ranges.get(at))
            .is_some_and(|(_, last)| address <= *last)
    }
}

#[cfg(test)]
mod tests {
    use std::net::{Ipv4Addr, Ipv6Addr};

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn as_a_linear_search(
            ranges in proptest::collection::vec((any::<u32>(), 1_u8..=32), 0..60),
            mut addresses in proptest::collection::vec(any::<u32>(), 0..20),
        ) {
            let cidrs: Vec<Cidr> = ranges
                .iter()
                .map(|(address, length)| Cidr::parse(&format!("{}/{length}", Ipv4Addr::from(*address))).unwrap())
                .collect();
            let set = AddressSet::of_ipv4(&cidrs);
            for cidr in &cidrs {
                let (first, last) = cidr.bounds();
                for edge in [first.saturating_sub(1), first, last, last + 1] {
                    addresses.extend(u32::try_from(edge));
                }
            }
            for address in addresses {
                let expected = cidrs.iter().any(|cidr| {
                    let (first, last) = cidr.bounds();
                    (first..=last).contains(&u128::from(address))
                });
                prop_assert_eq!(set.contains(IpAddr::V4(Ipv4Addr::from(address))), expected);
            }
        }

        #[test]
        fn as_a_linear_search_of_ipv6(
            ranges in proptest::collection::vec((0_u128..1 << 20, 100_u8..=128), 0..60),
            addresses in proptest::collection::vec(0_u128..1 << 20, 0..40),
        ) {
            let base = 0x2001_0db8_u128 << 96;
            let cidrs: Vec<Cidr> = ranges
                .iter()
                .map(|(address, length)| Cidr::parse(&format!("{}/{length}", Ipv6Addr::from(base | address))).unwrap())
                .collect();
            let set = AddressSet::of_ipv6(&cidrs);
            for address in addresses {
                let address = base | address;
                let expected = cidrs.iter().any(|cidr| {
                    let (first, last) = cidr.bounds();
                    (first..=last).contains(&address)
                });
                prop_assert_eq!(set.contains(IpAddr::V6(Ipv6Addr::from(address))), expected);
            }
        }
    }

    #[test]
    fn an_empty_set_and_the_other_kind() {
        let none = AddressSet::of_ipv4(&[]);
        assert!(!none.contains("192.0.2.1".parse().unwrap()));
        let all = AddressSet::of_ipv4(&[
            Cidr::parse("0.0.0.0/1").unwrap(),
            Cidr::parse("128.0.0.0/1").unwrap(),
        ]);
        assert!(all.contains("255.255.255.255".parse().unwrap()));
        assert!(!all.contains("::1".parse().unwrap()));
    }
}
