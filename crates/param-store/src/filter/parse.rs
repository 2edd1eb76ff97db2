//! Reading `ParameterFilters`.
//!
//! Source: [ParameterStringFilter](https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_ParameterStringFilter.html).

use std::collections::BTreeSet;

use common_types::constraint::{Check, Constrained, Pattern, Size, Text};
use serde::{Deserialize, Serialize};

use super::{Filter, Test, TextOf};
use crate::{
    DataType, Error, InvalidFilter, ParameterTier, ParameterType, Result, limits, name::Path,
};

/// A filter of a listing.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct ParameterStringFilter {
    /// What is looked at: `Name`, `Type`, `KeyId`, `Path`, `Label`, `Tier`, `DataType` or `tag:KEY`.
    pub key: String,
    /// How: `Equals` (the default), `BeginsWith`, `Contains`; for a path `OneLevel` (the default) or `Recursive`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub option: Option<String>,
    /// What is looked for: one of them is enough. Without any, a tag is looked for whatever its value is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub values: Option<Vec<String>>,
}

/// Which listing is filtered.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Listed {
    /// `DescribeParameters`.
    All,
    /// `GetParametersByPath`.
    ByPath,
}

impl ParameterStringFilter {
    /// Looks at this for one of these values, if there are any.
    pub fn new<V: Into<String>>(
        key: impl Into<String>,
        values: impl IntoIterator<Item = V>,
    ) -> Self {
        let values: Vec<String> = values.into_iter().map(Into::into).collect();
        Self {
            key: key.into(),
            option: None,
            values: (!values.is_empty()).then_some(values),
        }
    }

    /// Says how.
    #[must_use]
    pub fn option(mut self, option: impl Into<String>) -> Self {
        self.option = Some(option.into());
        self
    }
}

impl Constrained for ParameterStringFilter {
    fn constraints(&self, check: &mut Check<'_>) {
        let Self {
            key,
            option,
            values,
        } = self;
        check.text("key", key, &KEY);
        check.text("option", option, &Text::new().length(1, 10));
        if let Some(values) = values {
            let size = Size::between(1, limits::FILTER_VALUES);
            check.texts("values", values, &size, &VALUE);
        }
    }
}

/// Reads the filters of a listing, whose bounds are checked.
///
/// # Errors
///
/// [`Error::InvalidFilterKey`], [`Error::InvalidFilterOption`], [`Error::InvalidFilterValue`].
pub(crate) fn parse(filters: &[ParameterStringFilter], listed: Listed) -> Result<Vec<Filter>> {
    let mut keys = BTreeSet::new();
    filters
        .iter()
        .map(|filter| {
            if !keys.insert(filter.key.as_str()) {
                return Err(Error::InvalidFilterKey(InvalidFilter::Twice {
                    key: filter.key.clone(),
                }));
            }
            one(filter, listed)
        })
        .collect()
}

fn one(filter: &ParameterStringFilter, listed: Listed) -> Result<Filter> {
    let ParameterStringFilter {
        key,
        option,
        values,
    } = filter;
    let values = values.as_deref().unwrap_or_default();
    let of = match (key.as_str(), listed) {
        ("Type", _) => TextOf::Type,
        ("KeyId", _) => TextOf::KeyId,
        ("Name", Listed::All) => TextOf::Name,
        ("Tier", Listed::All) => TextOf::Tier,
        ("DataType", Listed::All) => TextOf::DataType,
        ("Path", Listed::All) => return path(option.as_deref(), values),
        ("Label", Listed::ByPath) => return label(option.as_deref(), values),
        (other, Listed::All) if other.starts_with("tag:") => {
            TextOf::Tag(other.strip_prefix("tag:").unwrap_or_default().to_owned())
        }
        (other, listed) => {
            return Err(Error::InvalidFilterKey(InvalidFilter::Key {
                key: other.to_owned(),
                valid: match listed {
                    Listed::All => "tag:*, Name, Type, KeyId, Path, Tier, DataType",
                    Listed::ByPath => "Type, KeyId, Label",
                },
            }));
        }
    };
    let test = match (option.as_deref(), &of) {
        (None | Some("Equals"), _) => Test::Equals,
        (Some("BeginsWith"), _) => Test::BeginsWith,
        (Some("Contains"), TextOf::Name) => Test::Contains,
        (Some(other), TextOf::Name) => {
            return Err(invalid_option(other, "BeginsWith, Equals, Contains"));
        }
        (Some(other), _) => return Err(invalid_option(other, "BeginsWith, Equals")),
    };
    if values.is_empty() && !matches!(of, TextOf::Tag(_)) {
        return Err(no_values(key));
    }
    if test == Test::Equals {
        check_words(&of, values)?;
    }
    Ok(Filter::Text {
        of,
        test,
        values: values.to_vec(),
    })
}

fn path(option: Option<&str>, values: &[String]) -> Result<Filter> {
    let recursive = match option {
        None | Some("OneLevel") => false,
        Some("Recursive") => true,
        Some(other) => return Err(invalid_option(other, "Recursive, OneLevel")),
    };
    if values.is_empty() {
        return Err(no_values("Path"));
    }
    let parse = |value: &String| {
        value
            .parse::<Path>()
            .map_err(|error| invalid_value(value, error.to_string()))
    };
    Ok(Filter::Path {
        recursive,
        paths: values.iter().map(parse).collect::<Result<_>>()?,
    })
}

fn label(option: Option<&str>, values: &[String]) -> Result<Filter> {
    match option {
        None | Some("Equals") if values.is_empty() => Err(no_values("Label")),
        None | Some("Equals") => Ok(Filter::Label {
            labels: values.to_vec(),
        }),
        Some(other) => Err(invalid_option(other, "Equals")),
    }
}

/// A type, tier or data type is one of a few words.
fn check_words(of: &TextOf, values: &[String]) -> Result<()> {
    let words: Vec<&str> = match of {
        TextOf::Type => ParameterType::ALL
            .iter()
            .map(|word| word.as_str())
            .collect(),
        TextOf::Tier => ParameterTier::ALL
            .iter()
            .map(|word| word.as_str())
            .collect(),
        TextOf::DataType => DataType::ALL.iter().map(|word| word.as_str()).collect(),
        TextOf::Name | TextOf::KeyId | TextOf::Tag(_) => return Ok(()),
    };
    match values.iter().find(|value| !words.contains(&value.as_str())) {
        Some(other) => {
            let valid = format!("Valid values include: [{}].", words.join(", "));
            Err(invalid_value(other, valid))
        }
        None => Ok(()),
    }
}

fn invalid_option(option: &str, valid: &'static str) -> Error {
    Error::InvalidFilterOption(InvalidFilter::Option {
        option: option.to_owned(),
        valid,
    })
}

fn invalid_value(value: &str, valid: String) -> Error {
    Error::InvalidFilterValue(InvalidFilter::Value {
        value: value.to_owned(),
        valid,
    })
}

fn no_values(key: &str) -> Error {
    Error::InvalidFilterValue(InvalidFilter::NoValues {
        key: key.to_owned(),
    })
}

const KEY: Text = Text::new().length(1, 132).pattern(Pattern::new(
    "tag:.+|Name|Type|KeyId|Path|Label|Tier|DataType",
    |text| {
        matches!(
            text,
            "Name" | "Type" | "KeyId" | "Path" | "Label" | "Tier" | "DataType"
        ) || text.strip_prefix("tag:").is_some_and(|key| !key.is_empty())
    },
));
const VALUE: Text = Text::new().length(1, 1024);
