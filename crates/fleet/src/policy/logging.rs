//! How a policy's own web ACLs log, as `ManagedServiceData` writes it.

use common_types::wire_enum;
use serde::{Deserialize, Serialize};
use waf_rules::model::{
    ActionCondition, ActionValue, Condition, FieldToMatch, Filter, FilterBehavior,
    FilterRequirement, LabelNameCondition, LoggingFilter, Method, QueryString, SingleHeader,
    UriPath,
};

use super::rule_group::or_none;

/// How web ACLs that the policy makes log. Those that it retrofits keep their own configuration.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct PolicyLogging {
    /// Where records go: a bucket, or a log group or delivery stream of any account in the policy's region.
    pub log_destination_configs: Vec<String>,
    /// Fields that are written as `REDACTED`.
    #[serde(default, deserialize_with = "or_none")]
    pub redacted_fields: Vec<RedactedField>,
    /// Which requests are logged; all, if unset.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub logging_filter_configs: Option<PolicyLogFilters>,
}

/// Which requests are logged.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct PolicyLogFilters {
    /// What happens where no filter applies.
    pub default_behavior: FilterBehavior,
    /// The filters: the first that applies decides.
    pub filters: Vec<PolicyLogFilter>,
}

/// One filter.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct PolicyLogFilter {
    /// What happens where it applies.
    pub behavior: FilterBehavior,
    /// Whether all conditions must hold, or one.
    pub requirement: FilterRequirement,
    /// The conditions.
    pub conditions: Vec<PolicyLogCondition>,
}

/// One condition of a filter. AWS's examples have the first alone.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum PolicyLogCondition {
    /// A rule has acted so.
    ActionCondition(ActionValue),
    /// The request has this label, fully qualified.
    LabelNameCondition(String),
}

/// A field that is written as `REDACTED`.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct RedactedField {
    /// What it is.
    pub redacted_field_type: RedactedFieldType,
    /// The name of a header.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub redacted_field_value: Option<String>,
}

wire_enum! {
    /// A kind of field that can be redacted.
    pub enum RedactedFieldType {
        /// The method.
        Method = "Method",
        /// The query string.
        QueryString = "QueryString",
        /// A header.
        SingleHeader = "SingleHeader",
        /// The path.
        UriPath = "UriPath",
    }
}

impl PolicyLogging {
    /// To this bucket, log group or delivery stream.
    pub fn new(destination: impl Into<String>) -> Self {
        Self {
            log_destination_configs: vec![destination.into()],
            redacted_fields: Vec::new(),
            logging_filter_configs: None,
        }
    }

    /// Writes this header as `REDACTED`.
    #[must_use]
    pub fn redacted_header(mut self, name: impl Into<String>) -> Self {
        self.redacted_fields.push(RedactedField {
            redacted_field_type: RedactedFieldType::SingleHeader,
            redacted_field_value: Some(name.into()),
        });
        self
    }

    /// Only these requests.
    #[must_use]
    pub fn filters(self, filters: PolicyLogFilters) -> Self {
        Self {
            logging_filter_configs: Some(filters),
            ..self
        }
    }

    /// The filters in WAF's shape.
    pub(crate) fn filter(&self) -> Option<LoggingFilter> {
        let PolicyLogFilters {
            default_behavior,
            filters,
        } = self.logging_filter_configs.as_ref()?;
        let filters = filters.iter().map(|filter| {
            let conditions = filter.conditions.iter().map(PolicyLogCondition::condition);
            let conditions: Vec<_> = conditions.collect();
            Filter::new(filter.behavior, filter.requirement, conditions)
        });
        let filters: Vec<_> = filters.collect();
        Some(LoggingFilter::new(filters, *default_behavior))
    }

    /// The redacted fields in WAF's shape; the reason, if one of them is not told rightly.
    pub(crate) fn fields(&self) -> Result<Vec<FieldToMatch>, &'static str> {
        self.redacted_fields
            .iter()
            .map(RedactedField::field)
            .collect()
    }
}

impl PolicyLogFilters {
    /// These filters: the first that applies decides, else the default behaviour.
    pub fn new(
        default_behavior: FilterBehavior,
        filters: impl IntoIterator<Item = PolicyLogFilter>,
    ) -> Self {
        Self {
            default_behavior,
            filters: filters.into_iter().collect(),
        }
    }
}

impl PolicyLogFilter {
    /// Where these conditions hold, all or one, this happens.
    pub fn new(
        behavior: FilterBehavior,
        requirement: FilterRequirement,
        conditions: impl IntoIterator<Item = PolicyLogCondition>,
    ) -> Self {
        Self {
            behavior,
            requirement,
            conditions: conditions.into_iter().collect(),
        }
    }
}

impl PolicyLogCondition {
    fn condition(&self) -> Condition {
        match self {
            Self::ActionCondition(action) => ActionCondition::new(*action).into(),
            Self::LabelNameCondition(label) => LabelNameCondition::new(label).into(),
        }
    }
}

impl RedactedField {
    fn field(&self) -> Result<FieldToMatch, &'static str> {
        match (
            self.redacted_field_type,
            self.redacted_field_value.as_deref(),
        ) {
            (RedactedFieldType::SingleHeader, Some(name)) => Ok(SingleHeader::new(name).into()),
            (RedactedFieldType::Method, None) => Ok(Method::new().into()),
            (RedactedFieldType::QueryString, None) => Ok(QueryString::new().into()),
            (RedactedFieldType::UriPath, None) => Ok(UriPath::new().into()),
            (RedactedFieldType::SingleHeader, None) => Err("a redacted SingleHeader has a value"),
            (
                RedactedFieldType::Method
                | RedactedFieldType::QueryString
                | RedactedFieldType::UriPath,
                Some(_),
            ) => Err("only a redacted SingleHeader has a value"),
        }
    }
}
