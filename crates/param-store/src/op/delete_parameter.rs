//! `DeleteParameter`.

use common_types::constraint::{Check, Constrained};
use serde::{Deserialize, Serialize};

use super::removal::remove;
use crate::{Operation, ParamStoreHandle, ParameterName, Result, bounds, call::Call};

/// Request of [`delete_parameter`](ParamStoreHandle::delete_parameter).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct DeleteParameterRequest {
    /// The parameter's name.
    pub name: String,
}

/// Response of [`delete_parameter`](ParamStoreHandle::delete_parameter): it is gone.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct DeleteParameterResponse {}

impl DeleteParameterRequest {
    /// For a parameter, by its name.
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into() }
    }
}

impl Constrained for DeleteParameterRequest {
    fn constraints(&self, check: &mut Check<'_>) {
        let Self { name } = self;
        check.text("name", name, &bounds::NAME);
    }
}

impl ParamStoreHandle {
    /// Deletes a parameter with all of its versions.
    ///
    /// On `Ok` it is gone for good, and its name is free at once; AWS asks to wait for 30 seconds.
    ///
    /// # Authorisation
    ///
    /// `ssm:DeleteParameter` on a parameter of the caller's account. Condition keys: `aws:ResourceTag/…`, `ssm:resourceTag/…`.
    ///
    /// # Errors
    ///
    /// [`AccessDenied`](crate::Error::AccessDenied), [`ParameterNotFound`](crate::Error::ParameterNotFound), [`Validation`](crate::Error::Validation).
    ///
    /// # Source
    ///
    /// [DeleteParameter](https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DeleteParameter.html).
    pub async fn delete_parameter(
        &self,
        request: DeleteParameterRequest,
    ) -> Result<DeleteParameterResponse> {
        let mut call = self.call(Operation::DeleteParameter);
        let answer = delete_parameter(&mut call, &request).await;
        call.answer(answer).await
    }
}

async fn delete_parameter(
    call: &mut Call<'_>,
    request: &DeleteParameterRequest,
) -> Result<DeleteParameterResponse> {
    request.validate()?;
    let name = ParameterName::of_existing(&request.name)?;
    remove(call, &name).await?;
    Ok(DeleteParameterResponse {})
}
