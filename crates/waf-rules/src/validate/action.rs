//! Actions, custom responses and custom headers.

use std::collections::BTreeMap;

use super::check::{self, Check, at_most, distinct, ensure};
use crate::{
    Error, ParameterExceptionField as Field, limits,
    model::{
        BlockAction, CustomHttpHeader, CustomRequestHandling, CustomResponseBody, DefaultAction,
        OverrideAction, RuleAction,
    },
};

pub(super) fn of_rule(
    check: &Check<'_>,
    action: &RuleAction,
    is_rate: bool,
    place: &str,
) -> Result<(), Error> {
    match action {
        RuleAction::Block(block) => of_block(check, block, place),
        RuleAction::Allow(_) if is_rate => ensure(
            false,
            Field::RuleAction,
            "Allow",
            "a rate-based rule does not allow",
            place,
        ),
        RuleAction::Monetize(monetize) => {
            ensure(
                check.home.is_cloudfront,
                Field::RuleAction,
                "Monetize",
                "only a web ACL for CloudFront can ask for payment",
                place,
            )?;
            ensure(
                check.home.has_prices,
                Field::MonetizationConfig,
                "Monetize",
                "payment needs a `MonetizationConfig`",
                place,
            )?;
            ensure(
                !is_rate,
                Field::RuleAction,
                "Monetize",
                "a rate-based rule cannot ask for payment",
                place,
            )?;
            let multiplier = monetize.price_multiplier.as_deref().unwrap_or("1");
            let number = multiplier
                .parse::<u8>()
                .ok()
                .filter(|_| !multiplier.starts_with(['0', '+']));
            ensure(
                number.is_some_and(|number| (1..=100).contains(&number)),
                Field::RuleAction,
                multiplier,
                "a price multiplier is a number from 1 to 100",
                place,
            )
        }
        RuleAction::Allow(_)
        | RuleAction::Count(_)
        | RuleAction::Captcha(_)
        | RuleAction::Challenge(_) => {
            headers(inserted(action), Field::CustomRequestHandling, place)
        }
    }
}

pub(super) fn overriding(action: &OverrideAction, place: &str) -> Result<(), Error> {
    match action {
        OverrideAction::Count(count) => {
            let handling = count.custom_request_handling.as_ref();
            headers(of_handling(handling), Field::CustomRequestHandling, place)
        }
        OverrideAction::None(_) => Ok(()),
    }
}

pub(super) fn default(check: &Check<'_>, action: &DefaultAction) -> Result<(), Error> {
    match action {
        DefaultAction::Block(block) => of_block(check, block, "DefaultAction"),
        DefaultAction::Allow(allow) => {
            let handling = allow.custom_request_handling.as_ref();
            headers(
                of_handling(handling),
                Field::CustomRequestHandling,
                "DefaultAction",
            )
        }
    }
}

fn of_block(check: &Check<'_>, block: &BlockAction, place: &str) -> Result<(), Error> {
    let Some(response) = &block.custom_response else {
        return Ok(());
    };
    ensure(
        limits::RESPONSE_CODES.contains(&response.response_code),
        Field::CustomResponse,
        response.response_code.to_string(),
        "not a status code that a custom response can have",
        place,
    )?;
    if let Some(key) = &response.custom_response_body_key {
        ensure(
            check.has_body(key),
            Field::CustomResponseBody,
            key,
            "`CustomResponseBodies` has no body of this key",
            place,
        )?;
    }
    let sent = response.response_headers.as_deref().unwrap_or_default();
    for header in sent {
        ensure(
            !header.name.eq_ignore_ascii_case("content-type"),
            Field::CustomResponse,
            &header.name,
            "a custom response cannot set the content type",
            place,
        )?;
    }
    headers(sent, Field::CustomResponse, place)
}

/// The headers that an action inserts into the request.
pub(super) fn inserted(action: &RuleAction) -> &[CustomHttpHeader] {
    of_handling(match action {
        RuleAction::Allow(allow) => allow.custom_request_handling.as_ref(),
        RuleAction::Count(count) => count.custom_request_handling.as_ref(),
        RuleAction::Captcha(captcha) => captcha.custom_request_handling.as_ref(),
        RuleAction::Challenge(challenge) => challenge.custom_request_handling.as_ref(),
        RuleAction::Block(_) | RuleAction::Monetize(_) => None,
    })
}

fn of_handling(handling: Option<&CustomRequestHandling>) -> &[CustomHttpHeader] {
    handling.map_or(&[], |handling| &handling.insert_headers)
}

fn headers(headers: &[CustomHttpHeader], field: Field, place: &str) -> Result<(), Error> {
    at_most(
        headers.len(),
        limits::CUSTOM_HEADERS,
        &format!("{place}: custom headers"),
    )?;
    for header in headers {
        let is_part = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'$' | b'-');
        ensure(
            (1..=limits::CUSTOM_HEADER_NAME_CHARS).contains(&header.name.len())
                && header.name.bytes().all(is_part),
            field,
            &header.name,
            "a custom header's name has 1 to 64 letters, digits, `.`, `_`, `$` and `-`",
            place,
        )?;
        ensure(
            (1..=limits::CUSTOM_HEADER_VALUE_CHARS).contains(&header.value.chars().count())
                && !header.value.chars().any(char::is_control),
            field,
            &header.value,
            "a custom header's value has 1 to 255 characters, none of them control characters",
            place,
        )?;
    }
    distinct(
        headers.iter().map(|header| header.name.as_str()),
        field,
        place,
    )
}

pub(super) fn bodies(bodies: Option<&BTreeMap<String, CustomResponseBody>>) -> Result<(), Error> {
    let Some(bodies) = bodies else {
        return Ok(());
    };
    at_most(
        bodies.len(),
        limits::RESPONSE_BODIES,
        "CustomResponseBodies",
    )?;
    let mut total = 0;
    for (key, body) in bodies {
        let place = format!("CustomResponseBodies.{key}");
        check::name(key, Field::CustomResponseBody, &place)?;
        ensure(
            !body.content.is_empty(),
            Field::CustomResponseBody,
            key,
            "a body is not empty",
            &place,
        )?;
        at_most(body.content.len(), limits::RESPONSE_BODY_BYTES, &place)?;
        total += body.content.len();
    }
    at_most(
        total,
        limits::RESPONSE_BODIES_BYTES,
        "bytes of CustomResponseBodies",
    )
}
