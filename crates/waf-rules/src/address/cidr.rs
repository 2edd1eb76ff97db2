//! CIDR notation.

use std::net::IpAddr;

/// A range of addresses: `192.0.2.0/24`. Bits beyond the length are taken as zero.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Cidr {
    address: IpAddr,
    length: u8,
}

impl Cidr {
    /// `None` for what is no CIDR range, or is all addresses (`/0`), which AWS refuses.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (address, length) = text.split_once('/')?;
        let address: IpAddr = address.parse().ok()?;
        let is_number = !length.is_empty() && length.bytes().all(|b| b.is_ascii_digit());
        let length: u8 = length.parse().ok().filter(|_| is_number)?;
        let bits = if address.is_ipv4() { 32 } else { 128 };
        (1..=bits)
            .contains(&length)
            .then_some(Self { address, length })
    }

    pub(crate) fn is_ipv4(&self) -> bool {
        self.address.is_ipv4()
    }

    /// First and last address, as numbers.
    pub(crate) fn bounds(&self) -> (u128, u128) {
        let (address, bits) = match self.address {
            IpAddr::V4(address) => (u128::from(u32::from(address)), 32_u32),
            IpAddr::V6(address) => (u128::from(address), 128),
        };
        let host_bits = bits.saturating_sub(u32::from(self.length));
        let hosts = 1_u128.checked_shl(host_bits).unwrap_or(0).wrapping_sub(1);
        (address & !hosts, address | hosts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_have_bounds() {
        let bounds = |text: &str| Cidr::parse(text).map(|cidr| cidr.bounds());
        assert_eq!(bounds("10.0.0.7/24"), Some((0x0A00_0000, 0x0A00_00FF)));
        assert_eq!(bounds("10.0.0.7/32"), Some((0x0A00_0007, 0x0A00_0007)));
        assert_eq!(bounds("2001:db8::/128").map(|(a, b)| a == b), Some(true));
        assert_eq!(bounds("8000::/1").map(|(_, b)| b), Some(u128::MAX));
        for refused in [
            "10.0.0.7",
            "0.0.0.0/0",
            "::/0",
            "10.0.0.0/33",
            "10.0.0.0/+8",
            "x/8",
            "10.0.0.0/",
            "",
        ] {
            assert_eq!(bounds(refused), None, "{refused}");
        }
    }
}
