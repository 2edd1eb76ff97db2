//! `GetParameters`.

use std::collections::BTreeMap;

use common_types::{
    constraint::{Check, Constrained},
    setters,
};
use serde::{Deserialize, Serialize};
use store::Key;

use super::Parameter;
use crate::{
    Error, Operation, ParamStoreHandle, Result, bounds,
    call::Call,
    condition::Asked,
    limits,
    name::{Reference, Selector},
    scope::Scope,
    throughput::Metered,
};

/// Request of [`get_parameters`](ParamStoreHandle::get_parameters).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct GetParametersRequest {
    /// Names or ARNs, perhaps with `:version` or `:label` behind each.
    pub names: Vec<String>,
    /// Whether each `SecureString` is decrypted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub with_decryption: Option<bool>,
}

/// Response of [`get_parameters`](ParamStoreHandle::get_parameters).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct GetParametersResponse {
    /// Those that were found, in the order of their names.
    pub parameters: Vec<Parameter>,
    /// The names that name no parameter or version.
    pub invalid_parameters: Vec<String>,
}

impl GetParametersRequest {
    /// For parameters, by their names or ARNs.
    pub fn new<N: Into<String>>(names: impl IntoIterator<Item = N>) -> Self {
        Self {
            names: names.into_iter().map(Into::into).collect(),
            with_decryption: None,
        }
    }
}

setters!(GetParametersRequest {
    /// Whether each `SecureString` is decrypted.
    with_decryption: bool,
});

impl Constrained for GetParametersRequest {
    fn constraints(&self, check: &mut Check<'_>) {
        let Self {
            names,
            with_decryption: _,
        } = self;
        check.texts("names", names, &bounds::NAMES, &bounds::NAME);
    }
}

impl ParamStoreHandle {
    /// Reads up to [`limits::NAMES`] parameters.
    ///
    /// # Authorisation
    ///
    /// `ssm:GetParameters` on each parameter: if one may not be read, none is. Otherwise as
    /// [`get_parameter`](Self::get_parameter).
    ///
    /// # Errors
    ///
    /// [`AccessDenied`](Error::AccessDenied), [`InvalidKeyId`](Error::InvalidKeyId) if the key of one cannot decrypt,
    /// [`Throttling`](Error::Throttling), [`Validation`](Error::Validation).
    ///
    /// # Source
    ///
    /// [GetParameters](https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameters.html).
    pub async fn get_parameters(
        &self,
        request: GetParametersRequest,
    ) -> Result<GetParametersResponse> {
        let mut call = self.call(Operation::GetParameters);
        let answer = checked(&mut call, &request).await;
        call.answer(answer).await
    }

    /// [`get_parameters`](Self::get_parameters) for up to [`limits::BATCH_NAMES`] names at once, in one call with one audit record: for
    /// what resolves references in documents. AWS has no such operation.
    ///
    /// What is not in memory is read from the store together, as it was at one moment. It counts against no
    /// [throughput quota](crate::ThroughputQuotas).
    ///
    /// # Errors
    ///
    /// As [`get_parameters`](Self::get_parameters).
    pub async fn read_parameters(
        &self,
        request: GetParametersRequest,
    ) -> Result<GetParametersResponse> {
        let mut call = self.call(Operation::GetParameters);
        let answer = if request.names.len() > limits::BATCH_NAMES {
            Err(Error::validation(format!(
                "at most {} names can be read at once",
                limits::BATCH_NAMES
            )))
        } else {
            get_parameters(&mut call, &request).await
        };
        call.answer(answer).await
    }

    /// [`read_parameters`](Self::read_parameters), each by the name that it was asked for by.
    pub(crate) async fn read_by_name<'n>(
        &self,
        names: &'n [String],
        decrypt: bool,
    ) -> Result<ByName<'n>> {
        let mut call = self.call(Operation::GetParameters);
        let answer = by_name(&mut call, names, decrypt).await;
        call.answer(answer).await
    }
}

/// What names refer to; nothing where there is no such parameter, version or label.
pub(crate) type ByName<'n> = BTreeMap<&'n str, Option<Parameter>>;

async fn checked(
    call: &mut Call<'_>,
    request: &GetParametersRequest,
) -> Result<GetParametersResponse> {
    call.admit(Metered::GetParameters).await?;
    request.validate()?;
    get_parameters(call, request).await
}

async fn get_parameters(
    call: &mut Call<'_>,
    request: &GetParametersRequest,
) -> Result<GetParametersResponse> {
    let decrypt = request.with_decryption == Some(true);
    let (mut parameters, mut invalid) = (Vec::with_capacity(request.names.len()), Vec::new());
    for (text, found) in by_name(call, &request.names, decrypt).await? {
        match found {
            Some(parameter) => parameters.push(parameter),
            None => invalid.push(text.to_owned()),
        }
    }
    parameters.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(GetParametersResponse {
        parameters,
        invalid_parameters: invalid,
    })
}

async fn by_name<'n>(
    call: &mut Call<'_>,
    names: &'n [String],
    decrypt: bool,
) -> Result<ByName<'n>> {
    // Each once, in their order.
    let mut answers: ByName<'n> = names.iter().map(|name| (name.trim(), None)).collect();
    let mut secrets = Vec::new();
    let mut wanted: Vec<Wanted<'_>> = Vec::with_capacity(answers.len());
    for text in answers.keys().copied() {
        if text.contains(' ') {
            return Err(Error::validation("Parameter names can't contain spaces."));
        }
        match Reference::parse(text, call.here()) {
            Ok(Reference::Secret(secret)) => secrets.push((text, secret)),
            Ok(Reference::Parameter {
                home,
                name,
                selector,
            }) => {
                let scope = call.here().at(home);
                let key = scope.parameter_record(&name)?;
                wanted.push(Wanted {
                    text,
                    at: (scope, key),
                    name,
                    selector,
                });
            }
            Err(Error::Internal { cause }) => return Err(Error::Internal { cause }),
            Err(_) => {}
        }
    }
    if wanted.is_empty() && secrets.is_empty() {
        call.allow_anywhere()?;
    }
    let records: Vec<_> = wanted.iter().map(|wanted| &wanted.at).collect();
    let found = call.params().parameters(&records).await?;
    // All of them are asked for before any is shown.
    for (wanted, found) in wanted.iter().zip(&found) {
        match found {
            Some(parameter) => call.allow(parameter, Asked::default())?,
            None => {
                let (scope, _) = &wanted.at;
                let arn = scope.parameter_arn(&wanted.name)?;
                call.allow_at(&arn, Asked::default())?;
            }
        }
    }
    for (_, secret) in &secrets {
        call.allow_secret(secret)?;
    }
    let cipher = decrypt.then(|| call.cipher());
    for (wanted, found) in wanted.iter().zip(&found) {
        let Some(parameter) = found else {
            continue;
        };
        let selector = wanted.selector.as_ref();
        let shown = match call.shown(parameter, selector, cipher.as_ref()).await {
            Err(Error::ParameterVersionNotFound { .. }) => None,
            shown => Some(shown?),
        };
        answers.insert(wanted.text, shown);
    }
    for (text, secret) in secrets {
        let shown = match call.secret(&secret, decrypt).await {
            Err(Error::ParameterNotFound { .. }) => None,
            shown => Some(shown?),
        };
        answers.insert(text, shown);
    }
    Ok(answers)
}

/// A parameter that was asked for.
struct Wanted<'a> {
    text: &'a str,
    at: (Scope, Key),
    name: crate::ParameterName,
    selector: Option<Selector>,
}
