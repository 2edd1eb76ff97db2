//! What managed rule groups are told of the application.

use super::{
    check::{self, ensure},
    set,
};
use crate::{
    Error, ParameterExceptionField as Field, limits,
    model::{
        AcfpConfig, AtpConfig, FieldIdentifier, ManagedRuleGroupConfig, ResponseBodyContains,
        ResponseHeader, ResponseInspection, ResponseJson, ResponseStatusCodes,
    },
};

pub(super) fn config(config: &ManagedRuleGroupConfig, place: &str) -> Result<(), Error> {
    let ManagedRuleGroupConfig {
        login_path,
        payload_type: _,
        username_field,
        password_field,
        bot_control: _,
        atp,
        acfp,
        anti_ddos,
    } = config;
    optional(login_path.as_ref(), |path| self::path(path, place))?;
    fields(username_field.iter().chain(password_field), place)?;
    optional(atp.as_ref(), |atp| self::atp(atp, place))?;
    optional(acfp.as_ref(), |acfp| self::acfp(acfp, place))?;
    let mut exempt = anti_ddos.iter().flat_map(|config| {
        let challenge = &config.client_side_action_config.challenge;
        challenge.exempt_uri_regular_expressions.iter().flatten()
    });
    exempt.try_for_each(|pattern| set::pattern(&pattern.regex_string, place))
}

fn atp(config: &AtpConfig, place: &str) -> Result<(), Error> {
    optional(config.request_inspection.as_ref(), |request| {
        fields([&request.username_field, &request.password_field], place)
    })?;
    optional(config.response_inspection.as_ref(), |response| {
        let field = Field::AtpRuleSetResponseInspection;
        self::response(response, field, place)
    })
}

fn acfp(config: &AcfpConfig, place: &str) -> Result<(), Error> {
    path(&config.creation_path, place)?;
    path(&config.registration_page_path, place)?;
    let request = &config.request_inspection;
    let single = [
        &request.username_field,
        &request.password_field,
        &request.email_field,
    ];
    let several = [&request.phone_number_fields, &request.address_fields];
    fields(single.into_iter().flatten(), place)?;
    fields(several.into_iter().flatten().flatten(), place)?;
    optional(config.response_inspection.as_ref(), |response| {
        let field = Field::AcpRuleSetResponseInspection;
        self::response(response, field, place)
    })
}

fn response(response: &ResponseInspection, field: Field, place: &str) -> Result<(), Error> {
    let ResponseInspection {
        status_code,
        header,
        body_contains,
        json,
    } = response;
    let given = [
        status_code.is_some(),
        header.is_some(),
        body_contains.is_some(),
        json.is_some(),
    ];
    let count = given.into_iter().filter(|is_given| *is_given).count();
    ensure(
        count <= 1,
        field,
        count.to_string(),
        "responses are inspected in one way at most",
        place,
    )?;
    let both = |success: &[String], failure: &[String], most| {
        [success, failure].into_iter().try_for_each(|texts| {
            few(texts.len(), most, field, place)?;
            texts
                .iter()
                .try_for_each(|text| check::text(text, limits::RESPONSE_VALUE_CHARS, field, place))
        })
    };
    if let Some(ResponseStatusCodes {
        success_codes,
        failure_codes,
    }) = status_code
    {
        for codes in [success_codes, failure_codes] {
            few(codes.len(), limits::RESPONSE_STATUS_CODES, field, place)?;
            for code in codes {
                let reason = "a status code is at most 999";
                ensure(*code <= 999, field, code.to_string(), reason, place)?;
            }
        }
    }
    if let Some(ResponseHeader {
        name,
        success_values,
        failure_values,
    }) = header
    {
        check::text(name, limits::RESPONSE_HEADER_CHARS, field, place)?;
        both(
            success_values,
            failure_values,
            limits::RESPONSE_HEADER_VALUES,
        )?;
    }
    if let Some(ResponseBodyContains {
        success_strings,
        failure_strings,
    }) = body_contains
    {
        both(
            success_strings,
            failure_strings,
            limits::RESPONSE_BODY_VALUES,
        )?;
    }
    if let Some(ResponseJson {
        identifier,
        success_values,
        failure_values,
    }) = json
    {
        check::text(identifier, limits::FIELD_IDENTIFIER_CHARS, field, place)?;
        both(success_values, failure_values, limits::RESPONSE_BODY_VALUES)?;
    }
    Ok(())
}

fn few(found: usize, most: usize, field: Field, place: &str) -> Result<(), Error> {
    ensure(
        (1..=most).contains(&found),
        field,
        found.to_string(),
        &format!("there are 1 to {most} values"),
        place,
    )
}

fn path(path: &str, place: &str) -> Result<(), Error> {
    check::text(
        path,
        limits::MANAGED_PATH_CHARS,
        Field::ManagedRuleGroupConfig,
        place,
    )
}

fn fields<'f>(
    fields: impl IntoIterator<Item = &'f FieldIdentifier>,
    place: &str,
) -> Result<(), Error> {
    fields.into_iter().try_for_each(|field| {
        let kind = Field::ManagedRuleGroupConfig;
        check::text(
            &field.identifier,
            limits::FIELD_IDENTIFIER_CHARS,
            kind,
            place,
        )
    })
}

fn optional<T>(
    value: Option<&T>,
    check: impl FnOnce(&T) -> Result<(), Error>,
) -> Result<(), Error> {
    value.map_or(Ok(()), check)
}
