//! Labels.

use super::check::ensure;
use crate::{Error, ParameterExceptionField as Field, limits};

fn is_part(b: u8) -> bool {
    b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b':')
}

/// A label that a rule adds: up to five namespaces and a name, none of them reserved.
pub(super) fn added(label: &str, place: &str) -> Result<(), Error> {
    let check = |holds, reason| {
        ensure(
            holds,
            Field::Rule,
            label,
            reason,
            &format!("{place}.RuleLabels"),
        )
    };
    check(
        (1..=limits::LABEL_CHARS).contains(&label.len()) && label.bytes().all(is_part),
        "a label has 1 to 1,024 letters, digits, `_`, `-` and `:`",
    )?;
    check(
        label
            .split(':')
            .all(|part| (1..=limits::LABEL_PART_CHARS).contains(&part.len())),
        "each namespace, and the name, has 1 to 128 characters",
    )?;
    check(
        label.split(':').count() <= limits::LABEL_NAMESPACES + 1,
        "a label has at most five namespaces",
    )?;
    check(
        !label
            .split(':')
            .any(|part| limits::LABEL_RESERVED.contains(&part)),
        "a part of the label is reserved",
    )
}

/// What a label match looks for.
pub(super) fn matched(key: &str, is_label: bool, place: &str) -> Result<(), Error> {
    let field = Field::LabelMatchStatement;
    ensure(
        (1..=limits::LABEL_CHARS).contains(&key.len()) && key.bytes().all(is_part),
        field,
        key,
        "a key has 1 to 1,024 letters, digits, `_`, `-` and `:`",
        place,
    )?;
    ensure(
        !(is_label && key.ends_with(':')),
        field,
        key,
        "the key of scope LABEL ends with the label's name",
        place,
    )
}

/// A namespace that requests are counted by.
pub(super) fn namespace(namespace: &str, place: &str) -> Result<(), Error> {
    ensure(
        (1..=limits::LABEL_CHARS).contains(&namespace.len())
            && namespace.ends_with(':')
            && namespace.bytes().all(is_part),
        Field::CustomKeys,
        namespace,
        "a namespace has letters, digits, `_`, `-` and `:`, and ends with `:`",
        place,
    )
}
