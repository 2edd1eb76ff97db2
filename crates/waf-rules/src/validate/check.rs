//! What all checks are made of.

use std::collections::BTreeMap;

use super::rules::Home;
use crate::{
    Bundle, Error, InvalidParameter, ParameterExceptionField as Field, bundle::EntityArn, limits,
    model::CustomResponseBody,
};

/// What is known while rules are checked.
pub(super) struct Check<'a> {
    pub(super) bundle: &'a Bundle,
    pub(super) home: Home,
    bodies: Bodies<'a>,
}

/// What is known of the bodies for custom responses.
enum Bodies<'a> {
    /// All of them.
    These(Option<&'a BTreeMap<String, CustomResponseBody>>),
    /// Nothing: rules alone are checked.
    Unknown,
}

impl<'a> Check<'a> {
    pub(super) fn new(bundle: &'a Bundle, home: Home) -> Self {
        Self {
            bundle,
            home,
            bodies: Bodies::Unknown,
        }
    }

    pub(super) fn bodies(
        mut self,
        bodies: Option<&'a BTreeMap<String, CustomResponseBody>>,
    ) -> Self {
        self.bodies = Bodies::These(bodies);
        self
    }

    /// Whether there is, or may be, a body of this key.
    pub(super) fn has_body(&self, key: &str) -> bool {
        match self.bodies {
            Bodies::These(bodies) => bodies.is_some_and(|bodies| bodies.contains_key(key)),
            Bodies::Unknown => true,
        }
    }
}

/// Refuses a value.
pub(super) fn refuse(
    field: Field,
    parameter: impl Into<String>,
    reason: impl Into<String>,
    place: impl Into<String>,
) -> Error {
    InvalidParameter::new(field, parameter, reason, place).into()
}

/// Refuses a value where it does not hold.
pub(super) fn ensure(
    holds: bool,
    field: Field,
    parameter: impl Into<String>,
    reason: &str,
    place: &str,
) -> Result<(), Error> {
    if holds {
        Ok(())
    } else {
        Err(refuse(field, parameter, reason, place))
    }
}

/// Refuses more than there may be.
pub(super) fn at_most(found: usize, limit: usize, what: &str) -> Result<(), Error> {
    if found <= limit {
        return Ok(());
    }
    let number = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
    Err(Error::LimitsExceeded {
        what: what.to_owned(),
        found: number(found),
        limit: number(limit),
    })
}

/// Names: letters, digits, `_` and `-`.
pub(super) fn name(text: &str, field: Field, place: &str) -> Result<(), Error> {
    let is_part = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-');
    ensure(
        (1..=limits::NAME_CHARS).contains(&text.len()) && text.bytes().all(is_part),
        field,
        text,
        "a name has 1 to 128 letters, digits, `_` and `-`",
        place,
    )
}

/// Text of a length that is not only white space.
pub(super) fn text(text: &str, max_chars: usize, field: Field, place: &str) -> Result<(), Error> {
    ensure(
        (1..=max_chars).contains(&text.chars().count()) && !text.trim().is_empty(),
        field,
        text,
        &format!("1 to {max_chars} characters, not only white space"),
        place,
    )
}

pub(super) fn arn<'t>(
    text: &'t str,
    kind: &str,
    field: Field,
    place: &str,
) -> Result<EntityArn<'t>, Error> {
    EntityArn::parse(text)
        .filter(|arn| arn.kind == kind)
        .ok_or_else(|| refuse(field, text, format!("not the ARN of a {kind}"), place))
}

/// Names that must differ.
pub(super) fn distinct<'t>(
    names: impl Iterator<Item = &'t str>,
    field: Field,
    place: &str,
) -> Result<(), Error> {
    let mut seen = std::collections::HashSet::new();
    for name in names {
        let key = name.to_ascii_lowercase();
        ensure(seen.insert(key), field, name, "comes twice", place)?;
    }
    Ok(())
}
