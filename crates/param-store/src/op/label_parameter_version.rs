//! `LabelParameterVersion`.

use common_types::{
    constraint::{Check, Constrained},
    setters,
};
use serde::{Deserialize, Serialize};

use crate::{
    Error, Operation, ParamStoreHandle, ParameterName, Result, bounds,
    call::Call,
    condition::Asked,
    event::{self, Happened},
};

/// Request of [`label_parameter_version`](ParamStoreHandle::label_parameter_version).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct LabelParameterVersionRequest {
    /// The parameter's name.
    pub name: String,
    /// The version; the newest if it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parameter_version: Option<u64>,
    /// The labels.
    pub labels: Vec<String>,
}

/// Response of [`label_parameter_version`](ParamStoreHandle::label_parameter_version).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct LabelParameterVersionResponse {
    /// Those that cannot be labels.
    pub invalid_labels: Vec<String>,
    /// The version that has the others.
    pub parameter_version: u64,
}

impl LabelParameterVersionRequest {
    /// Labels for a parameter, by its name.
    pub fn new<L: Into<String>>(
        name: impl Into<String>,
        labels: impl IntoIterator<Item = L>,
    ) -> Self {
        Self {
            name: name.into(),
            parameter_version: None,
            labels: labels.into_iter().map(Into::into).collect(),
        }
    }
}

setters!(LabelParameterVersionRequest {
    /// Says which version.
    parameter_version: u64,
});

impl Constrained for LabelParameterVersionRequest {
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
    /// Puts labels on a version of a parameter. A label that is on another version moves.
    ///
    /// On `Ok` it is durable, and the next call on any thread goes by it.
    ///
    /// # Limits
    ///
    /// [`LABELS_PER_VERSION`](crate::limits::LABELS_PER_VERSION), [`LABEL_CHARS`](crate::limits::LABEL_CHARS).
    ///
    /// # Authorisation
    ///
    /// `ssm:LabelParameterVersion` on a parameter of the caller's account. Condition keys: `aws:ResourceTag/…`, `ssm:resourceTag/…`.
    ///
    /// # Errors
    ///
    /// [`AccessDenied`](Error::AccessDenied), [`ParameterNotFound`](Error::ParameterNotFound),
    /// [`ParameterVersionNotFound`](Error::ParameterVersionNotFound),
    /// [`ParameterVersionLabelLimitExceeded`](Error::ParameterVersionLabelLimitExceeded), [`TooManyUpdates`](Error::TooManyUpdates),
    /// [`Validation`](Error::Validation). What cannot be a label is no error: it is answered.
    ///
    /// # Source
    ///
    /// [LabelParameterVersion](https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_LabelParameterVersion.html).
    pub async fn label_parameter_version(
        &self,
        request: LabelParameterVersionRequest,
    ) -> Result<LabelParameterVersionResponse> {
        let mut call = self.call(Operation::LabelParameterVersion);
        let answer = label_parameter_version(&mut call, &request).await;
        call.answer(answer).await
    }
}

async fn label_parameter_version(
    call: &mut Call<'_>,
    request: &LabelParameterVersionRequest,
) -> Result<LabelParameterVersionResponse> {
    request.validate()?;
    let LabelParameterVersionRequest {
        name,
        parameter_version,
        labels,
    } = request;
    let name = ParameterName::of_existing(name)?;
    let now = call.now();
    call.update(&name, Asked::default(), |parameter, record, change| {
        let version = parameter_version.unwrap_or_else(|| record.versions.current());
        if !record.versions.has(version) {
            return Err(no_version(&name, version));
        }
        let invalid = record.versions.label(version, labels)?;
        let answer = LabelParameterVersionResponse {
            invalid_labels: invalid,
            parameter_version: version,
        };
        if answer.invalid_labels.len() == labels.len() {
            return Ok((answer, None));
        }
        let (scope, arn) = (&parameter.scope, &parameter.arn);
        let happened = Happened::LabelParameterVersion;
        let change = event::changed(change, scope, arn, record, happened, now);
        Ok((answer, Some(change)))
    })
    .await
}

/// What is answered where a parameter has no such version.
pub(super) fn no_version(name: &ParameterName, version: u64) -> Error {
    Error::ParameterVersionNotFound {
        name: name.to_string(),
        selector: format!("version {version}"),
    }
}
