//! What the three operations about resource policies have in common.

use std::sync::Arc;

use crate::{
    Error, ParameterName, Result,
    call::Call,
    condition::Asked,
    name::Reference,
    parameter::{Loaded, ParameterRecord},
};

/// The parameter of the caller's account that an ARN names.
///
/// # Errors
///
/// [`Error::ResourcePolicyInvalidParameter`] if it is no ARN of a parameter, [`Error::ResourceNotFound`] if it can be none's.
pub(super) fn parse(call: &Call<'_>, arn: &str) -> Result<ParameterName> {
    let invalid = |reason: &str| Error::ResourcePolicyInvalidParameter {
        member: "ResourceArn",
        reason: format!("{reason}: {arn}"),
    };
    if !arn.starts_with("arn:") {
        return Err(invalid("it is no ARN"));
    }
    match Reference::parse(arn, call.here()) {
        Ok(Reference::Parameter {
            home,
            name,
            selector: None,
        }) if home == call.here().home() => Ok(name),
        Ok(_) | Err(Error::Validation(_)) => Err(invalid(
            "it is not the ARN of a parameter of this account and Region",
        )),
        Err(Error::ParameterNotFound { .. }) => Err(Error::ResourceNotFound {
            arn: arn.to_owned(),
        }),
        Err(other) => Err(other),
    }
}

/// The parameter itself, if the caller may do this with it.
///
/// # Errors
///
/// [`Error::AccessDenied`], [`Error::ResourceNotFound`].
pub(super) async fn found(call: &mut Call<'_>, name: &ParameterName) -> Result<Arc<Loaded>> {
    let found = call.own(name, Asked::default()).await;
    not_found(call, name, found)
}

/// A parameter that is not there has its own error where its policies are concerned.
pub(super) fn not_found<T>(call: &Call<'_>, name: &ParameterName, answer: Result<T>) -> Result<T> {
    match answer {
        Err(Error::ParameterNotFound { .. }) => Err(Error::ResourceNotFound {
            arn: call.here().parameter_arn(name)?.to_string(),
        }),
        other => other,
    }
}

/// Refuses to share what cannot be.
///
/// # Errors
///
/// [`Error::ResourcePolicyInvalidParameter`] for a standard parameter, and for a `SecureString` under the default key.
pub(super) fn check_may_be_shared(record: &ParameterRecord) -> Result<()> {
    record
        .may_be_shared()
        .map_err(|reason| Error::ResourcePolicyInvalidParameter {
            member: "ResourceArn",
            reason: reason.to_owned(),
        })
}
