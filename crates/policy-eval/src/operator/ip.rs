//! `IpAddress`: addresses and CIDR ranges, IPv4 and IPv6.

use std::net::IpAddr;

use ipnet::IpNet;

use crate::keys::Value;

/// A range, or one address. Bits behind the prefix do not matter.
pub(super) fn parse(text: &str) -> Option<IpNet> {
    match text.parse::<IpNet>() {
        Ok(range) => Some(range.trunc()),
        Err(_) => text.parse::<IpAddr>().ok().map(IpNet::from),
    }
}

pub(super) fn any_matches(ranges: &[IpNet], value: Value<'_>) -> bool {
    let address = match value {
        Value::Ip(address) => Some(address),
        Value::Text(text) => text.parse().ok(),
        Value::Bool(_) | Value::Integer(_) | Value::Time(_) | Value::Binary(_) => None,
    };
    // A listener for both kinds shows an IPv4 address as `::ffff:203.0.113.7`, which is in the ranges of either.
    address.is_some_and(|address| {
        let plain = address.to_canonical();
        ranges
            .iter()
            .any(|range| range.contains(&address) || range.contains(&plain))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_and_ranges() {
        for (range, address, expected) in [
            ("203.0.113.0/24", "203.0.113.255", true),
            ("203.0.113.77/24", "203.0.113.1", true),
            ("203.0.113.0/24", "203.0.114.0", false),
            ("203.0.113.7", "203.0.113.7", true),
            ("2001:DB8:1234:5678::/64", "2001:db8:1234:5678:9::1", true),
            ("2001:db8::1", "2001:db8::2", false),
            ("0.0.0.0/0", "2001:db8::2", false),
            ("::/0", "10.0.0.1", false),
            ("10.0.0.0/8", "localhost", false),
            ("10.0.0.0/8", "::ffff:10.1.2.3", true),
            ("10.0.0.0/8", "::ffff:11.1.2.3", false),
            ("::ffff:0:0/96", "::ffff:10.1.2.3", true),
        ] {
            assert_eq!(
                any_matches(&[parse(range).unwrap()], Value::Text(address)),
                expected,
                "{range} {address}"
            );
        }
        for bad in ["", "10.0.0.0/33", "10.0.0", "10.0.0.*", "::/129"] {
            assert!(parse(bad).is_none(), "{bad}");
        }
    }
}
