//! `DeleteParameters`.

use std::collections::BTreeSet;

use common_types::constraint::{Check, Constrained};
use serde::{Deserialize, Serialize};

use super::removal::remove;
use crate::{
    Error, Operation, ParamStoreHandle, ParameterName, Result, bounds, call::Call, condition::Asked,
};

/// Request of [`delete_parameters`](ParamStoreHandle::delete_parameters).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct DeleteParametersRequest {
    /// The parameters' names.
    pub names: Vec<String>,
}

/// Response of [`delete_parameters`](ParamStoreHandle::delete_parameters).
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct DeleteParametersResponse {
    /// The names of those that were deleted.
    pub deleted_parameters: Vec<String>,
    /// The names that name no parameter.
    pub invalid_parameters: Vec<String>,
}

impl DeleteParametersRequest {
    /// For parameters, by their names.
    pub fn new<N: Into<String>>(names: impl IntoIterator<Item = N>) -> Self {
        Self {
            names: names.into_iter().map(Into::into).collect(),
        }
    }
}

impl Constrained for DeleteParametersRequest {
    fn constraints(&self, check: &mut Check<'_>) {
        let Self { names } = self;
        check.texts("names", names, &bounds::NAMES, &bounds::NAME);
    }
}

impl ParamStoreHandle {
    /// Deletes up to [`limits::NAMES`](crate::limits::NAMES) parameters, each with all of its versions.
    ///
    /// Each is deleted by itself: an error may come after some are gone. If the caller may not delete one, none is.
    ///
    /// # Authorisation
    ///
    /// `ssm:DeleteParameters` on each parameter. Condition keys: `aws:ResourceTag/…`, `ssm:resourceTag/…`.
    ///
    /// # Errors
    ///
    /// [`AccessDenied`](Error::AccessDenied), [`Validation`](Error::Validation).
    ///
    /// # Source
    ///
    /// [DeleteParameters](https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DeleteParameters.html).
    pub async fn delete_parameters(
        &self,
        request: DeleteParametersRequest,
    ) -> Result<DeleteParametersResponse> {
        let mut call = self.call(Operation::DeleteParameters);
        let answer = delete_parameters(&mut call, &request).await;
        call.answer(answer).await
    }
}

async fn delete_parameters(
    call: &mut Call<'_>,
    request: &DeleteParametersRequest,
) -> Result<DeleteParametersResponse> {
    request.validate()?;
    let mut response = DeleteParametersResponse::default();
    let mut names: BTreeSet<ParameterName> = BTreeSet::new();
    for text in &request.names {
        match text.parse::<ParameterName>() {
            Ok(name) => {
                names.insert(name);
            }
            Err(_) => response.invalid_parameters.push(text.clone()),
        }
    }
    if names.is_empty() {
        call.allow_anywhere()?;
    }
    let mut found = Vec::new();
    for name in names {
        match call.own(&name, Asked::default()).await {
            Ok(_) => found.push(name),
            Err(Error::ParameterNotFound { name }) => response.invalid_parameters.push(name),
            Err(error) => return Err(error),
        }
    }
    for name in found {
        match remove(call, &name).await {
            Ok(()) => response.deleted_parameters.push(name.to_string()),
            Err(Error::ParameterNotFound { name }) => response.invalid_parameters.push(name),
            Err(error) => return Err(error),
        }
    }
    Ok(response)
}
