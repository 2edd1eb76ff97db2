//! Filters of listings: what may be asked of which, and what passes.

mod legacy;
mod parse;

use crate::{name::Path, parameter::Loaded};

pub use legacy::{ParametersFilter, ParametersFilterKey};
pub use parse::ParameterStringFilter;
pub(crate) use parse::{Listed, parse};

/// A filter that was understood.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Filter {
    /// By a text of the parameter.
    Text {
        of: TextOf,
        test: Test,
        values: Vec<String>,
    },
    /// By where it is in the hierarchy.
    Path { recursive: bool, paths: Vec<Path> },
    /// By a label that one of its versions has.
    Label { labels: Vec<String> },
}

/// Which text of a parameter.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum TextOf {
    Name,
    Type,
    KeyId,
    Tier,
    DataType,
    /// The tag of this key.
    Tag(String),
}

/// How a text is looked at.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Test {
    Equals,
    BeginsWith,
    Contains,
}

impl Filter {
    /// Whether a parameter passes: one of the values is enough.
    pub(crate) fn passes(&self, parameter: &Loaded) -> bool {
        let record = &parameter.record;
        match self {
            Self::Text { of, test, values } => {
                let text = match of {
                    TextOf::Name => Some(parameter.name()),
                    TextOf::Type => Some(record.kind.as_str()),
                    TextOf::KeyId => record.current.key_id.as_deref(),
                    TextOf::Tier => Some(record.current.tier.as_str()),
                    TextOf::DataType => Some(record.current.data_type.as_str()),
                    TextOf::Tag(key) => record.tags.get(key),
                };
                // A tag without values is looked for by its key.
                text.is_some_and(|text| {
                    values.is_empty() || values.iter().any(|value| test.holds(of, text, value))
                })
            }
            Self::Path { recursive, paths } => {
                let name = record.name.in_arn();
                paths.iter().any(|path| is_under(name, path, *recursive))
            }
            Self::Label { labels } => labels
                .iter()
                .any(|label| record.versions.labelled(label).is_some()),
        }
    }

    /// The labels that select the version which is shown.
    pub(crate) fn labels(&self) -> &[String] {
        match self {
            Self::Label { labels } => labels,
            Self::Text { .. } | Self::Path { .. } => &[],
        }
    }
}

impl Test {
    fn holds(self, of: &TextOf, text: &str, value: &str) -> bool {
        // `a` and `/a` are the same name.
        let (text, value) = match of {
            TextOf::Name if self != Self::Contains => (bare(text), bare(value)),
            _ => (text, value),
        };
        match self {
            Self::Equals => text == value,
            Self::BeginsWith => text.starts_with(value),
            Self::Contains => text.contains(value),
        }
    }
}

fn bare(name: &str) -> &str {
    name.strip_prefix('/').unwrap_or(name)
}

/// Whether a name, without its leading slash, is under a path.
fn is_under(name: &str, path: &Path, recursive: bool) -> bool {
    let mut rest = name;
    for level in path.levels() {
        let below = rest
            .strip_prefix(level)
            .and_then(|rest| rest.strip_prefix('/'));
        match below {
            Some(below) => rest = below,
            None => return false,
        }
    }
    recursive || !rest.contains('/')
}
