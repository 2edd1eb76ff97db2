//! Addresses and networks in conditions.

use std::net::IpAddr;

use ipnet::{IpNet, Ipv4Net, Ipv6Net};

use crate::{
    operator::Operator,
    validate::{Checker, IssueCode, element::Element, statement::Comparison},
};

/// The range that a value is; a finding if it has bits that are not looked at.
pub(super) fn range(cx: &mut Checker<'_, '_>, element: &Element<'_>, text: &str) -> Option<IpNet> {
    let range = match text.parse::<IpNet>() {
        Ok(range) => range,
        Err(_) => IpNet::from(text.parse::<IpAddr>().ok()?),
    };
    if range != range.trunc() {
        let details = format!(
            "The non-zero bits in the IP address after the masked bits are ignored. Replace address with {}.",
            range.trunc()
        );
        cx.add(IssueCode::ImproveIpRange, &element.place(), details);
    }
    Some(range.trunc())
}

pub(super) fn private(cx: &mut Checker<'_, '_>, comparison: &Comparison<'_>, ranges: &[IpNet]) {
    let private = ranges.iter().filter(|range| is_private(range)).count();
    if !comparison.is_of("aws:sourceip") || private == 0 {
        return;
    }
    let all = private == ranges.len();
    let negated = comparison.operator.operator() == Operator::NotIpAddress;
    let (code, details) = match (all, negated) {
        (true, false) => (
            IssueCode::PrivateIpAddress,
            "aws:SourceIp works only for public IP address ranges. The values for condition key aws:SourceIp include only \
             private IP addresses and will not have the desired effect. Update the value to include only public IP addresses.",
        ),
        (true, true) => (
            IssueCode::PrivateNotIpAddress,
            "The values for condition key aws:SourceIp include only private IP addresses and has no effect. aws:SourceIp \
             works only for public IP address ranges. Update the value to include only public IP addresses.",
        ),
        (false, false) => (
            IssueCode::PrivateIpAddressSubset,
            "The values for condition key aws:SourceIp include a mix of private and public IP addresses. The private \
             addresses will not have the desired effect. aws:SourceIp works only for public IP address ranges. To define \
             permissions for private IP ranges, use aws:VpcSourceIp.",
        ),
        (false, true) => (
            IssueCode::PrivateNotIpAddressSubset,
            "The values for condition key aws:SourceIp include a mix of private and public IP addresses. The private \
             addresses have no effect. aws:SourceIp works only for public IP address ranges. To define permissions for \
             private IP ranges, use aws:VpcSourceIp.",
        ),
    };
    cx.add(code, &comparison.key_entry.value.place(), details);
}

/// Addresses that no request from the internet has.
const PRIVATE_V4: &[(u8, u8, u8)] = &[(10, 0, 8), (172, 16, 12), (192, 168, 16), (127, 0, 8)];

fn is_private(range: &IpNet) -> bool {
    match range {
        IpNet::V4(range) => PRIVATE_V4.iter().any(|&(first, second, len)| {
            Ipv4Net::new([first, second, 0, 0].into(), len)
                .is_ok_and(|private| private.contains(range))
        }),
        // Unique local addresses.
        IpNet::V6(range) => Ipv6Net::new([0xfc00, 0, 0, 0, 0, 0, 0, 0].into(), 7)
            .is_ok_and(|private| private.contains(range)),
    }
}
