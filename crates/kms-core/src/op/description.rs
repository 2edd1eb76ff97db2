//! A key's description.

use crate::{Error, Result, limits};

/// Refuses a description that is too long.
pub(super) fn check(description: String) -> Result<String> {
    if description.chars().count() > limits::DESCRIPTION_CHARS {
        return Err(Error::validation(
            "Description",
            "has at most 8192 characters",
        ));
    }
    Ok(description)
}
