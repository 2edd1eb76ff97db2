//! Rate-based statements.

use super::{
    check::{self, Check, ensure},
    field, label, statement,
};
use crate::{
    Error, ParameterExceptionField as Field, limits,
    model::{AggregateKeyType, CustomKey, RateBasedStatement, TextTransformation},
};

pub(super) fn rate(check: &Check<'_>, rate: &RateBasedStatement, place: &str) -> Result<(), Error> {
    let refuse_unless = |holds, parameter: &str, reason| {
        ensure(holds, Field::RateBasedStatement, parameter, reason, place)
    };
    refuse_unless(
        (limits::RATE_LIMIT_MIN..=limits::RATE_LIMIT_MAX).contains(&rate.limit),
        &rate.limit.to_string(),
        "a limit is 10 to 2,000,000,000",
    )?;
    let window = rate
        .evaluation_window_sec
        .unwrap_or(limits::EVALUATION_WINDOW_SECONDS);
    refuse_unless(
        limits::EVALUATION_WINDOWS_SECONDS.contains(&window),
        &window.to_string(),
        "an evaluation window is 60, 120, 300 or 600 seconds",
    )?;
    refuse_unless(
        rate.aggregate_key_type != AggregateKeyType::Constant
            || rate.scope_down_statement.is_some(),
        "CONSTANT",
        "counting all requests needs a scope-down statement",
    )?;
    let keys = rate.custom_keys.as_deref().unwrap_or_default();
    let is_forwarded = |key: &CustomKey| matches!(key, CustomKey::ForwardedIp(_));
    let is_asn = |key: &CustomKey| matches!(key, CustomKey::Asn(_));
    let needs_header =
        rate.aggregate_key_type == AggregateKeyType::ForwardedIp || keys.iter().any(is_forwarded);
    let takes_header = needs_header || keys.iter().any(is_asn);
    let config = rate.forwarded_ip_config.as_ref();
    ensure(
        config.is_some() || !needs_header,
        Field::ForwardedIpConfig,
        rate.aggregate_key_type.as_str(),
        "a forwarded address needs a `ForwardedIPConfig`",
        place,
    )?;
    ensure(
        config.is_none() || takes_header,
        Field::ForwardedIpConfig,
        rate.aggregate_key_type.as_str(),
        "nothing here uses the `ForwardedIPConfig`",
        place,
    )?;
    if let Some(config) = config {
        field::forwarded_header(&config.header_name, place)?;
    }
    custom_keys(rate.aggregate_key_type, keys, place)?;
    match &rate.scope_down_statement {
        Some(scope) => statement::nested(check, scope, &format!("{place}.ScopeDownStatement"), 1),
        None => Ok(()),
    }
}

fn custom_keys(kind: AggregateKeyType, keys: &[CustomKey], place: &str) -> Result<(), Error> {
    let refuse_unless = |holds, reason| {
        ensure(
            holds,
            Field::CustomKeys,
            kind.as_str(),
            reason,
            &format!("{place}.CustomKeys"),
        )
    };
    if kind != AggregateKeyType::CustomKeys {
        return refuse_unless(
            keys.is_empty(),
            "custom keys need the aggregate key type CUSTOM_KEYS",
        );
    }
    refuse_unless(
        (1..=limits::CUSTOM_KEYS).contains(&keys.len()),
        "there are 1 to 5 custom keys",
    )?;
    let is_address = |key: &CustomKey| matches!(key, CustomKey::Ip(_) | CustomKey::ForwardedIp(_));
    refuse_unless(
        keys.len() > 1 || !keys.iter().any(is_address),
        "an address alone is the aggregate key type IP or FORWARDED_IP",
    )?;
    let mut seen = std::collections::HashSet::new();
    let mut kinds = std::collections::HashSet::new();
    for key in keys {
        refuse_unless(seen.insert(key), "a key comes twice")?;
        let comes_once = matches!(
            key,
            CustomKey::QueryString(_)
                | CustomKey::UriPath(_)
                | CustomKey::Ja3Fingerprint(_)
                | CustomKey::Ja4Fingerprint(_)
        );
        refuse_unless(
            !comes_once || kinds.insert(std::mem::discriminant(key)),
            "a key of this kind comes once",
        )?;
        let (name, transformations): (Option<(&str, usize)>, &[TextTransformation]) = match key {
            CustomKey::Header(key) => (
                Some((&key.name, limits::FIELD_NAME_CHARS)),
                &key.text_transformations,
            ),
            CustomKey::Cookie(key) => (
                Some((&key.name, limits::FIELD_NAME_CHARS)),
                &key.text_transformations,
            ),
            CustomKey::QueryArgument(key) => (
                Some((&key.name, limits::FIELD_NAME_CHARS)),
                &key.text_transformations,
            ),
            CustomKey::QueryString(key) => (None, &key.text_transformations),
            CustomKey::UriPath(key) => (None, &key.text_transformations),
            CustomKey::LabelNamespace(key) => {
                label::namespace(&key.namespace, place)?;
                continue;
            }
            CustomKey::HttpMethod(_)
            | CustomKey::ForwardedIp(_)
            | CustomKey::Ip(_)
            | CustomKey::Ja3Fingerprint(_)
            | CustomKey::Ja4Fingerprint(_)
            | CustomKey::Asn(_) => continue,
        };
        if let Some((name, chars)) = name {
            check::text(name, chars, Field::CustomKeys, place)?;
        }
        field::transformations(transformations, place)?;
    }
    Ok(())
}
