//! Settings besides what decides.

use super::check::{self, at_most, ensure};
use crate::{
    Error, ParameterExceptionField as Field, limits,
    model::{
        ApplicationConfig, DataProtectionConfig, FieldToProtectType, ImmunityTimeProperty,
        MonetizationConfig, VisibilityConfig,
    },
};

pub(super) fn visibility(config: &VisibilityConfig, place: &str) -> Result<(), Error> {
    let name = &config.metric_name;
    let is_part =
        |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'#' | b':' | b'.' | b'-' | b'/');
    ensure(
        (1..=255).contains(&name.len()) && name.bytes().all(is_part),
        Field::MetricName,
        name,
        "a metric's name has 1 to 255 letters, digits, `_`, `-`, `#`, `:`, `.` and `/`",
        place,
    )?;
    ensure(
        !matches!(name.as_str(), "All" | "Default_Action"),
        Field::MetricName,
        name,
        "this metric's name is reserved",
        place,
    )
}

pub(super) fn immunity(
    property: Option<ImmunityTimeProperty>,
    min: u64,
    place: &str,
) -> Result<(), Error> {
    let Some(property) = property else {
        return Ok(());
    };
    ensure(
        (min..=limits::IMMUNITY_SECONDS_MAX).contains(&property.immunity_time),
        Field::ChallengeConfig,
        property.immunity_time.to_string(),
        &format!(
            "an immunity time is {min} to {} seconds",
            limits::IMMUNITY_SECONDS_MAX
        ),
        place,
    )
}

pub(super) fn token_domains(domains: &[String]) -> Result<(), Error> {
    at_most(domains.len(), limits::TOKEN_DOMAINS, "TokenDomains")?;
    for domain in domains {
        let is_part = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'-' | b'/');
        ensure(
            (1..=253).contains(&domain.len()) && domain.bytes().all(is_part),
            Field::TokenDomain,
            domain,
            "not a domain",
            "TokenDomains",
        )?;
    }
    Ok(())
}

pub(super) fn data_protection(config: Option<&DataProtectionConfig>) -> Result<(), Error> {
    let Some(config) = config else {
        return Ok(());
    };
    let place = "DataProtectionConfig.DataProtections";
    let protections = &config.data_protections;
    ensure(
        !protections.is_empty(),
        Field::DataProtectionConfig,
        "DataProtections",
        "at least one field is protected",
        place,
    )?;
    at_most(protections.len(), limits::DATA_PROTECTIONS, place)?;
    for protection in protections {
        let keys = protection.field.field_keys.as_deref().unwrap_or_default();
        at_most(keys.len(), 100, &format!("{place}: FieldKeys"))?;
        for key in keys {
            check::text(
                key,
                limits::FIELD_NAME_CHARS,
                Field::DataProtectionConfig,
                place,
            )?;
        }
        let has_no_keys = matches!(
            protection.field.field_type,
            FieldToProtectType::QueryString | FieldToProtectType::Body
        );
        ensure(
            keys.is_empty() || !has_no_keys,
            Field::DataProtectionConfig,
            protection.field.field_type.as_str(),
            "this field has no keys",
            place,
        )?;
    }
    Ok(())
}

pub(super) fn monetization(config: Option<&MonetizationConfig>) -> Result<(), Error> {
    let networks = config
        .and_then(|config| config.crypto_config.as_ref())
        .map_or(&[][..], |crypto| &crypto.payment_networks);
    at_most(networks.len(), 2, "MonetizationConfig: PaymentNetworks")?;
    for network in networks {
        ensure(
            (26..=44).contains(&network.wallet_address.len()),
            Field::WalletAddress,
            &network.wallet_address,
            "a wallet address has 26 to 44 characters",
            "MonetizationConfig",
        )?;
        ensure(
            network.prices.len() == 1,
            Field::MonetizationConfig,
            network.prices.len().to_string(),
            "a network has one price",
            "MonetizationConfig",
        )?;
        for price in &network.prices {
            ensure(
                is_amount(&price.amount),
                Field::PriceAmount,
                &price.amount,
                "a price is 0.001 to 999999999.999, with at most three decimal places",
                "MonetizationConfig",
            )?;
        }
    }
    Ok(())
}

/// Digits without leading zeros, and maybe one to three decimal places; more than nothing.
fn is_amount(text: &str) -> bool {
    let are_digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let (whole, decimals) = text
        .split_once('.')
        .map_or((text, None), |(whole, rest)| (whole, Some(rest)));
    let is_whole = (1..=limits::PRICE_DIGITS).contains(&whole.len())
        && are_digits(whole)
        && (whole == "0" || !whole.starts_with('0'));
    let is_decimal = decimals.is_none_or(|decimals| {
        (1..=limits::PRICE_DECIMALS).contains(&decimals.len()) && are_digits(decimals)
    });
    is_whole && is_decimal && text.bytes().any(|b| matches!(b, b'1'..=b'9'))
}

/// What an application is: names and values.
pub(super) fn application(config: Option<&ApplicationConfig>) -> Result<(), Error> {
    let place = "ApplicationConfig.Attributes";
    let Some(attributes) = config.and_then(|config| config.attributes.as_deref()) else {
        return Ok(());
    };
    at_most(attributes.len(), limits::APPLICATION_ATTRIBUTES, place)?;
    for attribute in attributes {
        if let Some(name) = &attribute.name {
            check::text(name, limits::FIELD_NAME_CHARS, Field::WebAcl, place)?;
            check::name(name, Field::WebAcl, place)?;
        }
        let values = attribute.values.as_deref().unwrap_or_default();
        at_most(values.len(), limits::APPLICATION_VALUES, place)?;
        for value in values {
            ensure(
                (1..=limits::FIELD_NAME_CHARS).contains(&value.chars().count()),
                Field::WebAcl,
                value,
                "a value has 1 to 64 characters",
                place,
            )?;
        }
    }
    Ok(())
}
