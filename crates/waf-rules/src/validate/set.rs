//! IP sets and pattern sets.

use super::check::{self, at_most, ensure, refuse};
use crate::{
    Error, ParameterExceptionField as Field,
    address::Cidr,
    inspect::Pattern,
    limits,
    model::{IpAddressVersion, IpSet, RegexPatternSet},
};

pub(super) fn ip_set(set: &IpSet) -> Result<(), Error> {
    check::name(&set.name, Field::IpSet, "Name")?;
    check::arn(&set.arn, "ipset", Field::IpSet, "ARN")?;
    at_most(
        set.addresses.len(),
        limits::ADDRESSES,
        "addresses of an IP set",
    )?;
    let is_ipv4 = set.ip_address_version == IpAddressVersion::Ipv4;
    for text in &set.addresses {
        let range = Cidr::parse(text).ok_or_else(|| {
            let reason = "not a CIDR range such as 192.0.2.0/24; /0 is not supported";
            refuse(Field::IpAddress, text, reason, &set.name)
        })?;
        ensure(
            range.is_ipv4() == is_ipv4,
            Field::IpAddress,
            text,
            "not of the set's `IPAddressVersion`",
            &set.name,
        )?;
    }
    Ok(())
}

pub(super) fn regex_pattern_set(set: &RegexPatternSet) -> Result<(), Error> {
    check::name(&set.name, Field::RegexPatternSet, "Name")?;
    check::arn(&set.arn, "regexpatternset", Field::RegexPatternSet, "ARN")?;
    let patterns = &set.regular_expression_list;
    at_most(
        patterns.len(),
        limits::PATTERNS,
        "patterns of a regex pattern set",
    )?;
    for pattern in patterns {
        self::pattern(&pattern.regex_string, &set.name)?;
        Pattern::new(&pattern.regex_string).map_err(|reason| {
            refuse(
                Field::RegexPatternReferenceStatement,
                &pattern.regex_string,
                reason,
                &set.name,
            )
        })?;
    }
    Ok(())
}

/// A pattern's length. Whether it is one is found out where it is compiled.
pub(super) fn pattern(pattern: &str, place: &str) -> Result<(), Error> {
    ensure(
        (1..=limits::PATTERN_CHARS).contains(&pattern.chars().count()),
        Field::RegexPatternReferenceStatement,
        pattern,
        "a pattern has 1 to 512 characters",
        place,
    )
}
