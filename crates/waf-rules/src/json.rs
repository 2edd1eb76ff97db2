//! Reading AWS's JSON.

use serde::{Deserialize, de::IgnoredAny};

use crate::Error;

/// Reads what AWS prints.
pub(crate) fn read<'a, T: Deserialize<'a>>(json: &'a str) -> Result<T, Error> {
    let read = serde_json::from_str(json);
    read.map_err(|error| match error.is_syntax() && is_json(json) {
        // serde_json stumbles over the brace of a union that has no member, or one too many.
        true => Error::Syntax(format!(
            "none or several members where there is exactly one, at line {} column {}",
            error.line(),
            error.column()
        )),
        false => Error::syntax(&error),
    })
}

fn is_json(text: &str) -> bool {
    serde_json::from_str::<IgnoredAny>(text).is_ok()
}
