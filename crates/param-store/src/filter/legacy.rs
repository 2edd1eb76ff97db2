//! The older `Filters`.
//!
//! Source: [ParametersFilter](https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_ParametersFilter.html).

use common_types::{
    constraint::{Check, Constrained, Size, Text},
    wire_enum,
};
use serde::{Deserialize, Serialize};

use super::{Filter, Test, TextOf};
use crate::limits;

wire_enum! {
    /// What a [`ParametersFilter`] looks at.
    pub enum ParametersFilterKey {
        /// The name.
        Name = "Name",
        /// The type.
        Type = "Type",
        /// The KMS key.
        KeyId = "KeyId",
    }
}

/// A filter of a listing, in the older form.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct ParametersFilter {
    /// What is looked at.
    pub key: ParametersFilterKey,
    /// What is looked for: one of them is enough.
    pub values: Vec<String>,
}

impl ParametersFilter {
    /// Looks at this for one of these values.
    pub fn new<V: Into<String>>(
        key: ParametersFilterKey,
        values: impl IntoIterator<Item = V>,
    ) -> Self {
        Self {
            key,
            values: values.into_iter().map(Into::into).collect(),
        }
    }

    /// The same in the newer form.
    pub(crate) fn parse(&self) -> Filter {
        let Self { key, values } = self;
        Filter::Text {
            of: match key {
                ParametersFilterKey::Name => TextOf::Name,
                ParametersFilterKey::Type => TextOf::Type,
                ParametersFilterKey::KeyId => TextOf::KeyId,
            },
            test: Test::Equals,
            values: values.clone(),
        }
    }
}

impl Constrained for ParametersFilter {
    fn constraints(&self, check: &mut Check<'_>) {
        let Self { key: _, values } = self;
        let size = Size::between(1, limits::FILTER_VALUES);
        check.texts("values", values, &size, &Text::new().length(1, 1024));
    }
}
