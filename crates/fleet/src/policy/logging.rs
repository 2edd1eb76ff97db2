//! How a policy's own web ACLs log, as `ManagedServiceData` writes it.

use common_types::wire_enum;
use serde::{Deserialize, Serialize};
use waf_rules::model::{FieldToMatch, Method, QueryString, SingleHeader, UriPath};

use super::{managed_service_data::Unsupported, rule_group::or_none};

/// How web ACLs that the policy makes log. Those that it retrofits keep their own configuration. Filters are refused.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct PolicyLogging {
    /// Where records go: a bucket, or a log group or delivery stream of any account in the policy's region.
    pub log_destination_configs: Vec<String>,
    /// Fields that are written as `REDACTED`.
    #[serde(default, deserialize_with = "or_none")]
    pub redacted_fields: Vec<RedactedField>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    logging_filter_configs: Option<Unsupported>,
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

    /// The redacted fields in WAF's shape; the reason, if one of them is not told rightly.
    pub(crate) fn fields(&self) -> Result<Vec<FieldToMatch>, &'static str> {
        self.redacted_fields
            .iter()
            .map(RedactedField::field)
            .collect()
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
