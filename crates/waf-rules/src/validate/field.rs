//! Components and transformations.

use std::collections::HashSet;

use super::check::{self, at_most, ensure};
use crate::{
    Error, ParameterExceptionField as Field, limits,
    model::{
        CookieMatchPattern, FieldToMatch, HeaderMatchPattern, JsonMatchPattern,
        PreParseTextTransformation, TextTransformation,
    },
};

pub(super) fn component(field: &FieldToMatch, place: &str) -> Result<(), Error> {
    let place = &format!("{place}.FieldToMatch");
    match field {
        FieldToMatch::SingleHeader(header) => check::text(
            &header.name,
            limits::FIELD_NAME_CHARS,
            Field::SingleHeader,
            place,
        ),
        FieldToMatch::SingleQueryArgument(argument) => check::text(
            &argument.name,
            limits::QUERY_ARGUMENT_CHARS,
            Field::SingleQueryArgument,
            place,
        ),
        FieldToMatch::JsonBody(json) => match &json.match_pattern {
            JsonMatchPattern::All(_) => Ok(()),
            JsonMatchPattern::IncludedPaths(paths) => pointers(paths, place),
        },
        FieldToMatch::Headers(headers) => match &headers.match_pattern {
            HeaderMatchPattern::All(_) => Ok(()),
            HeaderMatchPattern::IncludedHeaders(listed) => names(
                listed,
                limits::FIELD_NAME_CHARS,
                Field::HeaderMatchPattern,
                place,
            ),
            HeaderMatchPattern::ExcludedHeaders(listed) => names(
                listed.names(),
                limits::FIELD_NAME_CHARS,
                Field::HeaderMatchPattern,
                place,
            ),
        },
        FieldToMatch::Cookies(cookies) => match &cookies.match_pattern {
            CookieMatchPattern::All(_) => Ok(()),
            CookieMatchPattern::IncludedCookies(listed) => names(
                listed,
                limits::COOKIE_NAME_CHARS,
                Field::CookieMatchPattern,
                place,
            ),
            CookieMatchPattern::ExcludedCookies(listed) => names(
                listed.names(),
                limits::COOKIE_NAME_CHARS,
                Field::CookieMatchPattern,
                place,
            ),
        },
        FieldToMatch::AllQueryArguments(_)
        | FieldToMatch::UriPath(_)
        | FieldToMatch::QueryString(_)
        | FieldToMatch::Body(_)
        | FieldToMatch::Method(_)
        | FieldToMatch::HeaderOrder(_)
        | FieldToMatch::Ja3Fingerprint(_)
        | FieldToMatch::Ja4Fingerprint(_)
        | FieldToMatch::UriFragment(_) => Ok(()),
    }
}

fn names(names: &[String], chars: usize, field: Field, place: &str) -> Result<(), Error> {
    ensure(
        !names.is_empty(),
        field,
        "[]",
        "there is at least one name",
        place,
    )?;
    at_most(names.len(), limits::MATCH_PATTERN_NAMES, place)?;
    names
        .iter()
        .try_for_each(|name| check::text(name, chars, field, place))
}

/// JSON pointers: each part begins with `/`, and `~` is followed by `0` or `1`.
fn pointers(paths: &[String], place: &str) -> Result<(), Error> {
    let field = Field::JsonMatchPattern;
    ensure(
        !paths.is_empty(),
        field,
        "[]",
        "there is at least one path",
        place,
    )?;
    at_most(paths.len(), limits::JSON_POINTERS, place)?;
    for path in paths {
        let tildes_escape = || {
            let mut after_tildes = path.split('~').skip(1);
            after_tildes.all(|rest| rest.starts_with(['0', '1']))
        };
        ensure(
            path.starts_with('/')
                && path.chars().count() <= limits::JSON_POINTER_CHARS
                && tildes_escape(),
            field,
            path,
            "not a JSON pointer such as /dogs/0/name",
            place,
        )?;
    }
    Ok(())
}

pub(super) fn transformations(list: &[TextTransformation], place: &str) -> Result<(), Error> {
    let place = &format!("{place}.TextTransformations");
    ensure(
        !list.is_empty(),
        Field::TextTransformation,
        "[]",
        "there is at least one transformation, which may be NONE",
        place,
    )?;
    at_most(list.len(), limits::TEXT_TRANSFORMATIONS, place)?;
    let priorities = list.iter().map(|transformation| transformation.priority);
    distinct_priorities(priorities, Field::TextTransformation, place)
}

/// Only the arguments of a query string are transformed before they are taken apart.
pub(super) fn pre_parse(
    list: Option<&[PreParseTextTransformation]>,
    field: &FieldToMatch,
    place: &str,
) -> Result<(), Error> {
    let Some(list) = list else {
        return Ok(());
    };
    let place = &format!("{place}.PreParseTextTransformations");
    let is_argument = matches!(
        field,
        FieldToMatch::SingleQueryArgument(_) | FieldToMatch::AllQueryArguments(_)
    );
    ensure(
        list.is_empty() || is_argument,
        Field::PreParseTextTransformation,
        "PreParseTextTransformations",
        "only query arguments are transformed before parsing",
        place,
    )?;
    at_most(list.len(), limits::TEXT_TRANSFORMATIONS, place)?;
    let priorities = list.iter().map(|transformation| transformation.priority);
    distinct_priorities(priorities, Field::PreParseTextTransformation, place)
}

fn distinct_priorities(
    priorities: impl Iterator<Item = u32>,
    field: Field,
    place: &str,
) -> Result<(), Error> {
    let mut seen = HashSet::new();
    for priority in priorities {
        let reason = "another transformation has this priority";
        ensure(
            seen.insert(priority),
            field,
            priority.to_string(),
            reason,
            place,
        )?;
    }
    Ok(())
}

pub(super) fn forwarded_header(name: &str, place: &str) -> Result<(), Error> {
    ensure(
        (1..=255).contains(&name.len())
            && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'),
        Field::HeaderName,
        name,
        "a header's name has 1 to 255 letters, digits and `-`",
        place,
    )
}
