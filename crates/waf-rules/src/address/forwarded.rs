//! Addresses that proxies forward in a header.

use std::net::IpAddr;

use crate::limits;

/// The first address of a header. Addresses are separated by commas.
pub(crate) fn first_address(value: &[u8]) -> Option<IpAddr> {
    value.split(|&b| b == b',').next().and_then(address)
}

/// The addresses of a header, from the last: at most ten. `None` stands for what is no address.
pub(crate) fn last_addresses(value: &[u8]) -> impl Iterator<Item = Option<IpAddr>> {
    value
        .rsplit(|&b| b == b',')
        .take(limits::FORWARDED_ADDRESSES)
        .map(address)
}

fn address(text: &[u8]) -> Option<IpAddr> {
    let address: IpAddr = std::str::from_utf8(text.trim_ascii()).ok()?.parse().ok()?;
    Some(address.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_separated_by_commas() {
        let ip = |text: &str| text.parse::<IpAddr>().unwrap();
        assert_eq!(first_address(b"10.1.1.1, 127.0.0.0"), Some(ip("10.1.1.1")));
        assert_eq!(first_address(b" ::ffff:10.1.1.1 "), Some(ip("10.1.1.1")));
        assert_eq!(first_address(b"10.1.1.1; 127.0.0.0"), None);
        assert_eq!(first_address(b""), None);
        let all: Vec<_> = last_addresses(b"10.0.0.1,x,10.0.0.3").collect();
        assert_eq!(all, [Some(ip("10.0.0.3")), None, Some(ip("10.0.0.1"))]);
        let many = ["10.0.0.1"; 12].join(",");
        assert_eq!(last_addresses(many.as_bytes()).count(), 10);
    }
}
