//! Aliases as requests name them.

use store::Versioned;

use crate::{AliasName, Error, Missing, Result, alias::AliasRecord, call::Call};

/// The name of an alias that a customer may make, move or delete.
///
/// # Errors
///
/// [`Error::InvalidAliasName`] if it is none, or reserved for AWS managed keys.
pub(super) fn customer_alias(text: &str) -> Result<AliasName> {
    let invalid = |reason: &str| Error::InvalidAliasName {
        alias: shown(text),
        reason: reason.to_owned(),
    };
    let name: AliasName = text
        .parse()
        .map_err(|error: common_types::ParseError| invalid(error.reason()))?;
    if name.is_reserved() {
        return Err(invalid(
            "the prefix `alias/aws/` is reserved for AWS managed keys",
        ));
    }
    Ok(name)
}

/// An alias of the caller's account, as it is stored.
///
/// # Errors
///
/// [`Error::NotFound`] if there is none of this name.
pub(super) async fn stored(call: &Call<'_>, name: &AliasName) -> Result<(AliasRecord, Versioned)> {
    match call.kms().read(call.here().alias_record(name)?).await? {
        Some(stored) => Ok((AliasRecord::decode(&stored.value)?, stored)),
        None => Err(Error::NotFound(Missing::Alias(
            call.here().alias_arn(name)?,
        ))),
    }
}

/// The name, cut where it is too long to be one.
fn shown(text: &str) -> String {
    text.chars().take(crate::limits::ALIAS_CHARS).collect()
}
