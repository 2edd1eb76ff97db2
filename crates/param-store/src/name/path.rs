//! Paths: what a hierarchy of parameters hangs under.

use std::str::FromStr;

use super::parameter::check_levels;
use crate::{Error, Result};

/// A path as a request gives it: `/`, or `/levels/of/a/hierarchy` with or without a slash at its end.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Path(String);

impl Path {
    /// The path as it was given: what its ARN ends with.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// Its levels, from the top.
    pub(crate) fn levels(&self) -> impl Iterator<Item = &str> {
        self.0.split('/').filter(|level| !level.is_empty())
    }

    /// Whether it is one of those that AWS publishes.
    pub(crate) fn is_of_aws(&self) -> bool {
        self.levels().next() == Some("aws")
    }
}

/// Spaces around it are removed, as AWS does.
impl FromStr for Path {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let text = text.trim_matches(' ');
        let Some(levels) = text.strip_prefix('/') else {
            return Err(Error::validation(NO_PATH));
        };
        if !levels.is_empty() {
            let levels = levels.strip_suffix('/').unwrap_or(levels);
            check_levels(levels).map_err(|_| Error::validation(NO_PATH))?;
        }
        Ok(Self(text.to_owned()))
    }
}

/// AWS's words.
const NO_PATH: &str = "The parameter doesn't meet the parameter name requirements. The parameter name must begin with a forward slash \
                       \"/\". It can't be prefixed with \"aws\" or \"ssm\" (case-insensitive). It must use only letters, numbers, or the \
                       following symbols: . (period), - (hyphen), _ (underscore). Special characters are not allowed. All \
                       sub-paths, if specified, must use the forward slash symbol \"/\". Valid example: \
                       /get/parameters2-/by1./path0_.";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_begins_with_a_slash() {
        for (path, levels) in [
            ("/", &[][..]),
            ("/a", &["a"]),
            ("/a/", &["a"]),
            ("/a/b", &["a", "b"]),
        ] {
            let path: Path = path.parse().unwrap();
            assert_eq!(path.levels().collect::<Vec<_>>(), levels);
        }
        let too_deep = "/l".repeat(16);
        for bad in ["", "a", "//", "/a//", "/a b", "/a:1", &too_deep] {
            assert!(bad.parse::<Path>().is_err(), "{bad}");
        }
    }
}
