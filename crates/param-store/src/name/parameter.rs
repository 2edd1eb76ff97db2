//! Names of parameters.

use std::{fmt, str::FromStr, sync::Arc};

use serde::{Deserialize, Serialize};

use crate::{Denial, Error, Result, limits};

/// The name of a parameter: a hierarchy `/like/this`, or one level without a slash.
///
/// Levels are letters, digits, `_`, `.` and `-`; there are at most [`limits::LEVELS`]. Names differ by case. `a` and `/a` have the
/// same ARN, so they are one parameter, which keeps the name that it was made with.
///
/// Source: [Parameter names](https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-su-create.html#sysman-parameter-name-constraints).
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct ParameterName(Arc<str>);

impl ParameterName {
    /// The name as it was given.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name of a parameter that is there already, as a request gives it.
    ///
    /// # Errors
    ///
    /// [`Error::Validation`]; [`Error::ParameterNotFound`] with too many levels: only where a parameter is made does AWS say so.
    pub(crate) fn of_existing(text: &str) -> Result<Self> {
        text.parse().map_err(|error| match error {
            Error::HierarchyLevelLimitExceeded => Error::not_found(text),
            other => other,
        })
    }

    /// The name without its leading slash: what follows `parameter/` in its ARN.
    pub(crate) fn in_arn(&self) -> &str {
        self.0.strip_prefix('/').unwrap_or(&self.0)
    }

    /// Whether it is one of those that AWS publishes, or that refer to elsewhere.
    pub(crate) fn is_of_aws(&self) -> bool {
        begins_with(self.in_arn(), "aws")
    }

    /// Refuses what only AWS may make.
    ///
    /// # Errors
    ///
    /// [`Error::AccessDenied`] or [`Error::Validation`], as AWS answers.
    pub(crate) fn check_may_be_made(&self) -> Result<()> {
        let is_path = self.0.starts_with('/');
        if self.is_of_aws() && is_path {
            return Err(Error::AccessDenied(Denial::ReservedName {
                name: self.to_string(),
            }));
        }
        if self.is_of_aws() || begins_with(self.in_arn(), "ssm") {
            return Err(Error::validation(if is_path {
                RESERVED_PATH
            } else {
                RESERVED_NAME
            }));
        }
        Ok(())
    }
}

/// Spaces around it are removed, as AWS does.
impl FromStr for ParameterName {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let text = text.trim_matches(' ');
        if text.len() > limits::NAME_CHARS && text.chars().count() > limits::NAME_CHARS {
            return Err(Error::validation("Parameter name is too long."));
        }
        let levels = match text.strip_prefix('/') {
            Some(levels) => levels,
            None if text.contains('/') => {
                return Err(Error::validation(
                    "Parameter name must be a fully qualified name.",
                ));
            }
            None => text,
        };
        if levels.ends_with('/') {
            return Err(Error::validation("Parameter name must not end with slash."));
        }
        check_levels(levels)?;
        Ok(Self(Arc::from(text)))
    }
}

/// Whether these are levels that a name or path may have, separated by slashes.
pub(super) fn check_levels(levels: &str) -> Result<()> {
    let mut count = 0_usize;
    for level in levels.split('/') {
        count = count.saturating_add(1);
        let right = |b: u8| b.is_ascii_alphanumeric() || b"_.-".contains(&b);
        if level.is_empty() || !level.bytes().all(right) {
            return Err(Error::validation(RESERVED_PATH));
        }
    }
    if count > limits::LEVELS {
        return Err(Error::HierarchyLevelLimitExceeded);
    }
    Ok(())
}

fn begins_with(name: &str, reserved: &str) -> bool {
    name.get(..reserved.len())
        .is_some_and(|begin| begin.eq_ignore_ascii_case(reserved))
}

impl AsRef<str> for ParameterName {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ParameterName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl Serialize for ParameterName {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for ParameterName {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        <std::borrow::Cow<'de, str>>::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

/// AWS's words.
const RESERVED_NAME: &str =
    "Parameter name: can't be prefixed with \"aws\" or \"ssm\" (case-insensitive).";
const RESERVED_PATH: &str = "Parameter name: can't be prefixed with \"ssm\" (case-insensitive). If formed as a path, it can consist of \
                             sub-paths divided by slash symbol; each sub-path can be formed as a mix of letters, numbers and the \
                             following 3 symbols .-_";

#[cfg(test)]
mod tests {
    use common_types::ServiceError;

    use super::*;

    #[test]
    fn names_are_one_level_or_a_hierarchy() {
        let deepest = "/l".repeat(limits::LEVELS);
        for good in [
            "a",
            "/a",
            "/Dev/DBServer/MySQL/db-string13",
            "a_b.c-1",
            &deepest,
        ] {
            assert_eq!(good.parse::<ParameterName>().unwrap().as_str(), good);
        }
        assert_eq!(" /a ".parse::<ParameterName>().unwrap().as_str(), "/a");
        for bad in [
            "", "/", "//", "/a/", "a/b", "/a//b", "/a b", "/ä", "/a:1", "a*",
        ] {
            let error = bad.parse::<ParameterName>().unwrap_err();
            assert_eq!(error.code(), "ValidationException", "{bad}");
        }
        let error = format!("{deepest}/l").parse::<ParameterName>().unwrap_err();
        assert_eq!(error.code(), "HierarchyLevelLimitExceededException");
    }

    #[test]
    fn some_beginnings_are_reserved() {
        for (name, code) in [
            ("/aws/a", "AccessDeniedException"),
            ("/AwSome/a", "AccessDeniedException"),
            ("aws", "ValidationException"),
            ("awesome", ""),
            ("AWSome", "ValidationException"),
            ("/ssm/a", "ValidationException"),
            ("SSM.a", "ValidationException"),
            ("/a/aws/ssm", ""),
        ] {
            let made = name.parse::<ParameterName>().unwrap().check_may_be_made();
            assert_eq!(made.map_or_else(|e| e.code(), |()| ""), code, "{name}");
        }
    }
}
