//! `UnlabelParameterVersion`.

use common_types::constraint::{Check, Constrained};
use serde::{Deserialize, Serialize};

use super::label_parameter_version::no_version;
use crate::{
    Operation, ParamStoreHandle, ParameterName, Result, bounds, call::Call, condition::Asked,
    parameter::Unlabelled,
};

/// Request of [`unlabel_parameter_version`](ParamStoreHandle::unlabel_parameter_version).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct UnlabelParameterVersionRequest {
    /// The parameter's name.
    pub name: String,
    /// The version.
    pub parameter_version: u64,
    /// The labels.
    pub labels: Vec<String>,
}

/// Response of [`unlabel_parameter_version`](ParamStoreHandle::unlabel_parameter_version).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct UnlabelParameterVersionResponse {
    /// Those that were taken off.
    pub removed_labels: Vec<String>,
    /// Those that the version does not have.
    pub invalid_labels: Vec<String>,
}

impl UnlabelParameterVersionRequest {
    /// Labels of a version of a parameter.
    pub fn new<L: Into<String>>(
        name: impl Into<String>,
        parameter_version: u64,
        labels: impl IntoIterator<Item = L>,
    ) -> Self {
        Self {
            name: name.into(),
            parameter_version,
            labels: labels.into_iter().map(Into::into).collect(),
        }
    }
}

impl Constrained for UnlabelParameterVersionRequest {
    fn constraints(&self, check: &mut Check<'_>) {
        let Self {
            name,
            parameter_version: _,
            labels,
        } = self;
        check.text("name", name, &bounds::NAME);
        check.texts("labels", labels, &bounds::LABELS, &bounds::LABEL);
    }
}

impl ParamStoreHandle {
    /// Takes labels off a version of a parameter.
    ///
    /// On `Ok` it is durable, and the next call on any thread goes by it.
    ///
    /// # Authorisation
    ///
    /// `ssm:UnlabelParameterVersion` on a parameter of the caller's account. Condition keys: `aws:ResourceTag/…`,
    /// `ssm:resourceTag/…`.
    ///
    /// # Errors
    ///
    /// [`AccessDenied`](crate::Error::AccessDenied), [`ParameterNotFound`](crate::Error::ParameterNotFound),
    /// [`ParameterVersionNotFound`](crate::Error::ParameterVersionNotFound), [`TooManyUpdates`](crate::Error::TooManyUpdates),
    /// [`Validation`](crate::Error::Validation). A label that the version does not have is no error: it is answered.
    ///
    /// # Source
    ///
    /// [UnlabelParameterVersion](https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_UnlabelParameterVersion.html).
    pub async fn unlabel_parameter_version(
        &self,
        request: UnlabelParameterVersionRequest,
    ) -> Result<UnlabelParameterVersionResponse> {
        let mut call = self.call(Operation::UnlabelParameterVersion);
        let answer = unlabel_parameter_version(&mut call, &request).await;
        call.answer(answer).await
    }
}

async fn unlabel_parameter_version(
    call: &mut Call<'_>,
    request: &UnlabelParameterVersionRequest,
) -> Result<UnlabelParameterVersionResponse> {
    request.validate()?;
    let UnlabelParameterVersionRequest {
        name,
        parameter_version,
        labels,
    } = request;
    let name = ParameterName::of_existing(name)?;
    call.update(&name, Asked::default(), |_, record, change| {
        if !record.versions.has(*parameter_version) {
            return Err(no_version(&name, *parameter_version));
        }
        let Unlabelled { removed, invalid } = record.versions.unlabel(*parameter_version, labels);
        let change = (!removed.is_empty()).then_some(change);
        let answer = UnlabelParameterVersionResponse {
            removed_labels: removed,
            invalid_labels: invalid,
        };
        Ok((answer, change))
    })
    .await
}
