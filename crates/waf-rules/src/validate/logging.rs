//! Logging configurations.

use super::check::{at_most, ensure};
use crate::{
    Error, ParameterExceptionField as Field, limits,
    model::{Condition, FieldToMatch, LoggingConfiguration},
};

pub(super) fn configuration(config: &LoggingConfiguration) -> Result<(), Error> {
    let destinations = config.log_destination_configs.len();
    ensure(
        destinations == 1,
        Field::LogDestination,
        destinations.to_string(),
        "a web ACL has one log destination",
        "LogDestinationConfigs",
    )?;
    let redacted = config.redacted_fields.as_deref().unwrap_or_default();
    at_most(redacted.len(), 100, "RedactedFields")?;
    for field in redacted {
        ensure(
            matches!(
                field,
                FieldToMatch::UriPath(_)
                    | FieldToMatch::QueryString(_)
                    | FieldToMatch::SingleHeader(_)
                    | FieldToMatch::Method(_)
            ),
            Field::FieldToMatch,
            "RedactedFields",
            "only `UriPath`, `QueryString`, `SingleHeader` and `Method` are redacted",
            "RedactedFields",
        )?;
    }
    let Some(filter) = &config.logging_filter else {
        return Ok(());
    };
    let check = |holds, reason| {
        ensure(
            holds,
            Field::LoggingFilter,
            "Filters",
            reason,
            "LoggingFilter",
        )
    };
    check(!filter.filters.is_empty(), "there is at least one filter")?;
    for filter in &filter.filters {
        check(
            !filter.conditions.is_empty(),
            "a filter has at least one condition",
        )?;
        for condition in &filter.conditions {
            if let Condition::LabelNameCondition(label) = condition {
                check(
                    (1..=limits::LABEL_CHARS).contains(&label.label_name.len()),
                    "a label has 1 to 1,024 characters",
                )?;
            }
        }
    }
    Ok(())
}
